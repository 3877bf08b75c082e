/**
 * The models a page or a command can offer, and the one to take when none is named.
 *
 * @module
 */
import type { ModelCard } from '../registry/card.js';
import { loadCard, MODEL_IDS } from '../registry/models.js';

/** The cards of all shipped models. */
export function models(): Promise<ModelCard[]> {
  return Promise.all(MODEL_IDS.map(loadCard));
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
