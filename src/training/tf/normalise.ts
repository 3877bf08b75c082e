/**
 * Normalisation of feature maps: over the batch, over an image, or over the channels.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import type { NetworkNode } from '../network.js';
import type { ForwardOptions } from './forward.js';

/** Keeps the division finite, as in Ioffe and Szegedy 2015. Written into ONNX too. */
export const NORM_EPSILON = 1e-5;
/** Of `pixel` (Karras et al. 2018, section 4.2). */
export const PIXEL_EPSILON = 1e-8;

export function normalised(
  node: Extract<NetworkNode, { op: 'normalise' }>,
  input: tf.Tensor,
  own: (name: string) => tf.Tensor,
  { onStatistics }: ForwardOptions,
): tf.Tensor {
  if (node.kind === 'pixel') {
    return tf.mul(input, tf.rsqrt(tf.add(tf.mean(tf.square(input), -1, true), PIXEL_EPSILON)));
  }
  if (node.kind === 'instance') {
    const mean = tf.mean(input, [1, 2], true);
    const centred = tf.sub(input, mean);
    const variance = tf.mean(tf.square(centred), [1, 2], true);
    return affine(centred, tf.rsqrt(tf.add(variance, NORM_EPSILON)), own);
  }
  if (!onStatistics) {
    const centred = tf.sub(input, own('mean'));
    return affine(centred, tf.rsqrt(tf.add(own('variance'), NORM_EPSILON)), own);
  }
  const mean = channelMean(input);
  const centred = tf.sub(input, mean);
  const variance = channelMean(tf.square(centred));
  onStatistics(node.name, mean, variance);
  return affine(centred, tf.rsqrt(tf.add(variance, NORM_EPSILON)), own);
}

function affine(centred: tf.Tensor, factor: tf.Tensor, own: (name: string) => tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(centred, tf.mul(factor, own('scale'))), own('shift'));
}

/** Mean of each channel over all else, as a product with ones: sums over outer axes are slow on wasm. */
function channelMean(input: tf.Tensor): tf.Tensor1D {
  const channels = input.shape[input.shape.length - 1];
  const rows = input.size / channels;
  return tf.reshape(tf.matMul(tf.fill([1, rows], 1 / rows), tf.reshape(input, [rows, channels])), [
    channels,
  ]) as tf.Tensor1D;
}
