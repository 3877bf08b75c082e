/**
 * The door to models that were trained and saved; what reads them is fetched when one comes.
 *
 * @module
 */
import type { ModelCard } from '../registry/card.js';
import type { GeneratorCard } from '../registry/generatorCard.js';
import { forgetOwnModel } from '../registry/ownModels.js';
import type { SuppliedFiles } from './supplied/checkModel.js';

/**
 * Takes in the zip that a training exported, or a model of others with its card (docs/own-models.md): from then on `generate` or `denoise` can be
 * asked for the id on its card, on this page alone. One that is there already is replaced by
 * itself.
 *
 * @throws ModelError for a file that is no such model, is damaged or asks for what none needs, with its `reason`;
 *   ModelIntegrityError when the weights are not the card's.
 */
export async function addModel(file: Blob | Uint8Array | SuppliedFiles): Promise<GeneratorCard | ModelCard> {
  return (await import('./addModel.js')).addModel(file);
}

/** Forgets a model that was added; jobs that run with it end as they would. False where there is none of this id. */
export function removeModel(id: string): boolean {
  return forgetOwnModel(id);
}
