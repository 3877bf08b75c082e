/** Small made-up series with noise of a known colour and strength: discs and bars that change slowly from slice to slice. */
import { createRandom } from '../../src/image/random.js';
import type { TrainingSlices } from '../../src/training/engine.js';

export interface Made {
  readonly noisy: TrainingSlices;
  readonly truth: Float32Array;
}

export interface MakeOptions {
  readonly count: number;
  readonly side: number;
  readonly sd: number;
  /** Each noise value is the mean of so many neighbours squared, brought back to `sd`; 1 is white. */
  readonly grain?: number;
  readonly seed?: number;
}

export function makeSlices({ count, side, sd, grain = 1, seed = 1 }: MakeOptions): Made {
  const area = side * side;
  const truth = new Float32Array(count * area);
  const values = new Float32Array(count * area);
  for (let slice = 0; slice < count; slice++) {
    const noise = grained(side, grain, createRandom(seed).fork(slice));
    for (let r = 0; r < side; r++) {
      for (let c = 0; c < side; c++) {
        const i = slice * area + r * side + c;
        truth[i] = anatomy(r / side, c / side, slice);
        values[i] = truth[i] + sd * noise[r * side + c];
      }
    }
  }
  const follows = Uint8Array.from({ length: count }, (_, slice) => (slice > 0 ? 1 : 0));
  return { noisy: { count, rows: side, columns: side, values, scale: 1, follows }, truth };
}

/** A body with three inserts and a row of bars, HU-like. */
function anatomy(y: number, x: number, slice: number): number {
  const disc = (row: number, column: number, radius: number) =>
    Math.max(0, Math.min(1, (radius - Math.hypot(y - row, x - column)) * 80));
  const drift = 0.004 * slice;
  let value = -900 + 940 * disc(0.5, 0.5, 0.46);
  value +=
    120 * disc(0.35 + drift, 0.4, 0.1) - 90 * disc(0.6, 0.65 - drift, 0.12) + 300 * disc(0.7, 0.35, 0.05);
  if (y > 0.25 && y < 0.32 && x > 0.5 && x < 0.8) value += Math.floor(x * 40) % 2 === 0 ? 60 : 0;
  return value;
}

function grained(side: number, grain: number, random: ReturnType<typeof createRandom>): Float32Array {
  const wide = side + grain - 1;
  const white = Float32Array.from({ length: wide * wide }, () => random.normal());
  const noise = new Float32Array(side * side);
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      let sum = 0;
      for (let y = 0; y < grain; y++) for (let x = 0; x < grain; x++) sum += white[(r + y) * wide + c + x];
      noise[r * side + c] = sum / grain;
    }
  }
  return noise;
}

export function rmse(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum / a.length);
}
