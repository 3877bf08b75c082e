/**
 * How a reader can have values shown: as the file asks, in the named windows of CT, in
 * the windows and tables that the file offers, in the full range.
 *
 * @module
 */
import type { Window } from '../../image/frame.js';
import type { VoiFunction } from '../../image/presentation.js';
import type { Series } from '../../image/series.js';
import { narrowest, type Voi, windowOfLut } from '../../image/voi.js';
import { CT_WINDOWS } from '../../image/window.js';
import type { Shown } from '../../provenance/shown.js';
import { percentilesOf } from './percentiles.js';
import { isColor, isFine, rangeOf } from './samples.js';

/** What a reader chooses of a VOI; what is absent is as the file asks. */
export interface ChosenVoi {
  readonly windowCenter?: number | undefined;
  readonly windowWidth?: number | undefined;
  readonly voiFunction?: VoiFunction | undefined;
  /** Index in the file's VOI LUT Sequence. */
  readonly voiLut?: number | undefined;
}

export interface Preset {
  /** Its number, from 1; up to 9 the key that chooses it. */
  readonly key: string;
  /** In English, or as the file explains it. */
  readonly name: string;
  /** The window, or for a table the one that spans its input. */
  readonly window: Window;
  /** LINEAR when absent. */
  readonly voiFunction?: VoiFunction;
  /** Index in the file's VOI LUT Sequence. */
  readonly voiLut?: number;
  /** Small values are white. */
  readonly inverted?: boolean;
}

const CT_FIRST = CT_WINDOWS[0].window;
/** Emission images are read dark on light. */
const EMISSION = ['PT', 'NM'];

/** The window a series opens with. */
export function defaultWindow(series: Series<Shown> | undefined): Window {
  const own = series?.frames.find((frame) => frame?.window !== undefined && frame.window.width > 0)?.window;
  if (own) return own;
  const middle = middleOf(series);
  const lut = middle?.presentation?.luts[0];
  if (lut) return windowOfLut(lut);
  if (series === undefined || middle === undefined || series.modality === 'CT') return CT_FIRST;
  return fullWindow(middle);
}

/** True for the window that a series opens with. */
export function isDefaultWindow(series: Series<Shown> | undefined, center: number, width: number): boolean {
  const own = defaultWindow(series);
  return own.center === center && own.width === width;
}

/** The window that shows every value of a slice. */
export function fullWindow(shown: Shown): Window {
  return windowOver(rangeOf(shown), isFine(shown));
}

/** The VOI of a slice of a series: what the reader chose, else what the file asks for. */
export function voiOf(series: Series<Shown> | undefined, shown: Shown | undefined, chosen: ChosenVoi): Voi {
  const { windowCenter, windowWidth, voiLut } = chosen;
  const luts = shown?.presentation?.luts ?? [];
  const byHand = windowCenter !== undefined || windowWidth !== undefined;
  const own = voiLut === undefined && !byHand && !hasWindow(series) ? 0 : undefined;
  const lut = luts[voiLut ?? own ?? -1];
  if (lut) return { lut };
  const kind = chosen.voiFunction ?? functionOf(shown);
  const wide = windowWidth !== undefined && windowWidth >= narrowest(kind) ? windowWidth : undefined;
  // Asked for only where it is needed: slices may be computed when they are first read.
  const opening = windowCenter === undefined || wide === undefined ? defaultWindow(series) : undefined;
  const center = windowCenter ?? opening?.center ?? 0;
  return { window: { center, width: wide ?? opening?.width ?? 1 }, function: kind };
}

/** VOI LUT Function of a slice; where it does not say, fractions need the one that has no width of 1. */
export function functionOf(shown: Shown | undefined): VoiFunction {
  const own = shown?.presentation?.voiFunction;
  if (own !== undefined && own !== 'LINEAR') return own;
  return isFine(shown) && shown?.window === undefined ? 'LINEAR_EXACT' : (own ?? 'LINEAR');
}

/** Presets of a series: those of its modality, then those of its file. */
export function presetsOf(series: Series<Shown> | undefined): readonly Preset[] {
  const middle = middleOf(series);
  if (!series || !middle || isColor(middle)) return [];
  return [...presetsByModality(series.modality, middle), ...presetsOfFile(middle)].map((preset, i) => ({
    key: String(i + 1),
    ...preset,
  }));
}

/** What a view takes from a preset. */
export function chosenBy({ window, voiFunction = 'LINEAR', voiLut, inverted }: Preset) {
  return {
    windowCenter: window.center,
    windowWidth: window.width,
    voiFunction,
    voiLut,
    ...(inverted === undefined ? {} : { inverted }),
  };
}

type Unnumbered = Omit<Preset, 'key'>;

function presetsByModality(modality: string, shown: Shown): Unnumbered[] {
  if (modality === 'CT') return CT_WINDOWS.map(({ name, window }) => ({ name, window }));
  const kind = isFine(shown) ? { voiFunction: 'LINEAR_EXACT' as const } : {};
  const full = { name: 'Full range', window: fullWindow(shown), ...kind };
  if (EMISSION.includes(modality)) return [{ ...full, name: 'Full range, dark on light', inverted: true }];
  if (modality !== 'MR') return [];
  return [
    full,
    { name: 'Without extremes', window: windowOver(percentilesOf(shown), isFine(shown)), ...kind },
  ];
}

/** A file with one window and no word about it is shown in that window anyway. */
function presetsOfFile({ presentation }: Shown): Unnumbered[] {
  if (!presentation) return [];
  const { windows, luts, voiFunction } = presentation;
  const telling = windows.length > 1 || luts.length > 0 || windows.some(({ explanation }) => explanation);
  return [
    ...(telling ? windows : []).map(({ center, width, explanation }, i) => ({
      name: explanation || `Window ${i + 1}`,
      window: { center, width },
      voiFunction,
    })),
    ...luts.map((lut, voiLut) => ({
      name: lut.explanation || `Table ${voiLut + 1}`,
      window: windowOfLut(lut),
      voiLut,
    })),
  ];
}

function hasWindow(series: Series<Shown> | undefined): boolean {
  return series?.frames.some((frame) => frame?.window !== undefined) ?? false;
}

/** The middle slice, or one that is there. */
function middleOf(series: Series<Shown> | undefined): Shown | undefined {
  const frames = series?.frames;
  return frames && (frames[frames.length >> 1] ?? frames.find(Boolean));
}

function windowOver([low, high]: readonly [number, number], fine: boolean): Window {
  if (fine) return { center: (low + high) / 2, width: high - low || 1 };
  return { center: Math.round((low + high) / 2), width: Math.max(1, Math.round(high - low)) };
}
