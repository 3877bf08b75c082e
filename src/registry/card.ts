/**
 * Model cards: what a model is, what it needs, what it promises, in three parts:
 * how to run it (`execution`), when to choose it (`selection`), and what a reader
 * must know (`description`).
 *
 * @module
 */
import { ModelError } from '../errors.js';

export interface ModelCard {
  readonly id: string;
  readonly version: string;
  readonly task: 'denoise';
  readonly title: string;
  readonly execution: {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly opset: number;
    readonly input: { readonly name: string };
    readonly output: { readonly name: string };
    /** Rows and columns given to the network are multiples of this. */
    readonly multipleOf: number;
    /** Width of the square of input pixels that one output pixel depends on. */
    readonly receptiveFieldPixels: number;
    readonly gflopPer512: number;
    readonly knownAnswer: { readonly file: string; readonly toleranceHU: number };
  };
  readonly selection: { readonly modality: readonly string[]; readonly unit: string };
  readonly description: {
    readonly summary: string;
    readonly adversarial: boolean;
    readonly intendedUse: string;
    readonly limits: readonly string[];
  };
}

/** Parses a card; throws a {@link ModelError} that names the first field missing. */
export function parseCard(json: string, id: string): ModelCard {
  let card: ModelCard;
  try {
    card = JSON.parse(json);
  } catch (cause) {
    throw bad(id, 'card.json is not JSON', cause);
  }
  for (const path of REQUIRED) {
    let value: unknown = card;
    for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key];
    if (value === undefined || value === null) throw bad(id, `card.json lacks ${path}`);
  }
  if (card.id !== id) throw bad(id, `card.json is of the model "${card.id}"`);
  return card;
}

const REQUIRED = [
  'id',
  'version',
  'task',
  'execution.file',
  'execution.sha256',
  'execution.input.name',
  'execution.output.name',
  'execution.multipleOf',
  'execution.receptiveFieldPixels',
  'execution.knownAnswer.file',
  'execution.knownAnswer.toleranceHU',
  'selection.modality',
  'description.summary',
  'description.limits',
];

function bad(id: string, why: string, cause?: unknown): ModelError {
  return new ModelError(`The card of model "${id}" cannot be used: ${why}.`, {
    attribute: 'model',
    remedy: 'Restore the model folder from the package.',
    cause,
  });
}
