import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { isVeritomeError } from '../../../src/errors.js';
import { createRandom } from '../../../src/image/random.js';
import type { Network, Weights } from '../../../src/training/network.js';
import { OPERATORS, readOnnx } from '../../../src/training/onnx/readOnnx.js';
import { writeOnnx } from '../../../src/training/onnx/writeOnnx.js';
import { computePlainly } from '../../../src/training/plain.js';
import { EVERYTHING, RESIDUAL, randomWeights } from './networks.js';
import { inNode, inWeb, type Run } from './runtimes.js';

before(() => useLocalAssets());

const RUNTIMES: Readonly<Record<string, Run>> = { 'onnxruntime-node': inNode, 'onnxruntime-web': inWeb };
const LATENTS = 16;

for (const [name, run] of Object.entries(RUNTIMES)) {
  test(`${name} computes what was trained, for ${LATENTS} latents at once`, async () => {
    const weights = randomWeights(EVERYTHING, 7);
    const random = createRandom(8);
    const latent = Float32Array.from({ length: LATENTS * 6 }, () => random.normal());
    const level = Float32Array.from({ length: LATENTS }, () => random.uniform());
    const { values, dims } = await run(writeOnnx(EVERYTHING, weights), {
      latent: { values: latent, dims: [LATENTS, 6] },
      level: { values: level, dims: [LATENTS, 1] },
    });
    assert.deepEqual(dims, [LATENTS, 1, 8, 8]);
    for (let i = 0; i < LATENTS; i++) {
      const inputs = { latent: latent.subarray(6 * i, 6 * i + 6), level: level.subarray(i, i + 1) };
      const plain = computePlainly(EVERYTHING, weights, inputs).values;
      // In units of -1 to 1.
      const worst = Math.max(...plain.map((v, p) => Math.abs(v - values[64 * i + p]))) / 700;
      assert.ok(worst < 1e-4, `latent ${i} differs by ${worst}`);
    }
  });

  test(`${name}: a denoiser takes images of any size`, async () => {
    const weights = randomWeights(RESIDUAL, 9);
    const random = createRandom(10);
    const image = Float32Array.from({ length: 16 * 24 }, () => random.normal());
    const file = writeOnnx(RESIDUAL, weights, { anySize: true });
    const { values, dims } = await run(file, { image: { values: image, dims: [1, 1, 16, 24] } });
    assert.deepEqual(dims, [1, 1, 16, 24]);
    const plain = computePlainly(RESIDUAL, weights, { image }, { image: [16, 24, 1] }).values;
    const worst = Math.max(...plain.map((v, p) => Math.abs(v - values[p])));
    assert.ok(worst < 1e-4, `differs by ${worst}`);
  });
}

test('onnx.checker finds nothing wrong, and shapes follow', (t) => {
  const known = spawnSync('/usr/bin/python3', ['-c', 'import onnx']);
  if (known.status !== 0) return t.skip('python3 with onnx is not installed');
  const folder = mkdtempSync(join(tmpdir(), 'veritome-onnx-'));
  try {
    for (const [name, network] of Object.entries({ everything: EVERYTHING, residual: RESIDUAL })) {
      const path = join(folder, `${name}.onnx`);
      writeFileSync(path, writeOnnx(network, randomWeights(network, 1), { metadata: { made: 'here' } }));
      const code = `
import onnx
model = onnx.load(${JSON.stringify(path)})
onnx.checker.check_model(model, full_check=True)
model = onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True)
print(model.opset_import[0].version, model.ir_version, model.metadata_props[0].value)
`;
      const { status, stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', code], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
      assert.equal(stdout.trim(), '17 8 here');
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the same network gives the same bytes, of which every operator is known', () => {
  const weights = randomWeights(EVERYTHING, 3);
  const file = writeOnnx(EVERYTHING, weights);
  assert.deepEqual(file, writeOnnx(EVERYTHING, weights));
  const { inputs, outputs, opset, operators, parameters } = readOnnx(file);
  assert.deepEqual([inputs, outputs, opset], [['latent', 'level'], ['hu'], 17]);
  assert.deepEqual(
    [...new Set(operators)].sort(),
    OPERATORS.filter((one) => operators.includes(one)),
  );
  assert.deepEqual(
    OPERATORS.filter((one) => !operators.includes(one)),
    [],
  );
  const own = Object.values(weights).reduce((sum, { values }) => sum + values.length, 0);
  // Batch norms fold four numbers a channel into two; shapes and factors come on top.
  assert.ok(Math.abs(parameters - own) < 250, `${parameters} of ${own}`);
});

test('discriminators, strange networks and broken weights are refused', () => {
  const image = { name: 'image', op: 'input', shape: [4, 4, 2] } as const;
  const refused: [Network, Weights, 'ModelError' | 'ArgumentError'][] = [
    [[image, { name: 'sd', op: 'deviation', input: 'image' }], {}, 'ModelError'],
    [
      [image, { name: 'c', op: 'conv', input: 'image', filters: 1, size: 1, spectral: true }],
      {},
      'ModelError',
    ],
    [[image, { name: 'c', op: 'conv', input: 'image', filters: 1, size: 1 }], {}, 'ModelError'],
    [[image, { name: 'up', op: 'upsample', input: 'nothing' }], {}, 'ArgumentError'],
    [[image, { name: 'image', op: 'upsample', input: 'image' }], {}, 'ArgumentError'],
    [[image, { name: 'cut', op: 'reshape', input: 'image', shape: [5] }], {}, 'ArgumentError'],
    [[image], {}, 'ArgumentError'],
  ];
  for (const [network, weights, tag] of refused) {
    assert.throws(
      () => writeOnnx(network, weights),
      (error) => isVeritomeError(error, tag),
    );
  }
  const broken = randomWeights(RESIDUAL, 1);
  broken['c1/bias'].values[0] = Number.NaN;
  assert.throws(
    () => writeOnnx(RESIDUAL, broken),
    (error) => isVeritomeError(error, 'ModelError'),
  );
});

test('files that are cut off, damaged or ask for more than a network are not run', () => {
  const file = writeOnnx(RESIDUAL, randomWeights(RESIDUAL, 2));
  const random = createRandom(5);
  const refuses = (bytes: Uint8Array) =>
    assert.throws(
      () => readOnnx(bytes),
      (error) => isVeritomeError(error, 'ModelError'),
    );
  for (let end = 0; end < file.length - 20; end += 97) refuses(file.subarray(0, end));
  for (let trial = 0; trial < 300; trial++) {
    const damaged = file.slice();
    for (let k = 0; k < 3; k++)
      damaged[Math.floor(random.uniform() * damaged.length)] = random.uint32() & 255;
    try {
      readOnnx(damaged);
    } catch (error) {
      assert.ok(isVeritomeError(error, 'ModelError'), String(error));
    }
  }
  const words = new TextDecoder('latin1').decode(file);
  const bytesOf = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
  refuses(bytesOf(words.replace('LeakyRelu', 'LeakyIf_x')));
});
