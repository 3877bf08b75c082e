import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../../src/image/random.js';
import { decode, encode } from '../../../src/provenance/mark/convolution.js';
import {
  fromSymbols,
  payloadOf,
  payloadText,
  SYMBOLS,
  toSymbols,
} from '../../../src/provenance/mark/payload.js';
import { PAYLOAD } from './phantom.js';

test('a single one shows the generators 557, 663 and 711 (octal) of the code', () => {
  const symbols = encode(Uint8Array.of(1));
  const stream = (g: number) => Array.from({ length: 9 }, (_, i) => (symbols[3 * i + g] < 0 ? 1 : 0));
  const taps = (octal: number) => Array.from({ length: 9 }, (_, i) => (octal >> i) & 1);
  assert.deepEqual([0, 1, 2].map(stream), [0o557, 0o663, 0o711].map(taps));
});

test('the free distance is 18: no other message is nearer, and 8 errors anywhere are put right', () => {
  const random = createRandom(3);
  const bits = Uint8Array.from({ length: 80 }, () => random.uint32() & 1);
  const clean = encode(bits);
  let nearest = Number.POSITIVE_INFINITY;
  for (let other = 1; other < 4096; other++) {
    const changed = bits.slice();
    for (let i = 0; i < 12; i++) changed[20 + i] ^= (other >> i) & 1;
    const symbols = encode(changed);
    nearest = Math.min(nearest, symbols.filter((value, i) => value !== clean[i]).length);
  }
  assert.equal(nearest, 18);
  for (let trial = 0; trial < 10; trial++) {
    const soft = Float64Array.from(clean);
    const hit = new Set<number>();
    while (hit.size < 8) hit.add(random.uint32() % soft.length);
    for (const i of hit) soft[i] = -soft[i];
    assert.deepEqual(decode(soft, 80), bits);
  }
});

test('every field comes back, through erased symbols and noise too', async () => {
  const random = createRandom(4);
  const full = { version: 15, class: 'unknown', issuer: 0x3fff, model: 0xfff, tag: 0xffffffff } as const;
  const own = await payloadOf('synthetic', 'ct-slices', '1.2.3', 9);
  assert.deepEqual(
    { ...own, model: 0, tag: 0 },
    { version: 1, class: 'synthetic', issuer: 9, model: 0, tag: 0 },
  );
  for (const payload of [PAYLOAD, full, own]) {
    const symbols = toSymbols(payload);
    assert.equal(symbols.length, SYMBOLS);
    const heard = Float64Array.from(symbols, (value, i) => (i % 4 ? value + 0.8 * random.normal() : 0));
    assert.deepEqual(fromSymbols(heard), payload);
  }
  assert.equal(payloadText(PAYLOAD), '1'.concat(payloadText(PAYLOAD).slice(1)));
  assert.match(payloadText(PAYLOAD), /^1[0-9a-f]{7}deadbeef$/);
});

test('noise alone is no payload', () => {
  const random = createRandom(5);
  for (let i = 0; i < 50; i++) {
    assert.equal(fromSymbols(Float64Array.from({ length: SYMBOLS }, () => random.normal())), null);
  }
});
