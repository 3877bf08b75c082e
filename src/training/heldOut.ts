/**
 * Which slices a run never trains on.
 *
 * Neighbouring slices show almost the same anatomy: single slices held out at random would be
 * known from their neighbours, and one long block would be of one region alone. So n slices
 * are held out in about sqrt(n) blocks of about sqrt(n) neighbours, each block at a random
 * place of its own section of the stack.
 *
 * @module
 */
import { createRandom } from '../image/random.js';

/** Fewer slices cannot be split: two to learn from, one to compare with. */
export const LEAST_SLICES = 3;

/** Indices held out of `count` slices, ascending: `share` of them, one at least, two left at least. */
export function heldOutIndices(count: number, share: number, seed: number): number[] {
  const wanted = Math.max(1, Math.min(count - 2, Math.round(count * share)));
  const blocks = Math.max(1, Math.round(Math.sqrt(wanted)));
  const random = createRandom(seed).fork('held out');
  const held: number[] = [];
  for (let b = 0; b < blocks; b++) {
    const size = part(wanted, blocks, b + 1) - part(wanted, blocks, b);
    const [start, end] = [part(count, blocks, b), part(count, blocks, b + 1)];
    const at = start + Math.floor(random.uniform() * (end - start - size + 1));
    for (let i = 0; i < size; i++) held.push(at + i);
  }
  return held;
}

/** Where the n-th of `parts` even parts of `whole` begins. */
function part(whole: number, parts: number, n: number): number {
  return Math.floor((whole * n) / parts);
}
