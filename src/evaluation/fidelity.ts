/**
 * How near an image is to its reference: PSNR, SSIM, RMSE, and the shift of each tissue.
 *
 * ```ts
 * const body = bodyMask(reference, rows, columns);
 * psnr(denoised, reference, { window: SOFT_TISSUE_WINDOW, mask: body });           // dB
 * ssim(denoised, reference, rows, columns, { window: SOFT_TISSUE_WINDOW, mask: body });
 * tissueBias(denoised, input, tissueMasks(reference, rows, columns)).soft;         // HU
 * ```
 *
 * An acquired reference is noisy itself: against it PSNR saturates, and a small RMSE
 * does not mean that nothing but noise went. Lesions are safe only where `safety.ts`
 * and `observer.ts` say so.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { gaussianBlur } from './blur.js';
import { dilate, erode, fillHoles, largestRegion } from './morphology.js';
import { checkAlike, checkSize, checkSome } from './size.js';

/** Lowest and highest value that count, in modality units; values beyond are clipped to them. */
export type Limits = readonly [low: number, high: number];

/** Soft tissue: centre 40, width 400 HU. */
export const SOFT_TISSUE_WINDOW: Limits = [-160, 240];
/** All that 12 bits of CT hold. */
export const FULL_CT_RANGE: Limits = [-1024, 3071];

export interface FidelityOptions {
  /** Both images are clipped to it and it is the peak; without it nothing is clipped and the reference's range is the peak. */
  readonly window?: Limits;
  /** Pixels that count; all unless given. */
  readonly mask?: Uint8Array;
}

/** HU between which the smoothed reference counts as a tissue. */
export const TISSUES = {
  air: [-1100, -950],
  lung: [-930, -700],
  fat: [-140, -60],
  soft: [0, 120],
  bone: [250, 3100],
} as const satisfies Record<string, Limits>;
export type Tissue = keyof typeof TISSUES;

/** A tissue of fewer pixels than this in a slice has no mean worth quoting. */
const LEAST_TISSUE = 200;

/**
 * The patient without the table (1 inside): the largest region above -300 HU after an
 * opening of 3 pixels, lungs and bowel filled. All zero where there is no patient.
 *
 * @param hu rows x columns, HU. Noise up to about 100 HU does no harm.
 */
export function bodyMask(hu: Float32Array, rows: number, columns: number): Uint8Array {
  checkSize(hu, rows, columns);
  const dense = new Uint8Array(hu.length);
  for (let i = 0; i < hu.length; i++) dense[i] = hu[i] > -300 ? 1 : 0;
  const opened = dilate(erode(dense, rows, columns, 3), rows, columns, 3);
  return fillHoles(largestRegion(opened, rows, columns), rows, columns);
}

/**
 * One mask per tissue, cut from the smoothed reference (Gaussian of 2 pixels) and
 * eroded by 2 pixels, bone by 1 as the cortex is thin.
 *
 * What selection remains: a class is cut from the reference's own smoothed noise, of
 * SD s (a seventh of white noise's). Where flat tissue lies t above a class's lower limit, the
 * smoothed noise inside the mask has mean s φ(t/s) / Φ(t/s), that of the pixels themselves about twice
 * as much: 0.8 s and 1.6 s at the limit itself, 0.05 s and 0.1 s two SDs away. So a class is
 * clean while its tissue lies 2 s off its limits. The noise that a lower dose inserted is independent
 * of the masks: prefer the shift from the low-dose input, or a known truth, to the
 * shift from the reference itself.
 *
 * @param hu the reference, rows x columns, HU.
 */
export function tissueMasks(
  hu: Float32Array,
  rows: number,
  columns: number,
  { sigma = 2, erosion = 2 }: { sigma?: number; erosion?: number } = {},
): Record<Tissue, Uint8Array> {
  const smooth = gaussianBlur(hu, rows, columns, sigma);
  const cut = ([low, high]: Limits, times: number) => {
    const mask = new Uint8Array(smooth.length);
    for (let i = 0; i < mask.length; i++) mask[i] = smooth[i] > low && smooth[i] < high ? 1 : 0;
    return erode(mask, rows, columns, times);
  };
  return {
    air: cut(TISSUES.air, erosion),
    lung: cut(TISSUES.lung, erosion),
    fat: cut(TISSUES.fat, erosion),
    soft: cut(TISSUES.soft, erosion),
    bone: cut(TISSUES.bone, Math.min(1, erosion)),
  };
}

/** Peak signal-to-noise ratio in dB: 20 log10(peak / RMSE); infinite for equal images. */
export function psnr(
  image: Float32Array,
  reference: Float32Array,
  { window, mask }: FidelityOptions = {},
): number {
  checkAlike(image, reference);
  const [low, high] = window ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const peak = peakOf(reference, window);
  let sum = 0;
  const count = overMask(reference, mask, (i) => {
    const difference = Math.min(high, Math.max(low, image[i])) - Math.min(high, Math.max(low, reference[i]));
    sum += difference * difference;
  });
  return 10 * Math.log10((peak * peak * count) / sum);
}

