/**
 * Middle and spread that a few outliers cannot move.
 *
 * @module
 */

/** The median; NaN of nothing. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Median, and SD by the median absolute deviation: 1.4826 MAD is the SD of normal values. */
export function robustSpread(values: ArrayLike<number>): { middle: number; sd: number } {
  const middle = median(values);
  return { middle, sd: 1.4826 * median(Float64Array.from(values, (value) => Math.abs(value - middle))) };
}
