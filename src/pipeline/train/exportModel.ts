/**
 * A trained network as files that `generate` and `denoise` take.
 *
 * @module
 */
import { TrainingError } from '../../errors.js';
import type { Advice } from '../../training/coach/advice.js';
import type { TrainingImages } from '../../training/engine.js';
import type { Network, Weights } from '../../training/network.js';
import type { DenoiserOptions, GanOptions } from '../../training/options.js';
import type { RunHistory } from '../../training/readings.js';
import type { ExportWish, TrainedModel, TrainingFacts } from './training.js';

/** A network and what it has learnt. */
export interface Learnt {
  readonly network: Network;
  readonly weights: Weights;
}

interface Common {
  readonly facts: TrainingFacts;
  readonly history: RunHistory;
  readonly advice: readonly Advice[];
}

/** A generator, and what the memorisation check needs. */
export interface GeneratorResult extends Common {
  readonly task: 'generate';
  readonly generator: Learnt;
  readonly options: GanOptions;
  /** Samples of the averaged generator, count x side x side, -1 to 1. */
  readonly fakes: Float32Array;
  readonly train: TrainingImages;
  readonly heldOut: TrainingImages;
  /** mm of the side of the square that each image shows. */
  readonly fieldMm: number;
}

export interface DenoiserResult extends Common {
  readonly task: 'denoise';
  readonly network: Learnt;
  readonly options: DenoiserOptions;
  /** Modality units of 1 in the network. */
  readonly scale: number;
}

/**
 * @throws MemorisationError when the check fails and the model is not said to stay here.
 */
export async function exportModel(
  _result: GeneratorResult | DenoiserResult,
  _wish: ExportWish = {},
): Promise<TrainedModel> {
  throw new TrainingError('Export is not there yet.', { remedy: 'Wait for it.' });
}
