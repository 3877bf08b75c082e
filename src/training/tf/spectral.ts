/**
 * Spectral norm (Miyato et al. 2018, "Spectral normalization for GANs", ICLR): a kernel
 * divided by its largest singular value, found by power iteration, one round a step.
 *
 * The kernel is seen as inputs x outputs; `direction` is the right singular vector and is
 * carried from step to step. The value is |kernel direction|, whose gradient with the
 * direction held is the published one.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import type { Network } from '../network.js';

/** The kernel over its largest singular value, as its direction tells it. */
export function spectralKernel(kernel: tf.Tensor, direction: tf.Tensor): tf.Tensor {
  const along = tf.matMul(asMatrix(kernel), direction as tf.Tensor2D);
  return tf.div(kernel, tf.sqrt(tf.add(tf.sum(tf.square(along)), 1e-12)));
}

/** One round of power iteration for every spectral node; parameters named `…/direction` are moved. */
export function iterateDirections(network: Network, variables: ReadonlyMap<string, tf.Variable>): void {
  for (const node of network) {
    if ((node.op !== 'dense' && node.op !== 'conv') || !node.spectral) continue;
    const direction = variables.get(`${node.name}/direction`)!;
    tf.tidy(() => {
      const matrix = asMatrix(variables.get(`${node.name}/kernel`)!);
      const left = unit(tf.matMul(matrix, direction as unknown as tf.Tensor2D));
      direction.assign(unit(tf.matMul(tf.transpose(matrix), left)));
    });
  }
}

function asMatrix(kernel: tf.Tensor): tf.Tensor2D {
  return tf.reshape(kernel, [-1, kernel.shape[kernel.shape.length - 1]]) as tf.Tensor2D;
}

function unit(vector: tf.Tensor2D): tf.Tensor2D {
  return tf.div(vector, tf.sqrt(tf.add(tf.sum(tf.square(vector)), 1e-12)));
}
