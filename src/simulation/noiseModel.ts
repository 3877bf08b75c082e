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
import type { SliceGrid } from './grid.js';
import { checkSlice } from './grid.js';
import type { Kernel, TabulatedKernel } from './kernel.js';
import { apodisation } from './kernel.js';
import { DEFAULT_PHOTONS } from './noise.js';
import type { Trial } from './trial.js';
import { createTrial, median } from './trial.js';
import { RINGS, WINDOW } from './windowSpectrum.js';

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

/** Slices whose spectra make the kernel. */
const SAMPLED = 5;

/** Windows that a spectrum needs at least. */
const FEWEST_FOR_KERNEL = 24;

/** The ring at which the kernel keeps the gain it has; photons and gains cannot both be known. */
const ANCHOR = 2;

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
