/**
 * Runs a model that passed all checks once, on a small input of ours, on wasm: the answer must
 * be finite, not all the same, of the right size and the same again. The caller bounds time
 * and memory by running this where it can be ended.
 *
 * @module
 */
import { openDenoiser } from '../../inference/denoiser.js';
import { openGenerator } from '../../inference/generator.js';
import type { Execution } from '../../provenance/record.js';
import type { GeneratorModel } from '../../registry/generators.js';
import type { Model } from '../../registry/models.js';

/** What a run showed. */
export interface Trial {
  /** For loading and the runs of the check. */
  readonly seconds: number;
  readonly check: NonNullable<Execution['check']>;
  readonly runtime: string;
}

/** Tries a model; throws a ModelError with a `reason` where it fails. */
export async function tryModel(model: Model | GeneratorModel): Promise<Trial> {
  const began = performance.now();
  const opened = isGenerator(model)
    ? await openGenerator(model, { wish: 'wasm' })
    : await openDenoiser(model, { wish: 'wasm' });
  const { check = 'repeats itself', runtime } = opened.execution;
  opened.close();
  return { seconds: Math.round(performance.now() - began) / 1000, check, runtime };
}

function isGenerator(model: Model | GeneratorModel): model is GeneratorModel {
  return model.card.task === 'generate';
}
