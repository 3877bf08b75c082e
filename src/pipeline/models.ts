/**
 * The models a page or a command can offer, and the one to take when none is named.
 *
 * @module
 */
import { isVeritomeError } from '../errors.js';
import type { ModelCard } from '../registry/card.js';
import { loadCard, MODEL_IDS } from '../registry/models.js';

/**
 * The cards of the shipped models that are there: a host may leave out those it does
 * not offer.
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
  if (cards.length === 0) throw missing;
  return cards;
}

/**
 * The model for a modality where it is to run: the one whose card names the
 * provider, else one that names none, else any; undefined when none is made for
 * the modality.
 */
export function defaultModel(
  cards: readonly ModelCard[],
  modality: string,
  provider: 'wasm' | 'webgpu',
): ModelCard | undefined {
  const fitting = cards.filter(
    ({ task, selection }) => task === 'denoise' && selection.modality.includes(modality),
  );
  return (
    fitting.find(({ selection }) => selection.providers?.includes(provider)) ??
    fitting.find(({ selection }) => selection.providers === undefined) ??
    fitting[0]
  );
}
