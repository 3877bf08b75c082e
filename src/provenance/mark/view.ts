/**
 * A picture as the detector looks at it: whole, or soft tissue alone.
 *
 * @module
 */
import type { MarkPicture } from './mark.js';
import { sortedSample } from './sample.js';

const BINS = 256;

/**
 * The picture with everything outside its soft tissue flattened. The mark lies in
 * tissue; air, lung and bone are noise to the detector. Units are unknown (HU, grey
 * levels), so tissue is found in the histogram: the peak above Otsu's threshold (IEEE
 * Trans. SMC 9:62, 1979), half as wide as it lies above the threshold. Undefined
 * where nothing would change.
 */
export function tissueView({ values, rows, columns }: MarkPicture): MarkPicture | undefined {
  const [low, high] = spread(values);
  if (!(high > low)) return undefined;
  const histogram = new Float64Array(BINS);
  const scale = BINS / (high - low);
  for (const value of values) {
    const bin = Math.floor((value - low) * scale);
    if (bin >= 0 && bin < BINS) histogram[bin]++;
  }
  const threshold = otsu(histogram);
  const peak = peakAbove(histogram, threshold);
  const reach = (peak - threshold) / 2;
  if (reach < 2) return undefined;
  const from = low + (peak - reach) / scale;
  const to = low + (peak + reach) / scale;
  const clamped = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++)
    clamped[i] = values[i] < from ? from : values[i] > to ? to : values[i];
  return { values: clamped, rows, columns };
}

/** From the darkest value to the brightest but for one in a thousand: metal would squeeze everything else. */
function spread(values: Float32Array): [number, number] {
  const sample = sortedSample(values, 20000);
  const at = (part: number) => sample[Math.floor(part * (sample.length - 1))];
  return [at(0.001), at(0.999)];
}

function otsu(histogram: Float64Array): number {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < BINS; i++) {
    total += histogram[i];
    sum += i * histogram[i];
  }
  let dark = 0;
  let darkSum = 0;
  let best = 0;
  let threshold = 0;
  for (let i = 0; i < BINS - 1; i++) {
    dark += histogram[i];
    darkSum += i * histogram[i];
    const bright = total - dark;
    if (dark === 0 || bright === 0) continue;
    const between = dark * bright * (darkSum / dark - (sum - darkSum) / bright) ** 2;
    if (between > best) {
      best = between;
      threshold = i;
    }
  }
  return threshold;
}

/** The highest point of the smoothed histogram above the threshold; the last bin holds saturated pixels. */
function peakAbove(histogram: Float64Array, threshold: number): number {
  let best = -1;
  let peak = threshold;
  for (let i = threshold + 3; i < BINS - 3; i++) {
    let near = 0;
    for (let j = i - 2; j <= i + 2; j++) near += histogram[j];
    if (near > best) {
      best = near;
      peak = i;
    }
  }
  return peak;
}
