/**
 * Models that were trained here or brought along as a file: for as long as the page
 * or the command lives, in memory alone. Their ids name their weights, so that one cannot
 * stand for another.
 *
 * @module
 */
import type { ModelCard } from './card.js';
import type { GeneratorCard } from './generatorCard.js';
import type { GeneratorModel } from './generators.js';
import type { Model } from './models.js';

interface Own {
  readonly generate: GeneratorModel;
  readonly denoise: Model;
}

const models = new Map<string, GeneratorModel | Model>();

/** `own-` and the head of the SHA-256 of the weights. */
export function ownId(weightsSha256: string): string {
  return `own-${weightsSha256.slice(0, 8)}`;
}

/** Is this the id of a model that was added, whether or not it is here? */
export function isOwnId(id: string): boolean {
  return /^own-[0-9a-f]{8}$/.test(id);
}

/** Takes a model in, in the place of one with the same id. It has been checked (pipeline/addModel.ts). */
export function keepOwnModel(model: GeneratorModel | Model): void {
  models.set(model.card.id, model);
}

/** Forgets a model; false where there is none of this id. */
export function forgetOwnModel(id: string): boolean {
  return models.delete(id);
}

/** The model of this id, if it does this. */
export function ownModel<T extends keyof Own>(id: string, task: T): Own[T] | undefined {
  const model = models.get(id);
  return model?.card.task === task ? (model as Own[T]) : undefined;
}

/** Cards of those that make slices, in the order in which they came. */
export function ownGeneratorCards(): GeneratorCard[] {
  return cards().filter((card): card is GeneratorCard => card.task === 'generate');
}

/** Cards of the others. */
export function ownModelCards(): ModelCard[] {
  return cards().filter((card): card is ModelCard => card.task !== 'generate');
}

function cards(): (GeneratorCard | ModelCard)[] {
  return [...models.values()].map(({ card }) => card);
}
