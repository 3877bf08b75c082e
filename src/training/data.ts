/**
 * From open series to what a network learns from: slices on one square field, values between
 * -1 and 1, and some of them held out.
 *
 * A CT keeps HU: the range that -1 and 1 stand for covers the training slices but for their
 * extreme thousandth, rounded outward to 50 HU. An MR has no unit: -1 is 0, 1 the 99.9th
 * percentile of the training slices of its series.
 *
 * @module
 */
import type { AcquiredFrame } from '../image/frame.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { TrainingImages } from './engine.js';
import { onField } from './field.js';
import { heldOutIndices } from './heldOut.js';
import { MOST_VALUES, pause, rangesOf, withoutPadding } from './modalityValues.js';
import { chosenSlices, fieldOf } from './slices.js';

/** What a run learns from, and what the numbers mean. */
export interface PreparedImages {
  readonly train: TrainingImages;
  readonly heldOut: TrainingImages;
  readonly modality: string;
  readonly unit: 'HU' | 'arbitrary';
  /** Modality values of -1 and 1; of several MR series, of the first. */
  readonly range: readonly [number, number];
  /** mm of the field's side. */
  readonly fieldMm: number;
  /** Slices that memory had no room for. */
  readonly leftOut: number;
}

export interface PreparationOptions {
  readonly side: number;
  /** Share of the slices. */
  readonly heldOut: number;
  readonly seed: number;
}

/**
 * Prepares the images; may be interrupted between two slices.
 *
 * @throws ArgumentError for slices that were generated, too few of them, or another modality
 *   than CT and MR; MixedSeriesError for several; AttributeError for a slice without spacing.
 */
export async function prepareImages(
  series: readonly Series<Frame>[],
  { side, heldOut, seed }: PreparationOptions,
  { signal, onSlice }: { signal?: AbortSignal; onSlice?: (done: number, total: number) => void } = {},
): Promise<PreparedImages> {
  const { slices, modality, leftOut } = chosenSlices(series, Math.floor(MOST_VALUES / (side * side)));
  const fieldMm = fieldOf(slices);
  const held = new Set(heldOutIndices(slices.length, heldOut, seed));
  const ranges = rangesOf(slices, held, modality);
  const values = [collector(slices.length - held.size, side), collector(held.size, side)] as const;
  for (const [i, { frame, series: of, position }] of slices.entries()) {
    const [low, high] = ranges[of];
    const { pixelSpacing } = frame.plane as NonNullable<AcquiredFrame['plane']>;
    const source = {
      values: withoutPadding(frame, low),
      rows: frame.rows,
      columns: frame.columns,
      pixelSpacing,
    };
    const field = onField(source, { fieldMm, side, outside: low });
    values[held.has(i) ? 1 : 0].add(scaled(field, low, high), position);
    onSlice?.(i + 1, slices.length);
    if (i % 16 === 15) await pause(signal);
  }
  signal?.throwIfAborted();
  return {
    train: values[0].images,
    heldOut: values[1].images,
    modality,
    unit: modality === 'CT' ? 'HU' : 'arbitrary',
    range: ranges[0],
    fieldMm,
    leftOut,
  };
}

function scaled(values: Float32Array, low: number, high: number): Float32Array {
  const factor = 2 / (high - low);
  return values.map((value) => Math.max(-1, Math.min(1, (value - low) * factor - 1)));
}

function collector(count: number, side: number) {
  const pixels = side * side;
  const images = {
    count,
    rows: side,
    columns: side,
    values: new Float32Array(count * pixels),
    positions: new Float32Array(count),
  };
  let at = 0;
  return {
    images,
    add(values: Float32Array, position: number): void {
      images.values.set(values, at * pixels);
      images.positions[at++] = position;
    },
  };
}
