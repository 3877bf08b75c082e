/**
 * Any error as a reader meets it, in the reader's language: what happened, where, and what to
 * do; the library's own English behind a disclosure where the language says it less exactly.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import { isVeritomeError, type VeritomeError } from '../errors.js';
import type { Words } from './words/words.js';

export interface Fault {
  readonly what: string;
  /** File and attribute, as far as known. */
  readonly where: string;
  readonly remedy: string;
  /** English, for whoever is asked for help; empty where there is no more to say. */
  readonly details: string;
}

/** A fault that is told when it is shown: the language may have changed since it happened. */
export type Tells = (words: Words) => Fault | undefined;

/** Errors of elements: their sentences come from the tables already. */
const inWords = new WeakSet<VeritomeError>();

/** Marks an error as one whose sentences are in the reader's language. */
export function saidInWords<E extends VeritomeError>(error: E): E {
  inWords.add(error);
  return error;
}

/** Turns whatever was thrown into a fault; undefined when the reader cancelled. */
export function faultOf(error: unknown, words: Words): Fault | undefined {
  if (isAbort(error)) return undefined;
  if (isVeritomeError(error)) {
    const { message: what, remedy } = error;
    const told = inWords.has(error) ? { what, remedy, details: '' } : words.faultSays(error);
    return { ...told, where: [error.file, placeOf(error.attribute, words)].filter(Boolean).join(' · ') };
  }
  const details = error instanceof Error ? error.message : String(error);
  return { what: words.unexpected, where: '', remedy: words.unexpectedRemedy, details };
}

/** Attributes of a file by their keyword and tag, settings by the name they have in the form; arguments tell a reader nothing. */
function placeOf(attribute: string | undefined, words: Words): string {
  if (!attribute || /\([0-9A-Fx]{4},[0-9A-Fx]{4}\)/i.test(attribute)) return attribute ?? '';
  return words.trainFields[attribute] ?? '';
}

/** A study was opened and holds nothing to look at. */
export const nothingUsable: Tells = ({ nothingUsable: what, nothingUsableRemedy: remedy }) => ({
  what,
  where: '',
  remedy,
  details: '',
});

/** The English of a fault, closed at first. */
export function renderDetails(
  { details }: Pick<Fault, 'details'>,
  words: Words,
): TemplateResult | typeof nothing {
  if (!details) return nothing;
  return html`<details class="details">
    <summary>${words.faultDetails}</summary>
    <p lang="en">${details}</p>
  </details>`;
}

/** True for the rejection of a call whose signal was aborted without a reason of its own. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
