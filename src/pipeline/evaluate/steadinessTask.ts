/**
 * Whether the model says the same twice: on its own answer, on a part of the slice, and
 * on neighbouring slices.
 *
 * @module
 */
import { bodyMask } from '../../evaluation/fidelity.js';
import {
  type Flicker,
  flicker,
  type Idempotence,
  idempotence,
  type Seams,
  seams,
} from '../../evaluation/safety.js';
import type { CohortSeries } from './cohort.js';
import { lowered, referenceSlice } from './doses.js';
import { cropped, type View } from './lesions.js';
import type { Memory } from './memory.js';
import type { Subject } from './subject.js';

/** Neighbouring slices looked at. */
const STACK = 4;

export interface SteadinessFinding {
  readonly kind: 'steadiness';
  readonly series: string;
  /** Fidelity end; null where the series has no neighbouring slices. */
  readonly flicker: Flicker | null;
  readonly idempotence: Idempotence;
  /** A part of the slice denoised by itself against the same part of the whole. */
  readonly seams: Seams;
}

/** Measures a stack in the middle of a series, at a quarter of the dose. */
export async function measureSteadiness(
  subject: Subject,
  series: CohortSeries,
  seed: number,
  memory: Memory,
): Promise<SteadinessFinding> {
  const count = series.independent ? 1 : Math.min(STACK, series.length);
  const first = (series.length - count) >> 1;
  const references: Float32Array[] = [];
  const inputs: Float32Array[] = [];
  const { rows, columns } = await referenceSlice(series, first);
  for (let k = 0; k < count; k++) {
    references.push((await referenceSlice(series, first + k)).values);
    inputs.push((await lowered(series, first + k, seed, memory)).quarter);
  }
  const run = async (stack: readonly Float32Array[], at: number, view?: View) => {
    const part = (image: Float32Array | undefined) => (image && view ? cropped(image, columns, view) : image);
    const { images } = await subject.run({
      values: part(stack[at])!,
      rows: view?.rows ?? rows,
      columns: view?.columns ?? columns,
      modality: 'CT',
      neighbours: [part(stack[at - 1]), part(stack[at + 1])],
    });
    return images.fidelity!;
  };
  const once: Float32Array[] = [];
  for (let k = 0; k < count; k++) once.push(await run(inputs, k));
  const middle = count >> 1;
  const mask = bodyMask(references[middle], rows, columns);
  const seen = mask.includes(1) ? mask : undefined;
  return {
    kind: 'steadiness',
    series: series.name,
    flicker: count > 1 ? flicker(once, references, rows, columns, { mask: seen }) : null,
    idempotence: idempotence(inputs[middle], once[middle], await run(once, middle), seen),
    seams: await compareParts(subject, inputs, middle, once[middle], rows, columns, run),
  };
}

async function compareParts(
  { card }: Subject,
  inputs: readonly Float32Array[],
  middle: number,
  whole: Float32Array,
  rows: number,
  columns: number,
  run: (stack: readonly Float32Array[], at: number, view?: View) => Promise<Float32Array>,
): Promise<Seams> {
  const { multipleOf, receptiveFieldPixels } = card.execution;
  const halo = Math.ceil(receptiveFieldPixels / 2 / multipleOf) * multipleOf;
  const down = (n: number) => Math.floor(n / multipleOf) * multipleOf;
  const view = {
    row: down(rows / 4),
    column: down(columns / 4),
    rows: down(rows / 2),
    columns: down(columns / 2),
  };
  const part = await run(inputs, middle, view);
  // What lies a halo inside the part has seen the same pixels as in the whole.
  const inside = {
    row: halo,
    column: halo,
    rows: Math.max(multipleOf, view.rows - 2 * halo),
    columns: Math.max(multipleOf, view.columns - 2 * halo),
  };
  const placed = { ...inside, row: view.row + halo, column: view.column + halo };
  return seams(
    cropped(whole, columns, placed),
    cropped(part, view.columns, inside),
    inside.rows,
    inside.columns,
  );
}
