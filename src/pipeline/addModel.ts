/**
 * Makes a trained model one of those that this page can use.
 *
 * @module
 */
import { TrainingError } from '../errors.js';
import type { ModelCard } from '../registry/card.js';
import type { GeneratorCard } from '../registry/generatorCard.js';

/** @param file what `Training.export` made. */
export async function addModel(_file: Blob): Promise<GeneratorCard | ModelCard> {
  throw new TrainingError('Own models cannot be used yet.', { remedy: 'Wait for it.' });
}
