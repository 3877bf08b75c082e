/**
 * Gaussian filter: the plainest rival, which pays for every HU of noise with resolution.
 *
 * @module
 */
import { gaussianBlur } from '../blur.js';
import { type BaselineOptions, checkBaseline } from './baseline.js';

/**
 * Image blurred with a Gaussian of `strength` pixels SD, mirrored at the borders.
 *
 * @param image rows x columns values.
 * @param options `strength` is the SD of the filter in pixels; `sigma` only says whether there is noise.
 * @param dst optional target of the same length.
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
  dst.set(sigma > 0 && strength > 0 ? gaussianBlur(image, rows, columns, strength) : image);
  return dst;
}
