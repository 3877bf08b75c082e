/** Models that somebody brings, from file to sealed slice. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { zipSync } from 'fflate';
import { useLocalAssets } from '../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../src/errors.js';
import { openDenoiser } from '../../src/inference/denoiser.js';
import { denoise } from '../../src/pipeline/denoise.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { generate } from '../../src/pipeline/generate.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { addModel, removeModel } from '../../src/pipeline/ownModel.js';
import { checkModel } from '../../src/pipeline/supplied/checkModel.js';
import { verify } from '../../src/pipeline/verify.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { removedNoise } from '../../src/provenance/rawOutput.js';
import { MODEL_CARD_SCHEMA } from '../../src/registry/cardSchema.js';
import type { Model } from '../../src/registry/models.js';
import {
  type Changes,
  denoiserCard,
  type FileOptions,
  floats,
  generatorCard,
  imageParts,
  latentParts,
  node,
  onnxFile,
  tensor,
  value,
  weights,
} from '../onnx/files.js';
import { sampleFiles } from '../sample.js';

before(() => useLocalAssets());

const added: string[] = [];
after(() => {
  for (const id of added) removeModel(id);
});

async function bring(card: string, bytes: Uint8Array, knownAnswer?: string) {
  const found = await addModel({ card, weights: bytes, knownAnswer });
  added.push(found.id);
  return found;
}

const oneSlice = async () => (await openStudy(sampleFiles('quarter-dose', 1))).series[0];
const reason = (wanted: string) => (error: unknown) => {
  assert.ok(isVeritomeError(error, 'ModelError'), String(error));
  assert.equal(error.reason, wanted, error.message);
  return true;
};

/** The noise of a slice of 96 x 72, unmarked, as only the seal would see it. */
async function noiseFrom(parts: FileOptions, changes: Changes = {}): Promise<Float32Array> {
  const weights = onnxFile(parts);
  const { model } = await checkModel({ card: denoiserCard(weights, changes), weights });
  const denoiser = await openDenoiser(model as Model, { wish: 'wasm' });
  const [rows, columns] = [96, 72];
  const stored = Uint16Array.from({ length: rows * columns }, (_, i) => (i * i) % 2000);
  const rescale = { slope: 1, intercept: -1024, type: 'HU' } as const;
  const info = { rows, columns, rescale, padding: undefined, modality: 'MR' };
  const { raw } = await denoiser.run({ stored, info });
  denoiser.close();
  return removedNoise(raw, { strength: 1, texture: 0 });
}

async function denoised(parts: FileOptions, changes: Changes = {}) {
  const bytes = onnxFile(parts);
  const card = await bring(denoiserCard(bytes, changes), bytes);
  const series = await oneSlice();
  const quiet = await denoise(series, { model: card.id, provider: 'wasm' });
  return { card, series, quiet, frame: quiet.frames[0] };
}

test('a denoiser out of a zip: sealed, marked, and said to be its user’s', async () => {
  const bytes = onnxFile(imageParts());
  const text = (json: string) => new TextEncoder().encode(json);
  const zip = zipSync({ 'mine/card.json': text(denoiserCard(bytes)), 'mine/model.onnx': bytes });
  const card = await addModel(zip);
  added.push(card.id);
  assert.match(card.id, /^own-[0-9a-f]{8}$/);
  assert.equal(card.description.license, 'CC0-1.0');
  const quiet = await denoise(await oneSlice(), { model: card.id, provider: 'wasm' });
  const { record } = quiet.frames[0].origin;
  assert.deepEqual(record?.model, {
    id: card.id,
    version: '1.0',
    weightsSha256: card.execution.sha256,
    origin: 'user-supplied',
    title: 'Test denoiser',
  });
  assert.equal(record?.execution.check, 'repeats itself');
  for await (const { bytes: file, name } of exportSeries(quiet, { format: 'dicom' })) {
    if (!name.endsWith('.dcm')) continue;
    const verdict = await verify(file);
    assert.deepEqual([verdict.status, verdict.class], ['verified', 'denoised']);
    assert.match(Buffer.from(file).toString('latin1'), /user-supplied model "Test denoiser"/);
  }
});

