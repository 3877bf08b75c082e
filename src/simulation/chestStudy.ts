/**
 * The sample study: one phantom scanned twice, at full and at quarter dose.
 *
 * ```ts
 * for await (const { index, fullDose, quarterDose } of chestStudy({ slices: 24, seed: 1 })) …
 * ```
 *
 * The two series are independent scans of the same truth: their noise shares nothing,
 * as in two real exposures of a patient who holds still.
 *
 * @module
 */
import { createRandom } from '../image/random.js';
import type { JobOptions } from '../job.js';
import { progressMeter } from '../job.js';
import type { Kernel } from './kernel.js';
import type { ChestOptions, ChestSlice } from './phantom/chest.js';
import { chestPhantom } from './phantom/chest.js';
import { acquire, expose } from './scan.js';

export interface ChestStudyOptions extends ChestOptions, JobOptions {
  readonly kernel?: Kernel;
  /** Photons per ray at full dose, see {@link Exposure}; the default gives about 10 HU noise in the heart. */
  readonly photons?: number;
}

/** One slice as both scans show it, with the truth behind it. */
export interface ChestStudySlice {
  /** 0 is the lowest slice. */
  readonly index: number;
  /** Height in mm, towards the head. */
  readonly z: number;
  readonly truth: ChestSlice;
  /** HU as integers, as a scanner stores them. */
  readonly fullDose: Int16Array;
  readonly quarterDose: Int16Array;
}

const STUDY_PHOTONS = 6e5;
const LOW_DOSE = 0.25;

/** Range of a CT's stored values: 12 bits from air to metal. */
const STORED_HU = [-1024, 3071] as const;

/** Paints and scans the phantom slice by slice, two to three seconds each at 512 x 512. */
export async function* chestStudy(options: ChestStudyOptions = {}): AsyncGenerator<ChestStudySlice> {
  const { seed = 1, kernel = 'standard', photons = STUDY_PHOTONS, signal, onProgress } = options;
  signal?.throwIfAborted();
  const phantom = chestPhantom(options);
  const random = createRandom(seed).fork('study');
  const report = progressMeter('Scanning the phantom', phantom.slices, onProgress);
  for (let index = 0; index < phantom.slices; index++) {
    signal?.throwIfAborted();
    const truth = phantom.slice(index);
    const exposed = expose(truth.hu, phantom);
    const scanAt = (dose: number, name: string) =>
      toStoredHU(acquire(exposed, { photons, dose, kernel, random: random.fork(name).fork(index) }));
    const fullDose = scanAt(1, 'full dose');
    const quarterDose = scanAt(LOW_DOSE, 'quarter dose');
    report(index + 1);
    yield { index, z: truth.z, truth, fullDose, quarterDose };
  }
}

/** HU rounded to integers within what a CT stores. */
export function toStoredHU(hu: Float32Array): Int16Array {
  const [low, high] = STORED_HU;
  const stored = new Int16Array(hu.length);
  for (let i = 0; i < hu.length; i++) stored[i] = Math.min(high, Math.max(low, Math.round(hu[i])));
  return stored;
}
