/**
 * Drafts of cards out of what others say of their models: metadata.json of a MONAI bundle,
 * an entry of medigan's global.json. What they do not say stays null and is listed: a card
 * with null in it is refused until somebody fills it in.
 *
 * MONAI: https://docs.monai.io/en/stable/mb_specification.html
 * medigan: https://github.com/RichardObi/medigan/blob/main/config/global.json
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { CARD_SCHEMA } from '../../registry/suppliedCard.js';

/** A card to be completed, and the fields that are missing. */
export interface CardDraft {
  readonly card: Readonly<Record<string, unknown>>;
  readonly open: readonly string[];
  /** What stood in the way of more, in sentences. */
  readonly notes: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** What is common to both: fields found, or null. */
export interface Found {
  readonly task: 'denoise' | 'generate';
  readonly version: unknown;
  readonly title: unknown;
  readonly execution: Json;
  readonly modality: string | null;
  readonly summary: unknown;
  readonly intendedUse: unknown;
  readonly limits: readonly unknown[];
  readonly license: unknown;
  readonly adversarial: boolean | null;
  readonly training?: unknown;
  readonly authors?: unknown;
  readonly references?: unknown;
  readonly notes: readonly string[];
}

export function draftOf(found: Found): CardDraft {
  const { task, execution, modality, notes } = found;
  const optional = Object.fromEntries(
    Object.entries({
      training: words(found.training),
      authors: list(found.authors),
      references: list(found.references),
    }).filter(([, value]) => value !== null),
  );
  const card = {
    schema: CARD_SCHEMA,
    version: versionOf(found.version),
    task,
    title: words(found.title, 120),
    execution: { sha256: null, ...execution },
    selection: {
      modality: modality === null ? null : [modality],
      unit: modality === null ? null : modality === 'CT' ? 'HU' : 'arbitrary',
    },
    description: {
      summary: words(found.summary),
      intendedUse: words(found.intendedUse),
      limits: found.limits.some((one) => words(one)) ? found.limits.map((one) => words(one)) : null,
      adversarial: found.adversarial,
      license: words(found.license),
      ...optional,
    },
  };
  return { card, open: openFields(card), notes };
}

/** Paths of all that is null. */
function openFields(value: unknown, path = ''): string[] {
  if (value === null) return [path];
  if (typeof value !== 'object') return [];
  return Object.entries(value as Json).flatMap(([key, one]) =>
    openFields(one, path ? `${path}.${key}` : key),
  );
}

/** Text without control characters, cut to a length; null where there is none. */
export function words(value: unknown, most = 2000): string | null {
  if (typeof value !== 'string') return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
  const plain = value.replace(/[\u0000-\u001f\u007f\\]+/g, ' ').trim();
  return plain === '' ? null : plain.slice(0, most);
}

function list(value: unknown): string[] | null {
  const entries = (Array.isArray(value) ? value : typeof value === 'string' ? value.split(/\s*[;,]\s*/) : [])
    .map((one) => words(one, 200))
    .filter((one): one is string => one !== null);
  return entries.length > 0 ? entries.slice(0, 50) : null;
}

function versionOf(value: unknown): string | null {
  return typeof value === 'string' && /^\d{1,4}(\.\d{1,4}){0,2}$/.test(value) ? value : null;
}

/** Numbers of a JSON list of two. */
export function pairOf(value: unknown): [number, number] | null {
  if (!Array.isArray(value) || value.length !== 2 || !value.every(Number.isFinite)) return null;
  return value[0] < value[1] ? [value[0], value[1]] : null;
}

/** An object out of JSON text. */
export function jsonObject(text: string, what: string): Json {
  try {
    const value = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch (cause) {
    throw unreadable(what, cause);
  }
  throw unreadable(what);
}

export function unreadable(what: string, cause?: unknown): ArgumentError {
  return new ArgumentError(`This is no ${what}.`, {
    attribute: what,
    remedy: 'Give the file as its project publishes it.',
    cause,
  });
}
