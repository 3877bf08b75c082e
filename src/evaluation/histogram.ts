/**
 * HU histograms of sets of slices and how far apart they are.
 *
 * @module
 */
import { checkAlike, checkSome } from './size.js';

/** Bins of the histogram: 20 HU from -1000 to 1000; values beyond count in the last ones. */
export const HISTOGRAM = { low: -1000, width: 20, bins: 100 } as const;

/** Share of the pixels in each bin, over all slices. */
export function huHistogram(slices: readonly Float32Array[]): Float64Array {
  checkSome(slices.length, 'slices');
  const { low, width, bins } = HISTOGRAM;
  const shares = new Float64Array(bins);
  let count = 0;
  for (const slice of slices) {
    for (const value of slice) {
      shares[Math.max(0, Math.min(bins - 1, Math.floor((value - low) / width)))] += 1;
    }
    count += slice.length;
  }
  for (let k = 0; k < bins; k++) shares[k] /= count;
  return shares;
}

/** Earth mover's distance of two histograms in HU: how far the average pixel has to move. */
export function histogramDistance(a: Float64Array, b: Float64Array): number {
  checkAlike(a, b);
  let ahead = 0;
  let distance = 0;
  for (let k = 0; k < a.length; k++) {
    ahead += a[k] - b[k];
    distance += Math.abs(ahead) * HISTOGRAM.width;
  }
  return distance;
}
