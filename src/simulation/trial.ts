/**
 * Trial scans of an acquired slice, and where and how they are compared with it.
 *
 * @module
 */
import { createRandom } from '../image/random.js';
import { reconstruct } from './fbp.js';
import { parallelGeometry } from './geometry.js';
import type { SliceGrid } from './grid.js';
import { fromSquare, squareSize, toSquare } from './grid.js';
import type { Kernel } from './kernel.js';
import { expectedCounts, missingNoise } from './noise.js';
import { project } from './projection.js';
import { ringPower, WINDOW } from './windowSpectrum.js';

/** HU between which a window counts as soft tissue, blood included. */
const SOFT_TISSUE = [-10, 200] as const;

const FEWEST_WINDOWS = 4;

/** Rings between the anatomy's low frequencies and the pixels' last ones. */
const MIDDLE = [3, 6] as const;

/** Photons the trial scan is made with; the answer scales from it. */
const TRIAL_PHOTONS = 1e6;
const TRIAL_VIEWS = 240;

/** A slice beside trial scans of it. */
export interface Trial {
  /** Windows of soft tissue, by their first pixel, with the slice's power on each ring. */
  readonly windows: readonly SoftWindow[];
  /** Power of slice over trial on each ring, for each window that is flat. */
  ratios(kernel: Kernel): Float64Array[];
  photons(kernel: Kernel): number | undefined;
}

interface SoftWindow {
  readonly row: number;
  readonly column: number;
  readonly power: Float64Array;
}

export function createTrial(slice: Float32Array, grid: SliceGrid): Trial {
  const windows = softWindows(slice, grid);
  const geometry = parallelGeometry(squareSize(grid), grid.pixelSpacing[0], TRIAL_VIEWS);
  let drawn: Float32Array | undefined;

  /** Noise in the line integrals of a scan with the trial's photons. */
  function noise(): Float32Array {
    if (drawn) return drawn;
    const lineIntegrals = project(toSquare(slice, grid), geometry);
    const counts = expectedCounts(lineIntegrals, geometry, { photons: TRIAL_PHOTONS });
    // Half of a doubled dose lacks exactly the noise of the dose itself: n photons lack variance 1/n.
    for (let i = 0; i < counts.length; i++) counts[i] *= 2;
    drawn = missingNoise(counts, 0.5, 0, createRandom(1));
    return drawn;
  }

  function ratios(kernel: Kernel): Float64Array[] {
    if (windows.length < FEWEST_WINDOWS) return [];
    const trial = fromSquare(reconstruct(noise(), geometry, kernel), grid);
    const all = windows.map(({ row, column, power }) => {
      const made = ringPower(trial, grid.columns, row, column);
      return power.map((value, ring) => value / Math.max(made[ring], 1e-12));
    });
    return quiet(quiet(all, level), (ratio) => ratio[1] / level(ratio));
  }

  function photons(kernel: Kernel): number | undefined {
    const found = ratios(kernel);
    if (found.length < FEWEST_WINDOWS) return undefined;
    // The trial's variance is 1/n - 1/2n: half of what a scan with its photons has.
    return (2 * TRIAL_PHOTONS) / median(found.map(level));
  }

  return { windows, ratios, photons };
}

/** Those of the ratios whose `measure` is not far above the quarter that is lowest: the others hold anatomy. */
function quiet(ratios: Float64Array[], measure: (ratio: Float64Array) => number): Float64Array[] {
  if (ratios.length === 0) return ratios;
  const sorted = ratios.map(measure).sort((a, b) => a - b);
  const limit = 2.5 * sorted[sorted.length >> 2];
  return ratios.filter((ratio) => measure(ratio) <= limit);
}

/** Geometric mean of a ratio over the middle rings. */
function level(ratio: Float64Array): number {
  let sum = 0;
  for (let ring = MIDDLE[0]; ring <= MIDDLE[1]; ring++) sum += Math.log(Math.max(ratio[ring], 1e-12));
  return Math.exp(sum / (MIDDLE[1] - MIDDLE[0] + 1));
}

/** Windows whose pixels are soft tissue on average in each quarter. */
function softWindows(slice: Float32Array, { rows, columns }: SliceGrid): SoftWindow[] {
  const windows: SoftWindow[] = [];
  for (let row = 0; row + WINDOW <= rows; row += WINDOW / 2) {
    for (let column = 0; column + WINDOW <= columns; column += WINDOW / 2) {
      if (!isSoft(slice, columns, row, column)) continue;
      const power = ringPower(slice, columns, row, column);
      if (power[MIDDLE[0]] > 0) windows.push({ row, column, power });
    }
  }
  return windows;
}

function isSoft(slice: Float32Array, columns: number, row: number, column: number): boolean {
  const half = WINDOW / 2;
  for (let quarter = 0; quarter < 4; quarter++) {
    const from = (row + half * (quarter >> 1)) * columns + column + half * (quarter & 1);
    let sum = 0;
    for (let i = 0; i < half * half; i++) sum += slice[from + Math.floor(i / half) * columns + (i % half)];
    const mean = sum / (half * half);
    if (!(mean >= SOFT_TISSUE[0] && mean <= SOFT_TISSUE[1])) return false;
  }
  return true;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
