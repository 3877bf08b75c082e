/**
 * What a network learns or carries along: names, shapes, and the values it starts with.
 *
 * @module
 */
import type { Random } from '../../image/random.js';
import type { Network, NetworkNode, Weight, Weights } from '../network.js';
import { shapesOf, size } from './shapes.js';

/** One parameter of a node. */
export interface Parameter {
  /** `node/parameter`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Moved by the optimiser; running statistics and the vector of the spectral norm are not. */
  readonly trained: boolean;
  /** SD of its first values, or their one value. */
  readonly start: { readonly sd: number } | { readonly value: number };
}

/** All parameters in the order of the nodes. */
export function parametersOf(network: Network): Parameter[] {
  const shapes = shapesOf(network);
  const rectified = beforeRectifier(network);
  return network.flatMap((node) => ofNode(node, shapes, rectified));
}

/** Numbers that are learned. */
export function countParameters(network: Network): number {
  return parametersOf(network).reduce((sum, { shape, trained }) => sum + (trained ? size(shape) : 0), 0);
}

/** First values; each parameter has a stream of its own, so that no other one moves it. */
export function initialWeights(network: Network, random: Random): Weights {
  const weights: Record<string, Weight> = {};
  for (const { name, shape, start } of parametersOf(network)) {
    const values = new Float32Array(size(shape));
    if ('value' in start) values.fill(start.value);
    else {
      const stream = random.fork(name);
      for (let i = 0; i < values.length; i++) values[i] = start.sd * stream.normal();
    }
    weights[name] = { shape, values };
  }
  return weights;
}

function ofNode(
  node: NetworkNode,
  shapes: ReadonlyMap<string, readonly number[]>,
  rectified: ReadonlySet<string>,
): Parameter[] {
  const own = (
    name: string,
    shape: readonly number[],
    start: Parameter['start'],
    trained = true,
  ): Parameter => ({ name: `${node.name}/${name}`, shape, start, trained });
  switch (node.op) {
    case 'constant':
      return [own('value', node.shape, { sd: 1 })];
    case 'dense':
    case 'conv': {
      const inputs = shapes.get(node.input)!.at(-1)!;
      const outputs = node.op === 'dense' ? node.units : node.filters;
      const shape = node.op === 'dense' ? [inputs, outputs] : [node.size, node.size, inputs, outputs];
      const fanIn = size(shape) / outputs;
      // He et al. 2015, section 2.2: half of the variance is lost in a rectifier, and nowhere else.
      const sd = Math.sqrt((rectified.has(node.name) ? 2 : 1) / fanIn);
      const zero = node.op === 'conv' && node.zero;
      return [
        own('kernel', shape, zero ? { value: 0 } : { sd }),
        own('bias', [outputs], { value: 0 }),
        ...(node.spectral ? [own('direction', [outputs, 1], { sd: 1 }, false)] : []),
      ];
    }
    case 'normalise': {
      const channels = [shapes.get(node.input)!.at(-1)!];
      if (node.kind === 'pixel') return [];
      const affine = [own('scale', channels, { value: 1 }), own('shift', channels, { value: 0 })];
      if (node.kind === 'instance') return affine;
      return [
        ...affine,
        own('mean', channels, { value: 0 }, false),
        own('variance', channels, { value: 1 }, false),
      ];
    }
    default:
      return [];
  }
}

/** Nodes whose answer goes into a rectifier, through norms and modulation or not. */
function beforeRectifier(network: Network): Set<string> {
  const found = new Set<string>();
  for (const node of [...network].reverse()) {
    const rectifies = node.op === 'activate' && (node.kind === 'leakyRelu' || node.kind === 'relu');
    const passes =
      (node.op === 'normalise' || node.op === 'modulate' || node.op === 'reshape') && found.has(node.name);
    if (rectifies || passes) found.add(node.input);
  }
  return found;
}
