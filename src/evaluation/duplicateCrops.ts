/**
 * Squares of a slice that are found again in another: normalised cross-correlation of
 * fine detail, which two people do not share even where their anatomy does.
 *
 * @module
 */
import { gaussianBlur } from './blur.js';
import { checkAlike, checkSize } from './size.js';

/** Side of a square in pixels of the common field of 256: 50 mm. */
const CROP = 32;
/** Squares are laid half over each other. */
const STEP = 16;
/** A copy may have moved by so many pixels. */
const REACH = 3;
/** Detail finer than this many pixels is compared; outlines and gradients alone are alike in everyone. */
const COARSE_SIGMA = 4;
/** Squares that vary less, in HU, hold nothing to recognise. */
const LEAST_SD = 20;
/** Detail is clipped, so that skin against air does not decide. */
const MOST_HU = 150;
/** From here on a square counts as copied. */
export const DUPLICATE_NCC = 0.9;

export interface DuplicateCrops {
  /** Highest correlation of any square. */
  readonly highest: number;
  /** Squares above {@link DUPLICATE_NCC}. */
  readonly copied: number;
  /** Squares that hold something to recognise. */
  readonly looked: number;
}

/**
 * Looks for the squares of `fake` in `real` near their place.
 *
 * @param fake, real side x side pixels of the common field, HU.
 */
export function duplicateCrops(fake: Float32Array, real: Float32Array, side: number): DuplicateCrops {
  checkAlike(fake, real);
  checkSize(fake, side, side);
  const [a, b] = [detailOf(fake, side), detailOf(real, side)];
  const found = { highest: 0, copied: 0, looked: 0 };
  for (let row = REACH; row + CROP + REACH <= side; row += STEP) {
    for (let column = REACH; column + CROP + REACH <= side; column += STEP) {
      const here = row * side + column;
      if (spread(a, here, side) < LEAST_SD) continue;
      found.looked += 1;
      let best = 0;
      for (let down = -REACH; down <= REACH; down++) {
        for (let across = -REACH; across <= REACH; across++) {
          best = Math.max(best, correlation(a, here, b, here + down * side + across, side));
        }
      }
      found.highest = Math.max(found.highest, best);
      if (best >= DUPLICATE_NCC) found.copied += 1;
    }
  }
  return found;
}

function detailOf(image: Float32Array, side: number): Float32Array {
  const coarse = gaussianBlur(image, side, side, COARSE_SIGMA, 3);
  return image.map((value, i) => Math.max(-MOST_HU, Math.min(MOST_HU, value - coarse[i])));
}

function spread(image: Float32Array, from: number, side: number): number {
  let [sum, squares] = [0, 0];
  for (let r = 0; r < CROP; r++) {
    for (let i = from + r * side, end = i + CROP; i < end; i++) {
      sum += image[i];
      squares += image[i] * image[i];
    }
  }
  const n = CROP * CROP;
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
}

function correlation(a: Float32Array, fromA: number, b: Float32Array, fromB: number, side: number): number {
  let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0];
  for (let r = 0; r < CROP; r++) {
    for (let c = 0, i = fromA + r * side, j = fromB + r * side; c < CROP; c++, i++, j++) {
      sumA += a[i];
      sumB += b[j];
      squareA += a[i] * a[i];
      squareB += b[j] * b[j];
      product += a[i] * b[j];
    }
  }
  const n = CROP * CROP;
  const variances = (squareA - (sumA * sumA) / n) * (squareB - (sumB * sumB) / n);
  return variances > 0 ? (product - (sumA * sumB) / n) / Math.sqrt(variances) : 0;
}
