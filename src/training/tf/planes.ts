/**
 * Means over feature maps, their spreading back, biases and rectifiers, in the kernels
 * that are fast on wasm: means by pooling (sums over outer axes transpose first), leaky
 * rectifiers by PReLU, which XNNPACK has. docs/decisions/0020-training-engine.md has the times.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import { withGradient } from './withGradient.js';

/** batch x rows x columns x channels to batch x channels: the mean of each map. */
export function planeMean(maps: tf.Tensor4D): tf.Tensor2D {
  const [batch, rows, columns, channels] = maps.shape;
  return withGradient(
    maps,
    (x): tf.Tensor2D =>
      // A GPU has one thread for each map here, which is few: its own reduction is the better.
      tf.getBackend() === 'wasm'
        ? tf.reshape(tf.avgPool(x, [rows, columns], 1, 'valid'), [batch, channels])
        : tf.mean(x, [1, 2]),
    (dy) => tf.mul(spread(dy, rows, columns), 1 / (rows * columns)),
  );
}

/** batch x channels to maps of one value each. */
export function spread(vectors: tf.Tensor2D, rows: number, columns: number): tf.Tensor4D {
  const [batch, channels] = vectors.shape;
  return withGradient(
    vectors,
    (x): tf.Tensor4D =>
      tf.add(tf.zeros([batch, rows, columns, channels]), tf.reshape(x, [batch, 1, 1, channels])),
    (dy) => tf.mul(planeMean(dy), rows * columns),
  );
}

/** Mean of each channel over maps and batch. */
export function channelMean(input: tf.Tensor): tf.Tensor1D {
  return tf.mean(input.rank === 4 ? planeMean(input as tf.Tensor4D) : input, 0);
}

/** `input` plus one value for each channel. */
export function biased(input: tf.Tensor, bias: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((x, b) => ({
    value: tf.add(x as tf.Tensor, b as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => [dy, tf.mul(channelMean(dy), dy.size / bias.size)],
  }));
  return operation(input, bias);
}

/** Leaky rectifier over the last axis of any map. */
export function leakyRectified(input: tf.Tensor, slope: number): tf.Tensor {
  const operation = tf.customGrad((given, save) => {
    const x = given as tf.Tensor;
    (save as unknown as (tensors: tf.Tensor[]) => void)([x]);
    return {
      value: tf.prelu(x, tf.fill([x.shape[x.rank - 1]], slope)),
      // Its own derivative is zero but at the bend: what is saved may be off the tape.
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, tf.step(saved[0], slope)),
    };
  });
  return operation(input);
}