test('an image, fixed tiles, the other layout, copies and neighbours give what the plain model gives', async () => {
  const whole = await noiseFrom(imageParts());
  assert.ok(Math.max(...whole) > 20);
  const alike = (noise: Float32Array, what: string) => {
    const worst = noise.reduce((most, v, i) => Math.max(most, Math.abs(v - whole[i])), 0);
    assert.ok(worst < 0.01, `${what}: ${worst}`);
  };
  const good = imageParts();
  const clean: FileOptions = {
    ...good,
    nodes: [...(good.nodes ?? []), node('Sub', { inputs: ['x', 'y'], outputs: ['clean'] })],
    outputs: [value('clean')],
  };
  alike(await noiseFrom(clean, { 'execution.output': { name: 'clean', meaning: 'image' } }), 'image');
  const tile = { rows: 48, columns: 64, overlap: 8 };
  const fixed = imageParts({
    inputs: [value('x', { dims: [1, 1, 48, 64] })],
    outputs: [value('y', { dims: [1, 1, 48, 64] })],
  });
  alike(await noiseFrom(fixed, { 'execution.tile': tile }), 'tiles');

  const perm = { NHWC: [0, 2, 3, 1], NCHW: [0, 3, 1, 2] };
  const last: FileOptions = {
    ...good,
    inputs: [value('last', { dims: [1, 'h', 'w', 1] })],
    nodes: [
      node('Transpose', { inputs: ['last'], outputs: ['x'], ints: { perm: perm.NCHW } }),
      ...(good.nodes ?? []),
      node('Transpose', { inputs: ['y'], outputs: ['out'], ints: { perm: perm.NHWC } }),
    ],
    outputs: [value('out', { dims: [1, 'h', 'w', 1] })],
  };
  const changes = {
    'execution.layout': 'NHWC',
    'execution.output.name': 'out',
    'execution.input.name': 'last',
  };
  alike(await noiseFrom(last, changes), 'NHWC');

  const middle = (input: Changes[string]): [FileOptions, Changes] => [
    {
      ...good,
      tensors: [
        ...(good.tensors ?? []),
        tensor({ name: 'pick', dims: [1, 3, 1, 1], raw: floats([0, 1, 0]) }),
      ],
      inputs: [value('three', { dims: [1, 3, 'h', 'w'] })],
      nodes: [
        node('Conv', { inputs: ['three', 'pick'], outputs: ['x'], ints: { kernel_shape: [1, 1] } }),
        ...(good.nodes ?? []),
      ],
    },
    { 'execution.input': input },
  ];
  const scaling = { kind: 'window', low: -1024, high: 3071, to: [0, 1] };
  alike(await noiseFrom(...middle({ name: 'three', slices: 3, scaling })), 'neighbours');
  alike(await noiseFrom(...middle({ name: 'three', copies: 3, scaling })), 'copies');
});

test('a generator, with classes and without, and what its known answer is for', async () => {
  const bytes = onnxFile(latentParts());
  const card = await bring(generatorCard(bytes), bytes);
  const series = await generate({ model: card.id, count: 2, seed: 3, provider: 'wasm' });
  const { record } = series.frames[0].origin;
  assert.equal(series.frames[0].origin.class, 'synthetic');
  assert.deepEqual([record?.model.origin, record?.execution.check], ['user-supplied', 'repeats itself']);
  assert.notDeepEqual(pixelsOf(series.frames[0]), pixelsOf(series.frames[1]));

  const good = latentParts();
  const told: FileOptions = {
    ...good,
    tensors: [
      ...(good.tensors ?? []),
      weights('embedding', [3, 8], 9, 2),
      tensor({
        name: 'shape',
        dims: [4],
        type: 7,
        raw: new Uint8Array(BigInt64Array.of(1n, 8n, 1n, 1n).buffer),
      }),
    ],
    inputs: [value('z0', { dims: [1, 8, 1, 1] }), value('class', { dims: [1], type: 7 })],
    nodes: [
      node('Gather', { inputs: ['embedding', 'class'], outputs: ['e'] }),
      node('Reshape', { inputs: ['e', 'shape'], outputs: ['f'] }),
      node('Add', { inputs: ['z0', 'f'], outputs: ['z'] }),
      ...(good.nodes ?? []),
    ],
  };
  const model = onnxFile(told);
  const label = { name: 'class', form: 'index', classes: ['head', 'chest', 'leg'] };
  const changes = { 'execution.label': label, 'execution.input.name': 'z0' };
  const conditional = await bring(generatorCard(model, changes), model);
  const draw = (kind: string) =>
    generate({ model: conditional.id, count: 1, seed: 3, class: kind, provider: 'wasm' });
  const [head, leg] = [await draw('head'), await draw('leg')];
  assert.equal(leg.slices[0].class, 'leg');
  assert.notDeepEqual(pixelsOf(head.frames[0]), pixelsOf(leg.frames[0]));
  await assert.rejects(draw('arm'), (error) => isVeritomeError(error, 'ArgumentError'));

  const base64 = (values: Float32Array) => Buffer.from(values.buffer).toString('base64');
  const answer = {
    latent: base64(new Float32Array(8).fill(0.5)),
    every: 8,
    values: base64(new Float32Array(16).fill(900)),
  };
  const wrong = generatorCard(bytes, { 'execution.knownAnswer': { tolerance: 1 } });
  const { id } = await bring(wrong, bytes, JSON.stringify(answer));
  await assert.rejects(generate({ model: id, count: 1, seed: 3, provider: 'wasm' }), reason('known-answer'));
});

