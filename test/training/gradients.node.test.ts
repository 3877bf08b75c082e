import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { createRandom } from '../../src/image/random.js';
import { augmented, drawAugmentation } from '../../src/training/augmentation.js';
import { gradientPenalty, r1 } from '../../src/training/penalties.js';
import { registerGradients } from '../../src/training/tf/gradients.js';
import { normalised } from '../../src/training/tf/normalise.js';
import { biased, leakyRectified, planeMean, spread } from '../../src/training/tf/planes.js';
import { useWasm } from './wasm.js';

type Loss = (...tensors: tf.Tensor[]) => tf.Tensor;

function drawn(shape: number[], seed: number): tf.Tensor {
  const random = createRandom(seed);
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => 0.7 * random.normal()),
    shape,
  );
}

/**
 * Slopes of a scalar in a random direction of all inputs: by the tape, and by a central
 * difference.
 */
function slopes(loss: Loss, inputs: readonly tf.Tensor[], step = 1e-2): [number, number] {
  const along = inputs.map(({ shape }, i) => drawn(shape, 100 + i));
  const gradients = tf.grads(loss as (...tensors: tf.Tensor[]) => tf.Tensor)([...inputs]);
  const exact = gradients.reduce(
    (sum, gradient, i) => sum + tf.sum(tf.mul(gradient, along[i])).dataSync()[0],
    0,
  );
  const at = (t: number) =>
    loss(...inputs.map((input, i) => tf.add(input, tf.mul(along[i], t)))).dataSync()[0];
  return [exact, (at(step) - at(-step)) / (2 * step)];
}

function near([exact, difference]: [number, number], tolerance = 0.01): void {
  const error = Math.abs(exact - difference) / Math.max(0.1, Math.abs(difference));
  assert.ok(error < tolerance, `gradient ${exact}, by difference ${difference}`);
}

/** Weighted sum of squares: a plain sum would hide errors that cancel. */
function weighted(y: tf.Tensor): tf.Tensor {
  return tf.add(tf.sum(tf.mul(y, drawn(y.shape, 50))), tf.mul(tf.sum(tf.square(y)), 0.3));
}

/** Slope of the squared slope: second order in everything that the map holds. */
function ofSlope(map: Loss): Loss {
  return (...tensors) => {
    const [x, ...rest] = tensors;
    const slope = tf.grad((input: tf.Tensor) => weighted(map(input, ...rest)))(x);
    return tf.sum(tf.square(slope));
  };
}

const IMAGE = [2, 8, 8, 3];
const MAPS: readonly { name: string; map: Loss; shapes: number[][]; second?: boolean }[] = [
  {
    name: 'a convolution of 3 x 3',
    map: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
    shapes: [IMAGE, [3, 3, 3, 5]],
  },
  {
    name: 'a convolution of 1 x 1',
    map: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'),
    shapes: [IMAGE, [1, 1, 3, 5]],
  },
  {
    name: 'a convolution without a border',
    map: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'valid'),
    shapes: [IMAGE, [3, 3, 3, 5]],
  },
  {
    name: 'a product of matrices',
    map: (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
    shapes: [
      [3, 4],
      [4, 5],
    ],
  },
  {
    name: 'a product of transposed matrices',
    map: (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, true, true),
    shapes: [
      [4, 3],
      [5, 4],
    ],
  },
  { name: 'a bias', map: (x, b) => biased(x, b), shapes: [IMAGE, [3]] },
  {
    name: 'a bias of units',
    map: (x, b) => biased(x, b),
    shapes: [[4, 3], [3]],
  },
  { name: 'means of maps', map: (x) => planeMean(x as tf.Tensor4D), shapes: [IMAGE] },
  { name: 'spreading', map: (x) => spread(x as tf.Tensor2D, 4, 4), shapes: [[2, 3]] },
  { name: 'a scale over planes', map: (x, s) => tf.mul(x, s), shapes: [IMAGE, [2, 1, 1, 3]] },
  { name: 'tanh', map: (x) => tf.tanh(x), shapes: [IMAGE] },
  { name: 'sigmoid', map: (x) => tf.sigmoid(x), shapes: [IMAGE] },
  { name: 'softplus', map: (x) => tf.softplus(x), shapes: [IMAGE] },
  // Bends are straight to both sides: the difference must not step over one.
  { name: 'leaky rectifier', map: (x) => leakyRectified(tf.square(x), 0.2), shapes: [IMAGE] },
  { name: "the library's leaky rectifier", map: (x) => tf.leakyRelu(tf.square(x), 0.2), shapes: [IMAGE] },
  {
    name: 'doubling',
    map: (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [16, 16]),
    shapes: [IMAGE],
  },
  { name: 'halving', map: (x) => tf.avgPool(x as tf.Tensor4D, 2, 2, 'valid'), shapes: [IMAGE] },
  ...(['batch', 'instance', 'pixel'] as const).map((kind) => ({
    name: `${kind} norm`,
    map: (x: tf.Tensor, scale: tf.Tensor, shift: tf.Tensor) =>
      normalised(
        { name: 'norm', op: 'normalise', input: 'x', kind },
        x,
        (name) => (name === 'scale' ? scale : shift),
        { onStatistics: () => undefined },
      ),
    shapes: [IMAGE, [3], [3]],
  })),
];

