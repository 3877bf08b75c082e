/**
 * Every word on the page, by language. Short, in the reader's terms, no exclamation
 * marks. A page may bring a language of its own; every element shows it at once:
 *
 * ```ts
 * import { addLanguage, en } from 'veritome/words';
 *
 * addLanguage('fr', { ...en, run: 'Débruiter', cancel: 'Annuler' });
 * document.documentElement.lang = 'fr';
 * ```
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { en, type Words } from './en.js';
import { lookupTag } from './lookup.js';
import { ptBR } from './ptBR.js';

export type { Words };
export { en, ptBR };

/** A sentence that is said when it is shown: the language may have changed by then. */
export type Says = (words: Words) => string;

/** Nothing to say. */
export const SILENT: Says = () => '';

/** A table of words and the language that they are in. */
export interface Language {
  /** BCP 47, as the table was added: `pt-BR`. */
  readonly tag: string;
  readonly words: Words;
}

const ENGLISH: Language = { tag: 'en', words: en };
/** By tag in small letters, in the order of coming. */
const tables = new Map<string, Language>([
  ['en', ENGLISH],
  ['pt-br', { tag: 'pt-BR', words: ptBR }],
]);
const page = new EventTarget();
const ADDED = 'added';

/**
 * Adds a language to every element of the page, or replaces one. The table needs every word
 * of {@link en}; spread that one for words that stay English.
 *
 * @throws ArgumentError where `tag` is no BCP 47 tag, or a word is missing: JavaScript is not held to the type.
 */
export function addLanguage(tag: string, words: Words): void {
  const [canonical] = canonicalTag(tag);
  if (canonical === undefined) {
    throw new ArgumentError('The language is no BCP 47 tag.', {
      attribute: 'tag',
      remedy: 'Give a tag such as fr or de-CH.',
    });
  }
  const missing = (Object.keys(en) as (keyof Words)[]).filter(
    (name) => typeof words?.[name] !== typeof en[name],
  );
  if (missing.length > 0) {
    throw new ArgumentError(`The table lacks words: ${missing.slice(0, 5).join(', ')}.`, {
      attribute: 'words',
      remedy: 'Give every word of en; spread en for those that stay English.',
    });
  }
  tables.set(canonical.toLowerCase(), { tag: canonical, words });
  page.dispatchEvent(new Event(ADDED));
}

/**
 * The table for a wish, by lookup (RFC 4647 §3.4): the tag itself, the tag with ever less
 * behind it, any region of the same language (`pt-PT` reads `pt-BR`), English.
 */
export function languageOf(wish: string): Language {
  const tag = lookupTag([...tables.keys()], wish);
  return (tag === undefined ? undefined : tables.get(tag)) ?? ENGLISH;
}

/**
 * What the words of a wish are spoken in: the wish where the table is of all its regions
 * (`en-GB` by the table `en`), else the language of the table.
 */
export function spokenTag(wish: string): string {
  const { tag } = languageOf(wish);
  const [asked = tag] = canonicalTag(wish);
  return asked.toLowerCase().startsWith(`${tag.toLowerCase()}-`) ? asked : tag;
}

/** Words for a BCP 47 tag: of any region of a language that is there, else English. */
export function wordsFor(wish: string): Words {
  return languageOf(wish).words;
}

/** Tags of all tables, for a list to choose from. */
export function languages(): readonly string[] {
  return [...tables.values()].map(({ tag }) => tag);
}

/** Calls `tell` for each language that is added, until the signal ends it. @internal */
export function onLanguageAdded(tell: () => void, signal: AbortSignal): void {
  page.addEventListener(ADDED, tell, { signal });
}

/** Empty where it is no tag. */
function canonicalTag(tag: string): string[] {
  try {
    return Intl.getCanonicalLocales(tag || []);
  } catch {
    return [];
  }
}
