/**
 * A self-supervised denoiser as the loop of a run sees it.
 *
 * @module
 */
import { TrainingError } from '../errors.js';
import type { Learner } from './learner.js';
import type { DenoiserOptions } from './options.js';

/** Slices of one size in modality units. */
export interface DenoiserImages {
  readonly train: DenoiserSlices;
  readonly heldOut: DenoiserSlices;
}

export interface DenoiserSlices {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export async function denoiserLearner(_options: DenoiserOptions, _images: DenoiserImages): Promise<Learner> {
  throw new TrainingError('Denoisers are not trained yet.', { remedy: 'Wait for it.' });
}
