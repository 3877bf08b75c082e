import assert from 'node:assert/strict';
import { join } from 'node:path';
import { afterEach, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import type { AcquiredFrame, Plane } from '../../src/image/frame.js';
import { percentile } from '../../src/image/percentile.js';
import { createRandom } from '../../src/image/random.js';
import { type BlendOptions, denoise, openDenoising } from '../../src/pipeline/denoise.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { guardMap } from '../../src/pipeline/guard.js';
import { type Manifest, manifestOf, mergeManifests } from '../../src/pipeline/manifest.js';
import { defaultModel } from '../../src/pipeline/models.js';
import { neighboursOf } from '../../src/pipeline/neighbours.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { assetPaths, configureAssets } from '../../src/registry/assets.js';
import { type ModelCard, parseCard } from '../../src/registry/card.js';
import { acquired, seriesOf } from '../frames.js';
import { sampleFiles } from '../sample.js';

/** The made-up models of `test/inference/fixtures/make.py`. */
function useModels(folder: 'two-ends' | 'scaled'): void {
  configureAssets({ models: `${pathToFileURL(join('test/inference/fixtures', folder)).href}/` });
}

let shipped: string;
before(() => {
  useLocalAssets();
  shipped = assetPaths().models;
});
afterEach(() => configureAssets({ models: shipped }));

const ORIENTATION: Plane['orientation'] = [1, 0, 0, 0, 1, 0];

function planeAt(z: number, orientation = ORIENTATION): Plane {
  return { pixelSpacing: [1, 1], orientation, position: [0, 0, z], sliceThickness: 3 };
}

/** Soft tissue with noise; every slice of its own mean, so that a mixed-up neighbour shows. */
function slice(index: number, rows = 24, columns = 20, change: Partial<AcquiredFrame> = {}): AcquiredFrame {
  const random = createRandom(7).fork(index);
  const stored = Int16Array.from({ length: rows * columns }, () =>
    Math.round(30 + 40 * index + 25 * random.normal()),
  );
  return acquired(stored, rows, columns, { plane: planeAt(3 * index), ...change });
}

function stack(count: number, rows?: number, columns?: number) {
  return seriesOf(
    Array.from({ length: count }, (_, i) => slice(i, rows, columns)),
    { sliceSpacing: 3 },
  );
}

/** What the fixture's network answers, by its formula: zero beyond the border. */
function expected(
  before: AcquiredFrame,
  at: AcquiredFrame,
  after: AcquiredFrame,
  blend: Required<BlendOptions>,
) {
  const { rows, columns } = at;
  return Array.from(at.stored, (value, i) => {
    const fidelity = 0.5 * value - 0.25 * (before.stored[i] + after.stored[i]);
    let sum = 0;
    for (let r = -1; r <= 1; r++) {
      for (let c = -1; c <= 1; c++) {
        const [y, x] = [Math.floor(i / columns) + r, (i % columns) + c];
        if (y < 0 || x < 0) continue;
        // Rows and columns are mirrored up to a multiple of 8 before the network pads with zeros.
        const [up, across] = [mirror(y, rows), mirror(x, columns)];
        if (up !== undefined && across !== undefined) sum += at.stored[up * columns + across];
      }
    }
    const texture = 0.25 * value - sum / 36;
    return value - blend.strength * ((1 - blend.texture) * fidelity + blend.texture * texture);
  });
}

function mirror(at: number, length: number): number | undefined {
  if (at < length) return at;
  return at < Math.ceil(length / 8) * 8 ? 2 * (length - 1) - at : undefined;
}

function assertNear(is: ArrayLike<number>, wanted: readonly number[], within: number, what: string): void {
  for (const [i, value] of wanted.entries()) {
    assert.ok(Math.abs(is[i] - value) <= within, `${what}: pixel ${i} is ${is[i]}, not ${value}`);
  }
}

test('three slices in, two ends out: the blend is the formula, with neighbours where they are', async () => {
  useModels('two-ends');
  const series = stack(3);
  const [a, b, c] = series.frames;
  for (const blend of [
    { strength: 1, texture: 0 },
    { strength: 1, texture: 1 },
    { strength: 0.7, texture: 0.4 },
  ]) {
    const { frames } = await denoise(series, blend);
    assertNear(pixelsOf(frames[0]), expected(a, a, b, blend), 0.501, 'first');
    assertNear(pixelsOf(frames[1]), expected(a, b, c, blend), 0.501, 'middle');
    assertNear(pixelsOf(frames[2]), expected(b, c, c, blend), 0.501, 'last');
    assert.deepEqual(frames[1].origin.record?.options, blend);
  }
});

test('a slice too large for one tile has no seams with three channels and two ends', async () => {
  useModels('two-ends');
  const series = stack(2, 16, 1300);
  const [a, b] = series.frames;
  const blend = { strength: 1, texture: 0.5 };
  const { frames } = await denoise(series, blend);
  assertNear(pixelsOf(frames[0]), expected(a, a, b, blend), 0.501, 'wide');
});

test('moving strength and texture after a run gives the pixels of a run at those settings', async () => {
  useModels('two-ends');
  const series = stack(3);
  const run = await openDenoising(series, { texture: 1 });
  const order: number[] = [];
  const moved = await run.again({
    strength: 0.6,
    texture: 0.25,
    start: 2,
    onFrame: (index) => order.push(index),
  });
  const direct = await denoise(series, { strength: 0.6, texture: 0.25 });
  assert.deepEqual(order, [2, 0, 1]);
  assert.notEqual(moved.seriesInstanceUID, run.series.seriesInstanceUID);
  for (const [i, frame] of moved.frames.entries()) {
    assert.deepEqual(pixelsOf(frame), pixelsOf(direct.frames[i]));
    assert.deepEqual(frame.origin.record?.options, direct.frames[i].origin.record?.options);
  }
  const gone = new AbortController();
  gone.abort(new Error('enough'));
  await assert.rejects(run.again({ signal: gone.signal }), /enough/);
  run.close();
  await assert.rejects(run.again({}), (error) => isVeritomeError(error, 'ArgumentError'));
});

test('slices that lost structure are flagged in record, manifest, DICOM and map; others are not', async () => {
  const [acquiredSeries] = (await openStudy(sampleFiles('quarter-dose', 3))).series;
  const quiet = await denoise(acquiredSeries);
  for (const [i, frame] of quiet.frames.entries()) {
    const { guard } = frame.origin.record ?? {};
    assert.ok(
      guard && !guard.flagged && guard.score > 2 && guard.score <= guard.threshold,
      String(guard?.score),
    );
    const { score, map } = guardMap(frame, acquiredSeries.frames[i]);
    assert.ok(Math.abs(score / guard.score - 1) < 0.1, `${score}, recorded ${guard.score}`);
    assert.equal(map.length, 512 * 512);
  }
  // The made-up network takes half of what differs between slices: anatomy.
  useModels('two-ends');
  const spoilt = await denoise(acquiredSeries);
  const files = [];
  for await (const file of exportSeries(spoilt, { format: 'dicom' })) files.push(file);
  const manifest: Manifest = JSON.parse(new TextDecoder().decode(files[3].bytes));
  for (const [i, frame] of spoilt.frames.entries()) {
    const { guard } = frame.origin.record ?? {};
    assert.ok(guard?.flagged && guard.score > guard.threshold);
    assert.deepEqual(manifest.files[i].guard, guard);
    assert.match(new TextDecoder('latin1').decode(files[i].bytes), /STRUCTURE GUARD FLAG/);
  }
  const tolerant = await denoise(acquiredSeries, { guard: { threshold: 1000 } });
  assert.equal(tolerant.frames[0].origin.record?.guard?.flagged, false);
  assert.equal(tolerant.frames[0].origin.record?.guard?.threshold, 1000);
});

test('the manifests of several series become one that still says what made each file', () => {
  const file = (name: string) => ({
    file: name,
    sopInstanceUID: '2.25.1',
    seriesInstanceUID: '2.25.2',
    sources: [],
    pixelSha256: '',
    markStrength: null,
  });
  const model = (id: string) => ({ id, version: '1', weightsSha256: '' });
  const one = { ...manifestOf('denoise', undefined, [file('a')]), model: model('mr'), options: { scale: 5 } };
  const two = {
    ...manifestOf('denoise', undefined, [file('b')]),
    model: model('ct'),
    options: { strength: 1 },
  };
  const merged = mergeManifests([one, two]);
  assert.deepEqual(merged.model, model('ct'));
  assert.deepEqual(merged.files, [{ ...file('a'), model: model('mr'), options: { scale: 5 } }, file('b')]);
  assert.deepEqual(mergeManifests([two]), two);
});

test('texture is refused where the model has none, and out of range; zero is no texture', async () => {
  const refuses = (promise: Promise<unknown>) =>
    assert.rejects(
      promise,
      (error) => isVeritomeError(error, 'ArgumentError') && error.attribute === 'texture',
    );
  useModels('scaled');
  const mr = mrSeries();
  await refuses(denoise(mr, { texture: 0.5 }));
  const { frames } = await denoise(mr, { texture: 0 });
  assert.equal(frames[0].origin.record?.options.texture, undefined);
  useModels('two-ends');
  for (const texture of [-0.1, 1.1, Number.NaN]) await refuses(denoise(stack(1), { texture }));
});

function mrSeries(slope = 1) {
  const frames = [0, 1].map((index) => {
    const random = createRandom(11).fork(index);
    const stored = Uint16Array.from({ length: 480 }, (_, i) =>
      i < 60 ? 0 : Math.floor(4000 * random.uniform()),
    );
    stored[470] = 65_535;
    return acquired(stored, 24, 20, {
      modality: 'MR',
      format: { bitsAllocated: 16, bitsStored: 16, signed: false },
      rescale: { slope, intercept: 0, type: 'US' },
      padding: [65_535, 65_535],
    });
  });
  return seriesOf(frames);
}

test('images without a unit are scaled by the percentile of the series, whatever their range', async () => {
  useModels('scaled');
  for (const slope of [1, 0.05]) {
    const series = mrSeries(slope);
    const { frames } = await denoise(series);
    // Padding is no value, and stays as it was.
    const values = series.frames
      .flatMap(({ stored }) => [...stored].filter((v) => v < 65_535))
      .sort((p, q) => p - q);
    const scale = slope * values[Math.ceil(0.995 * values.length) - 1];
    assert.ok(Math.abs((frames[0].origin.record?.options.scale as number) / scale - 1) < 1e-6);
    const { stored } = series.frames[1];
    const wanted = Array.from(stored, (v) => (v === 65_535 ? v : v - (0.2 * slope * v * v) / scale));
    assertNear(pixelsOf(frames[1]), wanted, 0.501, 'scaled');
    assert.deepEqual(pixelsOf(frames[1]).subarray(0, 60), stored.subarray(0, 60));
  }
  const own = await denoise(mrSeries(), { scale: 8000 });
  assert.equal(own.frames[0].origin.record?.options.scale, 8000);
  await assert.rejects(denoise(mrSeries(), { scale: 0 }), (error) => isVeritomeError(error, 'ArgumentError'));
  const black = seriesOf([acquired(new Int16Array(480), 24, 20, { modality: 'MR' })]);
  await assert.rejects(denoise(black), (error) => isVeritomeError(error, 'ModelError'));
  useModels('two-ends');
  await assert.rejects(denoise(stack(1), { scale: 2 }), (error) => isVeritomeError(error, 'ArgumentError'));
});

test('the percentile is exact for stored integers, and close where slices differ in rescale', () => {
  const random = createRandom(3);
  const stored = Int16Array.from({ length: 5000 }, () => Math.round(500 * random.normal()));
  const part = (slope: number, intercept: number) => ({
    stored,
    rescale: { slope, intercept, type: 'US' },
    padding: undefined,
  });
  const rank = (values: number[], percent: number) =>
    values.sort((p, q) => p - q)[Math.max(0, Math.ceil((percent / 100) * values.length) - 1)];
  for (const percent of [0.1, 50, 99.5, 100]) {
    for (const [slope, intercept] of [
      [1, 0],
      [-2, 7],
      [0.25, -3],
    ]) {
      const values = Array.from(stored, (v) => v * slope + intercept);
      assert.equal(percentile([part(slope, intercept)], percent), rank(values, percent));
    }
    const mixed = [...stored, ...Array.from(stored, (v) => 3.7 * v)];
    const range = 3.7 * (Math.max(...stored) - Math.min(...stored));
    const error = percentile([part(1, 0), part(3.7, 0)], percent) - rank(mixed, percent);
    assert.ok(Math.abs(error) <= range / 65_535, String(error));
  }
  assert.ok(Number.isNaN(percentile([], 50)));
});

test('a neighbour counts where it lies beside the slice in the patient', () => {
  const turned: Plane['orientation'] = [0, 1, 0, 0, 0, 1];
  const at = (z: number, change: Partial<AcquiredFrame> = {}) =>
    slice(0, 8, 8, { plane: planeAt(z), ...change });
  const frames = [
    at(0),
    at(3),
    at(3.001),
    at(6),
    at(12),
    at(15, { plane: planeAt(15, turned) }),
    at(18, { plane: undefined }),
    slice(0, 9, 8, { plane: planeAt(18) }),
  ];
  const series = { frames, sliceSpacing: 3 };
  const found = frames.map((_, i) =>
    neighboursOf(series, i).map((frame) => frames.indexOf(frame as AcquiredFrame)),
  );
  assert.deepEqual(found, [
    [-1, 1],
    [0, -1],
    [-1, 3],
    [2, -1],
    [-1, -1],
    [-1, -1],
    [-1, -1],
    [-1, -1],
  ]);
  assert.deepEqual(neighboursOf({ ...series, sliceSpacing: undefined }, 1), [undefined, undefined]);
});

test('the default model follows modality and provider', () => {
  const card = (id: string, modality: string, providers?: ('wasm' | 'webgpu')[]) =>
    ({
      id,
      task: 'denoise',
      selection: { modality: [modality], unit: 'HU', providers },
    }) as unknown as ModelCard;
  const cards = [
    card('ct-denoise', 'CT', ['wasm']),
    card('ct-denoise-quality', 'CT', ['webgpu']),
    card('mr', 'MR'),
  ];
  assert.equal(defaultModel(cards, 'CT', 'wasm')?.id, 'ct-denoise');
  assert.equal(defaultModel(cards, 'CT', 'webgpu')?.id, 'ct-denoise-quality');
  assert.equal(defaultModel(cards, 'MR', 'webgpu')?.id, 'mr');
  assert.equal(defaultModel(cards, 'US', 'wasm'), undefined);
  assert.equal(defaultModel(cards.slice(0, 1), 'CT', 'webgpu')?.id, 'ct-denoise', 'better than none');
});

test('a card that promises the impossible is refused', async () => {
  const { readFileSync } = await import('node:fs');
  const text = readFileSync('test/inference/fixtures/two-ends/ct-denoise/card.json', 'utf8');
  for (const [from, to] of [
    ['"slices": 3', '"slices": 2'],
    ['"texture"', '"smooth"'],
    ['"slices": 3', '"slices": 3, "scale": { "percentile": 0 }'],
  ]) {
    assert.ok(text.includes(from));
    assert.throws(
      () => parseCard(text.replace(from, to), 'ct-denoise'),
      (error) => isVeritomeError(error, 'ModelError'),
    );
  }
});
