/**
 * Acquired slices as they would be at a fraction of their dose, with their neighbours.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { calibratePhotons } from '../../simulation/calibrate.js';
import type { SliceGrid } from '../../simulation/grid.js';
import type { Kernel } from '../../simulation/kernel.js';
import { fitNoise } from '../../simulation/noiseModel.js';
import { lowerDoses } from '../../simulation/scan.js';

import type { CohortSeries } from './cohort.js';
import type { Memory } from './memory.js';

/** Doses looked at, by name. */
export const DOSES = { quarter: 0.25, tenth: 0.1 } as const;
export type Dose = keyof typeof DOSES;

/** What 12 bits of CT hold: noise beyond is clipped, as a scanner does. */
const RANGE = [-1024, 3071] as const;

/** A slice of the reference: values clipped to the range of CT, and its size. */
export interface ReferenceSlice extends SliceGrid {
  readonly values: Float32Array;
}

/** Reads a slice; throws where it cannot be projected. */
export async function referenceSlice(series: CohortSeries, index: number): Promise<ReferenceSlice> {
  const { values, rows, columns, pixelSpacing } = await series.slice(index);
  if (!pixelSpacing) {
    throw new ArgumentError('A slice has no pixel spacing.', {
      attribute: 'PixelSpacing (0028,0030)',
      remedy: 'Give axial CT with its geometry.',
    });
  }
  return { values: clipped(values), rows, columns, pixelSpacing };
}

/** Values held within what CT stores. */
export function clipped(values: Float32Array): Float32Array {
  return values.map((value) => Math.min(RANGE[1], Math.max(RANGE[0], value)));
}

/** Indices of the slices before and after; undefined at the ends and where slices are of different scans. */
export function besides({ length, independent }: CohortSeries, index: number): [number?, number?] {
  if (independent) return [undefined, undefined];
  return [index > 0 ? index - 1 : undefined, index + 1 < length ? index + 1 : undefined];
}

/** How noisy a slice is at its own dose, and of what grain. */
interface NoiseLevel {
  readonly photons: number;
  readonly kernel: Kernel;
}

/** Kernel of the series' own noise texture from up to five slices, or of the slice alone where slices are of different scans; photons of the slice itself. */
async function noiseOf(series: CohortSeries, index: number, memory: Memory): Promise<NoiseLevel> {
  const samples = series.independent ? [index] : spread(series.length, 5);
  const whole = await memory.remember(`noise ${series.key} ${samples.join()}`, async () => {
    const slices = await Promise.all(samples.map((sample) => referenceSlice(series, sample)));
    const model = fitNoise(
      slices.map(({ values }) => values),
      slices[0],
      { perSlice: false },
    );
    return { photons: model.photons[0], kernel: model.kernel };
  });
  return memory.remember(`noise ${series.key} slice ${index}`, async () => {
    const { values, ...grid } = await referenceSlice(series, index);
    const { kernel } = whole;
    return { photons: calibratePhotons(values, grid, kernel) ?? whole.photons, kernel };
  });
}

/** The slice at every dose of {@link DOSES}, clipped. */
export async function lowered(
  series: CohortSeries,
  index: number,
  seed: number,
  memory: Memory,
): Promise<Readonly<Record<Dose, Float32Array>>> {
  const noise = await noiseOf(series, index, memory);
  return memory.remember(`low ${series.key} ${index} ${seed}`, async () => {
    const { values, ...grid } = await referenceSlice(series, index);
    const [quarter, tenth] = lowerDoses(values, {
      ...grid,
      ...noise,
      doses: [DOSES.quarter, DOSES.tenth],
      seed,
      slice: index,
    }).map(clipped);
    return { quarter, tenth };
  });
}

/** `count` indices spread evenly over `length`. */
export function spread(length: number, count: number): number[] {
  const n = Math.min(length, count);
  return Array.from({ length: n }, (_, k) => Math.floor(((k + 0.5) * length) / n));
}
