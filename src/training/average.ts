/**
 * Exponential moving average of a generator's weights: steadier than the generator, which
 * circles (Yazıcı et al. 2019, "The unusual effectiveness of averaging in GAN training", ICLR).
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import type { Variables } from './tf/variables.js';

/** Moves `average` towards `current` after step `step`, from 1. */
export function average(average: Variables, current: Variables, decay: number, step: number): void {
  // At first the mean of all steps so far, or so: the weights that a run begins with are noise.
  const kept = Math.min(decay, step / (step + 9));
  for (const [name, variable] of current) {
    if (!variable.trainable) continue;
    const mean = average.get(name)!;
    tf.tidy(() => mean.assign(tf.add(tf.mul(mean, kept), tf.mul(variable, 1 - kept))));
  }
}
