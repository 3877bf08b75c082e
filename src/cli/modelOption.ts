/**
 * `--model`: the id of a model of the package, the zip of one that was trained and exported,
 * or a zip or folder of one with a card of its own (docs/own-models.md).
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { refusal } from '../onnx/refusal.js';
import { addModel } from '../pipeline/addModel.js';
import type { SuppliedFiles } from '../pipeline/supplied/checkModel.js';
import type { ModelIdentity } from '../provenance/record.js';
import { isOwnId } from '../registry/ownModels.js';
import { isModelPath, readModelFiles } from './modelFiles.js';

let probe: ((files: SuppliedFiles) => Promise<unknown>) | undefined;

/** From now on a model that somebody brought is tried apart before it is run here (modelProbe.ts). */
export function useProbe(tried: (files: SuppliedFiles) => Promise<unknown>): void {
  probe = tried;
}

/** The id to ask for; a file has been added under it. */
export async function modelOption(given: string | undefined): Promise<string | undefined> {
  return given !== undefined && isModelPath(given) ? (await added(given)).id : given;
}

/**
 * The model of a manifest that is carried out again: its own models have to be given as the
 * file that they were.
 *
 * @throws ArgumentError when the file is missing or holds another model.
 */
export async function replayedModel(
  given: string | undefined,
  model: ModelIdentity | null | undefined,
): Promise<string | undefined> {
  if (!model || !isOwnId(model.id)) {
    if (given === undefined) return model?.id;
    throw new ArgumentError('--model has no place here.', {
      attribute: '--model',
      remedy: 'With --replay the manifest says it.',
    });
  }
  if (given === undefined || !isModelPath(given)) {
    throw new ArgumentError(`The manifest names the model "${model.id}", which was trained elsewhere.`, {
      attribute: '--model',
      remedy: 'Give the zip or folder of that model.',
    });
  }
  const { id, execution } = await added(given);
  if (execution.sha256 === model.weightsSha256) return id;
  throw new ArgumentError('The file holds another model than the manifest names.', {
    file: given,
    attribute: '--model',
    remedy: `Give the zip or folder of ${model.id}.`,
  });
}

async function added(path: string) {
  const found = await readModelFiles(path);
  if (found.kind === 'trained') return addModel(found.zip);
  if (found.kind !== 'model')
    throw refusal('archive', 'it is one file of a model alone', { attribute: '--model' });
  // The checks come first: what they refuse is not even tried.
  const card = await addModel(found.files);
  await probe?.(found.files);
  return card;
}
