import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { unzipSync, zipSync } from 'fflate';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import { toModality } from '../../src/image/frame.js';
import { exportDataset } from '../../src/pipeline/dataset/exportDataset.js';
import { DATASET_FORMATS } from '../../src/pipeline/dataset/format.js';
import { denoise } from '../../src/pipeline/denoise.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { generate, generateSlices } from '../../src/pipeline/generate.js';
import { generators, models } from '../../src/pipeline/models.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { addModel, removeModel } from '../../src/pipeline/ownModel.js';
import { exportModel } from '../../src/pipeline/train/exportModel.js';
import { verify } from '../../src/pipeline/verify.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import type { GeneratorCard } from '../../src/registry/generatorCard.js';
import { loadGenerator } from '../../src/registry/generators.js';
import { computePlainly } from '../../src/training/plain.js';
import { installed, iodErrors } from '../dicom/write/validators.js';
import { sampleFiles } from '../sample.js';
import { denoiserResult, generatorResult } from './train/ownResult.js';

before(() => useLocalAssets());

const added: string[] = [];
after(() => {
  for (const id of added) removeModel(id);
});

async function add(file: Blob): Promise<GeneratorCard> {
  const card = await addModel(file);
  added.push(card.id);
  return card as GeneratorCard;
}

for (const modality of ['CT', 'MR'] as const) {
  test(`a generator of ${modality} that was trained here makes slices, sealed and marked as any other`, async (t) => {
    const result = await generatorResult({}, modality);
    const { file, card: exported } = await exportModel(result);
    const card = await add(file);
    assert.deepEqual(card, JSON.parse(JSON.stringify(exported)));
    assert.match(card.id, /^own-[0-9a-f]{8}$/);
    assert.ok((await generators()).some(({ id }) => id === card.id));

    const series = await generate({
      model: card.id,
      count: 2,
      seed: 3,
      provider: 'wasm',
      class: 'first third',
    });
    assert.equal(series.modality, modality);
    for (const { frame, realism, labels } of series.slices) {
      assert.equal(frame.origin.class, 'synthetic');
      assert.equal(frame.origin.record?.model.id, card.id);
      assert.equal(frame.origin.record?.model.weightsSha256, card.execution.sha256);
      assert.equal(realism, undefined);
      assert.equal(labels.codes.length, 32 * 32);
      assert.equal(frame.rescale.type, modality === 'CT' ? 'HU' : 'US');
      const [low, high] = card.execution.values ?? [0, 0];
      // The mark adds a little, more where a slice is all noise as here.
      const beyond = (modality === 'CT' ? 0.15 : 1) * (high - low);
      const values = toModality(pixelsOf(frame), frame.rescale);
      assert.ok(values.every((v) => v >= low - beyond && v <= high + beyond));
      assert.deepEqual(frame.window, { center: (low + high) / 2, width: high - low });
    }
    const files: { name: string; bytes: Uint8Array }[] = [];
    for await (const one of exportSeries(series, { format: 'dicom' })) files.push(one);
    const verdict = await verify(files[0].bytes);
    assert.equal(verdict.status, 'verified');
    assert.equal(verdict.class, 'synthetic');
    assert.match(verdict.model ?? '', new RegExp(`^${card.id} `));
    const study = await openStudy(files.slice(0, 2));
    assert.equal(study.series[0].modality, modality);
    assert.ok(study.series[0].frames.every(({ kind }) => kind === 'marked'));
    assert.deepEqual(
      study.series[0].frames.map((frame) => [...pixelsOf(frame)]),
      series.frames.map((frame) => [...pixelsOf(frame)]),
    );
    if (!installed('dciodvfy')) return t.skip('dciodvfy is not installed');
    const folder = mkdtempSync(join(tmpdir(), 'veritome-own-'));
    try {
      const path = join(folder, 'slice.dcm');
      writeFileSync(path, files[0].bytes);
      assert.deepEqual(iodErrors(path), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

test('slices of MR leave in every format of a data set, without tissues', async () => {
  const { file } = await exportModel(await generatorResult({ seed: 2 }, 'MR'));
  const { id } = await add(file);
  const job = { count: 1, seed: 4 };
  for (const format of DATASET_FORMATS) {
    const slices = generateSlices({ model: id, ...job, provider: 'wasm' });
    const names: string[] = [];
    for await (const { name, bytes } of exportDataset(slices, { format, job })) {
      names.push(name);
      if (name.startsWith('0001.')) assert.notEqual((await verify(bytes, name)).class, undefined, name);
      if (format === 'npz' && name.endsWith('.npz')) {
        assert.ok(!('labels.npy' in unzipSync(bytes)) && 'values.npy' in unzipSync(bytes));
      }
    }
    assert.ok(!names.some((name) => name.startsWith('labels/')), names.join());
  }
});

test('a model that knows no places, and one whose values do not fit', async () => {
  const result = await generatorResult({ conditional: false, side: 64 }, 'MR');
  const tiny = { ...result, facts: { ...result.facts, range: [0, 2.5] as const } };
  const card = await add((await exportModel(tiny)).file);
  assert.equal(card.execution.levels, undefined);
  assert.deepEqual(card.execution.values, [0, 4095]);
  const [slice] = (await generate({ model: card.id, count: 1, seed: 3, provider: 'wasm' })).slices;
  assert.equal(slice.class, 'slice');
  await assert.rejects(generate({ model: card.id, count: 1, seed: 3, class: 'first third' }), (error) =>
    isVeritomeError(error, 'ArgumentError'),
  );
});

test('the known answer is of the network, and a runtime that misses it is not used', async () => {
  const result = await generatorResult({ seed: 9 });
  const card = await add((await exportModel(result)).file);
  const { knownAnswer: known } = await loadGenerator(card.id);
  assert.ok(known);
  const { latent = new Float32Array(), level = 0 } = known;
  const plain = computePlainly(result.generator.network, result.generator.weights, {
    latent,
    level: [level],
  });
  assert.equal(known.hu[0], Math.fround(plain.values[0] * 1000));
  const other = { ...known, hu: known.hu.map((v) => v + 50) };
  known.hu.set(other.hu);
  await assert.rejects(generate({ model: card.id, count: 1, seed: 1, provider: 'wasm' }), (error) =>
    isVeritomeError(error, 'ProviderError'),
  );
});

test('a denoiser that was trained here takes noise away when it is named', async () => {
  const { file, card } = await exportModel(denoiserResult());
  await addModel(file);
  added.push(card.id);
  assert.ok((await models()).some(({ id }) => id === card.id));
  const [series] = (await openStudy(sampleFiles('quarter-dose', 1))).series;
  const quiet = await denoise(series, { model: card.id, provider: 'wasm' });
  const [frame] = quiet.frames;
  assert.equal(frame.origin.record?.model.id, card.id);
  assert.notDeepEqual(pixelsOf(frame), pixelsOf(series.frames[0]));
  const usual = await denoise(series, { provider: 'wasm' });
  assert.notEqual(usual.frames[0].origin.record?.model.id, card.id, 'never without being named');
});

test('a removed model is gone', async () => {
  const { file, card } = await exportModel(await generatorResult({ width: 6 }));
  await addModel(file);
  assert.equal(removeModel(card.id), true);
  assert.equal(removeModel(card.id), false);
  await assert.rejects(generate({ model: card.id, count: 1, seed: 1 }), (error) =>
    isVeritomeError(error, 'ModelError'),
  );
});

test('files that are no model, damaged, swapped or greedy are refused by type', async () => {
  const { file } = await exportModel(await generatorResult());
  const members = unzipSync(new Uint8Array(await file.arrayBuffer()));
  const again = (changes: Record<string, Uint8Array | undefined>) => {
    const all = Object.entries({ ...members, ...changes }).filter(([, bytes]) => bytes !== undefined);
    return zipSync(Object.fromEntries(all) as Record<string, Uint8Array>);
  };
  const json = (change: (card: Record<string, never>) => void) => {
    const card = JSON.parse(new TextDecoder().decode(members['card.json']));
    change(card);
    return again({ 'card.json': new TextEncoder().encode(JSON.stringify(card)) });
  };
  const other = await exportModel(await generatorResult({ width: 6 }));
  const otherWeights = unzipSync(new Uint8Array(await other.file.arrayBuffer()))['model.onnx'];
  const whole = again({});
  const refusals: [string, Uint8Array, 'ModelError' | 'ModelIntegrityError'][] = [
    ['nothing', new Uint8Array(), 'ModelError'],
    ['no zip', new TextEncoder().encode('PK, but no zip at all'), 'ModelError'],
    ['cut off', whole.slice(0, whole.length - 40), 'ModelError'],
    ['no card', again({ 'card.json': undefined }), 'ModelError'],
    ['no weights', again({ 'model.onnx': undefined }), 'ModelError'],
    ['no answer', again({ 'known-answer.json': undefined }), 'ModelError'],
    ['a card that is no JSON', again({ 'card.json': new Uint8Array([123]) }), 'ModelError'],
    ['an answer that is none', again({ 'known-answer.json': new TextEncoder().encode('[]') }), 'ModelError'],
    ['other weights', again({ 'model.onnx': otherWeights }), 'ModelIntegrityError'],
    ['the id of a shipped model', json((card) => Object.assign(card, { id: 'ct-slices' })), 'ModelError'],
    ['a huge side', json((card) => Object.assign(card.execution, { side: 65536 })), 'ModelError'],
    ['a huge latent', json((card) => Object.assign(card.execution, { latent: 1e9 })), 'ModelError'],
    ['noise planes', json((card) => Object.assign(card.execution, { noise: 1e6 })), 'ModelError'],
    [
      'levels that the graph lacks',
      json((card) => Object.assign(card.execution, { levels: undefined })),
      'ModelError',
    ],
    ['no limits', json((card) => Object.assign(card.description, { limits: 'none' })), 'ModelError'],
    ['a version that is text', json((card) => Object.assign(card, { version: '<b>1</b>' })), 'ModelError'],
    [
      'a tolerance for all',
      json((card) => Object.assign(card.execution, { knownAnswer: { file: 'a', toleranceHU: 1e9 } })),
      'ModelError',
    ],
  ];
  for (const [name, bytes, tag] of refusals) {
    await assert.rejects(
      addModel(bytes),
      (error: unknown) => {
        assert.ok(isVeritomeError(error, tag), `${name}: ${error}`);
        return true;
      },
      name,
    );
  }
});
