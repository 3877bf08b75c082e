/**
 * Sizes of what the nodes of a network answer, without the batch.
 *
 * @module
 */
import type { Network } from '../network.js';

/**
 * Shapes by node name, in the network's order.
 *
 * @throws Error for a node whose input comes later or whose inputs do not fit: a fault of ours.
 */
export function shapesOf(network: Network): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const of = (name: string) => {
    const shape = shapes.get(name);
    if (!shape) throw new Error(`Node ${name} is used before it is there.`);
    return shape;
  };
  for (const node of network) {
    if (shapes.has(node.name)) throw new Error(`Two nodes are named ${node.name}.`);
    shapes.set(node.name, answered(node, of));
  }
  return shapes;
}

function answered(node: Network[number], of: (name: string) => readonly number[]): readonly number[] {
  switch (node.op) {
    case 'input':
    case 'constant':
    case 'reshape':
      return node.shape;
    case 'dense':
      return [node.units];
    case 'conv':
      return [...of(node.input).slice(0, 2), node.filters];
    case 'upsample': {
      const [rows, columns, channels] = of(node.input);
      return [2 * rows, 2 * columns, channels];
    }
    case 'downsample': {
      const [rows, columns, channels] = of(node.input);
      return [rows / 2, columns / 2, channels];
    }
    case 'add':
      return of(node.inputs[0]);
    case 'multiply': {
      const [a, b] = node.inputs.map(of);
      return size(a) >= size(b) ? a : b;
    }
    case 'concat': {
      const shapes = node.inputs.map(of);
      return [...shapes[0].slice(0, -1), shapes.reduce((sum, shape) => sum + shape[shape.length - 1], 0)];
    }
    case 'poolAll':
      return of(node.input).slice(-1);
    case 'spread':
      return [node.side, node.side, ...of(node.input)];
    case 'deviation': {
      const [rows, columns, channels] = of(node.input);
      return [rows, columns, channels + 1];
    }
    default:
      return of(node.input);
  }
}

/** Values of a shape. */
export function size(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
