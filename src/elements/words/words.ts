/**
 * Every word on the page, by language. Short, in the reader's terms, no exclamation
 * marks.
 *
 * @module
 */
import { en, type Words } from './en.js';
import { ptBR } from './ptBR.js';

export type { Words };

/** Words for a BCP 47 tag: Portuguese of any region reads `pt-BR`, everything else English. */
export function wordsFor(language: string): Words {
  return /^pt\b/i.test(language) ? ptBR : en;
}
