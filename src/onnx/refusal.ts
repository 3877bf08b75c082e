/**
 * Why a model that somebody brings is not run: one word for each reason, for tables of words
 * and tests, and the sentence that says it.
 *
 * ```ts
 * if (isVeritomeError(error, 'ModelError') && error.reason === 'external-data') …
 * ```
 *
 * @module
 */
import { ModelError } from '../errors.js';

/** Reasons, and what can be done about each. */
export const REMEDIES = {
  damaged: 'Export the model again; the file is cut off or was changed.',
  'too-large': 'Use a smaller network: one that runs in a page has at most some ten million weights.',
  'external-data':
    'Save the model as one file: onnx.save(model, path, save_as_external_data=False). No file beside it is ever opened.',
  sparse: 'Save the weights as dense tensors.',
  functions: 'Export the model without functions (torch.onnx.export without export_modules_as_functions).',
  training: 'Export the model for inference: model.eval(), and no training information in the file.',
  domain: 'Export with operators of ONNX itself alone (ai.onnx), not of one runtime.',
  operator: 'Express this layer by common ones; docs/own-models.md lists the operators that are run.',
  'control-flow': 'Export the model by tracing, so that loops and branches are unrolled.',
  opset: 'Export with opset_version=17.',
  'too-many-operators': 'Use a smaller network.',
  'tensor-size': 'Export the model again; a tensor does not have the bytes that its dimensions say.',
  'tensor-dims':
    'Export the model again; dimensions are whole numbers above 0 of a size that fits into memory.',
  'tensor-type': 'Export in float32: model.float() before torch.onnx.export.',
  inputs: 'Export one image or one latent vector as the input, besides a class label where there is one.',
  outputs: 'Export one image as the only output.',
  shape: 'Export with a batch of 1, and with fixed or dynamic rows and columns as docs/own-models.md shows.',
  memory: 'Name a smaller tile on the card, or use a smaller network.',
  work: 'Name a smaller tile on the card, or use a smaller network.',
  archive: 'Give a zip or a folder with card.json and model.onnx.',
  'no-card': 'Write a card.json beside the model; docs/own-models.md says how.',
  card: 'Correct the card; docs/own-models.md tells what each field means.',
  'card-and-graph': 'Correct the card, or give the model that it was written for.',
  'known-answer': 'Make the known answer again with the model itself, or leave it out.',
  runtime: 'Try the file with onnxruntime; simplify the model and export it with opset_version=17.',
  'not-finite': 'Check the scaling that the card names; normalisation that divides by zero is a usual cause.',
  'output-shape':
    'Correct the card, or export the model so that the image that comes out has the size of the one that goes in.',
  constant: 'Check that the trained weights were loaded before the export.',
  unrepeatable: 'Export with model.eval(), so that the network draws nothing by chance.',
  'too-slow': 'Name a smaller tile on the card, or use a smaller network.',
  'too-much-memory': 'Name a smaller tile on the card, or use a smaller network.',
} as const;

export type RefusalReason = keyof typeof REMEDIES;

/** The error that says that a model is refused; `what` completes "This model is not run: ". */
export function refusal(
  reason: RefusalReason,
  what: string,
  { attribute = 'model.onnx', cause }: { attribute?: string; cause?: unknown } = {},
): ModelError {
  return new ModelError(`This model is not run: ${what}.`, {
    reason,
    attribute,
    remedy: REMEDIES[reason],
    cause,
  });
}

/** Names out of a file, short enough to be shown and without control characters. */
export function shown(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]/g, '?');
  return plain.length > 60 ? `${plain.slice(0, 57)}…` : plain;
}
