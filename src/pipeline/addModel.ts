/**
 * Takes in a model that was trained and saved: from then on `generate` or `denoise` can be
 * asked for it by the id on its card, on this page alone.
 *
 * ```ts
 * const card = await addModel(input.files[0]);
 * const slices = await generate({ model: card.id, count: 16, seed: 1 });
 * ```
 *
 * The file may come from anybody. What is in it is bounded, its graph holds nothing but
 * operators that we know, its weights hash to what the card says, and its id names those
 * weights; whether a runtime computes it rightly is tried when it is opened. Besides models
 * that were trained here it takes those of others, with a card of their own (docs/own-models.md).
 *
 * @module
 */
import { isVeritomeError, ModelError, ModelIntegrityError } from '../errors.js';
import { blobSource, memorySource } from '../loaders/bytes.js';
import { listZip, UnpackBudget } from '../loaders/zip.js';
import { inputSlices, type ModelCard, outputEnds, parseCard } from '../registry/card.js';
import { type GeneratorCard, parseGeneratorCard } from '../registry/generatorCard.js';
import { type GeneratorModel, readGeneratorAnswer } from '../registry/generators.js';
import { type Model, readAnswer } from '../registry/models.js';
import { keepOwnModel, ownId } from '../registry/ownModels.js';
import { sha256 } from '../sha256.js';
import { OPSET } from '../training/onnx/proto.js';
import { type OnnxSummary, readOnnx } from '../training/onnx/readOnnx.js';
import { checkModel, type SuppliedFiles } from './supplied/checkModel.js';
import { isSuppliedCard } from './supplied/readCard.js';

/** What a model may be: the largest that trains in a page has some ten million weights. */
const MOST_BYTES = 192 * 2 ** 20;
const MOST_TEXT = 4 * 2 ** 20;
const MOST_ENTRIES = 16;
/** Longest words of a card that are shown. */
const MOST_WORDS = 2000;
/** Sides and latent vectors that a card may ask memory for. */
const SIDES: readonly number[] = [32, 64, 128, 256];
const LONGEST_LATENT = 4096;

/**
 * Adds the model of a zip: one that `Training.export` wrote, or one with a card of
 * docs/own-models.md, which may also come as {@link SuppliedFiles}. One that is there already
 * is replaced by itself.
 *
 * @throws ModelError for a file that is no model, is damaged or asks for what none needs, with
 *   a `reason` for one with such a card; ModelIntegrityError when the weights are not the card's.
 */
export async function addModel(file: Blob | Uint8Array | SuppliedFiles): Promise<GeneratorCard | ModelCard> {
  const supplied = await suppliedFiles(file);
  if (supplied) {
    const { model } = await checkModel(supplied);
    keepOwnModel(model);
    return model.card;
  }
  const members = await read(file as Blob | Uint8Array);
  const json = text(members, 'card.json');
  const weights = member(members, 'model.onnx');
  const id = ownId(await sha256(weights));
  const claimed = claimOf(json);
  if (claimed.sha256 !== (await sha256(weights))) {
    throw new ModelIntegrityError('The weights of this model are not the ones its card promises.', {
      attribute: 'execution.sha256',
      remedy: 'Export the model again; changed weights are never run.',
    });
  }
  const graph = readOnnx(weights);
  if (graph.opset > OPSET) throw refused(`its graph is of opset ${graph.opset}`);
  const answer = member(members, 'known-answer.json');
  const model =
    claimed.task === 'generate'
      ? generatorOf(json, id, weights, answer, graph)
      : denoiserOf(json, id, weights, answer, graph);
  keepOwnModel(model);
  return model.card;
}

type Members = ReadonlyMap<string, Uint8Array>;

async function read(file: Blob | Uint8Array): Promise<Members> {
  const source = file instanceof Blob ? blobSource(file, 'model') : memorySource(file, 'model');
  if (source.size > MOST_BYTES) throw refused('it is too large');
  try {
    const entries = await listZip(source, new UnpackBudget(MOST_BYTES));
    if (entries.length > MOST_ENTRIES) throw refused('it holds too many files');
    const members = new Map<string, Uint8Array>();
    for (const entry of entries) {
      const name = entry.name.split('/').at(-1) ?? '';
      if (!NAMES.includes(name)) continue;
      if (members.has(name)) throw refused(`it holds two files ${name}`);
      members.set(name, await entry.read());
    }
    return members;
  } catch (cause) {
    if (isVeritomeError(cause, 'ModelError')) throw cause;
    throw refused('it is no zip, or it is damaged', cause);
  }
}