describe('gradients on wasm', () => {
  before(async () => {
    await useWasm();
    registerGradients();
  });

  for (const { name, map, shapes } of MAPS) {
    it(`${name}: first and second order are those of finite differences`, () => {
      tf.tidy(() => {
        const inputs = shapes.map((shape, i) => drawn(shape, 1 + i));
        const used = name === 'pixel norm' ? inputs.slice(0, 1) : inputs;
        near(slopes((...tensors) => weighted(map(...tensors)), used));
        near(slopes(ofSlope(map), used, 3e-3), 0.02);
      });
    });
  }

  it('a rectifier lets through what is above zero, and a fifth of what is below', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([-2, -0.5, 0.5, 2]);
      const gradient = tf.grad((input: tf.Tensor) => tf.sum(leakyRectified(input, 0.2)))(x);
      [0.2, 0.2, 1, 1].forEach((expected, i) => {
        assert.ok(Math.abs(gradient.dataSync()[i] - expected) < 1e-6);
      });
      assert.deepEqual(
        [
          ...tf
            .grad((input: tf.Tensor) => tf.sum(tf.relu(input)))(x)
            .dataSync(),
        ],
        [0, 0, 1, 1],
      );
    });
  });

  it('augmentation: gradients go back to where the pixels came from, to second order', () => {
    tf.tidy(() => {
      const images = drawn([6, 16, 16, 1], 3);
      const shown = (x: tf.Tensor) =>
        augmented(x as tf.Tensor4D, drawAugmentation(createRandom(5), 6, 16)) as tf.Tensor;
      near(slopes((x) => weighted(shown(x)), [images]));
      near(slopes(ofSlope(shown), [images]));
      // Cut and moved out: some pixels are not seen, and some are.
      const back = tf
        .grad((x: tf.Tensor) => tf.sum(shown(x)))(images)
        .dataSync();
      const unseen = back.filter((value) => Math.abs(value) < 0.1).length / back.length;
      assert.ok(unseen > 0.02 && unseen < 0.6, `${unseen}`);
    });
  });

  it('penalties: their slope in the weights of a critic is that of finite differences', () => {
    tf.tidy(() => {
      const real = drawn([3, 8, 8, 1], 1) as tf.Tensor4D;
      const fake = drawn([3, 8, 8, 1], 2) as tf.Tensor4D;
      const share = tf.fill([3, 1, 1, 1], 0.3) as tf.Tensor4D;
      const weights = [drawn([3, 3, 1, 4], 3), drawn([3, 3, 4, 4], 4), drawn([64, 1], 5)];
      const critic = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) => (x: tf.Tensor4D) => {
        // Smooth: with bends a central difference is no measure.
        const first = tf.avgPool(
          tf.softplus(tf.conv2d(x, a as tf.Tensor4D, 1, 'same')) as tf.Tensor4D,
          2,
          2,
          'valid',
        );
        const second = tf.tanh(tf.conv2d(first, b as tf.Tensor4D, 1, 'same'));
        return tf.matMul(tf.reshape(second, [3, 64]), c as tf.Tensor2D);
      };
      near(
        slopes((a, b, c) => r1(critic(a, b, c), real), weights, 3e-3),
        0.02,
      );
      near(
        slopes((a, b, c) => gradientPenalty(critic(a, b, c), real, fake, share), weights, 3e-3),
        0.02,
      );
    });
  });
});
