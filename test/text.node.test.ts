/** Text of a file reaches the page as text only: nothing in the sources turns strings into markup or code. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { test } from 'node:test';

const FOLDERS = ['src', 'docs/demo', 'docs/guide'];
/** What makes markup, code or a script of a string. */
const FORBIDDEN = [
  /\.(inner|outer)HTML\s*=/,
  /insertAdjacentHTML/,
  /document\.write/,
  // PyTorch's `model.eval()` is advice, not a call.
  /(?<!model\.)\beval\s*\(/,
  /new Function\s*\(/,
  /unsafe(HTML|SVG|Static|CSS)/,
  /createContextualFragment/,
  /setHTMLUnsafe|parseHTMLUnsafe/,
  /\.srcdoc\b/,
  /set(Timeout|Interval)\(\s*['"`]/,
  /['"`]javascript:/i,
];
/** A tag is no text of anybody: its pattern was held before it was registered. */
const ALLOWED = ['src/elements/tags.ts: /unsafe(HTML|SVG|Static|CSS)/'];
/** Workers start from scripts of the configured assets alone. */
const WORKER = /new (Shared)?Worker\((?!trustedScriptURL\()/;

test('no source turns text into markup, code or a foreign script', () => {
  const found: string[] = [];
  let files = 0;
  for (const folder of FOLDERS) {
    for (const name of readdirSync(join(process.cwd(), folder), { recursive: true }) as string[]) {
      if (!/\.(ts|html)$/.test(name)) continue;
      files += 1;
      const text = readFileSync(join(process.cwd(), folder, name), 'utf8');
      for (const pattern of [...FORBIDDEN, WORKER]) {
        if (pattern.test(text)) found.push(`${folder}/${name}: ${pattern}`);
      }
    }
  }
  assert.ok(files > 400, `${files} files`);
  assert.deepEqual(found, ALLOWED);
});
