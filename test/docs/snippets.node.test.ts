import assert from 'node:assert/strict';
import { test } from 'node:test';
import { snippetsIn, snippetsOf, UnclassedSnippet } from '../../.config/snippets.js';

const fence = (info: string, code = 'code') => `Words.\n\n\`\`\`${info}\n${code}\n\`\`\`\n`;

test('every block of the documents says how it is kept true', () => {
  const snippets = snippetsOf(process.cwd());
  assert.ok(snippets.length > 30);
  for (const file of ['README.md', 'docs/verify.md']) {
    assert.ok(
      snippets.some((one) => one.file === file && one.kind === 'browser'),
      `${file} runs something in a browser`,
    );
  }
});

test('blocks are found with their place, language, code and kind', () => {
  const [one] = snippetsIn(fence('ts run=browser', 'await open();\nclose();'), 'a.md');
  assert.deepEqual(one, {
    place: 'a.md:4',
    file: 'a.md',
    language: 'ts',
    code: 'await open();\nclose();\n',
    kind: 'browser',
    reason: '',
  });
  const kinds = (info: string) => snippetsIn(fence(info), 'a.md').map(({ kind, reason }) => [kind, reason]);
  assert.deepEqual(kinds('sh run'), [['shell', '']]);
  assert.deepEqual(kinds('python run'), [['python', '']]);
  assert.deepEqual(kinds('js run=node'), [['node', '']]);
  assert.deepEqual(kinds('html run=browser'), [['browser', '']]);
  assert.deepEqual(kinds('ts types="needs an archive"'), [['types', 'needs an archive']]);
  assert.deepEqual(kinds('json schema=docs/a.schema.json'), [['schema', 'docs/a.schema.json']]);
  assert.deepEqual(kinds('Dockerfile no-run="needs Docker"'), [['no-run', 'needs Docker']]);
  assert.deepEqual(kinds('text'), [['text', '']]);
});

test('blocks in lists are found, and keep their own indent only', () => {
  const [one] = snippetsIn('- Do this:\n  ```sh run\n  ls\n    -l\n  ```\n', 'a.md');
  assert.deepEqual([one.place, one.code], ['a.md:3', 'ls\n  -l\n']);
});

test('a block of no kind is refused with its place', () => {
  for (const info of [
    ...['', 'ts', 'sh', 'ts run', 'sh run=browser', 'python run=browser', 'ts no-run', 'ts no-run=""'],
    ...['ts types', 'json', 'ts run=browser no-run="why then"', 'text run', 'ts run="bro wser"', 'ts ="x"'],
  ]) {
    assert.throws(() => snippetsIn(fence(info), 'a.md'), UnclassedSnippet, info);
    assert.throws(() => snippetsIn(fence(info), 'a.md'), /^UnclassedSnippet: a\.md:4/, info);
  }
  assert.throws(() => snippetsIn('Words.\n\n    code\n', 'a.md'), /a\.md:3.*fence/);
});
