/**
 * Any error as a reader meets it: what happened, where, and what to do.
 *
 * @module
 */
import { isVeritomeError } from '../errors.js';
import type { Words } from './words/words.js';

export interface Fault {
  readonly what: string;
  /** File and attribute, as far as known. */
  readonly where: string;
  readonly remedy: string;
}

/** Turns whatever was thrown into a fault; undefined when the reader cancelled. */
export function faultOf(error: unknown, words: Words): Fault | undefined {
  if (isAbort(error)) return undefined;
  if (isVeritomeError(error)) {
    return {
      what: error.message,
      where: [error.file, error.attribute].filter(Boolean).join(' · '),
      remedy: error.remedy,
    };
  }
  const said = error instanceof Error ? error.message : String(error);
  return { what: words.unexpected(said), where: '', remedy: words.unexpectedRemedy };
}

/** True for the rejection of a call whose signal was aborted without a reason of its own. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
