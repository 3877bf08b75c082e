/**
 * How noisy an acquired slice is, and how many photons that tells of.
 *
 * @module
 */
import type { SliceGrid } from './grid.js';
import { checkSlice } from './grid.js';
import type { Kernel } from './kernel.js';
import { createTrial, median } from './trial.js';

/** Windows of 15 x 15 pixels, looked at as 3 x 3 blocks of 5 x 5. */
const BLOCK = 5;
const WINDOW = 3 * BLOCK;

/** HU between which a window counts as soft tissue, blood included. */
const SOFT_TISSUE = [0, 200] as const;

/** Where a window lies, by its first pixel, and the SD inside it. */
interface Window {
  readonly row: number;
  readonly column: number;
  readonly sd: number;
}

/** Noise SD of a slice in HU: median over flat soft-tissue windows; undefined where there are fewer than four. */
export function measureNoise(slice: Float32Array, grid: SliceGrid): number | undefined {
  const windows = flatWindows(slice, grid);
  return windows.length < 4 ? undefined : median(windows.map((w) => w.sd));
}

/**
 * Photons per ray (see `Exposure`) with which our scan of this slice by `kernel` would be
 * as noisy as the slice itself; undefined where it has no flat soft tissue.
 */
export function calibratePhotons(
  slice: Float32Array,
  grid: SliceGrid,
  kernel: Kernel = 'standard',
): number | undefined {
  checkSlice(slice, grid);
  return createTrial(slice, grid).photons(kernel);
}

/** Median of {@link calibratePhotons} over up to five slices spread over a series; `fitNoise` also finds the kernel. */
export function calibrateSeries(
  slices: readonly Float32Array[],
  grid: SliceGrid,
  kernel: Kernel = 'standard',
): number | undefined {
  const step = Math.max(1, Math.ceil(slices.length / 5));
  const found: number[] = [];
  for (let i = step >> 1; i < slices.length; i += step) {
    const photons = calibratePhotons(slices[i], grid, kernel);
    if (photons !== undefined) found.push(photons);
  }
  return found.length > 0 ? median(found) : undefined;
}

/** Windows of soft tissue whose block means vary no more than noise lets them. */
function flatWindows(slice: Float32Array, { rows, columns }: SliceGrid): Window[] {
  const windows: Window[] = [];
  const step = Math.ceil(WINDOW / 2);
  for (let row = 0; row + WINDOW <= rows; row += step) {
    for (let column = 0; column + WINDOW <= columns; column += step) {
      const { mean, sd, blocks } = windowSD(slice, columns, row, column);
      if (mean < SOFT_TISSUE[0] || mean > SOFT_TISSUE[1] || sd === 0) continue;
      // Ramp-filtered noise is poor in low frequencies, anatomy is rich in them: blocks that differ are anatomy.
      if (blocks < 0.4 * sd) windows.push({ row, column, sd });
    }
  }
  return windows;
}

/** Mean and SD of a window, and the SD of its block means. */
function windowSD(slice: Float32Array, columns: number, row: number, column: number) {
  let sum = 0;
  let squares = 0;
  let blockSquares = 0;
  for (let block = 0; block < 9; block++) {
    const from = (row + BLOCK * Math.floor(block / 3)) * columns + column + BLOCK * (block % 3);
    let blockSum = 0;
    for (let i = 0; i < BLOCK * BLOCK; i++) {
      const value = slice[from + Math.floor(i / BLOCK) * columns + (i % BLOCK)];
      blockSum += value;
      squares += value * value;
    }
    sum += blockSum;
    blockSquares += (blockSum / (BLOCK * BLOCK)) ** 2;
  }
  const n = WINDOW * WINDOW;
  const mean = sum / n;
  const sd = Math.sqrt(Math.max(0, squares / n - mean * mean));
  return { mean, sd, blocks: Math.sqrt(Math.max(0, blockSquares / 9 - mean * mean)) };
}
