/**
 * A trained network as an ONNX file: opset 17, float32, any batch. What it computes is
 * what was trained; `readOnnx` knows every operator that stands in it.
 *
 * ```ts
 * const file = writeOnnx(network, weights, { metadata: { title: 'My generator' } });
 * ```
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { Network, NetworkNode, Weights } from '../network.js';
import { type Shape, shapesOf } from '../shapes.js';
import { Operators } from './operators.js';
import { encodeModel, type OnnxValue } from './proto.js';

export interface OnnxOptions {
  /** Rows and columns of images that go in are free; a network without `reshape` and `spread` alone can do that. */
  readonly anySize?: boolean;
  /** Words for people who open the file. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Bytes of the file. Inputs and the output are called as their nodes are; images are
 * batch x channels x rows x columns, vectors batch x units.
 *
 * @throws ArgumentError when this is no network; ModelError for weights that are not its
 *   own or not finite, and for networks that look at a whole batch (`deviation`).
 */
export function writeOnnx(
  network: Network,
  weights: Weights,
  { anySize = false, metadata = {} }: OnnxOptions = {},
): Uint8Array<ArrayBuffer> {
  const shapes = shapesOf(network);
  const inputs = network.filter((node): node is NetworkNode & { op: 'input' } => node.op === 'input');
  const last = network.at(-1);
  if (inputs.length === 0 || !last || last.op === 'input') {
    throw new ArgumentError('This network computes nothing.', {
      attribute: 'network',
      remedy: 'Give one with an input and an answer.',
    });
  }
  const operators = new Operators(weights, shapes, inputs[0].name);
  for (const node of network) operators.add(node);
  const value = (name: string): OnnxValue => ({
    name,
    dims: ['batch', ...sizesOf(shapes.get(name) ?? [], anySize)],
  });
  return encodeModel({
    nodes: operators.nodes,
    tensors: operators.tensors,
    inputs: inputs.map(({ name }) => value(name)),
    outputs: [value(last.name)],
    producer: ['Veritome', ''],
    metadata,
  });
}

function sizesOf(shape: Shape, anySize: boolean): (number | string)[] {
  if (shape.length !== 3) return [...shape];
  const [rows, columns, channels] = shape;
  return anySize ? [channels, 'rows', 'columns'] : [channels, rows, columns];
}
