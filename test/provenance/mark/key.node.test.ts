import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeKey, publicKey } from '../../../src/provenance/mark/key.js';
import { pattern } from '../../../src/provenance/mark/pattern.js';
import { toSymbols } from '../../../src/provenance/mark/payload.js';
import { sha256 } from '../../../src/sha256.js';
import { PAYLOAD } from './phantom.js';

/** A mark in the world must be found for ever: whoever changes this makes a new version of the mark. */
const WAVES = '3657f98f39117d3d2f5996cfb412bdc53e9fa65aed16dae49ffac266e4cdef17';
const TILES = '633e161da235b858405c2ac71e7600d023cd8fac371ead7882f01977f5b8b799';

test('the public key and its patterns are the ones in the world', async () => {
  const { flag, payload } = publicKey();
  const numbers = [flag.u, flag.v, payload.u, payload.v].map((list) => Array.from(list));
  assert.equal(await sha256(new TextEncoder().encode(JSON.stringify(numbers))), WAVES);
  // Multiples of 2^-14: exact in every engine, whatever the last bit of its cosine.
  const tile = pattern(toSymbols(PAYLOAD), 1);
  const grains = Int32Array.from(tile, (value) => value * 2 ** 14);
  assert.ok(tile.every((value, i) => value === grains[i] / 2 ** 14));
  assert.equal(await sha256(new Uint8Array(grains.buffer)), TILES);
});

test('a pattern has no mean and unit RMS, and its largest value is near its usual one', () => {
  for (const gain of [1, 2.2]) {
    const tile = pattern(toSymbols(PAYLOAD), gain);
    const sum = tile.reduce((a, b) => a + b, 0);
    const squares = tile.reduce((a, b) => a + b * b, 0);
    assert.ok(Math.abs(sum / tile.length) < 1e-3);
    assert.ok(Math.abs(squares / tile.length - 1) < 1e-3);
    assert.ok(tile.every((value) => Math.abs(value) < 1.7));
  }
});

test('other seeds make other keys, the same seed the same', () => {
  assert.deepEqual(makeKey(5), makeKey(5));
  assert.notDeepEqual(makeKey(5).flag.cos, makeKey(6).flag.cos);
});
