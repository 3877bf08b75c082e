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
import { TrainingError } from '../errors.js';
import type { Series } from '../image/series.js';
import type { JobOptions } from '../job.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { TrainingWish } from '../training/options.js';
import type { Training, TrainingEvents } from './train/training.js';

/** What `openTraining` takes beside the series. */
export type OpenTrainingOptions = TrainingWish &
  TrainingEvents &
  JobOptions & {
    /** Goes on where {@link Training.checkpoint} left off; its options hold, but for `backend`. */
    readonly checkpoint?: Uint8Array;
  };

/**
 * Prepares a run: nothing is trained yet, but a few trial steps say how long one takes.
 *
 * @throws ArgumentError for options or a checkpoint that cannot be used, too few slices, or
 *   slices that were generated; AttributeError for slices without a pixel spacing;
 *   MixedSeriesError for series of several modalities; TrainingError where no backend
 *   computes gradients rightly; the signal's reason when cancelled.
 */
export async function openTraining(
  _series: Series<Frame> | readonly Series<Frame>[],
  _options: OpenTrainingOptions = {},
): Promise<Training> {
  throw new TrainingError('Training is not there yet.', { remedy: 'Wait for it.' });
}

export type * from './train/training.js';
