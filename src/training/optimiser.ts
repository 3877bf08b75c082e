/**
 * Steps downhill: Adam (Kingma and Ba 2015), RMSProp (Tieleman and Hinton 2012), plain
 * gradient descent. Ours, since a run has to be stopped and continued bit for bit: all
 * that a step depends on can be read out and put back.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import type { Weights } from './network.js';
import type { GanOptions } from './options.js';
import {
  checkFits,
  disposeVariables,
  readVariables,
  type Variables,
  writeVariables,
} from './tf/variables.js';

/** Radford et al. 2016 take 0.5, which keeps the game from swinging; style networks 0 (Karras et al. 2020). */
export type Momentum = 0 | 0.5 | 0.9;

const BETA2 = 0.99;
const EPSILON = 1e-8;

export interface Optimiser {
  /** Moves the variables against their gradients, by name. */
  apply(gradients: tf.NamedTensorMap, rate: number): void;
  /** Moments and number of updates; names begin with `prefix`. */
  state(prefix: string): Promise<Weights>;
  /** @throws ArgumentError when the state is of other variables. */
  check(state: Weights, prefix: string): void;
  restore(state: Weights, prefix: string): void;
  dispose(): void;
}

/** @param variables those that are trained, by name */
export function createOptimiser(
  kind: GanOptions['optimiser'],
  variables: Variables,
  momentum: Momentum,
): Optimiser {
  const trained = [...variables].filter(([, variable]) => variable.trainable);
  const zeros = (order: string) =>
    trained.map(
      ([name, { shape }]) =>
        [`${order}/${name}`, tf.tidy(() => tf.variable(tf.zeros(shape), false))] as const,
    );
  const first = kind === 'adam' && momentum > 0;
  const moments = new Map([...(first ? zeros('first') : []), ...(kind === 'sgd' ? [] : zeros('second'))]);
  let updates = 0;

  /** Gradient over its running magnitude; decay 0.9 in RMSProp. */
  function direction(name: string, gradient: tf.Tensor): tf.Tensor {
    if (kind === 'sgd') return gradient;
    const second = moments.get(`second/${name}`)!;
    const decay = kind === 'adam' ? BETA2 : 0.9;
    second.assign(tf.add(tf.mul(second, decay), tf.mul(tf.square(gradient), 1 - decay)));
    let ahead = gradient;
    if (first) {
      const mean = moments.get(`first/${name}`)!;
      mean.assign(tf.add(tf.mul(mean, momentum), tf.mul(gradient, 1 - momentum)));
      ahead = mean;
    }
    return tf.div(ahead, tf.add(tf.sqrt(second), EPSILON));
  }

  return {
    apply(gradients, rate) {
      updates += 1;
      // Moments begin at zero and are too small at first (Kingma and Ba 2015, section 3).
      const unbiased =
        kind === 'adam' ? Math.sqrt(1 - BETA2 ** updates) / (first ? 1 - momentum ** updates : 1) : 1;
      for (const [name, variable] of trained) {
        const gradient = gradients[variable.name];
        if (!gradient) continue;
        tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(direction(name, gradient), rate * unbiased))));
      }
    },
    async state(prefix) {
      const values = await readVariables(moments, prefix);
      return { ...values, [`${prefix}updates`]: { shape: [1], values: Float32Array.of(updates) } };
    },
    check(state, prefix) {
      checkFits(moments, state, prefix);
    },
    restore(state, prefix) {
      writeVariables(moments, state, prefix);
      updates = state[`${prefix}updates`]?.values[0] ?? 0;
    },
    dispose: () => disposeVariables(moments),
  };
}
