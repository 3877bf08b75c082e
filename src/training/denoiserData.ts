/**
 * From open series to what a denoiser learns from: whole slices at full resolution, HU of a
 * CT, of an MR parts of the 99.5th percentile of all slices.
 *
 * @module
 */
import { MixedSeriesError } from '../errors.js';
import { percentile } from '../image/percentile.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { TrainingSlices } from './engine.js';
import { heldOutIndices } from './heldOut.js';
import { AIR_HU, MOST_VALUES, pause, rangesOf, withoutPadding } from './modalityValues.js';
import { chosenSlices, type Placed } from './slices.js';

/** What a denoiser learns from. */
export interface PreparedSlices {
  readonly train: TrainingSlices;
  readonly heldOut: TrainingSlices;
  readonly modality: string;
  readonly unit: 'HU' | 'arbitrary';
  /** Modality values that the slices span, but for their extreme thousandth. */
  readonly range: readonly [number, number];
  /** Modality units of 1 in the values. */
  readonly scale: number;
  /** Slices that memory had no room for. */
  readonly leftOut: number;
}

/** The networks halve the side thrice. */
const MULTIPLE = 8;
/** As the cards of MR denoisers say. */
export const SCALE_PERCENTILE = 99.5;

/**
 * Prepares the slices; may be interrupted between two of them.
 *
 * @throws ArgumentError for slices that were generated, too few of them, or another modality
 *   than CT and MR; MixedSeriesError for several, or for slices of several sizes.
 */
export async function prepareSlices(
  series: readonly Series<Frame>[],
  { heldOut, seed }: { readonly heldOut: number; readonly seed: number },
  { signal, onSlice }: { signal?: AbortSignal; onSlice?: (done: number, total: number) => void } = {},
): Promise<PreparedSlices> {
  const [first] = series.flatMap(({ frames }) => frames);
  const area = first ? first.rows * first.columns : 1;
  const { slices, modality, leftOut } = chosenSlices(series, Math.max(3, Math.floor(MOST_VALUES / area)));
  if (slices.some(({ frame }) => frame.rows !== first.rows || frame.columns !== first.columns)) {
    throw new MixedSeriesError('The slices differ in size.', {
      attribute: 'Rows (0028,0010), Columns (0028,0011)',
      remedy: 'Train on series of one size.',
    });
  }
  const held = new Set(heldOutIndices(slices.length, heldOut, seed));
  const whole = percentile(
    slices.map(({ frame }) => frame),
    SCALE_PERCENTILE,
  );
  const scale = modality === 'CT' ? 1 : whole > 0 ? whole : 1;
  const parts: [Placed[], Placed[]] = [[], []];
  for (const [i, slice] of slices.entries()) parts[held.has(i) ? 1 : 0].push(slice);
  const done = { count: 0 };
  const [train, unseen] = [await gathered(parts[0]), await gathered(parts[1])];
  return {
    train,
    heldOut: unseen,
    modality,
    unit: modality === 'CT' ? 'HU' : 'arbitrary',
    range: rangesOf(slices, held, modality)[0],
    scale,
    leftOut,
  };

  async function gathered(part: readonly Placed[]): Promise<TrainingSlices> {
    const rows = first.rows - (first.rows % MULTIPLE);
    const columns = first.columns - (first.columns % MULTIPLE);
    const values = new Float32Array(part.length * rows * columns);
    const low = modality === 'CT' ? AIR_HU : 0;
    for (const [i, { frame }] of part.entries()) {
      const slice = withoutPadding(frame, low);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          values[(i * rows + r) * columns + c] = slice[r * frame.columns + c] / scale;
        }
      }
      onSlice?.(++done.count, slices.length);
      if (i % 16 === 15) await pause(signal);
    }
    signal?.throwIfAborted();
    return {
      count: part.length,
      rows,
      columns,
      values,
      scale,
      follows: Uint8Array.from(part, (_, i) => follows(part, i)),
    };
  }
}

/** 1 where a slice lies next to the one before it, in the same series. */
function follows(part: readonly Placed[], i: number): number {
  const before = i > 0 ? part[i - 1] : undefined;
  const { series, index } = part[i];
  return before?.series === series && before.index === index - 1 ? 1 : 0;
}
