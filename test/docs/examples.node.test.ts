import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildExample, ExampleError, exampleNames } from '../../.config/examples.js';
import { documentsIn } from '../../.config/snippets.js';

const names = exampleNames();

test('there is an example for each way to embed', () => {
  for (const name of ['vite', 'react', 'vue', 'angular']) assert.ok(names.includes(name), name);
});

for (const name of names) {
  test(`the example ${name} is told of, and nothing in its page needs a looser policy`, () => {
    const at = (file: string) => join('docs/examples', name, file);
    const told = documentsIn('.').some((file) => readFileSync(file, 'utf8').includes(`examples/${name}`));
    assert.ok(told || existsSync(at('README.md')), 'a README, or a document that leads here');
    if (!existsSync(at('index.html'))) return;
    const page = readFileSync(at('index.html'), 'utf8');
    assert.doesNotMatch(page, /'unsafe-|<style|style="|https?:/);
    // A page without its own policy is given one by its server.
    if (!page.includes('Content-Security-Policy')) return;
    for (const rule of [
      "default-src 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types veritome',
    ]) {
      assert.ok(page.includes(rule), rule);
    }
  });
}

/** vtk.js takes long to bundle; the proof that runs this page builds it (prove/embed/cornerstone3d.ts). */
const ELSEWHERE = ['cornerstone3d'];

test('the examples type-check and build', { concurrency: 2 }, async (t) => {
  await Promise.all(
    names.map((name) =>
      t.test(name, { skip: ELSEWHERE.includes(name) && 'its proof builds it' }, async () => {
        const { folder } = await buildExample(name);
        assert.ok(existsSync(folder));
      }),
    ),
  );
});

test('an example that does not build is named, with what the tools said', async () => {
  await assert.rejects(buildExample('nobody'), ExampleError);
});
