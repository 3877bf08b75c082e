/**
 * What noise a series holds, measured on the series itself: how strong it is where, and how
 * far it is correlated. No truth is needed: neighbouring slices share their anatomy and not
 * their noise, so that their difference shows the noise of both.
 *
 * Of the difference's blocks those count that hold little besides noise. Anatomy raises a block's
 * SD far above its noise of the highest frequencies (Immerkær 1996, Comput. Vis. Image Underst.
 * 64:300): the blocks lowest in that ratio are taken, but for the very lowest, where noise happens
 * to be weak. A slice without a neighbour is measured itself.
 *
 * @module
 */
import { median } from '../../evaluation/median.js';
import { detrended, termsOf } from '../../evaluation/trend.js';
import type { TrainingSlices } from '../engine.js';
import { autocorrelationOf, colouring, type Lags } from './correlation.js';

/** Side of the blocks that noise is measured on, pixels. */
export const BLOCK = 16;

export interface NoiseModel {
  /** SD of the noise of each block, slices x rows x columns of blocks, in the slices' units. */
  readonly sd: Float32Array;
  readonly blockRows: number;
  readonly blockColumns: number;
  /** Median SD over the blocks that show something. */
  readonly level: number;
  /** Autocorrelation, 1 at lag zero. */
  readonly correlation: Lags;
  /** Kernel of unit energy that gives white noise this correlation; `reach` pixels to all sides. */
  readonly kernel: Float32Array;
  readonly reach: number;
  /** Blocks that show something: index into {@link sd}. */
  readonly shown: Int32Array;
}

/** Blocks that show the noise's correlation, as shares of all by their ratio, and how many at least. */
const FLAT = [0.04, 0.14] as const;
const LEAST_BLOCKS = 20;
/** A block shows something above this share of the way from the darkest to the brightest. */
const DARK = 0.15;

/** Measures the noise. Zero everywhere where the slices hold none. */
export function measureNoise(slices: TrainingSlices): NoiseModel {
  const { count, rows, columns } = slices;
  const blockRows = Math.floor(rows / BLOCK);
  const blockColumns = Math.floor(columns / BLOCK);
  const perSlice = blockRows * blockColumns;
  const high = new Float32Array(count * perSlice);
  const whole = new Float32Array(count * perSlice);
  const means = new Float32Array(count * perSlice);
  const residuals = (index: number): Float64Array => residualOf(slices, index, blockRows, blockColumns);
  for (let index = 0; index < high.length; index++) {
    const residual = residuals(index);
    high[index] = highFrequencySD(residual);
    whole[index] = Math.sqrt(sumOfSquares(residual) / (BLOCK * BLOCK - termsOf(2)));
    means[index] = blockMean(slices, index, blockRows, blockColumns);
  }
  const shown = shownBlocks(means, high);
  const steady = smoothed(high, slices, blockRows, blockColumns);
  const ratio = (index: number) => whole[index] / steady[index];
  const sorted = Array.from(shown).sort((a, b) => ratio(a) - ratio(b) || a - b);
  const [first, last] = FLAT.map((share) => Math.round(share * sorted.length));
  const flat = sorted.slice(first, Math.max(last, first + LEAST_BLOCKS));
  const gain = flat.length > 0 ? median(flat.map(ratio)) : 1;
  const correlation = autocorrelationOf(
    flat.map((index) => residuals(index)),
    BLOCK,
  );
  const sd = steady.map((value) => value * gain);
  const level = shown.length > 0 ? median(Array.from(shown, (index) => sd[index])) : 0;
  return { sd, blockRows, blockColumns, level, correlation, ...colouring(correlation), shown };
}

/** SD of the noise at a pixel: between the blocks' middles. */
export function noiseAt(
  { sd, blockRows, blockColumns }: NoiseModel,
  slice: number,
  row: number,
  column: number,
): number {
  const y = Math.min(blockRows - 1, Math.max(0, (row + 0.5) / BLOCK - 0.5));
  const x = Math.min(blockColumns - 1, Math.max(0, (column + 0.5) / BLOCK - 0.5));
  const top = Math.min(blockRows - 2, Math.floor(y));
  const left = Math.min(blockColumns - 2, Math.floor(x));
  if (top < 0 || left < 0) return sd[slice * blockRows * blockColumns];
  const at = (slice * blockRows + top) * blockColumns + left;
  const right = x - left;
  const above = sd[at] + right * (sd[at + 1] - sd[at]);
  const below = sd[at + blockColumns] + right * (sd[at + blockColumns + 1] - sd[at + blockColumns]);
  return above + (y - top) * (below - above);
}

