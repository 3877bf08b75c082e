/**
 * Trains a GAN or a denoiser on open series, in a worker of this page: the images do not
 * leave the machine, and what is generated meanwhile is marked like anything else.
 *
 * ```ts
 * const training = await openTraining(series, { side: 64, steps: 2000 });
 * await training.start();
 * const { file } = await training.export();
 * ```
 *
 * @module
 */
import type { Series } from '../image/series.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { Frame } from '../provenance/markedFrame.js';
import { readCheckpoint } from '../training/checkpoint.js';
import { prepareImages } from '../training/data.js';
import { prepareSlices } from '../training/denoiserData.js';
import type { TrainingOptions, TrainingWish } from '../training/options.js';
import type { OpenRun } from '../training/protocol.js';
import { openTrainer } from '../training/trainer.js';
import { checkedOptions, resolveOptions } from '../training/wish.js';
import { PageTraining } from './train/pageTraining.js';
import type { Learnable } from './train/result.js';
import { type Runs, sourceOf } from './train/runs.js';
import type { Training, TrainingEvents, TrainingFacts } from './train/training.js';

/** What `openTraining` takes beside the series. */
export type OpenTrainingOptions = TrainingWish &
  TrainingEvents &
  JobOptions & {
    /** Goes on where {@link Training.checkpoint} left off; its options hold, but for `backend`. */
    readonly checkpoint?: Uint8Array;
    /** Saves the run there, if the user has consented, whenever it comes to rest. */
    readonly keepIn?: Runs;
  };

/**
 * Prepares a run: nothing is trained yet, but a few trial steps say how long one takes.
 * Once `signal` is aborted the run ends, and `start` rejects with its reason.
 *
 * @throws ArgumentError for options or a checkpoint that cannot be used, too few slices, or
 *   slices that were generated; AttributeError for slices without a pixel spacing;
 *   MixedSeriesError for series of several modalities; TrainingError where no backend
 *   computes gradients rightly; the signal's reason when cancelled.
 */
export async function openTraining(
  series: Series<Frame> | readonly Series<Frame>[],
  given: OpenTrainingOptions = {},
): Promise<Training> {
  const { checkpoint, keepIn, signal, onProgress } = given;
  const from = checkpoint && (await readCheckpoint(checkpoint));
  const options = from
    ? checkedOptions({ ...from.options, backend: given.backend ?? from.options.backend })
    : resolveOptions(given);
  const images = await prepared('frames' in series ? [series] : series, options, { signal, onProgress });
  const id = from?.id ?? newId();
  const training = new PageTraining(
    {
      id,
      source: await sourceOf(series),
      options,
      facts: factsOf(images),
      images,
      step: from?.step ?? 0,
      history: from?.history,
      onRest: keepIn && (async (run) => keepIn.consented && keepIn.save(run)),
    },
    given,
  );
  const { train, heldOut, range } = images;
  const trainer = await openTrainer(
    { id, options, checkpoint, images: { train, heldOut, range } as OpenRun['images'] },
    { signal, onEvent: (event) => training.hear(event) },
  );
  training.connect(trainer);
  return training;
}

async function prepared(
  series: readonly Series<Frame>[],
  options: TrainingOptions,
  { signal, onProgress }: JobOptions,
): Promise<Learnable> {
  const total = series.reduce((sum, { frames }) => sum + frames.length, 0);
  const report = progressMeter('Preparing slices', total, onProgress);
  const ears = { signal, onSlice: report };
  if (options.task === 'denoise') return prepareSlices(series, options, ears);
  return prepareImages(series, options, ears);
}

/** What the images say; the rest is known when the run is open. */
function factsOf({ train, heldOut, modality, unit, range }: Learnable): TrainingFacts {
  // Here, for the memorisation check, and where they are trained on.
  const bytes = 2 * (train.values.byteLength + heldOut.values.byteLength);
  return {
    trainingImages: train.count,
    heldOutImages: heldOut.count,
    parameters: 0,
    device: { backend: 'cpu', device: '', reason: '' },
    secondsPerStep: 0,
    megabytes: bytes / 2 ** 20,
    modality,
    unit,
    range,
  };
}

/** By chance: an id says nothing of images or settings. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join(
    '',
  );
}

export type { TrainingWish } from '../training/options.js';
export { openRuns, type Runs, type StoredRun } from './train/runs.js';
export type * from './train/training.js';
