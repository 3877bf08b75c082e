import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArgumentError, AttributeError, MixedSeriesError } from '../../src/errors.js';
import { adopt } from '../../src/provenance/seal.js';
import { prepareImages } from '../../src/training/data.js';
import { prepareSlices } from '../../src/training/denoiserData.js';
import { onField } from '../../src/training/field.js';
import { heldOutIndices } from '../../src/training/heldOut.js';
import { Thinned } from '../../src/training/thinned.js';
import { acquired, seriesOf } from '../frames.js';
import { discs } from './discs.js';

const OPTIONS = { side: 32, heldOut: 0.2, seed: 1 } as const;

test('a CT: square field, HU range in steps of 50, held-out slices apart', async () => {
  const found = await prepareImages([discs(20)], OPTIONS);
  assert.deepEqual([found.train.count, found.heldOut.count], [16, 4]);
  assert.equal(found.fieldMm, 64 * 6);
  assert.equal(found.unit, 'HU');
  assert.deepEqual(found.range, [-1024, 100]);
  const all = [...found.train.values, ...found.heldOut.values];
  assert.ok(all.every((value) => value >= -1 && value <= 1));
  assert.equal(new Set([...found.train.positions, ...found.heldOut.positions]).size, 20);
  // The middle of the body: 40 HU.
  const middle = found.train.values[16 * 32 + 16];
  assert.ok(Math.abs(middle - ((40 + 1024) / 1124) * 2 + 1) < 0.06, String(middle));
});

test('an MR: from 0 to its 99.9th percentile', async () => {
  const stored = Uint16Array.from({ length: 64 * 64 }, (_, i) => i % 1000);
  const plane = discs(1).frames[0].plane;
  const frames = [0, 1, 2, 3].map(() => acquired(stored, 64, 64, { modality: 'MR', plane }));
  const { range, unit } = await prepareImages([seriesOf(frames)], OPTIONS);
  assert.deepEqual([range, unit], [[0, 998], 'arbitrary']);
});

test('slices of several sizes show the same field at the same scale', () => {
  const small = onField(
    { values: new Float32Array(16).fill(5), rows: 4, columns: 4, pixelSpacing: [1, 1] },
    { fieldMm: 8, side: 4, outside: -1 },
  );
  assert.deepEqual([...small], [-1, -1, -1, -1, -1, 5, 5, -1, -1, 5, 5, -1, -1, -1, -1, -1]);
  const wide = onField(
    { values: Float32Array.of(0, 1, 2, 3), rows: 1, columns: 4, pixelSpacing: [2, 1] },
    { fieldMm: 4, side: 2, outside: 0 },
  );
  assert.deepEqual([...wide], [0.25, 1.25, 0.25, 1.25]);
});

test('held-out slices lie in short blocks, by seed', () => {
  const held = heldOutIndices(100, 0.16, 1);
  assert.equal(new Set(held).size, 16);
  const blocks = held.filter((index) => !held.includes(index - 1)).length;
  assert.ok(blocks >= 2 && blocks <= 4, String(held));
  assert.deepEqual(held, heldOutIndices(100, 0.16, 1));
  assert.notDeepEqual(held, heldOutIndices(100, 0.16, 2));
  for (let count = 3; count < 40; count++) {
    for (const share of [0.05, 0.2, 0.5]) {
      const some = heldOutIndices(count, share, count);
      assert.ok(some.length >= 1 && some.length <= count - 2);
      assert.ok(some.every((index) => index >= 0 && index < count));
    }
  }
});

test('what must not be learnt from is refused', async () => {
  const marked = discs(5).frames.map((frame) => adopt(frame, { class: 'unknown', record: undefined }));
  const of = (frames: unknown[]) => seriesOf(frames as never);
  const cases: [unknown, new (...given: never[]) => Error][] = [
    [of(marked), ArgumentError],
    [discs(2), ArgumentError],
    [discs(5, { plane: undefined }), AttributeError],
    [discs(5, { modality: 'PT' }), ArgumentError],
    [of([...discs(3).frames, ...discs(3, { modality: 'MR' }).frames]), MixedSeriesError],
  ];
  for (const [series, kind] of cases) await assert.rejects(prepareImages([series as never], OPTIONS), kind);
  await assert.rejects(prepareSlices([of(marked)], OPTIONS), ArgumentError);
});

test('slices of a denoiser: whole, with neighbours known', async () => {
  const { train, heldOut, scale } = await prepareSlices([discs(10)], OPTIONS);
  assert.deepEqual([train.count, heldOut.count, train.rows, scale], [8, 2, 64, 1]);
  assert.equal(train.follows[0], 0);
  assert.ok(train.follows.includes(1));
  assert.equal(train.values[0], discs(10).frames[0].stored[0]);
});

test('a thinned list keeps first and last, and the same ones after a break', () => {
  const options = { most: 8, unit: 1, first: 1 };
  const whole = new Thinned<{ step: number }>(options);
  let broken = new Thinned<{ step: number }>(options);
  for (let step = 1; step <= 1000; step++) {
    whole.add({ step });
    broken.add({ step });
    if (step % 37 === 0) broken = new Thinned(options, broken.read());
    assert.ok(whole.length <= 9);
    assert.deepEqual(broken.read(), whole.read());
  }
  const steps = whole.read().map(({ step }) => step);
  assert.equal(steps[0], 1);
  assert.equal(steps.at(-1), 1000);
});
