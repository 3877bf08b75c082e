/**
 * Non-local means: every pixel becomes the mean of those whose surroundings look alike.
 *
 * Buades, Coll and Morel 2005 (CVPR 2:60), weights with the expected distance of
 * noise taken off as in Buades et al. 2011 (IPOL 1:208); distances of all patches at
 * one shift from running sums (Darbon et al. 2008, ISBI 1331). A shift and its
 * opposite share their distances, so half of them are computed.
 *
 * @module
 */
import { type BaselineOptions, checkBaseline, mirrored } from './baseline.js';

/** Half widths: 5 x 5 patches, looked for in 17 x 17 pixels. */
const PATCH = 2;
const SEARCH = 8;

/** exp(-x) below which a weight is taken as nothing. */
const FAINT = 12;
/** Steps of the table of weights per unit of x. */
const STEPS = 256;

export interface NonLocalMeansOptions extends BaselineOptions {
  /**
   * The image is a magnitude with Rician noise (MR): squares are averaged and their
   * bias 2 sigma² taken off before the root (Manjón et al. 2008, Med. Image Anal. 12:514).
   */
  readonly rician?: boolean;
}

/**
 * Image denoised by non-local means; weights exp(−max(d² − 2 sigma², 0) / h²), h = strength x sigma.
 *
 * @param image rows x columns values.
 * @param dst optional target of the same length; must not be `image`.
 * @throws ArgumentError when the image is not rows x columns.
 */
export function nonLocalMeans(
  image: Float32Array,
  rows: number,
  columns: number,
  options: NonLocalMeansOptions,
  dst: Float32Array = new Float32Array(image.length),
): Float32Array {
  checkBaseline(image, rows, columns, options);
  const { sigma, strength, rician = false } = options;
  dst.set(image);
  if (sigma === 0 || strength === 0) return dst;

  const margin = PATCH + SEARCH;
  const width = columns + 2 * margin;
  const height = rows + 2 * margin;
  const padded = mirrored(image, rows, columns, margin);
  const values = rician ? padded.map((value) => value * value) : padded;
  // The pixel itself counts once, with full weight.
  const total = values.slice();
  const weights = new Float32Array(padded.length).fill(1);

  const table = new Float32Array(FAINT * STEPS + 2);
  for (let i = 0; i < FAINT * STEPS; i++) table[i] = Math.exp(-(i + 0.5) / STEPS);
  const free = 2 * sigma * sigma;
  const side = 2 * PATCH + 1;
  const scale = STEPS / (strength * sigma) ** 2;
  const columnSums = new Float64Array(width);

  for (let dy = 0; dy <= SEARCH; dy++) {
    for (let dx = dy === 0 ? 1 : -SEARCH; dx <= SEARCH; dx++) {
      const shift = dy * width + dx;
      const left = Math.max(0, -dx);
      const right = Math.min(width, width - dx);
      const bottom = height - dy;
      columnSums.fill(0);
      for (let y = 0; y < bottom; y++) {
        const entering = y * width;
        const leaving = (y - side) * width;
        for (let x = left; x < right; x++) {
          const d = padded[entering + x] - padded[entering + x + shift];
          columnSums[x] += d * d;
        }
        if (leaving >= 0) {
          for (let x = left; x < right; x++) {
            const d = padded[leaving + x] - padded[leaving + x + shift];
            columnSums[x] -= d * d;
          }
        }
        if (y < side - 1) continue;
        let distance = 0;
        for (let x = left; x < left + side - 1; x++) distance += columnSums[x];
        const row = (y - PATCH) * width - PATCH;
        for (let x = left + side - 1; x < right; x++) {
          distance += columnSums[x];
          const excess = distance / (side * side) - free;
          const step = excess > 0 ? excess * scale : 0;
          if (step < FAINT * STEPS) {
            const weight = excess > 0 ? table[step | 0] : 1;
            const here = row + x;
            const there = here + shift;
            total[here] += weight * values[there];
            weights[here] += weight;
            total[there] += weight * values[here];
            weights[there] += weight;
          }
          distance -= columnSums[x - side + 1];
        }
      }
    }
  }
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = (y + margin) * width + x + margin;
      const mean = total[i] / weights[i];
      dst[y * columns + x] = rician ? Math.sqrt(Math.max(0, mean - free)) : mean;
    }
  }
  return dst;
}
