/**
 * Windows a reader can choose: the file's own, the named ones of CT, the full range.
 *
 * @module
 */
import type { Window } from '../../image/frame.js';
import type { Series } from '../../image/series.js';
import { CT_WINDOWS } from '../../image/window.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { rangeOf } from './cornerstoneImage.js';

export interface Preset {
  /** Number key that chooses it. */
  readonly key: string;
  readonly name: string;
  readonly window: Window;
}

const CT_FIRST = CT_WINDOWS[0].window;

/** The window a series opens with. */
export function defaultWindow(series: Series<Frame> | undefined): Window {
  const frames = series?.frames.filter(Boolean) ?? [];
  const own = frames.find(({ window }) => window !== undefined && window.width >= 1)?.window;
  if (own) return own;
  if (series === undefined || frames.length === 0 || series.modality === 'CT') return CT_FIRST;
  return fullWindow(frames[frames.length >> 1]);
}

/** True for the window that a series opens with. */
export function isDefaultWindow(series: Series<Frame> | undefined, center: number, width: number): boolean {
  const own = defaultWindow(series);
  return own.center === center && own.width === width;
}

/** The window that shows every value of a slice. */
export function fullWindow(frame: Frame): Window {
  const [low, high] = rangeOf(frame);
  return { center: Math.round((low + high) / 2), width: Math.max(1, Math.round(high - low)) };
}

/** Presets of a series by number key; CT has the named ones. */
export function presetsOf(series: Series<Frame> | undefined): readonly Preset[] {
  if (series?.modality !== 'CT') return [];
  return CT_WINDOWS.slice(0, 9).map(({ name, window }, i) => ({ key: String(i + 1), name, window }));
}

/**
 * A window as cornerstone's formula needs it: for greys so that it gives DICOM's
 * (PS3.3 C.11.2.1.2.1), for colours so that the centre is the middle colour.
 */
export function cornerstoneVoi(
  { center, width }: Window,
  colors: 'grey' | 'diverging',
): { windowCenter: number; windowWidth: number } {
  if (colors === 'diverging') return { windowCenter: center, windowWidth: width };
  return { windowCenter: center - 0.5, windowWidth: Math.max(width - 1, 0.001) };
}
