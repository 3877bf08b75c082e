import assert from 'node:assert/strict';
import { test } from 'node:test';

test('the elements can be imported where there is no window', async () => {
  assert.equal(typeof (globalThis as { window?: unknown }).window, 'undefined');
  await import('../../src/define.js');
  const { VeritomeViewport } = await import('../../src/elements/viewport/viewport.js');
  assert.equal(typeof VeritomeViewport, 'function');
});
