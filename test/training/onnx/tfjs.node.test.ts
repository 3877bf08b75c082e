/** What TensorFlow.js trained and what onnxruntime computes from the file, on the same latents. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { createRandom } from '../../../src/image/random.js';
import { completeOptions } from '../../../src/training/defaults.js';
import { openGan } from '../../../src/training/gan.js';
import { writeOnnx } from '../../../src/training/onnx/writeOnnx.js';
import type { GanOptions } from '../../../src/training/options.js';
import { computePlainly } from '../../../src/training/plain.js';
import { phantomImages, type SplitImages } from '../phantomImages.js';
import { useWasm } from '../wasm.js';
import { inNode, inWeb } from './runtimes.js';

const LATENTS = 16;
const BAR = 1e-4;

const WISHES: Readonly<Record<string, Partial<GanOptions>>> = {
  'dcgan, batch norm': { architecture: 'dcgan', generatorNorm: 'batch' },
  'dcgan, instance norm, by place': { architecture: 'dcgan', generatorNorm: 'instance', conditional: true },
  'style, by place': { architecture: 'style', conditional: true },
};

describe('a trained generator', () => {
  let images: SplitImages;
  before(async () => {
    useLocalAssets();
    await useWasm();
    images = await phantomImages(32);
  });

  for (const [name, wish] of Object.entries(WISHES)) {
    it(`${name}: gives the same slices in TensorFlow.js, both runtimes and plain loops`, async () => {
      const options = completeOptions({
        side: 32,
        width: 4,
        latent: 8,
        batch: 4,
        seed: 3,
        ...wish,
      }) as GanOptions;
      const gan = await openGan(options, images.training);
      for (let step = 1; step <= 2; step++) await gan.step(step);
      const random = createRandom(1);
      const latents = Float32Array.from({ length: LATENTS * options.latent }, () => random.normal());
      const places = Float32Array.from({ length: LATENTS }, (_, i) => i / (LATENTS - 1));
      const expected = await gan.sample(latents, places);
      const { network, weights } = await gan.generator();
      gan.dispose();
      const file = writeOnnx(network, weights);
      const feeds = {
        latent: { values: latents, dims: [LATENTS, options.latent] },
        ...(options.conditional && { level: { values: places, dims: [LATENTS, 1] } }),
      };
      const answers = { node: await inNode(file, feeds), web: await inWeb(file, feeds) };
      for (const [where, { values, dims }] of Object.entries(answers)) {
        assert.deepEqual(dims, [LATENTS, 1, 32, 32]);
        const worst = values.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i])), 0);
        assert.ok(worst <= BAR, `${where}: ${worst}`);
      }
      const plain = computePlainly(network, weights, {
        latent: latents.subarray(0, options.latent),
        level: [places[0]],
      }).values;
      const worst = plain.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i])), 0);
      assert.ok(worst <= BAR, `plain loops: ${worst}`);
    });
  }
});