/** A block of the difference to the neighbour, over the root of 2, without its quadric. */
function residualOf(
  { count, rows, columns, values, follows }: TrainingSlices,
  index: number,
  blockRows: number,
  blockColumns: number,
): Float64Array {
  const slice = Math.floor(index / (blockRows * blockColumns));
  const at = index % (blockRows * blockColumns);
  const row = Math.floor(at / blockColumns) * BLOCK;
  const column = (at % blockColumns) * BLOCK;
  const pixels = rows * columns;
  // Of the neighbours the one before; the first of a stack has only the one after.
  const neighbour =
    follows[slice] === 1 ? slice - 1 : slice + 1 < count && follows[slice + 1] === 1 ? slice + 1 : undefined;
  const own = values.subarray(slice * pixels, (slice + 1) * pixels);
  const block = new Float32Array(BLOCK * BLOCK);
  for (let r = 0; r < BLOCK; r++) {
    for (let c = 0; c < BLOCK; c++) {
      const i = (row + r) * columns + column + c;
      block[r * BLOCK + c] =
        neighbour === undefined ? own[i] : (own[i] - values[neighbour * pixels + i]) * Math.SQRT1_2;
    }
  }
  return detrended(block, BLOCK, { row: 0, column: 0, size: BLOCK }, 2);
}

/** SD of white noise that would leave as much after Immerkær's mask, by the median: edges are few. */
function highFrequencySD(block: Float64Array): number {
  const inner = BLOCK - 2;
  const left = new Float64Array(inner * inner);
  for (let r = 0; r < inner; r++) {
    for (let c = 0; c < inner; c++) {
      const i = r * BLOCK + c;
      const line = (at: number) => block[at] - 2 * block[at + 1] + block[at + 2];
      left[r * inner + c] = Math.abs(line(i) - 2 * line(i + BLOCK) + line(i + 2 * BLOCK)) / 6;
    }
  }
  return 1.4826 * median(left);
}

function blockMean(
  { rows, columns, values }: TrainingSlices,
  index: number,
  blockRows: number,
  blockColumns: number,
): number {
  const slice = Math.floor(index / (blockRows * blockColumns));
  const at = index % (blockRows * blockColumns);
  const from = slice * rows * columns + Math.floor(at / blockColumns) * BLOCK * columns;
  let sum = 0;
  for (let r = 0; r < BLOCK; r++) {
    const row = from + r * columns + (at % blockColumns) * BLOCK;
    for (let i = row; i < row + BLOCK; i++) sum += values[i];
  }
  return sum / (BLOCK * BLOCK);
}

function shownBlocks(means: Float32Array, high: Float32Array): Int32Array {
  const sorted = Float32Array.from(means).sort();
  const dark = sorted[Math.floor(0.01 * (sorted.length - 1))];
  const bright = sorted[Math.floor(0.995 * (sorted.length - 1))];
  const least = dark + DARK * (bright - dark);
  const shown: number[] = [];
  for (let i = 0; i < means.length; i++) if (means[i] > least && high[i] > 0) shown.push(i);
  return Int32Array.from(shown);
}

/** Medians over a block's neighbours in five slices: noise changes slowly, anatomy does not. */
function smoothed(
  high: Float32Array,
  { count, follows }: TrainingSlices,
  blockRows: number,
  blockColumns: number,
): Float32Array {
  const perSlice = blockRows * blockColumns;
  const result = new Float32Array(high.length);
  for (let slice = 0; slice < count; slice++) {
    const near = [slice];
    for (let s = slice; follows[s] === 1 && s > slice - 2; s--) near.push(s - 1);
    for (let s = slice + 1; s < count && follows[s] === 1 && s <= slice + 2; s++) near.push(s);
    for (let r = 0; r < blockRows; r++) {
      for (let c = 0; c < blockColumns; c++) {
        const around: number[] = [];
        for (let y = Math.max(0, r - 1); y <= Math.min(blockRows - 1, r + 1); y++) {
          for (let x = Math.max(0, c - 1); x <= Math.min(blockColumns - 1, c + 1); x++) {
            for (const s of near) around.push(high[s * perSlice + y * blockColumns + x]);
          }
        }
        result[slice * perSlice + r * blockColumns + c] = median(around);
      }
    }
  }
  return result;
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
