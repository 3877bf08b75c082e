/**
 * The two verbs of the room: scan a known slice, or lower the dose of an acquired one.
 *
 * ```ts
 * const quarter = scan(truth, { ...grid, dose: 0.25, seed: 7, slice: 12 });
 * const quieter = lowerDose(acquired, { ...grid, dose: 0.25, seed: 7, slice: 12 });
 * ```
 *
 * `scan` starts from noiseless HU and reconstructs; `lowerDose` leaves the acquired
 * picture, its kernel and its artefacts alone and adds only the noise that a lower
 * dose would have added.
 *
 * @module
 */
import type { Random } from '../image/random.js';
import { createRandom } from '../image/random.js';
import { calibratePhotons } from './calibrate.js';
import { reconstruct } from './fbp.js';
import type { SliceGrid } from './grid.js';
import { checkDose, checkSlice, fromSquare, squareSize, toSquare } from './grid.js';
import type { Kernel } from './kernel.js';
import type { Exposure } from './noise.js';
import { expectedCounts, measure, missingNoise } from './noise.js';
import type { Geometry } from './projection.js';
import { parallelGeometry, project } from './projection.js';

/** Photons assumed where a slice cannot tell: a 3 mm body scan. */
export const DEFAULT_PHOTONS = 1e6;

const DEFAULT_ELECTRONIC = 10;

/** Views for a picture, and the fewer that noise alone needs. */
const SCAN_VIEWS = 720;
const NOISE_VIEWS = 480;

interface DoseOptions extends SliceGrid {
  /** Fraction of the full dose, above 0 and up to 1. */
  readonly dose: number;
  readonly seed: number;
  /** Index of the slice in its series, so that neighbours draw other noise; 0 unless given. */
  readonly slice?: number;
  readonly kernel?: Kernel;
  /** SD of the electronic noise in photons; 10 unless given. */
  readonly electronic?: number;
  /** Tube-current modulation; on unless false. */
  readonly modulation?: boolean;
}

export interface ScanOptions extends DoseOptions {
  /** Photons per ray at full dose, see {@link Exposure}. */
  readonly photons?: number;
}

export interface LowerDoseOptions extends DoseOptions {
  /** Photons per ray at full dose; measured on the slice itself unless given. */
  readonly photons?: number;
}

/** Line integrals of one slice, to be measured at several doses. */
export interface Exposed {
  readonly lineIntegrals: Float32Array;
  readonly geometry: Geometry;
  readonly grid: SliceGrid;
}

/** Projects a noiseless slice (HU) once; {@link acquire} then scans it as often as wanted. */
export function expose(slice: Float32Array, grid: SliceGrid, views = SCAN_VIEWS): Exposed {
  checkSlice(slice, grid);
  const geometry = parallelGeometry(squareSize(grid), grid.pixelSpacing[0], views);
  return { lineIntegrals: project(toSquare(slice, grid), geometry), geometry, grid };
}

/** HU of one scan at a dose; -1000 outside the field of view. */
export function acquire(
  { lineIntegrals, geometry, grid }: Exposed,
  { dose, kernel, random, ...exposure }: Exposure & { dose: number; kernel?: Kernel; random: Random },
): Float32Array {
  checkDose(dose);
  const counts = expectedCounts(lineIntegrals, geometry, exposure);
  const noisy = measure(lineIntegrals, counts, dose, exposure.electronic ?? DEFAULT_ELECTRONIC, random);
  const hu = fromSquare(reconstruct(noisy, geometry, kernel), grid);
  for (let i = 0; i < hu.length; i++) hu[i] -= 1000;
  return hu;
}

/** Scans a noiseless slice (HU) at a dose: projection, photons, reconstruction. */
export function scan(slice: Float32Array, options: ScanOptions): Float32Array {
  return acquire(expose(slice, options), {
    photons: options.photons ?? DEFAULT_PHOTONS,
    electronic: options.electronic,
    modulation: options.modulation,
    dose: options.dose,
    kernel: options.kernel,
    random: createRandom(options.seed)
      .fork('scan')
      .fork(options.slice ?? 0),
  });
}

/** The acquired slice (HU) as it would be at a fraction of its dose. */
export function lowerDose(slice: Float32Array, options: LowerDoseOptions): Float32Array {
  checkDose(options.dose);
  const { lineIntegrals, geometry, grid } = expose(slice, options, NOISE_VIEWS);
  if (options.dose === 1) return slice.slice();
  const photons = options.photons ?? calibratePhotons(slice, options, options.kernel) ?? DEFAULT_PHOTONS;
  const counts = expectedCounts(lineIntegrals, geometry, { photons, modulation: options.modulation });
  const random = createRandom(options.seed)
    .fork('lowerDose')
    .fork(options.slice ?? 0);
  const missing = missingNoise(counts, options.dose, options.electronic ?? DEFAULT_ELECTRONIC, random);
  const noise = fromSquare(reconstruct(missing, geometry, options.kernel), grid);
  for (let i = 0; i < noise.length; i++) noise[i] += slice[i];
  return noise;
}
