/**
 * Gaussian filter: the plainest rival, which pays for every HU of noise with resolution.
 *
 * @module
 */
import { type BaselineOptions, checkBaseline, mirrored } from './baseline.js';

/**
 * Image blurred with a Gaussian of `strength` pixels SD, mirrored at the borders.
 *
 * @param image rows x columns values.
 * @param options `strength` is the SD of the filter in pixels; `sigma` only says whether there is noise.
 * @param dst optional target of the same length; must not be `image`.
 * @throws ArgumentError when the image is not rows x columns.
 */
export function gaussian(
  image: Float32Array,
  rows: number,
  columns: number,
  options: BaselineOptions,
  dst: Float32Array = new Float32Array(image.length),
): Float32Array {
  checkBaseline(image, rows, columns, options);
  const { sigma, strength } = options;
  dst.set(image);
  if (sigma === 0 || strength === 0) return dst;
  const kernel = gaussianKernel(strength);
  const radius = kernel.length >> 1;
  const padded = mirrored(image, rows, columns, radius);
  const width = columns + 2 * radius;
  const across = new Float32Array((rows + 2 * radius) * columns);
  for (let y = 0; y < rows + 2 * radius; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k] * padded[y * width + x + k];
      across[y * columns + x] = sum;
    }
  }
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k] * across[(y + k) * columns + x];
      dst[y * columns + x] = sum;
    }
  }
  return dst;
}

/** Normalised samples of a Gaussian of `sd` pixels, cut at four SD. */
function gaussianKernel(sd: number): Float64Array {
  const radius = Math.max(1, Math.ceil(4 * sd));
  const kernel = new Float64Array(2 * radius + 1);
  let sum = 0;
  for (let k = -radius; k <= radius; k++) sum += kernel[k + radius] = Math.exp(-0.5 * (k / sd) ** 2);
  for (let k = 0; k < kernel.length; k++) kernel[k] /= sum;
  return kernel;
}
