/**
 * Normalisation of feature maps: over the batch, over an image, or over the channels.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import { BATCH_EPSILON, INSTANCE_EPSILON, type NetworkNode, PIXEL_EPSILON } from '../network.js';
import type { ForwardOptions } from './forward.js';
import { channelMean, planeMean } from './planes.js';

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
    const overMap = (maps: tf.Tensor) =>
      tf.reshape(planeMean(maps as tf.Tensor4D), [maps.shape[0], 1, 1, maps.shape[3] as number]);
    const centred = tf.sub(input, overMap(input));
    const variance = overMap(tf.square(centred));
    return affine(centred, tf.rsqrt(tf.add(variance, INSTANCE_EPSILON)), own);
  }
  if (!onStatistics) {
    const centred = tf.sub(input, own('mean'));
    return affine(centred, tf.rsqrt(tf.add(own('variance'), BATCH_EPSILON)), own);
  }
  const mean = channelMean(input);
  const centred = tf.sub(input, mean);
  const variance = channelMean(tf.square(centred));
  onStatistics(node.name, mean, variance);
  return affine(centred, tf.rsqrt(tf.add(variance, BATCH_EPSILON)), own);
}

function affine(centred: tf.Tensor, factor: tf.Tensor, own: (name: string) => tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(centred, tf.mul(factor, own('scale'))), own('shift'));
}
