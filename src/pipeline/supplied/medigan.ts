/** A draft of a card out of an entry of medigan's global.json. */
import { ArgumentError } from '../../errors.js';
import { type CardDraft, draftOf, jsonObject, unreadable } from './draft.js';

type Json = Readonly<Record<string, unknown>>;

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/**
 * Reads an entry; `id` may be left out where the file has one alone.
 *
 * @throws ArgumentError for what is no global.json, and for an id that it does not have.
 */
export function draftFromMedigan(json: string, id?: string): CardDraft {
  const file = jsonObject(json, 'global.json');
  const ids = Object.keys(file);
  const name = id ?? (ids.length === 1 ? ids[0] : undefined);
  if (name === undefined || !Object.hasOwn(file, name)) {
    throw new ArgumentError(
      name === undefined ? 'The file holds several models.' : 'The file holds no model of this id.',
      {
        attribute: '--id',
        remedy: `Name one of: ${ids.slice(0, 8).join(', ')}${ids.length > 8 ? ', …' : ''}.`,
      },
    );
  }
  const entry = object(file[name]);
  const [execution, selection, description] = [
    object(entry.execution),
    object(entry.selection),
    object(entry.description),
  ];
  if (Object.keys(execution).length === 0 || Object.keys(selection).length === 0)
    throw unreadable('global.json');
  const method = object(execution.generate_method);
  const functions = texts(selection.function).join(' ');
  const generates = typeof method.input_latent_vector_size === 'number' || /noise to image/i.test(functions);
  const side =
    selection.height === selection.width && typeof selection.height === 'number' ? selection.height : null;
  const modality = modalityOf(texts(selection.modality));
  const notes = [
    ...(modality === null
      ? [
          `It is of ${texts(selection.modality)[0] ?? 'an unknown modality'}; slices are written as CT or MR alone.`,
        ]
      : []),
    `Its weights are a file of PyTorch (${String(execution.extension || 'no extension')}): export them to ONNX first.`,
  ];
  return draftOf({
    task: generates ? 'generate' : 'denoise',
    version: description.version,
    title: description.title ?? name,
    execution: generates
      ? {
          input: { name: null, latent: method.input_latent_vector_size ?? null },
          output: { name: null, range: null, values: null },
          ...{ side, fieldMm: null },
        }
      : { input: { name: null, scaling: null }, output: { name: null, meaning: null } },
    modality,
    summary: description.comment,
    intendedUse:
      texts(selection.use_cases).length > 0 ? `Research: ${texts(selection.use_cases).join(', ')}.` : null,
    limits: [],
    license: selection.license,
    adversarial: /gan|pix2pix/i.test(`${selection.type} ${name}`) ? true : null,
    training:
      texts(selection.dataset).length > 0 ? `Trained on ${texts(selection.dataset).join(', ')}.` : null,
    references: texts(description.doi).map((doi) => `https://doi.org/${doi}`),
    notes,
  });
}

function modalityOf(names: readonly string[]): string | null {
  if (names.some((name) => /^(ct|computed tomography)$/i.test(name))) return 'CT';
  if (names.some((name) => /^(mri?|magnetic resonance.*)$/i.test(name))) return 'MR';
  return null;
}
