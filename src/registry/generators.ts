/**
 * The generators that come with the package: card, weights of generator and
 * discriminator, known answer; trusted only when their bytes hash to what the card says.
 *
 * @module
 */
import { ModelError, ModelIntegrityError } from '../errors.js';
import { sha256 } from '../sha256.js';
import { assetPaths, readAsset } from './assets.js';
import { type GeneratorCard, parseGeneratorCard } from './generatorCard.js';
import { ownModel } from './ownModels.js';

/** Ids of the shipped generators. */
export const GENERATOR_IDS = ['ct-slices', 'ct-from-labels'] as const;

/** What the makers of the weights computed with another implementation, for inputs made by rule. */
export interface GeneratorAnswer {
  readonly style: Float32Array;
  /** Latent models. */
  readonly latent?: Float32Array;
  readonly level?: number;
  readonly scale?: readonly [number, number];
  /** Label models: tissue codes of every `every`-th pixel. */
  readonly codes?: Uint8Array;
  /** Value of every pixel of the noise. */
  readonly noise: number;
  /** HU of every `every`-th pixel of every `every`-th row. */
  readonly every: number;
  readonly hu: Float32Array;
  readonly tolerance: number;
}

export interface GeneratorModel {
  readonly card: GeneratorCard;
  readonly weights: Uint8Array;
  /** Absent where the card names none. */
  readonly discriminator?: Uint8Array;
  /** Absent of models that somebody brought without one. */
  readonly knownAnswer?: GeneratorAnswer;
}

const loading = new Map<string, Promise<GeneratorModel>>();

/**
 * Loads a generator.
 *
 * @throws ModelError for an unknown id, ModelIntegrityError when weights are not the
 *   card's, AssetError when they cannot be fetched.
 */
export function loadGenerator(id: string): Promise<GeneratorModel> {
  const own = ownModel(id, 'generate');
  if (own) return Promise.resolve(own);
  const folder = folderOf(id);
  let model = loading.get(folder);
  if (!model) {
    model = load(id, folder);
    loading.set(folder, model);
    model.catch(() => loading.delete(folder));
  }
  return model;
}

/** The card alone. */
export async function loadGeneratorCard(id: string): Promise<GeneratorCard> {
  const own = ownModel(id, 'generate');
  if (own) return own.card;
  return parseGeneratorCard(text(await readAsset(`${folderOf(id)}card.json`)), id);
}

async function load(id: string, folder: string): Promise<GeneratorModel> {
  const card = await loadGeneratorCard(id);
  const { execution } = card;
  const judge = execution.discriminator;
  const [weights, answer, discriminator] = await Promise.all([
    readAsset(folder + execution.file),
    readAsset(folder + execution.knownAnswer.file),
    judge && readAsset(folder + judge.file),
  ]);
  await check(weights, execution, id);
  if (judge && discriminator) await check(discriminator, judge, id);
  return {
    card,
    weights,
    ...(discriminator && { discriminator }),
    knownAnswer: readGeneratorAnswer(answer, card),
  };
}

async function check(bytes: Uint8Array, promise: { file: string; sha256: string }, id: string) {
  if ((await sha256(bytes)) === promise.sha256) return;
  throw new ModelIntegrityError(`The weights of model "${id}" are not the ones its card promises.`, {
    file: `${id}/${promise.file}`,
    attribute: 'execution.sha256',
    remedy: 'Restore the file from the package; changed weights are never run.',
  });
}

function folderOf(id: string): string {
  if (!(GENERATOR_IDS as readonly string[]).includes(id)) {
    throw new ModelError(`There is no generator "${id}".`, {
      attribute: 'model',
      remedy: `Choose one of: ${GENERATOR_IDS.join(', ')}.`,
    });
  }
  return `${assetPaths().models}${id}/`;
}

/** Reads `known-answer.json`. */
export function readGeneratorAnswer(bytes: Uint8Array, { id, execution }: GeneratorCard): GeneratorAnswer {
  const { style, latent, level, scale, codes, noise, every, hu } = JSON.parse(text(bytes));
  const answer = {
    style: floats(style),
    ...(latent && { latent: floats(latent), level, scale }),
    ...(codes && { codes: binary(codes) }),
    noise,
    every,
    hu: floats(hu),
    tolerance: execution.knownAnswer.toleranceHU,
  };
  if (answer.hu.length === (execution.side / every) ** 2) return answer;
  throw new ModelError(`The known answer of model "${id}" does not have the size its card says.`, {
    file: `${id}/${execution.knownAnswer.file}`,
    attribute: 'execution.knownAnswer',
    remedy: 'Restore the model folder from the package.',
  });
}

function binary(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

function floats(base64: string): Float32Array {
  return new Float32Array(binary(base64).buffer);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
