/** A draft of a card out of metadata.json of a MONAI bundle. */
import { type CardDraft, draftOf, jsonObject, pairOf, unreadable, words } from './draft.js';

type Json = Readonly<Record<string, unknown>>;

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});

/** Modalities by the words that bundles use for them. */
const MODALITIES: readonly [RegExp, string][] = [
  [/^ct$|computed/i, 'CT'],
  [/^mri?$|magnetic/i, 'MR'],
];

/**
 * Reads the metadata.
 *
 * @throws ArgumentError for what is no metadata.json of a bundle.
 */
export function draftFromMonai(json: string): CardDraft {
  const meta = jsonObject(json, 'metadata.json');
  const format = object(meta.network_data_format);
  const inputs = Object.entries(object(format.inputs));
  const outputs = Object.entries(object(format.outputs));
  if (inputs.length === 0 || outputs.length === 0) throw unreadable('metadata.json');
  const notes: string[] = [];
  const [inputName, input] = [inputs[0][0], object(inputs[0][1])];
  const [outputName, output] = [outputs[0][0], object(outputs[0][1])];
  const latent = input.type === 'tuple' || /latent|noise/i.test(`${inputName} ${String(input.format)}`);
  const modality =
    MODALITIES.find(([pattern]) => pattern.test(String(input.modality ?? output.modality)))?.[1] ?? null;
  const shape = Array.isArray(input.spatial_shape) ? input.spatial_shape : [];
  if (!latent && shape.length > 2)
    notes.push('The bundle is of volumes; only networks for single slices are run.');
  if (['segmentation', 'labels', 'classification', 'probabilities'].includes(String(output.format))) {
    notes.push(`The bundle answers with ${output.format}, not with an image.`);
  }
  return draftOf({
    task: latent ? 'generate' : 'denoise',
    version: meta.version,
    title: meta.name ?? meta.task,
    execution: latent
      ? generatorExecution(inputName, input, outputName, output)
      : denoiserExecution(inputName, input, outputName, shape),
    modality,
    summary: meta.description ?? meta.task,
    intendedUse: meta.intended_use,
    limits: [meta.limitations ?? meta.warning],
    license: meta.license ?? meta.copyright,
    adversarial: null,
    training: words(meta.data_source),
    authors: meta.authors,
    references: meta.references,
    notes,
  });
}

function denoiserExecution(
  name: string,
  { num_channels: channels, value_range: range }: Json,
  output: string,
  shape: readonly unknown[],
): Json {
  const to = pairOf(range);
  const [rows, columns] = shape.filter((side) => typeof side === 'number');
  const scaling = { kind: 'window', low: null, high: null, to };
  return {
    input: { name, slices: channels === 3 ? 3 : 1, scaling: to ? scaling : null },
    output: { name: output, meaning: null },
    ...(rows && columns ? { tile: { rows, columns, overlap: null } } : {}),
  };
}

function generatorExecution(name: string, input: Json, outputName: string, output: Json): Json {
  const sides = Array.isArray(output.spatial_shape) ? output.spatial_shape : [];
  const latent = Array.isArray(input.spatial_shape) ? input.spatial_shape[0] : input.num_channels;
  return {
    input: { name, latent: typeof latent === 'number' ? latent : null },
    output: { name: outputName, range: pairOf(output.value_range), values: null },
    side: typeof sides[0] === 'number' && sides[0] === sides[1] ? sides[0] : null,
    fieldMm: null,
  };
}
