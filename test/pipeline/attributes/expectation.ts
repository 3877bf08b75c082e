/** What an attribute of a written file must be, in words for the reader and as a check. */
import assert from 'node:assert/strict';
import type { View } from './written.js';

export interface Expectation {
  /** For the table in `docs/dicom-attributes.md`. */
  readonly words: string;
  /** Throws unless the value found holds; `source` is that of the source. */
  check(found: string | undefined, source: string | undefined): void;
}

/** This very value. */
export const is = (value: string, words = `\`${value}\``): Expectation => ({
  words,
  check: (found) => assert.equal(found, value),
});

/** As the source has it, to the character. */
export const same: Expectation = {
  words: 'as the source',
  check(found, source) {
    assert.notEqual(source, undefined, 'the source has none: nothing is tested');
    assert.equal(found, source);
  },
};

/** As the source has it; none where it has none. */
export const inherited: Expectation = {
  words: 'as the source',
  check: (found, source) => assert.equal(found, source),
};

/** A UID (PS3.5 §9.1) that the source does not have. */
export const fresh: Expectation = {
  words: 'new',
  check(found, source) {
    assert.match(found ?? '', /^(0|1|2)(\.(0|[1-9]\d*))+$/);
    assert.notEqual(found, source);
  },
};

export const absent: Expectation = {
  words: '—',
  check: (found) => assert.equal(found, undefined),
};

/** Type 2: there, without a value. */
export const empty: Expectation = {
  words: 'empty',
  check: (found) => assert.match(found ?? 'absent', /^(None)?$/),
};

/** Not the source's, and like this. */
export const like = (pattern: RegExp, words: string): Expectation => ({
  words,
  check(found, source) {
    assert.match(found ?? '', pattern);
    if (source !== undefined) assert.notEqual(found, source);
  },
});

/** An attribute: where it stands, which section asks for it, and what it is in each kind of file. */
export interface Row<Kind extends string> {
  /** Path as in {@link View}. */
  readonly path: string;
  readonly tag: string;
  /** Of PS3.3, unless it says otherwise. */
  readonly section: string;
  readonly in: Readonly<Record<Kind, Expectation>>;
}

/** The value of a row in a file. */
export function valueAt(view: View, { path, tag }: Pick<Row<string>, 'path' | 'tag'>): string | undefined {
  return view[path] ?? view[path.replace(/[^.]*$/, tag)];
}

/** Rows as a Markdown table. */
export function tableOf<Kind extends string>(rows: readonly Row<Kind>[], kinds: readonly Kind[]): string {
  const shown = (path: string) => path.replace(/\[(\d+)\]/g, ' $1').replaceAll('.', ' › ');
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(['attribute', 'tag', ...kinds, 'section']),
    line(['---', '---', ...kinds.map(() => '---'), '---']),
    ...rows.map((row) =>
      line([shown(row.path), row.tag, ...kinds.map((kind) => row.in[kind].words), row.section]),
    ),
  ].join('\n');
}
