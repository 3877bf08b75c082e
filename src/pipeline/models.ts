/**
 * The models a page or a command can offer, and the one to take when none is named.
 *
 * @module
 */
import { isVeritomeError, ModelError } from '../errors.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { ModelCard, Task } from '../registry/card.js';
import type { GeneratorCard } from '../registry/generatorCard.js';
import { GENERATOR_IDS, loadGeneratorCard } from '../registry/generators.js';
import { loadCard, MODEL_IDS } from '../registry/models.js';
import { isOwnId, ownGeneratorCards, ownModelCards } from '../registry/ownModels.js';

/**
 * The cards of the shipped models that are there, then of those that were added: a host may
 * leave out those it does not offer.
 *
 * @throws AssetError when there is none at all; ModelError when a card cannot be read.
 */
export async function models(): Promise<ModelCard[]> {
  const cards: ModelCard[] = [];
  let missing: unknown;
  for (const result of await Promise.allSettled(MODEL_IDS.map(loadCard))) {
    if (result.status === 'fulfilled') cards.push(result.value);
    else if (isVeritomeError(result.reason, 'AssetError')) missing ??= result.reason;
    else throw result.reason;
  }
  const own = ownModelCards();
  if (cards.length + own.length === 0) throw missing;
  return [...cards, ...own];
}

/**
 * The model for a task and a modality where it is to run: the one whose card names the
 * provider, else one that names none, else any; undefined when none is made for
 * the modality. A model that was added is taken only by name.
 */
export function defaultModel(
  cards: readonly ModelCard[],
  modality: string,
  provider: 'wasm' | 'webgpu',
  wanted: Task = 'denoise',
): ModelCard | undefined {
  const fitting = cards.filter(
    ({ id, task, selection }) => task === wanted && selection.modality.includes(modality) && !isOwnId(id),
  );
  return (
    fitting.find(({ selection }) => selection.providers?.includes(provider)) ??
    fitting.find(({ selection }) => selection.providers === undefined) ??
    fitting[0]
  );
}

/** Throws a {@link ModelError} unless the model does this with series of this kind. */
export function checkFits(
  { id, task, selection }: ModelCard,
  wanted: Task,
  { modality, frames }: Series<Frame>,
): void {
  if (task !== wanted) {
    throw new ModelError(`The model "${id}" is not made to ${wanted}.`, {
      attribute: 'model',
      remedy: 'Leave the model out, or name one that is.',
    });
  }
  if (!selection.modality.includes(modality)) {
    throw new ModelError(`The model "${id}" is made for ${selection.modality.join(', ')}, not ${modality}.`, {
      attribute: 'Modality (0008,0060)',
      remedy: 'Choose a series or a model that fits.',
    });
  }
  const odd = frames.find(({ rescale }) => selection.unit === 'HU' && rescale.type !== 'HU');
  if (odd) {
    throw new ModelError(`The model "${id}" needs Hounsfield units.`, {
      file: odd.file,
      attribute: 'RescaleType (0028,1054)',
      remedy: 'Choose a series whose pixels rescale to HU.',
    });
  }
}

/** For want of a model. */
export function noModel(task: Task, modality: string): ModelError {
  const what = task === 'denoise' ? 'No model is' : `No model that can ${task} is`;
  return new ModelError(`${what} made for ${modality}.`, {
    attribute: 'Modality (0008,0060)',
    remedy: 'Choose a series of another modality.',
  });
}

/** The cards of the shipped generators that are there, then of those that were added. */
export async function generators(): Promise<GeneratorCard[]> {
  const cards: GeneratorCard[] = [];
  for (const result of await Promise.allSettled(GENERATOR_IDS.map(loadGeneratorCard))) {
    if (result.status === 'fulfilled') cards.push(result.value);
    else if (!isVeritomeError(result.reason, 'AssetError')) throw result.reason;
  }
  return [...cards, ...ownGeneratorCards()];
}
