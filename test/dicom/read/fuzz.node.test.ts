/** A short run of the fuzzer on files of our own; `npm run fuzz` is the long one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { examine } from '../../../.config/fuzz/examine.js';
import { fuzz } from '../../../.config/fuzz.js';
import { concat, dataSet, part10, pixels, slice } from './encode.js';

const MUTANTS = 2000;
const LIMIT_MS = 2000;

test(`${MUTANTS} mutants: a picture that follows from its bytes, or an error of ours, soon`, async (t) => {
  const mutants = await fuzz({ corpus: 'none', seed: 7, from: 0, to: MUTANTS });
  const counts = new Map<string, number>();
  for (const { outcome } of mutants) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  t.diagnostic([...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', '));
  assert.deepEqual(
    mutants.filter(({ fault, ms }) => fault || ms > LIMIT_MS),
    [],
  );
  assert.equal(mutants.length, MUTANTS);
  assert.ok((counts.get('accepted') ?? 0) > MUTANTS / 20, 'most mutants are refused before they are decoded');
});

test('a mutant depends on seed and number alone', async () => {
  const some = (await fuzz({ corpus: 'none', seed: 7, from: 40, to: 60 })).map(({ outcome }) => outcome);
  const again = (await fuzz({ corpus: 'none', seed: 7, from: 0, to: 60 }))
    .slice(40)
    .map(({ outcome }) => outcome);
  assert.deepEqual(some, again);
});

test('the examination accepts a sound file and its damaged twin is refused', async () => {
  const sound = part10(dataSet(slice()));
  assert.deepEqual(await examine(sound), { outcome: 'accepted' });
  const short = part10(dataSet(slice({ 2145386512: pixels(new Uint8Array(4)) })));
  assert.deepEqual(await examine(short), { outcome: 'TruncatedError' });
  assert.deepEqual(await examine(concat(sound, Uint8Array.of(1, 2, 3))), { outcome: 'accepted' });
});
