/**
 * The noise of an acquired series as our scanner would make it: photons per slice, and a
 * kernel with the series' own noise texture.
 *
 * ```ts
 * const model = fitNoise(slices, grid);
 * lowerDose(slices[5], { ...grid, dose: 0.25, seed: 1, slice: 5, photons: model.photons[5], kernel: model.kernel });
 * if (model.basis !== 'spectrum') console.warn('The noise texture is assumed.');
 * ```
 *
 * A trial scan of the same anatomy is laid beside the slice. In small windows of soft
 * tissue their noise powers are compared frequency by frequency: the ratio tells the
 * photons, and its course the kernel. Whatever the estimate distorts (taper, window,
 * pixels, bow-tie) it distorts in both, and it goes out of the ratio. Anatomy can only
 * add power, so windows far above the quiet ones are left out.
 *
 * The kernel is one of noise: where a reconstruction is not linear it is not the MTF.
 *
 * @module
 */
import { createRandom } from '../image/random.js';
import { reconstruct } from './fbp.js';
import { parallelGeometry } from './geometry.js';
import type { SliceGrid } from './grid.js';
import { checkSlice, fromSquare, squareSize, toSquare } from './grid.js';
import type { Kernel, TabulatedKernel } from './kernel.js';
import { apodisation } from './kernel.js';
import { expectedCounts, missingNoise } from './noise.js';
import { project } from './projection.js';
import { RINGS, ringPower, WINDOW } from './windowSpectrum.js';

/** What {@link fitNoise} found out. */
export interface NoiseModel {
  /** Photons per ray at the acquired dose, for every slice; see `Exposure`. */
  readonly photons: readonly number[];
  readonly kernel: Kernel;
  /**
   * `spectrum`: level and texture are the series' own. `level`: too little flat tissue for the
   * texture, the kernel is `standard`. `assumed`: no flat tissue, nothing was measured.
   */
  readonly basis: 'spectrum' | 'level' | 'assumed';
  /** Windows of flat soft tissue that were compared. */
  readonly windows: number;
}

export interface FitNoiseOptions {
  /** Photons for every slice by itself (half a second each) instead of one number for all; on unless false. */
  readonly perSlice?: boolean;
}

/** Photons assumed where a series cannot tell: a 3 mm body scan. */
export const DEFAULT_PHOTONS = 1e6;

/** HU between which a window counts as soft tissue, blood included. */
const SOFT_TISSUE = [-10, 200] as const;

/** Slices whose spectra make the kernel. */
const SAMPLED = 5;

const FEWEST_FOR_LEVEL = 4;
const FEWEST_FOR_KERNEL = 24;

/** Rings between the anatomy's low frequencies and the pixels' last ones. */
const MIDDLE = [3, 6] as const;

/** The ring at which the kernel keeps the gain it has; photons and gains cannot both be known. */
const ANCHOR = 2;

/** Photons the trial scan is made with; the answer scales from it. */
const TRIAL_PHOTONS = 1e6;
const TRIAL_VIEWS = 240;

/** Fits photons and kernel to a series of slices (HU) on one grid. */
export function fitNoise(
  slices: readonly Float32Array[],
  grid: SliceGrid,
  { perSlice = true }: FitNoiseOptions = {},
): NoiseModel {
  for (const slice of slices) checkSlice(slice, grid);
  const step = Math.max(1, Math.ceil(slices.length / SAMPLED));
  const sampled = slices.filter((_, i) => i % step === step >> 1).map((slice) => createTrial(slice, grid));
  const windows = sampled.reduce((n, trial) => n + trial.windows.length, 0);
  const known = windows >= FEWEST_FOR_KERNEL;
  const kernel = known ? fitKernel(sampled, grid) : 'standard';
  const levels = sampled.map((trial) => trial.photons(kernel)).filter((level) => level !== undefined);
  if (levels.length === 0) {
    return { photons: slices.map(() => DEFAULT_PHOTONS), kernel, basis: 'assumed', windows };
  }
  const whole = median(levels);
  const photons = slices.map((slice) =>
    perSlice ? (createTrial(slice, grid).photons(kernel) ?? whole) : whole,
  );
  return { photons, kernel, basis: known ? 'spectrum' : 'level', windows };
}

/** Photons with which a scan of this slice by this kernel is as noisy as the slice; undefined without flat soft tissue. */
export function fitPhotons(slice: Float32Array, grid: SliceGrid, kernel: Kernel): number | undefined {
  checkSlice(slice, grid);
  return createTrial(slice, grid).photons(kernel);
}

/** A slice beside trial scans of it. */
interface Trial {
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

function createTrial(slice: Float32Array, grid: SliceGrid): Trial {
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
    if (windows.length < FEWEST_FOR_LEVEL) return [];
    const trial = fromSquare(reconstruct(noise(), geometry, kernel), grid);
    const all = windows.map(({ row, column, power }) => {
      const made = ringPower(trial, grid.columns, row, column);
      return power.map((value, ring) => value / Math.max(made[ring], 1e-12));
    });
    return quiet(quiet(all, level), (ratio) => ratio[1] / level(ratio));
  }

  function photons(kernel: Kernel): number | undefined {
    const found = ratios(kernel);
    if (found.length < FEWEST_FOR_LEVEL) return undefined;
    // The inserted variance is 1/n - 1/2n: half of the dose's own.
    return (2 * TRIAL_PHOTONS) / 2 / median(found.map(level));
  }

  return { windows, ratios, photons };
}

/** Kernel whose trial has the slices' spectrum, from the standard one in three rounds. */
function fitKernel(trials: readonly Trial[], { pixelSpacing }: SliceGrid): TabulatedKernel {
  const step = 1 / (WINDOW * pixelSpacing[0]);
  let gains = Array.from({ length: RINGS }, (_, ring) => apodisation('standard', ring * step));
  const extend = (known: readonly number[]) => [...known, known[RINGS - 1] / 2, 0];
  for (let round = 0; round < 3; round++) {
    const kernel = { step, gains: extend(gains) };
    const ratios = trials.flatMap((trial) => trial.ratios(kernel));
    const course = Array.from({ length: RINGS }, (_, ring) => median(ratios.map((ratio) => ratio[ring])));
    gains = gains.map((gain, ring) =>
      ring < ANCHOR ? gain : Math.max(gain, 0.02) * Math.sqrt(Math.min(9, course[ring] / course[ANCHOR])),
    );
  }
  return { step, gains: extend(gains) };
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

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
