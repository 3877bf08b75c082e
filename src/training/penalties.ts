/**
 * What keeps a discriminator's slope in bounds. R1 and the gradient penalty differentiate
 * twice: exact on the backends that tf/gradients.ts serves, checked by finite differences.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';

/** Scores of images. */
export type Critic = (images: tf.Tensor4D) => tf.Tensor;

/** Limit of the weights under clipping (Arjovsky et al. 2017, algorithm 1). */
export const CLIP = 0.01;

/** Half the mean squared slope at real images (Mescheder et al. 2018, equation 9), without its weight. */
export function r1(critic: Critic, real: tf.Tensor4D): tf.Scalar {
  return tf.mul(tf.mean(squaredSlope(critic, real)), 0.5);
}

/**
 * Mean squared distance of the slope from 1 between real and generated images (Gulrajani
 * et al. 2017, equation 3). `share` of the real image in each mixture, batch x 1 x 1 x 1.
 */
export function gradientPenalty(
  critic: Critic,
  real: tf.Tensor4D,
  fake: tf.Tensor4D,
  share: tf.Tensor4D,
): tf.Scalar {
  const between = tf.add(fake, tf.mul(share, tf.sub(real, fake))) as tf.Tensor4D;
  const slope = tf.sqrt(tf.add(squaredSlope(critic, between), 1e-12));
  return tf.mean(tf.square(tf.sub(slope, 1)));
}

/** Brings every weight into -{@link CLIP} … {@link CLIP}. */
export function clipWeights(variables: Iterable<tf.Variable>): void {
  for (const variable of variables) {
    if (variable.trainable) tf.tidy(() => variable.assign(tf.clipByValue(variable, -CLIP, CLIP)));
  }
}

function squaredSlope(critic: Critic, images: tf.Tensor4D): tf.Tensor {
  const slope = tf.grad((x: tf.Tensor) => tf.sum(critic(x as tf.Tensor4D)))(images);
  return tf.sum(tf.square(slope), [1, 2, 3]);
}
