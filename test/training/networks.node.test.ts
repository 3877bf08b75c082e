import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { createRandom } from '../../src/image/random.js';
import { completeOptions } from '../../src/training/defaults.js';
import { networksOf, openGan } from '../../src/training/gan.js';
import type { Network } from '../../src/training/network.js';
import type { GanOptions } from '../../src/training/options.js';
import { forward } from '../../src/training/tf/forward.js';
import { countParameters, initialWeights, parametersOf } from '../../src/training/tf/parameters.js';
import { shapesOf, size } from '../../src/training/tf/shapes.js';
import { iterateDirections, spectralKernel } from '../../src/training/tf/spectral.js';
import { createVariables, disposeVariables } from '../../src/training/tf/variables.js';
import { phantomImages, type SplitImages } from './phantomImages.js';
import { useWasm } from './wasm.js';

const ARCHITECTURES = ['dcgan', 'style'] as const;
const SIDES = [32, 64, 128, 256] as const;

function run(network: Network, inputs: Record<string, tf.Tensor>): tf.Tensor {
  const variables = createVariables(initialWeights(network, createRandom(3)), () => true);
  const answer = forward(network, variables, inputs);
  disposeVariables(variables);
  return answer;
}

describe('networks', () => {
  let images: SplitImages;
  before(async () => {
    await useWasm();
    images = await phantomImages(32);
  });

  for (const architecture of ARCHITECTURES) {
    for (const side of SIDES) {
      it(`${architecture}, ${side} px: a generator makes images in -1 … 1, a discriminator scores them`, () => {
        const options = completeOptions({ architecture, side, width: 2, latent: 6, conditional: side > 32 });
        const { generator, discriminator } = networksOf(options);
        tf.tidy(() => {
          const latent = tf.randomNormal([2, 6], 0, 1, 'float32', 5);
          const level = tf.tensor2d([0.2, 0.9], [2, 1]);
          const made = run(generator, { latent, level });
          assert.deepEqual(made.shape, [2, side, side, 1]);
          assert.ok(tf.max(tf.abs(made)).dataSync()[0] <= 1);
          assert.deepEqual(run(discriminator, { image: made, level }).shape, [2, 1]);
        });
        assert.equal(generator.at(-1)?.name, 'image');
        const inputs = (network: Network) =>
          network.flatMap((node) => (node.op === 'input' ? [node.name] : []));
        assert.deepEqual(inputs(generator), side > 32 ? ['latent', 'level'] : ['latent']);
        assert.deepEqual(inputs(discriminator), side > 32 ? ['image', 'level'] : ['image']);
      });
    }
  }

  it('shapes that are told are shapes that come out', () => {
    for (const architecture of ARCHITECTURES) {
      const { generator } = networksOf(completeOptions({ architecture, side: 32, width: 3, latent: 5 }));
      for (const [at, [, shape]] of [...shapesOf(generator)].entries()) {
        if (at === 0) continue;
        tf.tidy(() => {
          const answer = run(generator.slice(0, at + 1), { latent: tf.ones([2, 5]) });
          assert.deepEqual(answer.shape.slice(1), shape, generator[at].name);
        });
      }
    }
  });

  it('counts what is learned', () => {
    const { generator, discriminator } = networksOf(
      completeOptions({ side: 32, width: 4, latent: 8, generatorNorm: 'batch' }),
    );
    const convolution = (a: number, b: number) => 9 * a * b + b;
    // Channels 16, 8, 4, 4 at 4, 8, 16, 32 px.
    const norms = 2 * (16 + 8 + 4 + 4);
    assert.equal(
      countParameters(generator),
      8 * 256 + 256 + convolution(16, 8) + convolution(8, 4) + convolution(4, 4) + convolution(4, 1) + norms,
    );
    assert.equal(
      countParameters(discriminator),
      convolution(1, 4) + convolution(4, 8) + convolution(8, 16) + 256 + 1,
    );
  });

  it('starts so that scores and images have a spread of about one', () => {
    for (const architecture of ARCHITECTURES) {
      const { generator, discriminator } = networksOf(completeOptions({ architecture, side: 64 }));
      tf.tidy(() => {
        const grey = generator.slice(0, -1);
        const latent = tf.randomNormal([8, 64], 0, 1, 'float32', 1);
        const sd = Math.sqrt(tf.moments(run(grey, { latent })).variance.dataSync()[0]);
        assert.ok(sd > 0.2 && sd < 4, `${architecture} generator ${sd}`);
        const image = tf.randomNormal([8, 64, 64, 1], 0, 0.5, 'float32', 2);
        const score = Math.sqrt(tf.mean(tf.square(run(discriminator, { image }))).dataSync()[0]);
        assert.ok(score < 4, `${architecture} discriminator ${score}`);
      });
    }
  });

  it('the spectral norm brings the largest singular value to 1', () => {
    const network: Network = [
      { name: 'x', op: 'input', shape: [4, 4, 3] },
      { name: 'conv', op: 'conv', input: 'x', filters: 5, size: 3, spectral: true },
    ];
    const variables = createVariables(initialWeights(network, createRandom(1)), () => true);
    for (let i = 0; i < 60; i++) iterateDirections(network, variables);
    const matrix = tf.tidy(
      () =>
        tf
          .reshape(spectralKernel(variables.get('conv/kernel')!, variables.get('conv/direction')!), [27, 5])
          .arraySync() as number[][],
    );
    disposeVariables(variables);
    // No direction is stretched by more than 1, and the most stretched one by 1: of many, the best.
    let [best, vector] = [0, [1, 1, 1, 1, 1]];
    for (let i = 0; i < 200; i++) {
      const left = matrix.map((row) => row.reduce((sum, value, c) => sum + value * vector[c], 0));
      const right = vector.map((_, c) => matrix.reduce((sum, row, r) => sum + row[c] * left[r], 0));
      const norm = Math.hypot(...right);
      best = Math.sqrt(norm);
      vector = right.map((value) => value / norm);
    }
    assert.ok(Math.abs(best - 1) < 1e-3, `${best}`);
  });

  const KINDS: Partial<GanOptions>[] = [
    { loss: 'hinge', discriminatorNorm: 'spectral', generatorNorm: 'instance' },
    { loss: 'wasserstein', penalty: 'gradient' },
    { loss: 'wasserstein', penalty: 'clip' },
    { loss: 'non-saturating', penalty: 'none', discriminatorNorm: 'instance', generatorNorm: 'none' },
    { optimiser: 'sgd', augment: false, discriminatorSteps: 2 },
    { architecture: 'style', conditional: true, penalty: 'r1' },
    { architecture: 'style', loss: 'hinge', discriminatorNorm: 'spectral', generatorNorm: 'none' },
    { architecture: 'style', discriminatorNorm: 'instance', optimiser: 'rmsprop', conditional: true },
  ];
  for (const kind of KINDS) {
    it(`plays: ${JSON.stringify(kind)}`, async () => {
      const options = completeOptions({ side: 32, width: 2, latent: 4, batch: 4, ...kind });
      const gan = await openGan(options, images.training);
      const first = await gan.state();
      let tensors = 0;
      for (let step = 1; step <= 3; step++) {
        const reading = await gan.step(step);
        for (const [name, value] of Object.entries(reading)) assert.ok(Number.isFinite(value), name);
        assert.ok(reading.told >= 0 && reading.told <= 1);
        if (step === 1) tensors = gan.tensors();
      }
      assert.equal(gan.tensors(), tensors, 'tensors');
      const last = await gan.state();
      for (const { name, trained, shape } of parametersOf(networksOf(options).generator)) {
        const before = first[`generator/${name}`].values;
        const after = last[`generator/${name}`].values;
        assert.equal(after.length, size(shape));
        // All that is learned has moved; before a norm over the batch or an image a bias has no say.
        if (trained && !name.endsWith('bias'))
          assert.ok(
            after.some((value, i) => value !== before[i]),
            name,
          );
      }
      if (options.penalty === 'clip') {
        const values = Object.entries(last).filter(([name]) => /^discriminator\/.*kernel/.test(name));
        assert.ok(values.every(([, weight]) => weight.values.every((value) => Math.abs(value) <= 0.0100001)));
      }
      gan.dispose();
    });
  }
});
