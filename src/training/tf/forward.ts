/**
 * A network, computed by TensorFlow.js. Differentiable; tensors in between belong to the
 * caller's `tf.tidy`.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import type { Network, NetworkNode } from '../network.js';
import { normalised } from './normalise.js';
import { biased, leakyRectified, planeMean, spread } from './planes.js';
import { spectralKernel } from './spectral.js';

/** Slope of a leaky rectifier below zero. */
export const LEAK = 0.2;

export interface ForwardOptions {
  /**
   * Given while training: batch norms take the statistics of the batch and tell them,
   * mean and variance of each channel, by the node's name.
   */
  readonly onStatistics?: (node: string, mean: tf.Tensor1D, variance: tf.Tensor1D) => void;
}

/** What the last node answers. `inputs` by name, batch first. */
export function forward(
  network: Network,
  parameters: ReadonlyMap<string, tf.Tensor>,
  inputs: Readonly<Record<string, tf.Tensor>>,
  options: ForwardOptions = {},
): tf.Tensor {
  const batch = Object.values(inputs)[0].shape[0];
  const values = new Map<string, tf.Tensor>();
  for (const node of network) {
    values.set(
      node.name,
      node.op === 'input' ? inputs[node.name] : computed(node, values, parameters, batch, options),
    );
  }
  return values.get(network[network.length - 1].name)!;
}

function computed(
  node: Exclude<NetworkNode, { op: 'input' }>,
  values: ReadonlyMap<string, tf.Tensor>,
  parameters: ReadonlyMap<string, tf.Tensor>,
  batch: number,
  options: ForwardOptions,
): tf.Tensor {
  const own = (name: string) => parameters.get(`${node.name}/${name}`)!;
  const value = (name: string) => values.get(name)!;
  switch (node.op) {
    case 'constant':
      return tf.tile(tf.expandDims(own('value'), 0), [batch, ...node.shape.map(() => 1)]);
    case 'dense': {
      const kernel = node.spectral ? spectralKernel(own('kernel'), own('direction')) : own('kernel');
      return biased(tf.matMul(value(node.input) as tf.Tensor2D, kernel as tf.Tensor2D), own('bias'));
    }
    case 'conv': {
      const kernel = node.spectral ? spectralKernel(own('kernel'), own('direction')) : own('kernel');
      return biased(
        tf.conv2d(value(node.input) as tf.Tensor4D, kernel as tf.Tensor4D, 1, 'same'),
        own('bias'),
      );
    }
    case 'upsample': {
      const input = value(node.input) as tf.Tensor4D;
      return tf.image.resizeNearestNeighbor(input, [2 * input.shape[1], 2 * input.shape[2]]);
    }
    case 'downsample':
      return tf.avgPool(value(node.input) as tf.Tensor4D, 2, 2, 'valid');
    case 'normalise':
      return normalised(node, value(node.input), own, options);
    case 'activate':
      return activated(node.kind, value(node.input));
    case 'modulate': {
      const scaled = tf.mul(value(node.input), tf.add(overPlane(value(node.scale)), 1));
      return node.shift === undefined ? scaled : tf.add(scaled, overPlane(value(node.shift)));
    }
    case 'add': {
      const sum = tf.add(value(node.inputs[0]), value(node.inputs[1]));
      return node.factor === undefined || node.factor === 1 ? sum : tf.mul(sum, node.factor);
    }
    case 'multiply':
      return tf.mul(value(node.inputs[0]), value(node.inputs[1]));
    case 'concat':
      return tf.concat(node.inputs.map(value), -1);
    case 'reshape':
      return tf.reshape(value(node.input), [batch, ...node.shape]);
    case 'poolAll':
      return planeMean(value(node.input) as tf.Tensor4D);
    case 'spread':
      return spread(value(node.input) as tf.Tensor2D, node.side, node.side);
    case 'deviation':
      return withDeviation(value(node.input));
    case 'scale':
      return tf.add(tf.mul(value(node.input), node.factor), node.offset);
  }
}

function activated(kind: 'leakyRelu' | 'relu' | 'tanh' | 'sigmoid', input: tf.Tensor): tf.Tensor {
  switch (kind) {
    case 'leakyRelu':
      return leakyRectified(input, LEAK);
    case 'relu':
      return tf.relu(input);
    case 'tanh':
      return tf.tanh(input);
    case 'sigmoid':
      return tf.sigmoid(input);
  }
}

/** batch x channels to batch x 1 x 1 x channels. */
function overPlane(vector: tf.Tensor): tf.Tensor {
  const [batch, channels] = vector.shape;
  return tf.reshape(vector, [batch, 1, 1, channels]);
}

function withDeviation(input: tf.Tensor): tf.Tensor {
  const [batch, rows, columns] = input.shape;
  const mean = tf.mean(input, 0, true);
  const sd = tf.sqrt(tf.add(tf.mean(tf.square(tf.sub(input, mean)), 0), 1e-8));
  const plane = tf.tile(tf.reshape(tf.mean(sd), [1, 1, 1, 1]), [batch, rows, columns, 1]);
  return tf.concat([input, plane], -1);
}
