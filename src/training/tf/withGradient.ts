/**
 * An operation whose gradient we give ourselves.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';

/** `value` of the input; backwards `gradient`, made of differentiable operations where second order is wanted. */
export function withGradient<T extends tf.Tensor, U extends tf.Tensor>(
  input: T,
  value: (x: T) => U,
  gradient: (dy: U) => T,
): U {
  const operation = tf.customGrad((x) => ({
    value: value(x as T),
    gradFunc: (dy: tf.Tensor) => gradient(dy as U),
  }));
  return operation(input) as U;
}
