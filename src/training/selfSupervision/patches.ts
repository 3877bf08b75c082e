/**
 * Patches of slices, drawn where the slices show something, in eight orientations.
 *
 * @module
 */
import type { Random } from '../../image/random.js';
import type { TrainingSlices } from '../engine.js';
import { BLOCK, type NoiseModel, noiseAt } from './noiseModel.js';

/** Where a patch lies, and how it is turned. */
export interface Place {
  readonly slice: number;
  readonly row: number;
  readonly column: number;
  /** 0 to 7: mirrored across, down, and along the diagonal by bits 0, 1 and 2. */
  readonly turn: number;
}

/** A place for a patch of `side` that holds a block that shows something. */
export function drawPlace(slices: TrainingSlices, noise: NoiseModel, side: number, random: Random): Place {
  const { count, rows, columns } = slices;
  const { shown, blockRows, blockColumns } = noise;
  const any = (n: number) => Math.floor(random.uniform() * n);
  const block = shown.length > 0 ? shown[any(shown.length)] : any(count * blockRows * blockColumns);
  const at = block % (blockRows * blockColumns);
  // The block's first pixel lies anywhere in the patch that still holds the block.
  const start = (first: number, all: number) =>
    Math.max(0, Math.min(all - side, first - any(Math.max(1, side - BLOCK + 1))));
  return {
    slice: Math.floor(block / (blockRows * blockColumns)),
    row: start(Math.floor(at / blockColumns) * BLOCK, rows),
    column: start((at % blockColumns) * BLOCK, columns),
    turn: any(8),
  };
}

/** Copies the patch, turned, to `dst` from `to` on: value x factor + offset. */
export function copyPatch(
  { rows, columns, values }: TrainingSlices,
  { slice, row, column, turn }: Place,
  side: number,
  dst: Float32Array,
  to: number,
): void {
  const from = slice * rows * columns + row * columns + column;
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      dst[to + turned(r, c, side, turn)] = values[from + r * columns + c];
    }
  }
}

/**
 * A draw of the noise that the slices hold at a place, turned like its patch, to `dst` from
 * `to` on: white noise coloured by the kernel, as strong as measured there.
 */
export function drawNoise(
  noise: NoiseModel,
  { slice, row, column, turn }: Place,
  side: number,
  random: Random,
  dst: Float32Array,
  to: number,
): void {
  const { kernel, reach } = noise;
  const wide = side + 2 * reach;
  const width = 2 * reach + 1;
  const white = new Float32Array(wide * wide);
  for (let i = 0; i < white.length; i++) white[i] = random.normal();
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      let sum = 0;
      for (let y = 0; y < width; y++) {
        const from = (r + y) * wide + c;
        for (let x = 0; x < width; x++) sum += kernel[y * width + x] * white[from + x];
      }
      dst[to + turned(r, c, side, turn)] = sum * noiseAt(noise, slice, row + r, column + c);
    }
  }
}

function turned(r: number, c: number, side: number, turn: number): number {
  const y = turn & 2 ? side - 1 - r : r;
  const x = turn & 1 ? side - 1 - c : c;
  return turn & 4 ? x * side + y : y * side + x;
}
