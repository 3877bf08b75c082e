/**
 * The models that come with the package, loaded on demand and trusted only when
 * their bytes hash to what the card says.
 *
 * ```ts
 * const { card, weights } = await loadModel('ct-denoise');
 * ```
 *
 * @module
 */
import { ModelError, ModelIntegrityError } from '../errors.js';
import { sha256 } from '../sha256.js';
import { assetPaths, readAsset } from './assets.js';
import { inputChannels, type ModelCard, outputEnds, parseCard } from './card.js';
import { ownModel } from './ownModels.js';

/** Ids of the shipped models. */
export const MODEL_IDS = ['ct-denoise', 'ct-denoise-quality', 'mr-denoise', 'ct-interpolate'] as const;

/** Input and output that the makers of the weights computed with another implementation. */
export interface KnownAnswer {
  readonly rows: number;
  readonly columns: number;
  /** channels x rows x columns, as the network takes them: HU, or scaled. */
  readonly input: Float32Array;
  /** ends x rows x columns, as the network answers. */
  readonly output: Float32Array;
  readonly tolerance: number;
}

export interface Model {
  readonly card: ModelCard;
  readonly weights: Uint8Array;
  /** Absent of models that somebody brought without one. */
  readonly knownAnswer?: KnownAnswer;
}

/** One load per model and location; a failed one is forgotten, so that the next call tries again. */
const loading = new Map<string, Promise<Model>>();

/**
 * Loads a model's card, weights and known answer.
 *
 * @throws ModelError for an unknown id, ModelIntegrityError when the weights are
 *   not the card's, AssetError when they cannot be fetched.
 */
export function loadModel(id: string): Promise<Model> {
  const own = ownModel(id, 'denoise');
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
export async function loadCard(id: string): Promise<ModelCard> {
  const own = ownModel(id, 'denoise');
  if (own) return own.card;
  return parseCard(text(await readAsset(`${folderOf(id)}card.json`)), id);
}

async function load(id: string, folder: string): Promise<Model> {
  const card = await loadCard(id);
  const [weights, answer] = await Promise.all([
    readAsset(folder + card.execution.file),
    readAsset(folder + card.execution.knownAnswer.file),
  ]);
  if ((await sha256(weights)) !== card.execution.sha256) {
    throw new ModelIntegrityError(`The weights of model "${id}" are not the ones its card promises.`, {
      file: `${id}/${card.execution.file}`,
      attribute: 'execution.sha256',
      remedy: 'Restore the file from the package; changed weights are never run.',
    });
  }
  return { card, weights, knownAnswer: readAnswer(answer, card) };
}

function folderOf(id: string): string {
  if (!(MODEL_IDS as readonly string[]).includes(id)) {
    throw new ModelError(`There is no model "${id}".`, {
      attribute: 'model',
      remedy: `Choose one of: ${MODEL_IDS.join(', ')}.`,
    });
  }
  return `${assetPaths().models}${id}/`;
}

/** Reads `known-answer.json`. */
export function readAnswer(bytes: Uint8Array, card: ModelCard): KnownAnswer {
  const { rows, columns, ...coded } = JSON.parse(text(bytes)) as Record<string, never>;
  const input = floats(coded.input);
  const output = floats(coded.output);
  const pixels = rows * columns;
  if (input.length !== inputChannels(card) * pixels || output.length !== outputEnds(card).length * pixels) {
    throw new ModelError(`The known answer of model "${card.id}" does not have the size its card says.`, {
      file: `${card.id}/${card.execution.knownAnswer.file}`,
      attribute: 'execution.knownAnswer',
      remedy: 'Restore the model folder from the package.',
    });
  }
  return { rows, columns, input, output, tolerance: card.execution.knownAnswer.toleranceHU };
}

function floats(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