test('a known answer is the slice that comes out for a slice that goes in', async () => {
  const identity: FileOptions = {
    tensors: [tensor({ name: 'half', raw: floats([0.5]) })],
    nodes: [node('Mul', { inputs: ['x', 'half'] })],
  };
  const bytes = onnxFile(identity);
  const size = { rows: 8, columns: 8 };
  const base64 = (values: Float32Array) => Buffer.from(values.buffer).toString('base64');
  const input = Float32Array.from({ length: 64 }, (_, i) => 10 * i);
  // Half of the scaled value is taken away: -1024 stays, what is above comes half way down.
  const output = input.map((v) => v - (v + 1024) / 2);
  const card = denoiserCard(bytes, { 'execution.knownAnswer': { tolerance: 0.01 } });
  const run = async (answer: Float32Array) => {
    const { id } = await bring(
      card,
      bytes,
      JSON.stringify({ ...size, input: base64(input), output: base64(answer) }),
    );
    return denoise(await oneSlice(), { model: id, provider: 'wasm' });
  };
  const { frames } = await run(output);
  assert.equal(frames[0].origin.record?.execution.check, 'known answer');
  await assert.rejects(run(input), reason('known-answer'));
});

test('what shows itself only at run time is refused then, with its reason', async () => {
  const after = (operator: string, more: FileOptions['tensors'] = [], inputs = ['y']): FileOptions => {
    const good = imageParts();
    return {
      ...good,
      tensors: [...(good.tensors ?? []), ...more],
      nodes: [...(good.nodes ?? []), node(operator, { inputs, outputs: ['end'] })],
      outputs: [value('end')],
    };
  };
  const output = { 'execution.output': { name: 'end', meaning: 'image' } };
  await assert.rejects(denoised(after('Sqrt'), output), reason('not-finite'));
  const zero = tensor({ name: 'zero', raw: floats([0]) });
  await assert.rejects(denoised(after('Mul', [zero], ['y', 'zero']), output), reason('constant'));

  const deaf = latentParts();
  const bytes = onnxFile({
    ...deaf,
    tensors: [...(deaf.tensors ?? []), zero, weights('fixed', [1, 8, 1, 1], 11)],
    inputs: [value('z0', { dims: [1, 8, 1, 1] })],
    nodes: [
      node('Mul', { inputs: ['z0', 'zero'], outputs: ['none'] }),
      node('Add', { inputs: ['none', 'fixed'], outputs: ['z'] }),
      ...(deaf.nodes ?? []),
    ],
  });
  const { id } = await bring(generatorCard(bytes, { 'execution.input.name': 'z0' }), bytes);
  await assert.rejects(generate({ model: id, count: 1, seed: 1, provider: 'wasm' }), reason('constant'));
});

test('the schema in docs is the one that cards are held against', () => {
  const file = JSON.parse(readFileSync('docs/model-card.schema.json', 'utf8'));
  assert.deepEqual(file, JSON.parse(JSON.stringify(MODEL_CARD_SCHEMA)));
});
