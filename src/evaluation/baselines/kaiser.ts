/**
 * Weighted mean of overlapping blocks, their borders counting less (Kaiser window,
 * beta 2, as Dabov et al. 2007, section IV-A).
 *
 * @module
 */
import { AREA, SIDE } from './cosine.js';

const BETA = 2;

/** Kaiser window over a block: product of two one-dimensional ones. */
const WINDOW = Float32Array.from({ length: AREA }, (_, i) => kaiser(Math.floor(i / SIDE)) * kaiser(i % SIDE));

function kaiser(n: number): number {
  return bessel(BETA * Math.sqrt(1 - ((2 * n) / (SIDE - 1) - 1) ** 2)) / bessel(BETA);
}

/** Modified Bessel function of the first kind and order zero, by its series (Abramowitz and Stegun 9.6.12). */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 20; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Collects blocks; pixels that none covers keep the value of `image`. */
export function aggregation(image: Float32Array, columns: number) {
  const sums = new Float32Array(image.length);
  const weights = new Float32Array(image.length);
  return {
    add(blocks: Float32Array, at: number, place: number, weight: number): void {
      for (let y = 0; y < SIDE; y++) {
        for (let x = 0; x < SIDE; x++) {
          const k = y * SIDE + x;
          const w = weight * WINDOW[k];
          const i = place + y * columns + x;
          sums[i] += w * blocks[at + k];
          weights[i] += w;
        }
      }
    },
    mean(): Float32Array {
      const mean = image.slice();
      for (let i = 0; i < mean.length; i++) if (weights[i] > 0) mean[i] = sums[i] / weights[i];
      return mean;
    },
  };
}
