/**
 * Graphs that somebody brought, made to look like ours: modality values in, noise in modality
 * values out. What the card says of scaling, layout and meaning is done here and nowhere else.
 *
 * Noise is what went in less what came out: of a network that gives an image, values beyond
 * its window keep their place.
 *
 * @module
 */
import { InferenceError } from '../errors.js';
import type { ModelCard } from '../registry/card.js';
import type { SuppliedImage } from '../registry/suppliedCard.js';

/** Runs the graph on its own numbers; dimensions as the layout has them. */
export type RawRun = (values: Float32Array, dims: readonly number[]) => Promise<Float32Array>;

/** What was given to the graph, and what it answered, both as planes. */
export interface RawAnswer {
  /** The slice that is asked for, in the network's numbers. */
  readonly given: Float32Array;
  readonly answered: Float32Array;
}

/** Slices x rows x columns in the pipeline's unit to the graph's answer. */
export async function askSupplied(
  run: RawRun,
  supplied: SuppliedImage,
  values: Float32Array,
  [rows, columns]: readonly [number, number],
): Promise<RawAnswer> {
  const pixels = rows * columns;
  const slices = values.length / pixels;
  const { copies, layout } = supplied;
  const scaled = values.map(toNetwork(supplied));
  const channels = slices * copies;
  const planes = new Float32Array(channels * pixels);
  for (let c = 0; c < channels; c++) {
    const slice = Math.floor(c / copies);
    planes.set(scaled.subarray(slice * pixels, (slice + 1) * pixels), c * pixels);
  }
  const dims = layout === 'NCHW' ? [1, channels, rows, columns] : [1, rows, columns, channels];
  const answer = await run(layout === 'NCHW' ? planes : interleaved(planes, pixels), dims);
  const centre = Math.floor(slices / 2);
  return {
    given: scaled.subarray(centre * pixels, (centre + 1) * pixels),
    answered: meanPlane(answer, pixels, layout),
  };
}

/** The noise in the pipeline's unit. */
export function noiseOf({ given, answered }: RawAnswer, { from, to, meaning }: SuppliedImage): Float32Array {
  const unit = (from[1] - from[0]) / (to[1] - to[0]);
  return answered.map((value, i) => unit * (meaning === 'noise' ? value : given[i] - value));
}

function toNetwork({ from, to, clip }: SuppliedImage): (value: number) => number {
  const unit = (to[1] - to[0]) / (from[1] - from[0]);
  const [low, high] = [Math.min(...to), Math.max(...to)];
  return (value) => {
    const scaled = to[0] + unit * (value - from[0]);
    return clip ? Math.min(high, Math.max(low, scaled)) : scaled;
  };
}

function interleaved(planes: Float32Array, pixels: number): Float32Array {
  const channels = planes.length / pixels;
  return Float32Array.from(planes, (_, i) => planes[(i % channels) * pixels + Math.floor(i / channels)]);
}

/** One plane out of the channels of an answer: their mean. */
export function meanPlane(answer: Float32Array, pixels: number, layout: 'NCHW' | 'NHWC'): Float32Array {
  const channels = answer.length / pixels;
  if (!Number.isInteger(channels) || channels < 1) {
    throw new InferenceError('The model answers with an image of another size.', {
      attribute: 'model',
      remedy: 'Use a model whose card and file belong together.',
    });
  }
  if (channels === 1) return answer.slice();
  const at =
    layout === 'NCHW' ? (i: number, c: number) => c * pixels + i : (i: number, c: number) => i * channels + c;
  return Float32Array.from({ length: pixels }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += answer[at(i, c)];
    return sum / channels;
  });
}

/** Slices that a model is tried on: waves and grain over all of its scale, the same every time. */
export function trialSlices(
  card: ModelCard,
  supplied: SuppliedImage,
  [rows, columns]: readonly [number, number],
) {
  const slices = card.execution.input.slices ?? 1;
  const [low, high] = supplied.from;
  let state = 0x2545f491;
  return Float32Array.from({ length: slices * rows * columns }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const [row, column] = [Math.floor(i / columns) % rows, i % columns];
    const wave = 0.5 + 0.3 * Math.sin(row / 5) * Math.cos(column / 7);
    return low + (high - low) * (wave + 0.15 * (state / 2 ** 32));
  });
}

/** Side of such a slice where the model takes any. */
const TRIAL_SIDE = 64;

/** Rows and columns of the slice that a model is tried on. */
export function trialSize({ execution }: ModelCard): readonly [number, number] {
  const tile = execution.supplied?.tile;
  if (tile) return [tile.rows, tile.columns];
  const side = Math.ceil(TRIAL_SIDE / execution.multipleOf) * execution.multipleOf;
  return [side, side];
}
