/**
 * The models a page or a command can offer.
 *
 * @module
 */
import type { ModelCard } from '../registry/card.js';
import { loadCard, MODEL_IDS } from '../registry/models.js';

/** The cards of all shipped models. */
export function models(): Promise<ModelCard[]> {
  return Promise.all(MODEL_IDS.map(loadCard));
}
