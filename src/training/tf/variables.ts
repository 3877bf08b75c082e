/**
 * Parameters on the backend: made from weights, read back, overwritten.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import { ArgumentError } from '../../errors.js';
import type { Weight, Weights } from '../network.js';

export type Variables = ReadonlyMap<string, tf.Variable>;

export function createVariables(
  weights: Weights,
  trained: (name: string) => boolean,
): Map<string, tf.Variable> {
  return new Map(
    Object.entries(weights).map(([name, { shape, values }]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(values, [...shape], 'float32'), trained(name))),
    ]),
  );
}

/** Values of all of them; `prefix` comes before each name. */
export async function readVariables(variables: Variables, prefix = ''): Promise<Record<string, Weight>> {
  const entries = await Promise.all(
    [...variables].map(async ([name, variable]) => {
      // On wasm `data` is a view of the heap that moves on: a copy is kept.
      const values = Float32Array.from(await variable.data());
      return [`${prefix}${name}`, { shape: [...variable.shape], values }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** @throws ArgumentError where a value is missing or has another shape. */
export function checkFits(variables: Variables, weights: Weights, prefix = ''): void {
  for (const [name, variable] of variables) {
    const weight = weights[`${prefix}${name}`];
    if (weight && String(weight.shape) === String(variable.shape) && weight.values.length === variable.size)
      continue;
    throw new ArgumentError('The state is of another network.', {
      attribute: `${prefix}${name}`,
      remedy: 'Restore it with the options it was saved with.',
    });
  }
}

/** Overwrites all of them. Check first. */
export function writeVariables(variables: Variables, weights: Weights, prefix = ''): void {
  for (const [name, variable] of variables) {
    const { values } = weights[`${prefix}${name}`];
    tf.tidy(() => variable.assign(tf.tensor(Float32Array.from(values), variable.shape, 'float32')));
  }
}

export function disposeVariables(variables: Variables): void {
  for (const variable of variables.values()) variable.dispose();
}
