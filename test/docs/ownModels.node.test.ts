/** docs/own-models.md says what the code does: lines of Python that the proof runs, operators, names of fields. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { OPERATORS } from '../../src/onnx/operators.js';

const page = readFileSync('docs/own-models.md', 'utf8');

test('every block of Python stands in the script that is run', () => {
  const flat = (text: string) => text.replace(/^[ ]+/gm, '').trim();
  const script = flat(readFileSync('.config/prove/embed/export_models.py', 'utf8'));
  const blocks = [...page.matchAll(/```python[^\n]*\n([\s\S]*?)```/g)].map(([, block]) => flat(block));
  assert.equal(blocks.length, 5);
  for (const block of blocks) assert.ok(script.includes(block), block);
});

test('the operators are those of the table', () => {
  const listed = /<!-- operators -->([^\n]*)/.exec(page)?.[1].trim().replace(/\.$/, '').split(', ');
  assert.deepEqual(listed?.sort(), [...OPERATORS].sort());
});
