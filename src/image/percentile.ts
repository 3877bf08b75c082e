/**
 * The percentile of a whole series, by which images without a unit are scaled.
 *
 * @module
 */
import { type FrameInfo, isPadding, type StoredPixels } from './frame.js';

/** What of a slice counts: all its pixels but padding. */
export type CountedSlice = Pick<FrameInfo, 'rescale' | 'padding'> & { readonly stored: StoredPixels };

/** Steps between the smallest and the largest value; integers of 16 bits are told apart. */
const STEPS = 65_536;

/**
 * The smallest modality value that at least `percent` of the pixels of all slices
 * do not exceed (Hyndman and Fan 1996, definition 1); to 1/65536 of the range, so
 * exact for 16-bit values of one rescale. NaN where there is no pixel.
 */
export function percentile(slices: readonly CountedSlice[], percent: number): number {
  let low = Infinity;
  let high = -Infinity;
  for (const { stored, rescale, padding } of slices) {
    let min = Infinity;
    let max = -Infinity;
    for (let i = 0; i < stored.length; i++) {
      const value = stored[i];
      if ((value >= min && value <= max) || isPadding(value, padding)) continue;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    const ends = [min, max].map((value) => value * rescale.slope + rescale.intercept);
    if (min > max) continue;
    low = Math.min(low, ...ends);
    high = Math.max(high, ...ends);
  }
  if (low > high) return Number.NaN;
  if (low === high) return low;
  const slopes = new Set(slices.map(({ rescale: { slope, intercept } }) => `${slope} ${intercept}`));
  const [{ rescale }] = slices;
  // Values of one rescale lie on its grid: steps of one stored integer keep them exact.
  const onGrid = slopes.size === 1 && (high - low) / Math.abs(rescale.slope) < STEPS;
  const step = onGrid ? Math.abs(rescale.slope) : (high - low) / (STEPS - 1);
  const counts = new Float64Array(STEPS);
  let total = 0;
  for (const { stored, rescale, padding } of slices) {
    const slope = rescale.slope / step;
    const offset = (rescale.intercept - low) / step + 0.5;
    for (let i = 0; i < stored.length; i++) {
      if (isPadding(stored[i], padding)) continue;
      counts[Math.floor(stored[i] * slope + offset)] += 1;
      total += 1;
    }
  }
  const wanted = (percent / 100) * total;
  let seen = 0;
  let at = 0;
  while (at < STEPS - 1) {
    seen += counts[at];
    if (seen >= wanted) break;
    at += 1;
  }
  return low + at * step;
}
