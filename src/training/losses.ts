/**
 * The game's two losses, of scores before any sigmoid.
 *
 * - `non-saturating`: binary cross-entropy; the generator raises the log-probability of
 *   being taken for real (Goodfellow et al. 2014, section 3).
 * - `wasserstein`: difference of mean scores (Arjovsky et al. 2017).
 * - `hinge`: Lim and Ye 2017, "Geometric GAN".
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import type { GanOptions } from './options.js';

type Loss = GanOptions['loss'];

export function discriminatorLoss(loss: Loss, real: tf.Tensor, fake: tf.Tensor): tf.Scalar {
  switch (loss) {
    case 'non-saturating':
      return tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(fake)));
    case 'wasserstein':
      return tf.sub(tf.mean(fake), tf.mean(real));
    case 'hinge':
      return tf.add(tf.mean(tf.relu(tf.sub(1, real))), tf.mean(tf.relu(tf.add(1, fake))));
  }
}

export function generatorLoss(loss: Loss, fake: tf.Tensor): tf.Scalar {
  return tf.mean(loss === 'non-saturating' ? tf.softplus(tf.neg(fake)) : tf.neg(fake));
}

/**
 * Share of images taken for what they are, 0 to 1; 0.5 is guessing. A Wasserstein critic has no
 * threshold: there it is the share of pairs, one of each kind, that it puts in the right order.
 */
export function shareTold(loss: Loss, real: ArrayLike<number>, fake: ArrayLike<number>): number {
  let told = 0;
  if (loss === 'wasserstein') {
    for (let i = 0; i < real.length; i++) {
      for (let j = 0; j < fake.length; j++) told += real[i] > fake[j] ? 1 : real[i] === fake[j] ? 0.5 : 0;
    }
    return told / (real.length * fake.length);
  }
  for (let i = 0; i < real.length; i++) told += real[i] > 0 ? 1 : 0;
  for (let i = 0; i < fake.length; i++) told += fake[i] < 0 ? 1 : 0;
  return told / (real.length + fake.length);
}
