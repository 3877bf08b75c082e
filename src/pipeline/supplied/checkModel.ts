/**
 * Card and graph of a model that somebody brought, held against each other before any
 * runtime sees a byte, and made into a model that the pipelines run.
 *
 * @module
 */
import { ModelIntegrityError } from '../../errors.js';
import { type Graph, readGraph } from '../../onnx/graph.js';
import { LIMITS } from '../../onnx/limits.js';
import { checkGraph, type RunPlan } from '../../onnx/plan.js';
import { refusal } from '../../onnx/refusal.js';
import type { GeneratorModel } from '../../registry/generators.js';
import type { Model } from '../../registry/models.js';
import { ownId } from '../../registry/ownModels.js';
import type { SuppliedCard } from '../../registry/suppliedCard.js';
import { sha256 } from '../../sha256.js';
import { denoiserOf } from './denoiser.js';
import { generatorOf } from './generator.js';
import { cardFault, readSuppliedCard } from './readCard.js';

/** What belongs to a model that is brought. */
export interface SuppliedFiles {
  /** JSON of the card. */
  readonly card: string;
  /** The ONNX file. */
  readonly weights: Uint8Array;
  /** JSON of the known answer, if there is one. */
  readonly knownAnswer?: string;
}

/** A model that passed, with what is known of a run. */
export interface CheckedModel {
  readonly card: SuppliedCard;
  readonly graph: Graph;
  readonly plan: RunPlan;
  readonly model: Model | GeneratorModel;
}

/** What the checks of a task need. */
export interface Given {
  readonly id: string;
  readonly weights: Uint8Array;
  readonly graph: Graph;
  readonly knownAnswer: string | undefined;
}

/**
 * Checks card, hash and graph.
 *
 * @throws ModelError with a `reason`; ModelIntegrityError when the weights are not the card's.
 */
export async function checkModel({ card: json, weights, knownAnswer }: SuppliedFiles): Promise<CheckedModel> {
  const card = readSuppliedCard(json);
  if (weights.length > LIMITS.fileBytes) {
    throw refusal('too-large', `it has more than ${LIMITS.fileBytes / 2 ** 20} MiB`);
  }
  const hash = await sha256(weights);
  if (card.execution.sha256 !== hash) {
    throw new ModelIntegrityError('The weights of this model are not the ones its card promises.', {
      attribute: 'execution.sha256',
      remedy: `Write the hash of model.onnx onto the card once you trust the file: ${hash}.`,
    });
  }
  const id = ownId(hash);
  if (card.id !== undefined && card.id !== id)
    throw cardFault('id', `must be "${id}", which names the weights`);
  const graph = readGraph(weights);
  checkGraph(graph);
  if ((card.execution.knownAnswer !== undefined) !== (knownAnswer !== undefined)) {
    throw card.execution.knownAnswer
      ? refusal('archive', 'its card promises known-answer.json, which is not there')
      : cardFault('execution.knownAnswer', 'is missing, and known-answer.json is there');
  }
  const given: Given = { id, weights, graph, knownAnswer };
  return card.task === 'denoise'
    ? { card, graph, ...denoiserOf(card, given) }
    : { card, graph, ...generatorOf(card, given) };
}
