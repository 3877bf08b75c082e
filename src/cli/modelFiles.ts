/**
 * Files of a model that somebody brings: a zip, a folder with card.json and model.onnx, or one
 * of the two alone.
 *
 * @module
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ArgumentError } from '../errors.js';
import { LIMITS } from '../onnx/limits.js';
import { refusal } from '../onnx/refusal.js';
import { suppliedFiles } from '../pipeline/addModel.js';
import type { SuppliedFiles } from '../pipeline/supplied/checkModel.js';

export type ModelFiles =
  | { readonly kind: 'model'; readonly files: SuppliedFiles }
  /** A zip that a training here exported. */
  | { readonly kind: 'trained'; readonly zip: Uint8Array }
  | { readonly kind: 'graph'; readonly weights: Uint8Array }
  | { readonly kind: 'card'; readonly card: string };

/**
 * Reads what a path names.
 *
 * @throws ArgumentError where there is nothing; ModelError for what holds no model.
 */
export async function readModelFiles(path: string): Promise<ModelFiles> {
  const found = await stat(path).catch((cause) => {
    throw new ArgumentError('The model file cannot be read.', {
      file: path,
      attribute: '--model',
      remedy: 'Check the path.',
      cause,
    });
  });
  if (found.isDirectory()) return { kind: 'model', files: await readFolder(path) };
  if (found.size > LIMITS.fileBytes) throw refusal('too-large', 'it is too large');
  const bytes = new Uint8Array(await readFile(path));
  const name = path.toLowerCase();
  if (name.endsWith('.onnx')) return { kind: 'graph', weights: bytes };
  if (name.endsWith('.json')) return { kind: 'card', card: new TextDecoder().decode(bytes) };
  const files = await suppliedFiles(bytes);
  return files ? { kind: 'model', files } : { kind: 'trained', zip: bytes };
}

/** Three names and no others: nothing in a card or a graph is ever made a path. */
async function readFolder(path: string): Promise<SuppliedFiles> {
  const read = async (name: string): Promise<Uint8Array | undefined> => {
    const file = join(path, name);
    const found = await stat(file).catch(() => undefined);
    if (!found?.isFile()) return undefined;
    if (found.size > LIMITS.fileBytes) throw refusal('too-large', `its ${name} is too large`);
    return new Uint8Array(await readFile(file));
  };
  const [card, weights, answer] = [
    await read('card.json'),
    await read('model.onnx'),
    await read('known-answer.json'),
  ];
  if (!weights) throw refusal('archive', 'the folder holds no model.onnx');
  if (!card) throw refusal('no-card', 'there is no card.json beside it');
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { card: text(card), weights, ...(answer && { knownAnswer: text(answer) }) };
}

/** True for what `--model` takes as a file, not as an id. */
export function isModelPath(given: string): boolean {
  return /\.(zip|onnx|json)$/i.test(given) || given.includes('/') || given.includes('\\');
}
