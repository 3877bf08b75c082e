import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { createRandom } from '../../src/image/random.js';
import { drawAugmentation } from '../../src/training/augmentation.js';
import { completeOptions } from '../../src/training/defaults.js';
import { discriminatorLoss, generatorLoss, shareTold } from '../../src/training/losses.js';
import { createOptimiser } from '../../src/training/optimiser.js';
import { createVariables, disposeVariables } from '../../src/training/tf/variables.js';
import { useWasm } from './wasm.js';

const REAL = [2, -0.5];
const FAKE = [0.3, -3];

const softplus = (x: number) => Math.log(1 + Math.exp(x));
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('losses', () => {
  before(() => useWasm());

  const EXPECTED = {
    'non-saturating': [
      mean(REAL.map((x) => softplus(-x))) + mean(FAKE.map(softplus)),
      mean(FAKE.map((x) => softplus(-x))),
    ],
    wasserstein: [mean(FAKE) - mean(REAL), -mean(FAKE)],
    hinge: [
      mean(REAL.map((x) => Math.max(0, 1 - x))) + mean(FAKE.map((x) => Math.max(0, 1 + x))),
      -mean(FAKE),
    ],
  } as const;
  for (const loss of ['non-saturating', 'wasserstein', 'hinge'] as const) {
    it(`${loss}: as its paper has it`, () => {
      tf.tidy(() => {
        const [real, fake] = [tf.tensor1d(REAL), tf.tensor1d(FAKE)];
        assert.ok(Math.abs(discriminatorLoss(loss, real, fake).dataSync()[0] - EXPECTED[loss][0]) < 1e-5);
        assert.ok(Math.abs(generatorLoss(loss, fake).dataSync()[0] - EXPECTED[loss][1]) < 1e-5);
      });
    });
  }

  it('tells the share that is taken for what it is', () => {
    assert.equal(shareTold('hinge', REAL, FAKE), 0.5);
    // Of four pairs three are in order.
    assert.equal(shareTold('wasserstein', REAL, FAKE), 0.75);
  });
});

describe('optimisers', () => {
  before(() => useWasm());

  it('Adam: the first step is the rate, whatever the size of the gradient', () => {
    for (const momentum of [0, 0.5] as const) {
      const variables = createVariables(
        { 'a/kernel': { shape: [2], values: Float32Array.of(1, 1) } },
        () => true,
      );
      const optimiser = createOptimiser('adam', variables, momentum);
      const variable = variables.get('a/kernel')!;
      const gradient = tf.tensor1d([100, -0.01]);
      optimiser.apply({ [variable.name]: gradient }, 0.1);
      const [a, b] = variable.dataSync();
      assert.ok(Math.abs(a - 0.9) < 1e-4 && Math.abs(b - 1.1) < 1e-4, `${a} ${b}`);
      tf.dispose([gradient]);
      optimiser.dispose();
      disposeVariables(variables);
    }
  });

  it('Adam walks as the library does', () => {
    const variables = createVariables(
      { 'a/kernel': { shape: [2], values: Float32Array.of(1, -2) } },
      () => true,
    );
    const ours = variables.get('a/kernel')!;
    const theirs = tf.variable(tf.tensor1d([1, -2]));
    const [mine, library] = [createOptimiser('adam', variables, 0.5), tf.train.adam(0.05, 0.5, 0.99, 1e-8)];
    for (let i = 0; i < 10; i++) {
      const bowl = (x: tf.Variable) => () => tf.sum(tf.mul(tf.square(x), tf.tensor1d([1, 3]))) as tf.Scalar;
      tf.tidy(() => {
        mine.apply(tf.variableGrads(bowl(ours), [ours]).grads, 0.05);
        library.minimize(bowl(theirs), false, [theirs]);
      });
    }
    const [a, b] = [ours.dataSync(), theirs.dataSync()];
    for (let i = 0; i < 2; i++) assert.ok(Math.abs(a[i] - b[i]) < 1e-4, `${a} ${b}`);
    tf.dispose([theirs]);
    library.dispose();
    mine.dispose();
    disposeVariables(variables);
  });
});

describe('defaults', () => {
  it('a loss brings its penalty along, and what is given stays', () => {
    assert.equal(completeOptions().penalty, 'r1');
    assert.equal(completeOptions({ loss: 'wasserstein' }).penalty, 'gradient');
    assert.equal(completeOptions({ penalty: 'clip' }).optimiser, 'rmsprop');
    assert.equal(completeOptions({ discriminatorNorm: 'spectral' }).penalty, 'none');
    assert.equal(completeOptions({ loss: 'wasserstein', penalty: 'none' }).penalty, 'none');
    assert.equal(completeOptions({ side: undefined }).side, 64);
  });
});

describe('augmentation', () => {
  it('mirrors a fifth, never half: the generator learns which side the heart is on', () => {
    let mirrored = 0;
    const count = 1000;
    const { sources } = drawAugmentation(createRandom(1), count, 8);
    for (let i = 0; i < count; i++) {
      // Along a row sources fall where it is mirrored.
      const row = [...sources.subarray(i * 64, (i + 1) * 64)];
      const steps = row.flatMap((source, at) =>
        at % 8 > 0 && source < count * 64 && row[at - 1] < count * 64 ? [source - row[at - 1]] : [],
      );
      if (steps[0] === -1) mirrored += 1;
    }
    assert.ok(mirrored > 150 && mirrored < 250, `${mirrored}`);
  });
});
