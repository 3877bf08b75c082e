/**
 * Radiomic features of a slice: what its tissues look like, in numbers that no network
 * had to learn. First-order and co-occurrence features as the Image Biomarker
 * Standardisation Initiative defines them (Zwanenburg et al. 2020, Radiology 295:328), of the slice, of
 * its Laplacian of Gaussian at three scales and of its Haar wavelets.
 *
 * ```ts
 * const features = radiomics(commonField(slice, RADIOMICS_SIDE));      // 88 numbers
 * ```
 *
 * @module
 */
import { gaussianBlur } from './blur.js';
import { FIELD_MM } from './commonField.js';
import { bodyMask } from './fidelity.js';
import { GLCM_FEATURES, glcmFeatures } from './glcm.js';
import { erode } from './morphology.js';
import { checkSize } from './size.js';

/** Features are taken on the common field at this side: 1.6 mm a pixel. */
export const RADIOMICS_SIDE = 256;
/** Grey levels of the co-occurrence: 50 HU each. */
const LEVELS = 40;
const LEVEL_HU = 50;
const LOW_HU = -1000;
const HIGH_HU = LOW_HU + LEVELS * LEVEL_HU - 1;
/** SDs of the Laplacian of Gaussian, mm. */
const LOG_SIGMAS_MM = [2, 4, 8] as const;
/** HU between which a pixel counts as a tissue. */
const TISSUE_HU = [
  ['air', -1100, -930],
  ['lung', -930, -500],
  ['fat', -150, -40],
  ['soft', -20, 120],
  ['bone', 250, 4000],
] as const;

const FIRST_ORDER = [
  'mean',
  'SD',
  'skewness',
  'kurtosis',
  'P10',
  'median',
  'P90',
  'interquartile range',
  'mean absolute deviation',
  'robust mean absolute deviation',
  'entropy',
  'uniformity',
] as const;
/** Filtered images: location says nothing, the spread and its shape do. */
const FILTERED = ['SD', 'skewness', 'kurtosis', 'P10', 'P90', 'entropy', 'uniformity'] as const;
const BANDS = [...LOG_SIGMAS_MM.map((mm) => `LoG ${mm} mm`), 'wavelet LH', 'wavelet HL', 'wavelet HH'];

/** Names of the features, in order. */
export const RADIOMIC_FEATURES: readonly string[] = [
  'body area',
  ...TISSUE_HU.map(([name]) => `${name} share`),
  ...FIRST_ORDER,
  ...GLCM_FEATURES,
  ...BANDS.flatMap((band) => FILTERED.map((name) => `${band}: ${name}`)),
];

/**
 * Features inside the body of a slice; of the whole field where no body is found.
 *
 * @param field {@link RADIOMICS_SIDE}² pixels of the common field, HU; values are clipped to -1000 … 999.
 * @param body 1 inside the body.
 */
export function radiomics(
  field: Float32Array,
  body = bodyMask(field, RADIOMICS_SIDE, RADIOMICS_SIDE),
): Float64Array {
  const side = RADIOMICS_SIDE;
  checkSize(field, side, side);
  const found = body.some((inside) => inside !== 0);
  const mask = found ? body : body.map(() => 1);
  const hu = new Float32Array(field.length);
  const levels = new Uint8Array(field.length);
  for (let i = 0; i < hu.length; i++) {
    hu[i] = Math.max(LOW_HU, Math.min(HIGH_HU, field[i]));
    levels[i] = Math.floor((hu[i] - LOW_HU) / LEVEL_HU);
  }
  const inside = insideOf(hu, mask);
  const features: number[] = [found ? inside.length / field.length : 0, ...tissueShares(inside)];
  const first = firstOrder(inside, LEVEL_HU);
  features.push(...FIRST_ORDER.map((name) => first[name]));
  features.push(...glcmFeatures(levels, mask, side, side, LEVELS));
  // Filters look beyond the skin: a rim would only repeat how long the skin is.
  const core = erode(mask, side, side, 2);
  for (const band of bandsOf(hu)) {
    const figures = firstOrder(insideOf(band, core), LEVEL_HU / 5);
    features.push(...FILTERED.map((name) => figures[name]));
  }
  return Float64Array.from(features);
}

