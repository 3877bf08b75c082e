/**
 * Two pictures of a half, or less, out of one: the neighbour sub-sampler of Neighbor2Neighbor
 * (Huang et al. 2021, "Neighbor2Neighbor: self-supervised denoising from single noisy images",
 * CVPR, section 4.1). From each cell two pixels are taken that lie `distance` apart along a row
 * or a column; at distance 1 that is the paper's sampler, at a longer one the cells are larger,
 * for noise that neighbouring pixels share.
 *
 * @module
 */
import type { Random } from '../../image/random.js';

/** Side of the cells in pixels. */
export const cellSide = (distance: number): number => distance + 1;

/** For every pixel of the sub-picture the index, in its patch, of the pixel that each picture takes. */
export interface NeighbourPairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/** Draws pairs for a patch whose side is `sub` cells. */
export function drawPairs(sub: number, distance: number, random: Random): NeighbourPairs {
  const cell = cellSide(distance);
  const side = sub * cell;
  const first = new Int32Array(sub * sub);
  const second = new Int32Array(sub * sub);
  for (let r = 0; r < sub; r++) {
    for (let c = 0; c < sub; c++) {
      const draw = random.uint32();
      // Row or column of the cell, direction along it, and which one comes first.
      const line = Math.floor((draw >>> 2) % cell);
      const along = draw & 1;
      const near = r * cell * side + c * cell + (along ? line * side : line);
      const far = near + distance * (along ? 1 : side);
      const swap = draw & 2;
      first[r * sub + c] = swap ? far : near;
      second[r * sub + c] = swap ? near : far;
    }
  }
  return { first, second };
}

/** The pixels that the indices name, from `from` on, to `dst` from `to` on. */
export function gather(
  values: Float32Array,
  from: number,
  indices: Int32Array,
  dst: Float32Array,
  to: number,
): void {
  for (let i = 0; i < indices.length; i++) dst[to + i] = values[from + indices[i]];
}
