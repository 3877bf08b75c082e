import assert from 'node:assert/strict';
import { test } from 'node:test';
import packageJson from '../../package.json';
import { isVeritomeError } from '../../src/errors.js';
import { labelOf } from '../../src/provenance/label.js';
import { MarkedFrame } from '../../src/provenance/markedFrame.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { RawNoise, RawOutput } from '../../src/provenance/rawOutput.js';
import { type Claim, parseRecord, VERSION } from '../../src/provenance/record.js';
import { adopt, seal } from '../../src/provenance/seal.js';
import { acquired } from '../frames.js';

const claim: Claim = {
  class: 'denoised',
  model: { id: 'ct-denoise', version: '1.0.0', weightsSha256: 'ab' },
  options: { strength: 0.5 },
  execution: { provider: 'wasm', device: '1 thread', reason: 'test', runtime: 'test' },
  createdAt: '2026-01-01T00:00:00.000Z',
};
const instance = { ...acquired(new Int16Array(4), 2, 2).instance, sopInstanceUID: '2.25.99' };

test('seal rounds to the stored grid, clamps, and keeps untouched values and padding to the bit', async () => {
  const source = acquired(Uint16Array.of(0, 1024, 1100, 4000), 2, 2, {
    format: { bitsAllocated: 16, bitsStored: 12, signed: false },
    rescale: { slope: 1, intercept: -1024, type: 'HU' },
    padding: [0, 0],
  });
  const raw = new RawOutput(Float32Array.of(-1024, 0.4, -1024.2, 99999));
  const frame = await seal({ raw, source, instance, claim });
  // 0: untouched padding; 1024: rounded; 1100: would land on the padding code, so it stays; 4000: clamped.
  assert.deepEqual([...pixelsOf(frame)], [0, 1024, 1100, 4095]);
  assert.equal(frame.instance.sopInstanceUID, '2.25.99');
  assert.equal(frame.origin.sources[0].sopInstanceUID, '2.25.1');
});

test('a fractional rescale keeps untouched stored values', async () => {
  const stored = Uint16Array.from({ length: 4096 }, (_, i) => i * 16);
  // Too narrow for the pixel mark.
  const source = acquired(stored, 16, 256, {
    format: { bitsAllocated: 16, bitsStored: 16, signed: false },
    rescale: { slope: 0.0371, intercept: -7.3, type: 'US' },
  });
  const values = Float32Array.from(stored, (v) => v * 0.0371 - 7.3);
  assert.deepEqual(pixelsOf(await seal({ raw: new RawOutput(values), source, instance, claim })), stored);
});

test('noise is taken away as the claim says, ends blended', async () => {
  const source = acquired(Int16Array.of(100, 100, 100, 100), 2, 2);
  const raw = () => new RawNoise([Float32Array.of(10, 0, -20, 40), Float32Array.of(20, 0, -20, 0)]);
  const at = async (options: Claim['options']) => [
    ...pixelsOf(await seal({ raw: raw(), source, instance, claim: { ...claim, options } })),
  ];
  assert.deepEqual(await at({ strength: 1 }), [90, 100, 120, 60]);
  assert.deepEqual(await at({ strength: 1, texture: 1 }), [80, 100, 120, 100]);
  assert.deepEqual(await at({ strength: 0.5, texture: 0.5 }), [93, 100, 110, 90]);
  await assert.rejects(at({}), (error) => isVeritomeError(error, 'InferenceError'));
});

test('a magnitude does not fall below zero, in no format; a value of another kind may', async () => {
  const raw = () => new RawNoise([Float32Array.of(30, 30, 30, 0)]);
  for (const [modality, wanted] of [
    ['MR', [0, 70, -35, 0]],
    ['CT', [-20, 70, -35, 0]],
  ] as const) {
    const signed = acquired(Int16Array.of(10, 100, -5, 0), 2, 2, { modality });
    const claimed = { ...claim, options: { strength: 1 } };
    assert.deepEqual(
      [...pixelsOf(await seal({ raw: raw(), source: signed, instance, claim: claimed }))],
      wanted,
    );
  }
  const source = acquired(Uint16Array.of(10, 100, 0, 7), 2, 2, {
    modality: 'MR',
    format: { bitsAllocated: 16, bitsStored: 12, signed: false },
    padding: [7, 7],
  });
  const frame = await seal({ raw: raw(), source, instance, claim: { ...claim, options: { strength: 1 } } });
  assert.deepEqual([...pixelsOf(frame)], [0, 70, 0, 7]);
});

test('output that is not finite or of the wrong size is never sealed', async () => {
  const source = acquired(new Int16Array(4), 2, 2);
  for (const values of [
    Float32Array.of(1, Number.NaN, 0, 0),
    Float32Array.of(Number.POSITIVE_INFINITY, 0, 0, 0),
    new Float32Array(3),
  ]) {
    await assert.rejects(seal({ raw: new RawOutput(values), source, instance, claim }), (error) =>
      isVeritomeError(error, 'InferenceError'),
    );
  }
});

test('no property, key or clone of raw output or of a marked frame gives its pixels', async () => {
  const raw = new RawOutput(Float32Array.of(1, 2, 3, 4));
  const frame = await seal({ raw, source: acquired(new Int16Array(4), 2, 2), instance, claim });
  for (const box of [raw, new RawNoise([Float32Array.of(1, 2, 3, 4)]), frame]) {
    const seen = new Set<unknown>();
    const walk = (value: unknown) => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      assert.ok(!ArrayBuffer.isView(value) && !(value instanceof ArrayBuffer), 'pixels are reachable');
      for (const key of Reflect.ownKeys(value)) walk(Reflect.get(value, key));
    };
    walk(box);
    walk(structuredClone({ ...box }));
    assert.ok(!JSON.stringify(box).includes('[1,2,3,4]'));
  }
});

test('a marked frame cannot be made without the seal', () => {
  const Forged = MarkedFrame as unknown as new (...args: unknown[]) => unknown;
  assert.throws(() => new Forged(Symbol('seal'), {}, new Int16Array(1), {}), TypeError);
});

test('the record survives JSON, and only ours is taken', async () => {
  const frame = await seal({
    raw: new RawOutput(new Float32Array(4)),
    source: acquired(new Int16Array(4), 2, 2),
    instance,
    claim,
  });
  assert.deepEqual(parseRecord(JSON.stringify(frame.origin.record)), frame.origin.record);
  for (const json of ['', '{}', 'null', '[1]', '{"schema":"veritome-record/1"}'])
    assert.equal(parseRecord(json), undefined);
});

test('the badge says what made the slice', async () => {
  const source = acquired(new Int16Array(4), 2, 2);
  const frame = await seal({ raw: new RawOutput(new Float32Array(4)), source, instance, claim });
  assert.equal(labelOf(frame), 'GENERATED · DENOISED · ct-denoise 1.0.0 · strength 0.50');
  assert.match(labelOf(adopt(source, { class: 'unknown', record: undefined })), /SYNTHETIC DATA/);
});

test('the record carries the version of the package', () => {
  assert.equal(VERSION, packageJson.version);
});
