/**
 * Modality values of slices, and the range in which they lie.
 *
 * @module
 */
import { type AcquiredFrame, isPadding, toModality } from '../image/frame.js';
import { percentile } from '../image/percentile.js';
import type { Placed } from './slices.js';

/** Numbers that all images may hold together: 128 MiB; more slices are thinned evenly. */
export const MOST_VALUES = 2 ** 25;
/** What 12 bits begin with. */
export const AIR_HU = -1024;
const HIGHEST_HU = 3071;
const CT_STEP = 50;
/** Per cent of the pixels beyond each end of a CT's range, and above that of an MR. */
const TAIL = 0.1;

/** Range of each series, from its training slices; one for all CT. */
export function rangesOf(
  slices: readonly Placed[],
  held: ReadonlySet<number>,
  modality: string,
): (readonly [number, number])[] {
  const training = slices.filter((_, i) => !held.has(i));
  const count = Math.max(...slices.map(({ series }) => series)) + 1;
  if (modality === 'CT') {
    const frames = training.map(({ frame }) => frame);
    const range = outward(percentile(frames, TAIL), percentile(frames, 100 - TAIL));
    return Array.from({ length: count }, () => range);
  }
  return Array.from({ length: count }, (_, of) => {
    const own = training.filter(({ series }) => series === of);
    const frames = (own.length > 0 ? own : slices.filter(({ series }) => series === of)).map(
      ({ frame }) => frame,
    );
    const high = frames.length > 0 ? percentile(frames, 100 - TAIL) : Number.NaN;
    return [0, high > 0 ? high : 1];
  });
}

/** To multiples of 50 HU, never empty, within what 12 bits hold. */
function outward(low: number, high: number): readonly [number, number] {
  const inside = (value: number) => Math.min(HIGHEST_HU, Math.max(AIR_HU, value));
  const from = inside(Math.floor((Number.isFinite(low) ? low : 0) / CT_STEP) * CT_STEP);
  const to = inside(Math.ceil((Number.isFinite(high) ? high : 0) / CT_STEP) * CT_STEP);
  if (to - from >= CT_STEP) return [from, to];
  return from + CT_STEP <= HIGHEST_HU ? [from, from + CT_STEP] : [from - CT_STEP, from];
}

/** Modality values; what is no picture is the low end. */
export function withoutPadding({ stored, rescale, padding }: AcquiredFrame, low: number): Float32Array {
  const values = toModality(stored, rescale);
  if (padding === undefined) return values;
  for (let i = 0; i < values.length; i++) if (isPadding(stored[i], padding)) values[i] = low;
  return values;
}

/** Lets the page paint, and stops. */
export async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  signal?.throwIfAborted();
}
