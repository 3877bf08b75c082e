/**
 * Multi-scale structural similarity (Wang, Simoncelli and Bovik 2003, Asilomar), and the
 * diversity of a set by it: fakes that all look alike have a high mean over pairs (Odena
 * et al. 2017, ICML, section 4.2).
 *
 * @module
 */
import { createRandom } from '../image/random.js';
import { gaussianBlur } from './blur.js';
import type { Limits } from './fidelity.js';
import { checkAlike, checkSize, checkSome } from './size.js';

/** Exponents of the five scales, finest first (Wang et al. 2003, section 3.2). */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333] as const;
/** Window of 11 pixels: SD 1.5, cut off at 5. */
const SIGMA = 1.5;
const TRUNCATE = 10 / 3;
const LEAST_SIDE = 11;
const K1 = 0.01;
const K2 = 0.03;

/**
 * Similarity of two slices of side x side pixels, 1 for equal ones. Scales whose side is below the window's
 * 11 pixels are left out and the other exponents scaled to sum to one.
 *
 * @param limits values are clipped to them; their distance is the dynamic range.
 */
export function msSsim(a: Float32Array, b: Float32Array, side: number, limits: Limits): number {
  checkAlike(a, b);
  checkSize(a, side, side);
  const scales = WEIGHTS.filter((_, s) => Math.floor(side / 2 ** s) >= LEAST_SIDE);
  const total = scales.reduce((sum, weight) => sum + weight, 0);
  let [first, second] = [clipped(a, limits), clipped(b, limits)];
  let size = side;
  let product = 1;
  for (let s = 0; s < scales.length; s++) {
    const { whole, structure } = compare(first, second, size, limits[1] - limits[0]);
    const term = s === scales.length - 1 ? whole : structure;
    // Opposed structures would make a root of a negative number: they count as none alike.
    product *= Math.max(0, term) ** (scales[s] / total);
    [first, second] = [binned(first, size), binned(second, size)];
    size = size >> 1;
  }
  return product;
}

/** Diversity of a set, by pairs drawn at random. */
export interface Diversity {
  /** Mean MS-SSIM over pairs: lower is more diverse. */
  readonly msSsim: number;
  /** Mean RMS difference over pairs, in the unit of the values: higher is more diverse. */
  readonly rms: number;
  readonly pairs: number;
}

/** Diversity of slices of side x side pixels; `pairs` draws of two different members (all pairs where there are fewer). */
export function diversityOf(
  images: readonly Float32Array[],
  side: number,
  limits: Limits,
  { pairs = 200, seed = 1 }: { pairs?: number; seed?: number } = {},
): Diversity {
  checkSome(images.length - 1, 'pair of slices');
  let similarity = 0;
  let rms = 0;
  const drawn = drawPairs(images.length, pairs, seed);
  for (const [i, j] of drawn) {
    const [a, b] = [clipped(images[i], limits), clipped(images[j], limits)];
    similarity += msSsim(a, b, side, limits);
    let sum = 0;
    for (let k = 0; k < a.length; k++) sum += (a[k] - b[k]) ** 2;
    rms += Math.sqrt(sum / a.length);
  }
  return { msSsim: similarity / drawn.length, rms: rms / drawn.length, pairs: drawn.length };
}

function drawPairs(count: number, pairs: number, seed: number): [number, number][] {
  if ((count * (count - 1)) / 2 <= pairs) {
    return Array.from({ length: count }, (_, i) =>
      Array.from({ length: i }, (_, j): [number, number] => [j, i]),
    ).flat();
  }
  const random = createRandom(seed).fork('pairs');
  return Array.from({ length: pairs }, () => {
    const i = Math.floor(random.uniform() * count);
    const j = Math.floor(random.uniform() * (count - 1));
    return [i, j < i ? j : j + 1];
  });
}

/** Means over the slice: of all three terms, and of contrast and structure without luminance. */
function compare(a: Float32Array, b: Float32Array, side: number, range: number) {
  const smooth = (image: Float32Array | Float64Array) => gaussianBlur(image, side, side, SIGMA, TRUNCATE);
  const [meanA, meanB] = [smooth(a), smooth(b)];
  const squareA = smooth(a.map((v) => v * v));
  const squareB = smooth(b.map((v) => v * v));
  const product = smooth(a.map((v, i) => v * b[i]));
  const [c1, c2] = [(K1 * range) ** 2, (K2 * range) ** 2];
  let whole = 0;
  let structure = 0;
  for (let i = 0; i < a.length; i++) {
    const both = meanA[i] * meanB[i];
    const covariance = product[i] - both;
    const variances = squareA[i] - meanA[i] ** 2 + squareB[i] - meanB[i] ** 2;
    const alike = (2 * covariance + c2) / (variances + c2);
    whole += (alike * (2 * both + c1)) / (meanA[i] ** 2 + meanB[i] ** 2 + c1);
    structure += alike;
  }
  return { whole: whole / a.length, structure: structure / a.length };
}

/** Values from 0 to the width of the limits, as the constants assume. */
function clipped(image: Float32Array, [low, high]: Limits): Float32Array {
  return image.map((value) => Math.max(low, Math.min(high, value)) - low);
}

/** Two by two pixels averaged. */
function binned(image: Float32Array, side: number): Float32Array {
  const half = side >> 1;
  const result = new Float32Array(half * half);
  for (let r = 0; r < half; r++) {
    for (let c = 0; c < half; c++) {
      const at = 2 * r * side + 2 * c;
      result[r * half + c] = (image[at] + image[at + 1] + image[at + side] + image[at + side + 1]) / 4;
    }
  }
  return result;
}
