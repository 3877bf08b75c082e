/**
 * What a stage reads of whatever it shows: values where there are some, colours where
 * there are none.
 *
 * @module
 */
import type { StoredPixels } from '../../image/frame.js';
import { pixelsOf } from '../../provenance/markedPixels.js';
import type { Shown } from '../../provenance/shown.js';

/** rows x columns numbers and the linear map to their unit. */
export interface Samples {
  readonly values: StoredPixels | Float32Array;
  readonly slope: number;
  readonly intercept: number;
}

/** The values of a slice or a map; undefined for colours. */
export function samplesOf(shown: Shown): Samples | undefined {
  if (shown.kind !== 'picture') return { values: pixelsOf(shown), ...linear(shown) };
  return 'values' in shown.pixels ? { values: shown.pixels.values, slope: 1, intercept: 0 } : undefined;
}

/** True for colours: no window applies, and there is no value to read. */
export function isColor(shown: Shown | undefined): boolean {
  return shown?.kind === 'picture' && 'rgb' in shown.pixels;
}

/** True where values are not whole: they are shown with digits and in narrow windows. HU are read as integers. */
export function isFine(shown: Shown | undefined): boolean {
  if (!shown) return false;
  if (shown.kind === 'picture') return 'values' in shown.pixels;
  return shown.modality !== 'CT' && !Number.isInteger(shown.rescale.slope);
}

/** Value at a pixel, in the unit of the slice; NaN in colours. */
export function valueAt(shown: Shown, x: number, y: number): number {
  const samples = samplesOf(shown);
  if (!samples) return Number.NaN;
  return samples.values[y * shown.columns + x] * samples.slope + samples.intercept;
}

/** Red, green and blue at a pixel; undefined where there are values. */
export function colorAt(shown: Shown, x: number, y: number): readonly [number, number, number] | undefined {
  if (shown.kind !== 'picture' || !('rgb' in shown.pixels)) return undefined;
  const at = (y * shown.columns + x) * 3;
  const { rgb } = shown.pixels;
  return [rgb[at], rgb[at + 1], rgb[at + 2]];
}

const ranges = new WeakMap<Shown, readonly [number, number]>();

/** Smallest and largest value, padding left out; scanned once. Colours span 0 to 255. */
export function rangeOf(shown: Shown): readonly [number, number] {
  let range = ranges.get(shown);
  if (!range) {
    const samples = samplesOf(shown);
    if (!samples) return [0, 255];
    const { values, slope, intercept } = samples;
    const ends = extentOf(values, shown.padding).map((value) => value * slope + intercept);
    range = [Math.min(...ends), Math.max(...ends)];
    ranges.set(shown, range);
  }
  return range;
}

/** Smallest and largest finite number; `padding` leaves out what lies in it. Zeros where nothing is left. */
export function extentOf(values: Samples['values'], padding: Shown['padding']): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  if (!padding && !(values instanceof Float32Array)) {
    // What every slice that comes on the stage goes through: nothing but the comparison.
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return low > high ? [0, 0] : [low, high];
  }
  const [first, last] = padding ?? [1, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value >= first && value <= last) continue;
    if (value < low && value > Number.NEGATIVE_INFINITY) low = value;
    if (value > high && value < Number.POSITIVE_INFINITY) high = value;
  }
  return low > high ? [0, 0] : [low, high];
}

function linear({ rescale: { slope, intercept } }: Shown): { slope: number; intercept: number } {
  return { slope, intercept };
}