/**
 * Structural similarity, Wang et al. 2004 (IEEE Trans. Image Process. 13:600): Gaussian
 * window of SD 1.5 and 11 taps, K1 = 0.01, K2 = 0.03; the mean over the mask. Borders
 * are mirrored instead of cut off, so that a mask may reach them.
 */
export function ssim(
  image: Float32Array,
  reference: Float32Array,
  rows: number,
  columns: number,
  options: FidelityOptions = {},
): number {
  const map = ssimMap(image, reference, rows, columns, options.window);
  let sum = 0;
  const count = overMask(reference, options.mask, (i) => {
    sum += map[i];
  });
  return sum / count;
}

/** SSIM of every pixel, see {@link ssim}; 1 where the images agree. */
export function ssimMap(
  image: Float32Array,
  reference: Float32Array,
  rows: number,
  columns: number,
  window?: Limits,
): Float64Array {
  checkSize(reference, rows, columns);
  checkAlike(image, reference);
  const peak = peakOf(reference, window);
  const low = window ? window[0] : lowest(reference);
  const high = window ? window[1] : Number.POSITIVE_INFINITY;
  const floor = window ? low : Number.NEGATIVE_INFINITY;
  const n = image.length;
  const a = new Float64Array(n);
  const b = new Float64Array(n);
  const squares = new Float64Array(n);
  const product = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const x = (Math.min(high, Math.max(floor, image[i])) - low) / peak;
    const y = (Math.min(high, Math.max(floor, reference[i])) - low) / peak;
    a[i] = x;
    b[i] = y;
    // Only the sum of the two variances is ever needed: one blur serves both.
    squares[i] = x * x + y * y;
    product[i] = x * y;
  }
  for (const field of [a, b, squares, product]) gaussianBlur(field, rows, columns, 1.5, 3.5, field);
  const c1 = 0.01 ** 2;
  const c2 = 0.03 ** 2;
  for (let i = 0; i < n; i++) {
    const means = a[i] * a[i] + b[i] * b[i];
    const mixed = a[i] * b[i];
    const similar = (2 * mixed + c1) * (2 * (product[i] - mixed) + c2);
    squares[i] = similar / ((means + c1) * (squares[i] - means + c2));
  }
  return squares;
}

/** Root mean square difference, in the images' unit. */
export function rmse(image: Float32Array, reference: Float32Array, mask?: Uint8Array): number {
  checkAlike(image, reference);
  let sum = 0;
  const count = overMask(reference, mask, (i) => {
    sum += (image[i] - reference[i]) ** 2;
  });
  return Math.sqrt(sum / count);
}

/** Mean of image - reference over the mask, in the images' unit. */
export function bias(image: Float32Array, reference: Float32Array, mask?: Uint8Array): number {
  checkAlike(image, reference);
  let sum = 0;
  const count = overMask(reference, mask, (i) => {
    sum += image[i] - reference[i];
  });
  return sum / count;
}

/** {@link bias} of every tissue that has at least 200 pixels in the slice; the others are absent. */
export function tissueBias(
  image: Float32Array,
  reference: Float32Array,
  masks: Record<Tissue, Uint8Array>,
): Partial<Record<Tissue, number>> {
  const shifts: Partial<Record<Tissue, number>> = {};
  for (const [tissue, mask] of Object.entries(masks) as [Tissue, Uint8Array][]) {
    let pixels = 0;
    for (let i = 0; i < mask.length; i++) pixels += mask[i];
    if (pixels >= LEAST_TISSUE) shifts[tissue] = bias(image, reference, mask);
  }
  return shifts;
}

/** Calls `visit` for every pixel of the mask; how many there were. */
function overMask(image: Float32Array, mask: Uint8Array | undefined, visit: (index: number) => void): number {
  if (!mask) {
    for (let i = 0; i < image.length; i++) visit(i);
    return image.length;
  }
  checkAlike(image, mask);
  let count = 0;
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    visit(i);
    count++;
  }
  checkSome(count, 'pixel in the mask');
  return count;
}

function peakOf(reference: Float32Array, window: Limits | undefined): number {
  let peak: number;
  if (window) {
    peak = window[1] - window[0];
  } else {
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < reference.length; i++) if (reference[i] > high) high = reference[i];
    peak = high - lowest(reference);
  }
  if (peak > 0) return peak;
  throw new ArgumentError('The window has no width, or the reference no contrast.', {
    attribute: 'window',
    remedy: 'Give the lowest and the highest value that count.',
  });
}

function lowest(image: Float32Array): number {
  let low = Number.POSITIVE_INFINITY;
  for (let i = 0; i < image.length; i++) if (image[i] < low) low = image[i];
  return low;
}
