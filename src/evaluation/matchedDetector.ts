/**
 * A detector that knows what a lesion looks like and where it would lie.
 *
 * @module
 */
import { type Disc, pixelsWithin } from './disc.js';
import { robustSpread } from './median.js';
import { checkSome } from './size.js';

/** Places around the lesion at which the detector learns what nothing looks like. */
const SITES = 400;
const LEAST_SITES = 25;

/** Scores in SDs of the detector's own response where there is no lesion. */
export interface MatchedDetector {
  /** Score of the lesion alone, without noise, in the image the detector learnt on. */
  readonly expected: number;
  /** Score of an image that may hold the lesion. */
  score(image: Float32Array): number;
}

/**
 * Detector matched to `signal` around `disc`: a non-prewhitening matched filter whose
 * template sums to zero, so that the local level does not count. Its noise is the robust
 * spread of its responses at up to 400 places nearest to the lesion in `absent`, the
 * same image without it; anatomy there counts as noise too.
 *
 * @param signal what the lesion adds, without noise, rows x columns.
 * @param absent the image without the lesion.
 * @param mask where the places may lie; anywhere unless given.
 */
export function matchedDetector(
  signal: Float32Array,
  disc: Disc,
  absent: Float32Array,
  rows: number,
  columns: number,
  mask?: Uint8Array,
): MatchedDetector {
  const reach = Math.max(2 * disc.radius, disc.radius + 3);
  const support = pixelsWithin(disc, reach, rows, columns);
  checkSome(support.length, 'pixel of the lesion');
  const mean = support.reduce((sum, pixel) => sum + signal[pixel], 0) / support.length;
  const template = support.map((pixel) => signal[pixel] - mean);
  const respond = (image: Float32Array, shift: number) => {
    let sum = 0;
    for (let k = 0; k < support.length; k++) sum += template[k] * image[support[k] + shift];
    return sum;
  };
  const shifts = sites(disc, Math.ceil(reach), rows, columns, mask);
  checkSome(shifts.length >= LEAST_SITES ? shifts.length : 0, 'place to learn the noise at');
  const { middle, sd } = robustSpread(shifts.map((shift) => respond(absent, shift)));
  // A flat image without noise has no spread: anything above it is then found, nothing is not.
  const unit = Math.max(sd, 1e-9);
  return {
    expected: respond(signal, 0) / unit,
    score: (image) => (respond(image, 0) - middle) / unit,
  };
}

/** Shifts of the template, in pixels of the image, to the places nearest to the lesion. */
function sites(
  disc: Disc,
  reach: number,
  rows: number,
  columns: number,
  mask: Uint8Array | undefined,
): number[] {
  const row = Math.round(disc.row);
  const column = Math.round(disc.column);
  const step = Math.max(2, Math.round(disc.radius));
  const found: { shift: number; distance: number }[] = [];
  for (let r = row % step; r < rows; r += step) {
    if (r < reach || r >= rows - reach) continue;
    for (let c = column % step; c < columns; c += step) {
      if (c < reach || c >= columns - reach || (mask && mask[r * columns + c] === 0)) continue;
      found.push({ shift: (r - row) * columns + c - column, distance: (r - row) ** 2 + (c - column) ** 2 });
    }
  }
  found.sort((a, b) => a.distance - b.distance);
  return found.slice(0, SITES).map(({ shift }) => shift);
}
