import { expect } from '@open-wc/testing';
import { createRandom } from '../../../src/image/random.js';
import { runtimeSource } from '../../../src/inference/backend.js';
import { loadRuntime } from '../../../src/inference/network.js';
import { writeOnnx } from '../../../src/training/onnx/writeOnnx.js';
import { computePlainly } from '../../../src/training/plain.js';
import { useTestAssets } from '../../assets.js';
import { EVERYTHING, randomWeights } from './networks.js';

const LATENTS = 16;

describe('a network as ONNX on a page', () => {
  it('gives in onnxruntime-web what plain loops give', async () => {
    useTestAssets();
    const weights = randomWeights(EVERYTHING, 7);
    const random = createRandom(8);
    const latent = Float32Array.from({ length: LATENTS * 6 }, () => random.normal());
    const level = Float32Array.from({ length: LATENTS }, () => random.uniform());
    const ort = await loadRuntime('wasm', await runtimeSource());
    const session = await ort.InferenceSession.create(writeOnnx(EVERYTHING, weights), {
      executionProviders: ['wasm'],
    });
    const { hu } = await session.run({
      latent: new ort.Tensor('float32', latent, [LATENTS, 6]),
      level: new ort.Tensor('float32', level, [LATENTS, 1]),
    });
    const values = hu.data as Float32Array;
    let worst = 0;
    for (let i = 0; i < LATENTS; i++) {
      const inputs = { latent: latent.subarray(6 * i, 6 * i + 6), level: level.subarray(i, i + 1) };
      computePlainly(EVERYTHING, weights, inputs).values.forEach((v, p) => {
        // In units of -1 to 1.
        worst = Math.max(worst, Math.abs(v - values[64 * i + p]) / 700);
      });
    }
    expect(worst).to.be.below(1e-4);
    await session.release();
  });
});
