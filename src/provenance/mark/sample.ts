/** A sorted sample of many values: what a percentile needs, at a part of the time. */

/**
 * Every n-th value that is wanted, smallest first; the step is odd, so that it does not
 * fall into the period of rows.
 *
 * @param about so many values are looked at, or somewhat more.
 */
export function sortedSample(
  values: Float32Array,
  about: number,
  wanted: (value: number, index: number) => boolean = () => true,
): Float32Array {
  const step = Math.max(1, Math.floor(values.length / about)) | 1;
  const sample: number[] = [];
  for (let i = 0; i < values.length; i += step) if (wanted(values[i], i)) sample.push(values[i]);
  return Float32Array.from(sample).sort();
}
