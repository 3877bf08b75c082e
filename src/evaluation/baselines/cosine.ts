/**
 * Orthonormal cosine transform of 8 x 8 blocks, and the colour of noise in it.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';

/** Side of a block. */
export const SIDE = 8;
/** Pixels, or coefficients, of a block. */
export const AREA = SIDE * SIDE;

/** Row k holds the k-th basis function (DCT-II, orthonormal). */
const BASIS = Float64Array.from({ length: AREA }, (_, i) => {
  const k = Math.floor(i / SIDE);
  const norm = Math.sqrt((k === 0 ? 1 : 2) / SIDE);
  return norm * Math.cos((Math.PI * (2 * (i % SIDE) + 1) * k) / (2 * SIDE));
});
const half = new Float64Array(AREA);

/** Coefficients of the block whose first pixel is `from` in an image `columns` wide, written at `at` of `dst`. */
export function transformBlock(
  image: Float32Array,
  columns: number,
  from: number,
  dst: Float32Array,
  at: number,
): void {
  for (let y = 0; y < SIDE; y++) {
    const row = from + y * columns;
    for (let k = 0; k < SIDE; k++) {
      let sum = 0;
      for (let x = 0; x < SIDE; x++) sum += BASIS[k * SIDE + x] * image[row + x];
      half[y * SIDE + k] = sum;
    }
  }
  for (let v = 0; v < SIDE; v++) {
    for (let k = 0; k < SIDE; k++) {
      let sum = 0;
      for (let y = 0; y < SIDE; y++) sum += BASIS[v * SIDE + y] * half[y * SIDE + k];
      dst[at + v * SIDE + k] = sum;
    }
  }
}

/** Pixels of the coefficients at `at`, in place. */
export function invertBlock(block: Float32Array, at: number): void {
  for (let v = 0; v < SIDE; v++) {
    for (let x = 0; x < SIDE; x++) {
      let sum = 0;
      for (let k = 0; k < SIDE; k++) sum += BASIS[k * SIDE + x] * block[at + v * SIDE + k];
      half[v * SIDE + x] = sum;
    }
  }
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      let sum = 0;
      for (let v = 0; v < SIDE; v++) sum += BASIS[v * SIDE + y] * half[v * SIDE + x];
      block[at + y * SIDE + x] = sum;
    }
  }
}

/**
 * Colour of noise: variance of each coefficient over the blocks of a noise image,
 * scaled to a mean of 1, which is what white noise has everywhere.
 *
 * @param noise rows x columns, noise alone.
 * @param mask counts only blocks that lie wholly where it is 1, when given.
 * @throws ArgumentError when no block can be measured.
 */
export function noiseColour(
  noise: Float32Array,
  rows: number,
  columns: number,
  mask?: Uint8Array,
): Float64Array {
  const variances = new Float64Array(AREA);
  const block = new Float32Array(AREA);
  let sum = 0;
  for (let y = 0; y + SIDE <= rows; y += SIDE / 2) {
    for (let x = 0; x + SIDE <= columns; x += SIDE / 2) {
      if (mask && !whollyInside(mask, columns, y, x)) continue;
      transformBlock(noise, columns, y * columns + x, block, 0);
      for (let k = 0; k < AREA; k++) {
        variances[k] += block[k] * block[k];
        sum += block[k] * block[k];
      }
    }
  }
  if (!(sum > 0)) {
    throw new ArgumentError('No noise can be measured here.', {
      attribute: 'noise, mask',
      remedy: 'Give an image of noise and a mask that holds blocks of 8 x 8 pixels.',
    });
  }
  return variances.map((variance) => (variance * AREA) / sum);
}

function whollyInside(mask: Uint8Array, columns: number, top: number, left: number): boolean {
  for (let y = top; y < top + SIDE; y++) {
    for (let x = left; x < left + SIDE; x++) if (mask[y * columns + x] === 0) return false;
  }
  return true;
}
