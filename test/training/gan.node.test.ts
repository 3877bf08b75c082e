import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { isVeritomeError } from '../../src/errors.js';
import { createRandom } from '../../src/image/random.js';
import { completeOptions } from '../../src/training/defaults.js';
import type { EngineReading, GanEngine } from '../../src/training/engine.js';
import { openGan } from '../../src/training/gan.js';
import type { GanOptions } from '../../src/training/options.js';
import { forward } from '../../src/training/tf/forward.js';
import { createVariables, disposeVariables } from '../../src/training/tf/variables.js';
import { phantomImages, type SplitImages } from './phantomImages.js';
import { useWasm } from './wasm.js';

const TINY = { side: 32, width: 4, latent: 8, batch: 4, seed: 7 } as const;

function tiny(wish: Partial<GanOptions> = {}): GanOptions {
  return completeOptions({ ...TINY, ...wish }) as GanOptions;
}

async function train(gan: GanEngine, from: number, to: number): Promise<EngineReading[]> {
  const readings: EngineReading[] = [];
  for (let step = from; step <= to; step++) readings.push(await gan.step(step));
  return readings;
}

describe('a game', () => {
  let images: SplitImages;
  before(async () => {
    await useWasm();
    images = await phantomImages(32);
  });

  it('gives the same curve under one seed, another under another', async () => {
    const curves: EngineReading[][] = [];
    for (const seed of [7, 7, 8]) {
      const gan = await openGan(tiny({ seed }), images.training);
      curves.push(await train(gan, 1, 3));
      gan.dispose();
    }
    assert.deepEqual(curves[0], curves[1]);
    assert.notDeepEqual(curves[0], curves[2]);
  });

  it('goes on from its state as if it had never stopped', async () => {
    const through = await openGan(tiny(), images.training);
    await train(through, 1, 3);
    const state = await through.state();
    const expected = await train(through, 4, 6);
    through.dispose();
    const continued = await openGan(tiny({ seed: 7 }), images.training);
    continued.restore(state);
    assert.deepEqual(await train(continued, 4, 6), expected);
    continued.dispose();
  });

  it('refuses the state of another network', async () => {
    const [one, other] = [
      await openGan(tiny(), images.training),
      await openGan(tiny({ width: 6 }), images.training),
    ];
    const state = await one.state();
    assert.throws(
      () => other.restore(state),
      (error) => isVeritomeError(error, 'ArgumentError'),
    );
    one.dispose();
    other.dispose();
  });

  it('leaves no tensor behind', async () => {
    const gan = await openGan(tiny(), images.training);
    await train(gan, 1, 1);
    const before = gan.tensors();
    await train(gan, 2, 6);
    await gan.sample(new Float32Array(5 * 8), new Float32Array(5));
    await gan.score(images.heldOut.values, images.heldOut.positions);
    await gan.generator();
    await gan.state();
    assert.equal(gan.tensors(), before);
    gan.dispose();
  });

  it('takes new rates between two steps', async () => {
    const gan = await openGan(tiny(), images.training);
    await train(gan, 1, 1);
    const before = await gan.state();
    gan.tune({ ...tiny(), generatorRate: 0, discriminatorSteps: 3, augment: false });
    await train(gan, 2, 2);
    const after = await gan.state();
    assert.deepEqual(after['generator/seed/kernel'], before['generator/seed/kernel']);
    assert.equal(after['discriminator-moments/updates'].values[0], 4);
    gan.dispose();
  });

  it('the generator that leaves makes what was sampled', async () => {
    const gan = await openGan(tiny({ conditional: true }), images.training);
    await train(gan, 1, 3);
    const random = createRandom(2);
    const latents = Float32Array.from({ length: 3 * 8 }, () => random.normal());
    const positions = Float32Array.of(0, 0.5, 1);
    const sampled = await gan.sample(latents, positions);
    const { network, weights } = await gan.generator();
    gan.dispose();
    const variables = createVariables(weights, () => false);
    const made = tf.tidy(() =>
      forward(network, variables, {
        latent: tf.tensor2d(latents, [3, 8]),
        level: tf.tensor2d(positions, [3, 1]),
      }).dataSync(),
    );
    disposeVariables(variables);
    assert.deepEqual([...made], [...sampled]);
  });
});
