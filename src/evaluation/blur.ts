/**
 * Gaussian smoothing, mirrored at the borders: what masks, SSIM and edges are measured on.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { checkSize } from './size.js';

/**
 * `image` (rows x columns) smoothed by a Gaussian of SD `sigma` pixels, cut off at
 * `truncate` SDs. Borders repeat mirrored (… b a | a b …): the same as
 * `scipy.ndimage.gaussian_filter`.
 *
 * @param dst where the answer goes; may be `image` itself.
 */
export function gaussianBlur(
  image: Float32Array | Float64Array,
  rows: number,
  columns: number,
  sigma: number,
  truncate = 4,
  dst: Float64Array = new Float64Array(rows * columns),
): Float64Array {
  checkSize(image, rows, columns);
  if (!(sigma > 0)) {
    throw new ArgumentError('The width of the smoothing is not above zero.', {
      attribute: 'sigma',
      remedy: 'Give it in pixels, such as 1.5.',
    });
  }
  const taps = gaussianTaps(sigma, truncate);
  const radius = taps.length - 1;
  const line = new Float64Array(columns + 2 * radius);
  const across = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const from = r * columns;
    for (let i = 0; i < line.length; i++) line[i] = image[from + mirrored(i - radius, columns)];
    for (let c = 0; c < columns; c++) {
      const at = c + radius;
      let sum = taps[0] * line[at];
      for (let k = 1; k <= radius; k++) sum += taps[k] * (line[at - k] + line[at + k]);
      across[from + c] = sum;
    }
  }
  for (let r = 0; r < rows; r++) {
    const to = r * columns;
    for (let c = 0; c < columns; c++) dst[to + c] = taps[0] * across[to + c];
    for (let k = 1; k <= radius; k++) {
      const tap = taps[k];
      const above = mirrored(r - k, rows) * columns;
      const below = mirrored(r + k, rows) * columns;
      for (let c = 0; c < columns; c++) dst[to + c] += tap * (across[above + c] + across[below + c]);
    }
  }
  return dst;
}

/** One half of the kernel, its middle first; the whole sums to 1. */
function gaussianTaps(sigma: number, truncate: number): Float64Array {
  const radius = Math.floor(truncate * sigma + 0.5);
  const taps = new Float64Array(radius + 1);
  let sum = 0;
  for (let k = 0; k <= radius; k++) {
    taps[k] = Math.exp(-0.5 * (k / sigma) ** 2);
    sum += k === 0 ? taps[k] : 2 * taps[k];
  }
  return taps.map((tap) => tap / sum);
}

/** Index inside 0 … length - 1 after mirroring at the borders, as often as needed. */
function mirrored(index: number, length: number): number {
  const period = 2 * length;
  const i = ((index % period) + period) % period;
  return i < length ? i : period - 1 - i;
}
