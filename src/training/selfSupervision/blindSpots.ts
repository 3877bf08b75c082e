/**
 * Blind spots of Noise2Void (Krull et al. 2019, CVPR): some pixels of a patch are replaced by
 * neighbours, and the network has to tell what stood there. Where noise is correlated, the pixels
 * around that share it are replaced too (Broaddus et al. 2020, "Removing structured noise with
 * self-supervised blind-spot networks", ISBI).
 *
 * @module
 */
import type { Random } from '../../image/random.js';

/** Share of the pixels that are asked for. */
const SHARE = 0.02;
/** Replacements come from this far to all sides, as the paper's. */
const NEIGHBOURHOOD = 2;

/**
 * Replaces pixels of the patch at `from` in place, and marks those asked for with 1 in `mask`.
 *
 * @param distance pixels at which noise is independent: 1 replaces the asked ones alone
 */
export function blind(
  values: Float32Array,
  mask: Float32Array,
  from: number,
  side: number,
  distance: number,
  random: Random,
): void {
  const original = values.slice(from, from + side * side);
  const shared = distance - 1;
  const most = NEIGHBOURHOOD + shared;
  const clamp = (i: number) => Math.min(side - 1, Math.max(0, i));
  for (let n = Math.round(SHARE * side * side); n > 0; n--) {
    const row = Math.floor(random.uniform() * side);
    const column = Math.floor(random.uniform() * side);
    mask[from + row * side + column] = 1;
    for (let r = clamp(row - shared); r <= clamp(row + shared); r++) {
      for (let c = clamp(column - shared); c <= clamp(column + shared); c++) {
        values[from + r * side + c] = original[replacement(row, column, shared, most, side, random)];
      }
    }
  }
}

/** A pixel near (row, column) but not within `shared` of it, so that what is asked is told nowhere. */
function replacement(
  row: number,
  column: number,
  shared: number,
  most: number,
  side: number,
  random: Random,
): number {
  for (;;) {
    const down = Math.floor(random.uniform() * (2 * most + 1)) - most;
    const across = Math.floor(random.uniform() * (2 * most + 1)) - most;
    if (Math.max(Math.abs(down), Math.abs(across)) <= shared) continue;
    const r = row + down;
    const c = column + across;
    if (r >= 0 && r < side && c >= 0 && c < side) return r * side + c;
  }
}
