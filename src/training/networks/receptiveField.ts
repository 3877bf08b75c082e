/**
 * How far a network looks.
 *
 * @module
 */
import type { Network, NetworkNode } from '../network.js';

/** First and last input pixel along one axis. */
type Span = readonly [number, number];

/** Steps in which convolutional networks of ours repeat: eight pixels at three halvings. */
const PERIOD = 64;

/**
 * Width in pixels of the square of the input that one pixel of the answer depends on, at most.
 *
 * @throws Error for a network that is not convolutional throughout: a fault of ours.
 */
export function receptiveField(network: Network): number {
  const nodes = new Map(network.map((node) => [node.name, node]));
  const known = new Map<string, Span>();
  const span = (name: string, at: number): Span => {
    const key = `${name} ${at}`;
    const found = known.get(key) ?? spanOf(nodes.get(name)!, at, span);
    known.set(key, found);
    return found;
  };
  const last = network[network.length - 1].name;
  let widest = 0;
  for (let at = 0; at < PERIOD; at++) {
    const [from, to] = span(last, at);
    widest = Math.max(widest, to - from + 1);
  }
  return widest;
}

function spanOf(node: NetworkNode, at: number, span: (name: string, at: number) => Span): Span {
  const over = (name: string, from: number, to: number): Span => [span(name, from)[0], span(name, to)[1]];
  switch (node.op) {
    case 'input':
      return [at, at];
    case 'conv': {
      const reach = (node.size - 1) / 2;
      return over(node.input, at - reach, at + reach);
    }
    case 'upsample':
      return span(node.input, Math.floor(at / 2));
    case 'downsample':
      return over(node.input, 2 * at, 2 * at + 1);
    case 'activate':
    case 'scale':
      return span(node.input, at);
    case 'add':
    case 'multiply':
    case 'concat': {
      const spans = node.inputs.map((name) => span(name, at));
      return [Math.min(...spans.map(([from]) => from)), Math.max(...spans.map(([, to]) => to))];
    }
    default:
      throw new Error(`The reach of ${node.op} is not bounded.`);
  }
}
