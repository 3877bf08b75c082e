import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArgumentError } from '../../src/errors.js';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../src/training/checkpoint.js';
import { completeOptions } from '../../src/training/defaults.js';

const CHECKPOINT: Checkpoint = {
  id: 'a run',
  options: completeOptions({ side: 32 }),
  step: 7,
  seconds: 1.25,
  history: {
    steps: [
      {
        step: 7,
        seconds: 1.25,
        generatorLoss: 0.5,
        discriminatorLoss: Number.NaN,
        real: 1,
        fake: -Infinity,
        told: 0.5,
      },
    ],
    measurements: [],
    breakdown: { step: 8, kind: 'not-finite' },
  },
  images: 'abc',
  state: {
    'b/kernel': { shape: [2, 2], values: Float32Array.of(1, -2.5, Number.NaN, 3e-40) },
    'a/bias': { shape: [1], values: Float32Array.of(Infinity) },
    'c/none': { shape: [0], values: new Float32Array(0) },
  },
};

test('a checkpoint comes back as it was, also from the middle of a buffer', async () => {
  const bytes = await writeCheckpoint(CHECKPOINT);
  assert.deepEqual(await readCheckpoint(bytes), CHECKPOINT);
  const larger = new Uint8Array(bytes.length + 8);
  larger.set(bytes, 3);
  assert.deepEqual(await readCheckpoint(larger.subarray(3, 3 + bytes.length)), CHECKPOINT);
});

test('whatever is damaged, cut or foreign is refused by name', async () => {
  const bytes = await writeCheckpoint(CHECKPOINT);
  const variants = [new Uint8Array(0), new Uint8Array(500), bytes.subarray(0, bytes.length - 1)];
  for (let at = 0; at < bytes.length; at += 13) {
    const changed = bytes.slice();
    changed[at] ^= 0x20;
    variants.push(changed);
  }
  for (const variant of variants) {
    await assert.rejects(readCheckpoint(variant), (error) => {
      assert.ok(error instanceof ArgumentError);
      assert.equal(error.attribute, 'checkpoint');
      return true;
    });
  }
});

test('one that is whole but holds what no run has is refused too', async () => {
  const broken = [
    { ...CHECKPOINT, step: -1 },
    { ...CHECKPOINT, options: { ...CHECKPOINT.options, side: 33 } },
    { ...CHECKPOINT, options: undefined },
    { ...CHECKPOINT, history: undefined },
    { ...CHECKPOINT, state: { a: { shape: [1e9], values: Float32Array.of(1) } } },
    { ...CHECKPOINT, state: { a: { shape: [-1], values: Float32Array.of(1) } } },
  ];
  for (const one of broken) {
    const bytes = await writeCheckpoint(one as unknown as Checkpoint);
    await assert.rejects(readCheckpoint(bytes), ArgumentError, JSON.stringify(one).slice(0, 60));
  }
});
