/**
 * `--model`: the id of a model of the package, or the zip of one that was trained and
 * exported.
 *
 * @module
 */
import { readFile } from 'node:fs/promises';
import { ArgumentError } from '../errors.js';
import { addModel } from '../pipeline/addModel.js';
import type { ModelIdentity } from '../provenance/record.js';
import { isOwnId } from '../registry/ownModels.js';

/** The id to ask for; a zip has been added under it. */
export async function modelOption(given: string | undefined): Promise<string | undefined> {
  return given?.toLowerCase().endsWith('.zip') ? (await added(given)).id : given;
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
  if (given === undefined || !given.toLowerCase().endsWith('.zip')) {
    throw new ArgumentError(`The manifest names the model "${model.id}", which was trained elsewhere.`, {
      attribute: '--model',
      remedy: 'Give the zip that the training exported.',
    });
  }
  const { id, execution } = await added(given);
  if (execution.sha256 === model.weightsSha256) return id;
  throw new ArgumentError('The file holds another model than the manifest names.', {
    file: given,
    attribute: '--model',
    remedy: `Give the zip of ${model.id}.`,
  });
}

async function added(path: string) {
  const bytes = await readFile(path).catch((cause) => {
    throw new ArgumentError('The model file cannot be read.', {
      file: path,
      attribute: '--model',
      remedy: 'Check the path.',
      cause,
    });
  });
  return addModel(new Uint8Array(bytes));
}
