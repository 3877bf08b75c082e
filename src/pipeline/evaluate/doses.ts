/**
 * Acquired slices as they would be at a fraction of their dose, with their neighbours.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { calibratePhotons } from '../../simulation/calibrate.js';
import type { SliceGrid } from '../../simulation/grid.js';
import { DEFAULT_PHOTONS, lowerDose } from '../../simulation/scan.js';
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

/**
 * Photons per ray at full dose: of the slice itself where slices are of different
 * scans, else the median of up to five slices of the series.
 */
export async function photonsOf(series: CohortSeries, index: number, memory: Memory): Promise<number> {
  const samples = series.independent ? [index] : spread(series.length, 5);
  const found = await memory.remember(`photons ${series.key} ${samples.join()}`, async () => {
    const list: number[] = [];
    for (const sample of samples) {
      const { values, ...grid } = await referenceSlice(series, sample);
      const photons = calibratePhotons(values, grid);
      if (photons !== undefined) list.push(photons);
    }
    list.sort((a, b) => a - b);
    return list[list.length >> 1] ?? null;
  });
  return found ?? DEFAULT_PHOTONS;
}

/** The slice at a dose, clipped. */
export async function lowered(
  series: CohortSeries,
  index: number,
  dose: number,
  seed: number,
  memory: Memory,
): Promise<Float32Array> {
  const photons = await photonsOf(series, index, memory);
  return memory.remember(`low ${series.key} ${index} ${dose} ${seed}`, async () => {
    const { values, ...grid } = await referenceSlice(series, index);
    return clipped(lowerDose(values, { ...grid, dose, seed, slice: index, photons }));
  });
}

/** `count` indices spread evenly over `length`. */
export function spread(length: number, count: number): number[] {
  const n = Math.min(length, count);
  return Array.from({ length: n }, (_, k) => Math.floor(((k + 0.5) * length) / n));
}
