/**
 * The code blocks of the documents, and what is done with each so that it stays true.
 *
 * What a block is says the line that opens it, after the language:
 *
 * | | |
 * |---|---|
 * | `ts run=browser`, `html run=browser` | runs in Chromium, bundled from the installed package, in the frame of snippetFrame.ts |
 * | `ts run=node`, `js run=node` | runs in Node beside the installed package, in the same frame |
 * | `sh run`, `python run` | runs in a folder with `study/` and the installed package; blocks of a document in a row |
 * | `ts types="why it is not run"` | is only type-checked against the installed package, in the same frame |
 * | `json schema=PATH` | is held against a JSON schema of the repository |
 * | `… no-run="why"` | is only looked at |
 * | `text` | is no code: a drawing, an answer, a synopsis |
 *
 * ```ts
 * for (const { place, kind } of snippetsIn(readFileSync('README.md', 'utf8'), 'README.md')) show(place, kind);
 * ```
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';

/** What is done with a block. */
export type Kind = 'browser' | 'node' | 'shell' | 'python' | 'types' | 'schema' | 'no-run' | 'text';

export interface Snippet {
  /** File and line of the first line of code: `README.md:24`. */
  readonly place: string;
  readonly file: string;
  readonly language: string;
  readonly code: string;
  readonly kind: Kind;
  /** Why it is not run; the path of the schema for JSON; empty otherwise. */
  readonly reason: string;
}

/** A block that does not say what it is. */
export class UnclassedSnippet extends Error {
  constructor(place: string, what: string) {
    super(`${place}: ${what}`);
    this.name = 'UnclassedSnippet';
  }
}

const SCRIPTS = new Set(['ts', 'js', 'tsx', 'mjs']);

/** Fewer letters than a reason can be written in. */
const SHORTEST_REASON = 8;

/**
 * The blocks of one document, in order.
 *
 * @throws UnclassedSnippet for the first block that is of no kind.
 */
export function snippetsIn(markdown: string, file: string): Snippet[] {
  return new MarkdownIt({ html: true })
    .parse(markdown, {})
    .filter(({ type }) => type === 'fence' || type === 'code_block')
    .map(({ type, info, content, map }) => {
      const place = `${file}:${(map?.[0] ?? 0) + (type === 'fence' ? 2 : 1)}`;
      if (type === 'code_block') throw new UnclassedSnippet(place, 'put the indented lines into a fence');
      const [language, attributes] = attributesOf(info, place);
      const [kind, reason] = kindOf(language, attributes, place);
      return { place, file, language, code: content, kind, reason };
    });
}

/** Documents below a root whose blocks are kept true, by their path. */
export function documentsIn(root: string): string[] {
  const below = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll('\\', '/')}`)
      .filter((name) => name.endsWith('.md') && !name.includes('/node_modules/'));
  const above = readdirSync(root).filter((name) => name.endsWith('.md'));
  return [...above, ...below('docs'), ...below('models')].sort();
}

/** All blocks of all documents. */
export function snippetsOf(root: string): Snippet[] {
  return documentsIn(root).flatMap((file) => snippetsIn(readFileSync(join(root, file), 'utf8'), file));
}

/** `sh run a="b c"` → `sh`, `{ run: '', a: 'b c' }`. */
function attributesOf(info: string, place: string): [string, Map<string, string>] {
  const [language = '', ...rest] = info.trim().match(/[\w-]+(?:="[^"]*"|=\S+)?|\S+/g) ?? [];
  const attributes = new Map<string, string>();
  for (const one of rest) {
    const [, name, quoted, bare] = /^([\w-]+)(?:="([^"]*)"|=([^"\s]+))?$/.exec(one) ?? [];
    if (!name) throw new UnclassedSnippet(place, `cannot read “${one}”`);
    attributes.set(name, quoted ?? bare ?? '');
  }
  return [language, attributes];
}

function kindOf(language: string, attributes: ReadonlyMap<string, string>, place: string): [Kind, string] {
  if (language === 'text' && attributes.size === 0) return ['text', ''];
  const [[name, value] = ['', ''], ...more] = [...attributes];
  if (more.length > 0) throw new UnclassedSnippet(place, `takes one of ${name} and ${more[0][0]}`);
  if (name === 'no-run' && value.length >= SHORTEST_REASON) return ['no-run', value];
  if (name === 'types' && language === 'ts' && value.length >= SHORTEST_REASON) return ['types', value];
  if (name === 'schema' && language === 'json' && value) return ['schema', value];
  if (name === 'run') {
    if (value === 'browser' && (SCRIPTS.has(language) || language === 'html')) return ['browser', ''];
    if (value === 'node' && SCRIPTS.has(language)) return ['node', ''];
    if (value === '' && language === 'sh') return ['shell', ''];
    if (value === '' && language === 'python') return ['python', ''];
  }
  throw new UnclassedSnippet(
    place,
    `say after “${language}” how the block is kept true: run, types="why", schema=PATH, no-run="why", or text for what is no code`,
  );
}
