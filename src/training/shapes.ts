/**
 * Sizes of the values of a network, without the batch.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { Network, NetworkNode } from './network.js';

/** Rows x columns x channels, or units. */
export type Shape = readonly number[];

/**
 * The shape of every value, by the name of its node.
 *
 * @throws ArgumentError when a node takes what is not there, or values that do not fit.
 */
export function shapesOf(network: Network): ReadonlyMap<string, Shape> {
  const shapes = new Map<string, Shape>();
  for (const node of network) {
    if (shapes.has(node.name)) throw unfit(node.name, 'has the name of another');
    const of = (name: string): Shape => {
      const shape = shapes.get(name);
      if (!shape) throw unfit(node.name, `takes "${name}", which does not come before it`);
      return shape;
    };
    shapes.set(node.name, shapeOf(node, of));
  }
  return shapes;
}

function shapeOf(node: NetworkNode, of: (name: string) => Shape): Shape {
  switch (node.op) {
    case 'input':
    case 'constant':
      return node.shape;
    case 'reshape':
      if (product(node.shape) !== product(of(node.input)))
        throw unfit(node.name, 'changes the number of values');
      return node.shape;
    case 'dense':
      return [node.units];
    case 'conv':
      return [...map(node.name, of(node.input)).slice(0, 2), node.filters];
    case 'upsample':
    case 'downsample': {
      const [rows, columns, channels] = map(node.name, of(node.input));
      const factor = node.op === 'upsample' ? 2 : 0.5;
      return [rows * factor, columns * factor, channels];
    }
    case 'poolAll':
      return [map(node.name, of(node.input))[2]];
    case 'spread':
      return [node.side, node.side, product(of(node.input))];
    case 'deviation': {
      const [rows, columns, channels] = map(node.name, of(node.input));
      return [rows, columns, channels + 1];
    }
    case 'add':
    case 'multiply': {
      const [a, b] = node.inputs.map(of);
      return product(a) >= product(b) ? a : b;
    }
    case 'concat': {
      const parts = node.inputs.map(of);
      return [...parts[0].slice(0, -1), parts.reduce((sum, part) => sum + channelsOf(part), 0)];
    }
    case 'normalise':
    case 'activate':
    case 'modulate':
    case 'scale':
      return of(node.input);
  }
}

/** Channels, or units: the last size. */
export function channelsOf(shape: Shape): number {
  return shape[shape.length - 1];
}

/** Number of values. */
export function product(shape: Shape): number {
  return shape.reduce((all, size) => all * size, 1);
}

function map(name: string, shape: Shape): Shape {
  if (shape.length === 3) return shape;
  throw unfit(name, 'takes feature maps, and is given a vector');
}

function unfit(name: string, why: string): ArgumentError {
  return new ArgumentError(`This is no network: "${name}" ${why}.`, {
    attribute: 'network',
    remedy: 'Give the nodes in an order in which each comes after its inputs.',
  });
}
