/**
 * How noise of one pixel goes with that of its neighbours, and white noise made so.
 *
 * @module
 */

/** Farthest lag that is measured, pixels: the grain of CT noise is finer. */
export const FARTHEST = 5;

/** Values at lags -5 to 5 down and across, row by row; the middle is lag zero. */
export type Lags = Float64Array;

const WIDTH = 2 * FARTHEST + 1;

/** The value at a lag. */
export function atLag(lags: Lags, down: number, across: number): number {
  return lags[(down + FARTHEST) * WIDTH + across + FARTHEST];
}

/**
 * Mean autocorrelation of blocks, each brought to unit SD; 1 at lag zero, and 0 elsewhere
 * where there is no block.
 */
export function autocorrelationOf(blocks: readonly Float64Array[], size: number): Lags {
  const lags = new Float64Array(WIDTH * WIDTH);
  for (const block of blocks) {
    let energy = 0;
    for (const value of block) energy += value * value;
    if (!(energy > 0)) continue;
    const unit = (size * size) / energy;
    for (let down = 0; down <= FARTHEST; down++) {
      for (let across = -FARTHEST; across <= FARTHEST; across++) {
        let sum = 0;
        for (let r = 0; r < size - down; r++) {
          for (let c = Math.max(0, -across); c < size - Math.max(0, across); c++) {
            sum += block[r * size + c] * block[(r + down) * size + c + across];
          }
        }
        const mean = (unit * sum) / ((size - down) * (size - Math.abs(across)));
        lags[(FARTHEST + down) * WIDTH + FARTHEST + across] += mean / blocks.length;
        // Symmetric about lag zero.
        if (down > 0) lags[(FARTHEST - down) * WIDTH + FARTHEST - across] += mean / blocks.length;
      }
    }
  }
  lags[FARTHEST * WIDTH + FARTHEST] = 1;
  return lags;
}

/** Points per axis at which the spectrum is taken. */
const SPECTRUM = 32;

/**
 * Kernel of unit energy, (2 reach + 1) on a side, whose autocorrelation is the one given: the
 * root of the spectrum, without phase. The correlation is led to zero towards its farthest lag
 * first, so that the spectrum is smooth; what is below zero then is taken for zero.
 */
export function colouring(correlation: Lags): { readonly kernel: Float32Array; readonly reach: number } {
  const root = new Float64Array(SPECTRUM * SPECTRUM);
  const wave = Float64Array.from({ length: SPECTRUM }, (_, i) => Math.cos((2 * Math.PI * i) / SPECTRUM));
  const cosine = (turns: number) => wave[((turns % SPECTRUM) + SPECTRUM) % SPECTRUM];
  for (let v = 0; v < SPECTRUM; v++) {
    for (let u = 0; u < SPECTRUM; u++) {
      let power = 0;
      for (let down = -FARTHEST; down <= FARTHEST; down++) {
        for (let across = -FARTHEST; across <= FARTHEST; across++) {
          const far = Math.min(1, Math.hypot(down, across) / (FARTHEST + 1));
          const kept = Math.cos((far * Math.PI) / 2) * atLag(correlation, down, across);
          power += kept * cosine(v * down + u * across);
        }
      }
      root[v * SPECTRUM + u] = Math.sqrt(Math.max(0, power));
    }
  }
  const kernel = new Float32Array(WIDTH * WIDTH);
  let energy = 0;
  for (let down = -FARTHEST; down <= FARTHEST; down++) {
    for (let across = -FARTHEST; across <= FARTHEST; across++) {
      let sum = 0;
      for (let v = 0; v < SPECTRUM; v++) {
        for (let u = 0; u < SPECTRUM; u++) sum += root[v * SPECTRUM + u] * cosine(v * down + u * across);
      }
      kernel[(down + FARTHEST) * WIDTH + across + FARTHEST] = sum;
      energy += sum * sum;
    }
  }
  return { kernel: kernel.map((value) => value / Math.sqrt(energy)), reach: FARTHEST };
}

/** Below this, pixels are taken for independent; anatomy that is left in the measure lifts white noise to about 0.2. */
const INDEPENDENT = 0.3;

/** Shortest distance along rows and columns, 1 to 3, at which noise is no longer alike. */
export function independentDistance(correlation: Lags): 1 | 2 | 3 {
  for (const distance of [1, 2] as const) {
    const most = Math.max(atLag(correlation, distance, 0), atLag(correlation, 0, distance));
    if (most < INDEPENDENT) return distance;
  }
  return 3;
}
