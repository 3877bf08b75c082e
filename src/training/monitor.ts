/**
 * Measures a generator while it learns, always on the same latents, so that what changes is
 * the network.
 *
 * @module
 */
import { patchProjections, slicedWasserstein } from '../evaluation/slicedWasserstein.js';
import { createRandom } from '../image/random.js';
import type { GanEngine, TrainingImages } from './engine.js';
import { coarse, nearestMedian, pairDifference } from './likeness.js';
import type { GanOptions } from './options.js';
import type { Measurement } from './readings.js';

/** Images of each kind that are looked at; more would say the same, slower. */
const LOOKED_AT = 64;
/** Training images among which the nearest is looked for. */
const NEIGHBOURS = 1024;
/** Patches of a set, at least, and directions that they are projected on. */
const PATCHES = 4096;
const PROJECTIONS = 64;
/** Samples of a sheet, a side. */
export const SHEET = 4;
/** Of the side of the samples: room for the badge, which lies inside the picture. */
const BAND = 1 / 6;
/** A sheet has at least so many pixels a side: the pixel mark needs room. */
const SHEET_PIXELS = 256;

export interface Observation {
  readonly measurement: Measurement;
  /** {@link SHEET} x {@link SHEET} samples in one picture under an empty band, -1 to 1. */
  readonly sheet: { readonly values: Float32Array; readonly rows: number; readonly columns: number };
}

export interface Monitor {
  observe(step: number): Promise<Observation>;
  /** Others than those that are measured, and other ones for every count. */
  samples(count: number): Promise<Float32Array>;
}

/** A monitor of an engine; what does not change is computed once. */
export function ganMonitor(
  engine: GanEngine,
  { side, latent, seed }: Pick<GanOptions, 'side' | 'latent' | 'seed'>,
  { train, heldOut }: { readonly train: TrainingImages; readonly heldOut: TrainingImages },
): Monitor {
  const some = evenly(train, LOOKED_AT);
  const unseen = evenly(heldOut, LOOKED_AT);
  const projected = (images: TrainingImages) =>
    patchProjections(asSlices(images), side, {
      patches: Math.ceil(PATCHES / images.count),
      projections: PROJECTIONS,
    });
  const reference = projected(unseen);
  const floor = slicedWasserstein(projected(some), reference).mean;
  const spread = pairDifference(some);
  const known = coarse(evenly(train, NEIGHBOURS));
  const usual = nearestMedian(coarse(unseen), known);
  // As many as there are to compare with, but enough for a sheet.
  const count = Math.max(SHEET * SHEET, Math.min(LOOKED_AT, 2 * unseen.count));
  const fixed = inputs(count, latent, seed, 'sheet');
  return {
    async observe(step) {
      const values = await engine.sample(fixed.latents, fixed.positions);
      const fakes = { count, rows: side, columns: side, values, positions: fixed.positions };
      return {
        measurement: {
          step,
          distance: slicedWasserstein(projected(fakes), reference).mean,
          floor,
          diversity: pairDifference(fakes) / spread,
          scores: {
            train: mean(await engine.score(some.values, some.positions)),
            heldOut: mean(await engine.score(unseen.values, unseen.positions)),
            fake: mean(await engine.score(values, fixed.positions)),
          },
          nearest: nearestMedian(coarse(fakes), known) / usual,
        },
        sheet: sheetOf(values, side),
      };
    },
    samples(wanted) {
      const { latents, positions } = inputs(wanted, latent, seed, `samples ${wanted}`);
      return engine.sample(latents, positions);
    },
  };
}

/** Latents by chance, places spread evenly; the first sixteen run through the whole series. */
function inputs(count: number, latent: number, seed: number, name: string) {
  const random = createRandom(seed).fork(name);
  const period = SHEET * SHEET;
  return {
    latents: Float32Array.from({ length: count * latent }, () => random.normal()),
    positions: Float32Array.from({ length: count }, (_, i) => ((i % period) + 0.5) / period),
  };
}

/** At most so many of the images, evenly chosen. */
function evenly(images: TrainingImages, most: number): TrainingImages {
  const { count, rows, columns } = images;
  if (count <= most) return images;
  const pixels = rows * columns;
  const values = new Float32Array(most * pixels);
  const positions = new Float32Array(most);
  for (let i = 0; i < most; i++) {
    const from = Math.floor((i * count) / most);
    values.set(images.values.subarray(from * pixels, (from + 1) * pixels), i * pixels);
    positions[i] = images.positions[from];
  }
  return { count: most, rows, columns, values, positions };
}

/** The distance counts 40 ± 200 HU: all of -1 to 1. */
function asSlices({ count, rows, columns, values }: TrainingImages): Float32Array[] {
  const pixels = rows * columns;
  return Array.from({ length: count }, (_, i) =>
    values.slice(i * pixels, (i + 1) * pixels).map((value) => value * 200 + 40),
  );
}

/** The first samples in a square, every pixel a square of pixels where they are small, and a band over them. */
function sheetOf(values: Float32Array, side: number): Observation['sheet'] {
  const factor = Math.max(1, Math.ceil(SHEET_PIXELS / (SHEET * side)));
  const whole = SHEET * side * factor;
  const band = Math.round(whole * BAND);
  const sheet = new Float32Array((band + whole) * whole).fill(-1);
  for (let y = 0; y < whole; y++) {
    const r = Math.floor(y / factor);
    for (let x = 0; x < whole; x++) {
      const c = Math.floor(x / factor);
      const image = Math.floor(r / side) * SHEET + Math.floor(c / side);
      sheet[(band + y) * whole + x] = values[(image * side + (r % side)) * side + (c % side)];
    }
  }
  return { values: sheet, rows: band + whole, columns: whole };
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}
