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
import type { Beam, Geometry } from './geometry.js';
import { fanGeometry, parallelGeometry } from './geometry.js';
import type { SliceGrid } from './grid.js';
import { checkDose, checkSlice, fromSquare, squareSize, toSquare } from './grid.js';
import type { Kernel } from './kernel.js';
import type { Exposure } from './noise.js';
import { DEFAULT_PHOTONS, expectedCounts, measure, missingNoise } from './noise.js';
import { project } from './projection.js';

const DEFAULT_ELECTRONIC = 10;

/** Views that noise alone needs: over 180 degrees, as a fan over 360. */
const NOISE_VIEWS = { parallel: 480, fan: 768 } as const;

export interface ExposeOptions {
  /** Parallel unless given; a fan takes two to three times as long. */
  readonly beam?: Beam;
  /** 720 over 180 degrees, as a fan 1152 over 360, unless given. */
  readonly views?: number;
  /** Distance of detector bins at the centre of rotation in mm; 0.6 unless given. */
  readonly pitch?: number;
}

interface DoseOptions extends SliceGrid {
  /** Fraction of the full dose, above 0 and up to 1. */
  readonly dose: number;
  readonly seed: number;
  /** Index of the slice in its series, so that neighbours draw other noise; 0 unless given. */
  readonly slice?: number;
  readonly kernel?: Kernel;
  /** Parallel unless given. */
  readonly beam?: Beam;
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
export function expose(slice: Float32Array, grid: SliceGrid, options: ExposeOptions = {}): Exposed {
  checkSlice(slice, grid);
  const geometry = scanGeometry(grid, options);
  return { lineIntegrals: project(toSquare(slice, grid), geometry), geometry, grid };
}

/** The geometry that a slice is scanned with. */
export function scanGeometry(
  grid: SliceGrid,
  { beam = 'parallel', views, pitch }: ExposeOptions = {},
): Geometry {
  const create = beam === 'fan' ? fanGeometry : parallelGeometry;
  return create(squareSize(grid), grid.pixelSpacing[0], views, pitch);
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
  return acquire(expose(slice, options, { beam: options.beam }), {
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
  return lowerDoses(slice, { ...options, doses: [options.dose] })[0];
}

/**
 * {@link lowerDose} at several doses, the slice projected once: half the time of each after the first.
 *
 * One seed draws the same numbers for every dose: the noises differ in strength, not in place.
 */
export function lowerDoses(
  slice: Float32Array,
  { doses, ...options }: Omit<LowerDoseOptions, 'dose'> & { readonly doses: readonly number[] },
): Float32Array[] {
  for (const dose of doses) checkDose(dose);
  checkSlice(slice, options);
  if (doses.every((dose) => dose === 1)) return doses.map(() => slice.slice());
  const { beam = 'parallel', kernel, modulation, electronic = DEFAULT_ELECTRONIC } = options;
  const exposed = expose(slice, options, { beam, views: NOISE_VIEWS[beam] });
  const photons = options.photons ?? calibratePhotons(slice, options, kernel) ?? DEFAULT_PHOTONS;
  const counts = expectedCounts(exposed.lineIntegrals, exposed.geometry, { photons, modulation });
  return doses.map((dose) => {
    if (dose === 1) return slice.slice();
    const random = createRandom(options.seed)
      .fork('lowerDose')
      .fork(options.slice ?? 0);
    const missing = missingNoise(counts, dose, electronic, random);
    const noise = fromSquare(reconstruct(missing, exposed.geometry, kernel), exposed.grid);
    for (let i = 0; i < noise.length; i++) noise[i] += slice[i];
    return noise;
  });
}