/** The files of a model of others; undefined for one that was trained here, and for what is neither. */
export async function suppliedFiles(
  file: Blob | Uint8Array | SuppliedFiles,
): Promise<SuppliedFiles | undefined> {
  if (!(file instanceof Blob) && !(file instanceof Uint8Array)) return file;
  const members = await read(file);
  const card = members.get('card.json');
  const weights = members.get('model.onnx');
  const answer = members.get('known-answer.json');
  if (!card || !weights) return undefined;
  const json = text(members, 'card.json');
  if (!isSuppliedCard(json)) return undefined;
  return { card: json, weights, ...(answer && { knownAnswer: text(members, 'known-answer.json') }) };
}

const NAMES: readonly string[] = ['card.json', 'model.onnx', 'known-answer.json'];

function member(members: Members, name: string): Uint8Array {
  const bytes = members.get(name);
  if (!bytes) throw refused(`it holds no ${name}`);
  if (name.endsWith('.json') && bytes.length > MOST_TEXT) throw refused(`its ${name} is too large`);
  return bytes;
}

function text(members: Members, name: string): string {
  return new TextDecoder().decode(member(members, name));
}

/** What must be known of a card before it is read with the care of its kind. */
function claimOf(json: string): { readonly task: unknown; readonly sha256: unknown } {
  try {
    const { task, execution } = JSON.parse(json);
    return { task, sha256: execution.sha256 };
  } catch (cause) {
    throw refused('its card cannot be read', cause);
  }
}

function generatorOf(
  json: string,
  id: string,
  weights: Uint8Array,
  answer: Uint8Array,
  graph: OnnxSummary,
): GeneratorModel {
  const card = parseGeneratorCard(json, id);
  const { kind, side, style, noise, latent = 0, levels, fieldMm, discriminator } = card.execution;
  const inputs = levels ? ['latent', 'level'] : ['latent'];
  const usable =
    kind === 'latent' &&
    SIDES.includes(side) &&
    style === 0 &&
    noise === 0 &&
    Number.isInteger(latent) &&
    latent > 0 &&
    latent <= LONGEST_LATENT &&
    fieldMm > 0 &&
    fieldMm < 1e5 &&
    discriminator === undefined &&
    ['CT', 'MR'].includes(card.selection?.modality?.join());
  if (!usable) throw refused('its card asks for what no generator that is trained here has');
  if ([...graph.inputs].sort().join() !== inputs.join() || graph.outputs.join() !== 'hu') {
    throw refused('its card and its graph do not belong together');
  }
  checkWords(card);
  return { card, weights, knownAnswer: readable(() => readGeneratorAnswer(answer, card)) };
}

function denoiserOf(
  json: string,
  id: string,
  weights: Uint8Array,
  answer: Uint8Array,
  graph: OnnxSummary,
): Model {
  const card = parseCard(json, id);
  const { input, output, multipleOf, receptiveFieldPixels } = card.execution;
  const usable =
    card.task === 'denoise' &&
    inputSlices(card) === 1 &&
    outputEnds(card).length === 1 &&
    [1, 2, 4, 8, 16].includes(multipleOf) &&
    receptiveFieldPixels > 0 &&
    receptiveFieldPixels <= 512;
  if (!usable) throw refused('its card asks for what no denoiser that is trained here has');
  if (graph.inputs.join() !== input.name || graph.outputs.join() !== output.name) {
    throw refused('its card and its graph do not belong together');
  }
  checkWords(card);
  return { card, weights, knownAnswer: readable(() => readAnswer(answer, card)) };
}

/** A known answer is numbers in JSON: anything may stand there. */
function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (isVeritomeError(cause, 'ModelError')) throw cause;
    throw refused('its known answer cannot be read', cause);
  }
}

/** Words that pages and records show. */
function checkWords({ version, title, description, execution }: GeneratorCard | ModelCard): void {
  const { summary, limits } = description;
  const words: readonly unknown[] = [title, summary, ...(Array.isArray(limits) ? limits : [undefined])];
  const { toleranceHU } = execution.knownAnswer;
  const fits =
    /^\d{1,4}(\.\d{1,4}){0,2}$/.test(String(version)) &&
    words.every((one) => typeof one === 'string' && one.length <= MOST_WORDS) &&
    toleranceHU > 0 &&
    toleranceHU < 1e4;
  if (!fits) throw refused('its card cannot be read');
}

function refused(why: string, cause?: unknown): ModelError {
  return new ModelError(`This file cannot be added as a model: ${why}.`, {
    attribute: 'model',
    remedy: 'Give a zip that a training here exported.',
    cause,
  });
}