function tissueShares(inside: Float32Array): number[] {
  const counts = TISSUE_HU.map(() => 0);
  for (let i = 0; i < inside.length; i++) {
    for (let t = 0; t < TISSUE_HU.length; t++) {
      if (inside[i] >= TISSUE_HU[t][1] && inside[i] < TISSUE_HU[t][2]) counts[t] += 1;
    }
  }
  return counts.map((sum) => sum / inside.length);
}

function insideOf(image: Float32Array, mask: Uint8Array): Float32Array {
  const values = new Float32Array(image.length);
  let count = 0;
  for (let i = 0; i < image.length; i++) if (mask[i] !== 0) values[count++] = image[i];
  return values.subarray(0, count);
}

/** Laplacian of Gaussian, times the variance so that scales compare, and the details of one Haar step. */
function bandsOf(hu: Float32Array): Float32Array[] {
  const side = RADIOMICS_SIDE;
  const pixel = FIELD_MM / side;
  const logs = LOG_SIGMAS_MM.map((mm) => {
    const sigma = mm / pixel;
    const smooth = gaussianBlur(hu, side, side, sigma, 3);
    return everyPixel(side, (i, right, below, left, above) => {
      const sum = smooth[right] + smooth[below] + smooth[left] + smooth[above];
      return sigma * sigma * (sum - 4 * smooth[i]);
    });
  });
  // Undecimated: a shift by one pixel must not change the features.
  const haar = [
    [-1, 1, -1],
    [1, -1, -1],
    [-1, -1, 1],
  ].map(([b, c, d]) =>
    everyPixel(side, (i, right, below) => {
      const corner = right + below - i;
      return (hu[i] + b * hu[right] + c * hu[below] + d * hu[corner]) / 2;
    }),
  );
  return [...logs, ...haar];
}

type Stencil = (i: number, right: number, below: number, left: number, above: number) => number;

/** A stencil of neighbours at every pixel; borders repeat. */
function everyPixel(side: number, stencil: Stencil): Float32Array {
  const result = new Float32Array(side * side);
  for (let r = 0; r < side; r++) {
    const above = r > 0 ? -side : 0;
    const below = r < side - 1 ? side : 0;
    for (let c = 0; c < side; c++) {
      const i = r * side + c;
      result[i] = stencil(i, c < side - 1 ? i + 1 : i, i + below, c > 0 ? i - 1 : i, i + above);
    }
  }
  return result;
}

/** First-order figures of a list of values, histogram of the given bin width. */
function firstOrder(values: Float32Array, width: number): Record<(typeof FIRST_ORDER)[number], number> {
  const sorted = values.slice().sort();
  const n = Math.max(1, sorted.length);
  const at = (share: number) => sorted[Math.min(n - 1, Math.round(share * (n - 1)))] ?? 0;
  let mean = 0;
  for (let i = 0; i < sorted.length; i++) mean += sorted[i] / n;
  let [second, third, fourth, absolute] = [0, 0, 0, 0];
  for (let i = 0; i < sorted.length; i++) {
    const d = sorted[i] - mean;
    second += (d * d) / n;
    third += (d * d * d) / n;
    fourth += (d * d * d * d) / n;
    absolute += Math.abs(d) / n;
  }
  let [entropy, uniformity] = [0, 0];
  for (let from = 0; from < sorted.length; ) {
    const bin = Math.floor(sorted[from] / width);
    let to = from;
    while (to < sorted.length && Math.floor(sorted[to] / width) === bin) to += 1;
    const p = (to - from) / n;
    entropy -= p * Math.log2(p);
    uniformity += p * p;
    from = to;
  }
  const middle = sorted.subarray(Math.round(0.1 * (n - 1)), Math.round(0.9 * (n - 1)) + 1);
  const robustMean = middle.reduce((sum, value) => sum + value, 0) / Math.max(1, middle.length);
  const robust =
    middle.reduce((sum, value) => sum + Math.abs(value - robustMean), 0) / Math.max(1, middle.length);
  return {
    mean,
    SD: Math.sqrt(second),
    skewness: second > 0 ? third / second ** 1.5 : 0,
    kurtosis: second > 0 ? fourth / (second * second) : 0,
    P10: at(0.1),
    median: at(0.5),
    P90: at(0.9),
    'interquartile range': at(0.75) - at(0.25),
    'mean absolute deviation': absolute,
    'robust mean absolute deviation': robust,
    entropy,
    uniformity,
  };
}
