/**
 * Small ONNX files, good ones and hostile ones, written field by field: what a well-behaved
 * exporter would never write has to be in some of them.
 */
import { createHash } from 'node:crypto';
import { PbfWriter } from 'pbf';
import { createRandom } from '../../src/image/random.js';

export type Write = (pbf: PbfWriter) => void;

export interface TensorOptions {
  readonly name?: string;
  readonly dims?: readonly number[];
  readonly type?: number;
  readonly raw?: Uint8Array;
  /** More fields, in the end. */
  readonly more?: Write;
}

export interface NodeOptions {
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly domain?: string;
  readonly ints?: Readonly<Record<string, readonly number[]>>;
  readonly int?: Readonly<Record<string, number>>;
  readonly more?: Write;
}

export interface ValueOptions {
  readonly dims?: readonly (number | string)[];
  readonly type?: number;
}

export interface FileOptions {
  readonly opset?: number;
  readonly domains?: readonly string[];
  readonly nodes?: readonly Write[];
  readonly tensors?: readonly Write[];
  readonly inputs?: readonly Write[];
  readonly outputs?: readonly Write[];
  readonly graph?: Write;
  readonly more?: Write;
}

const message =
  (tag: number, write: Write): Write =>
  (pbf) =>
    pbf.writeMessage(tag, (_, inner) => write(inner), undefined);

/** Messages with these bytes, one in the other. */
export function nested(tag: number, depth: number): Write {
  return depth === 0 ? () => {} : message(tag, nested(tag, depth - 1));
}
export { message };

export function floats(values: readonly number[] | Float32Array): Uint8Array {
  const array = Float32Array.from(values);
  return new Uint8Array(array.buffer);
}

export function longs(values: readonly number[]): Uint8Array {
  const array = BigInt64Array.from(values, (value) => BigInt(value));
  return new Uint8Array(array.buffer);
}

export function tensor({ name = 'w', dims = [1], type = 1, raw = floats([1]), more }: TensorOptions): Write {
  return (pbf) => {
    for (const dim of dims) pbf.writeVarintField(1, dim);
    pbf.writeVarintField(2, type);
    pbf.writeStringField(8, name);
    if (raw.length > 0) pbf.writeBytesField(9, raw);
    more?.(pbf);
  };
}

/** Weights by chance, of about unit gain. */
export function weights(name: string, dims: readonly number[], seed = 1, gain = 1): Write {
  const random = createRandom(seed);
  const fan = dims.slice(1).reduce((n, d) => n * d, 1);
  const count = dims.reduce((n, d) => n * d, 1);
  const values = Float32Array.from({ length: count }, () => (gain * random.normal()) / Math.sqrt(fan));
  return tensor({ name, dims, raw: floats(values) });
}

export function node(
  operator: string,
  { inputs = ['x'], outputs = ['y'], domain, ints = {}, int = {}, more }: NodeOptions = {},
): Write {
  return (pbf) => {
    for (const input of inputs) pbf.writeStringField(1, input);
    for (const output of outputs) pbf.writeStringField(2, output);
    pbf.writeStringField(4, operator);
    for (const [name, values] of Object.entries(ints)) {
      message(5, (attribute) => {
        attribute.writeStringField(1, name);
        for (const value of values) attribute.writeVarintField(8, value);
        attribute.writeVarintField(20, 7);
      })(pbf);
    }
    for (const [name, value] of Object.entries(int)) {
      message(5, (attribute) => {
        attribute.writeStringField(1, name);
        attribute.writeVarintField(3, value);
        attribute.writeVarintField(20, 2);
      })(pbf);
    }
    if (domain !== undefined) pbf.writeStringField(7, domain);
    more?.(pbf);
  };
}

export function value(
  name: string,
  { dims = [1, 1, 'rows', 'columns'], type = 1 }: ValueOptions = {},
): Write {
  return (pbf) => {
    pbf.writeStringField(1, name);
    message(
      2,
      message(1, (tensorType) => {
        tensorType.writeVarintField(1, type);
        message(2, (shape) => {
          for (const dim of dims) {
            message(1, (one) => {
              if (typeof dim === 'number') one.writeVarintField(1, dim);
              else one.writeStringField(2, dim);
            })(shape);
          }
        })(tensorType);
      }),
    )(pbf);
  };
}

export function onnxFile({
  opset = 17,
  domains = [''],
  nodes = [],
  tensors = [],
  inputs = [value('x')],
  outputs = [value('y')],
  graph,
  more,
}: FileOptions): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, 8);
  message(7, (inner) => {
    for (const one of nodes) message(1, one)(inner);
    for (const one of tensors) message(5, one)(inner);
    for (const one of inputs) message(11, one)(inner);
    for (const one of outputs) message(12, one)(inner);
    graph?.(inner);
  })(pbf);
  for (const domain of domains) {
    message(8, (set) => {
      set.writeStringField(1, domain);
      set.writeVarintField(2, opset);
    })(pbf);
  }
  more?.(pbf);
  return pbf.finish().slice();
}

const SAME = { ints: { pads: [1, 1, 1, 1], kernel_shape: [3, 3] } };

/** An image goes in, an image of its size comes out: two convolutions. */
export function imageParts(options: FileOptions = {}): FileOptions {
  return {
    tensors: [weights('a', [4, 1, 3, 3], 1), weights('b', [1, 4, 3, 3], 2)],
    nodes: [
      node('Conv', { inputs: ['x', 'a'], outputs: ['m'], ...SAME }),
      node('LeakyRelu', { inputs: ['m'], outputs: ['r'] }),
      node('Conv', { inputs: ['r', 'b'], outputs: ['y'], ...SAME }),
    ],
    ...options,
  };
}

/** A latent vector goes in, an image of 32 x 32 comes out: a DCGAN in small. */
export function latentParts(options: FileOptions = {}): FileOptions {
  const up = { ints: { strides: [2, 2], pads: [1, 1, 1, 1], kernel_shape: [4, 4] } };
  return {
    tensors: [
      weights('a', [8, 8, 4, 4], 3, 4),
      weights('b', [8, 4, 4, 4], 4, 4),
      weights('c', [4, 4, 4, 4], 5, 4),
      weights('d', [4, 1, 4, 4], 6, 4),
    ],
    inputs: [value('z', { dims: ['batch', 8, 1, 1] })],
    nodes: [
      node('ConvTranspose', { inputs: ['z', 'a'], outputs: ['1'], ints: { kernel_shape: [4, 4] } }),
      node('Relu', { inputs: ['1'], outputs: ['2'] }),
      node('ConvTranspose', { inputs: ['2', 'b'], outputs: ['3'], ...up }),
      node('Relu', { inputs: ['3'], outputs: ['4'] }),
      node('ConvTranspose', { inputs: ['4', 'c'], outputs: ['5'], ...up }),
      node('ConvTranspose', { inputs: ['5', 'd'], outputs: ['6'], ...up }),
      node('Tanh', { inputs: ['6'], outputs: ['y'] }),
    ],
    ...options,
  };
}

/** Fields of a card to change: `{ 'execution.side': 64 }`; undefined takes one away. */
export type Changes = Readonly<Record<string, unknown>>;

function changed(card: Record<string, unknown>, changes: Changes): string {
  for (const [path, to] of Object.entries(changes)) {
    const keys = path.split('.');
    let at = card as Record<string, unknown>;
    for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
    at[keys.at(-1) ?? ''] = to;
  }
  return JSON.stringify(card);
}

export function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const description = {
  summary: 'A network that was made for a test.',
  intendedUse: 'Tests.',
  limits: ['It has learnt nothing.'],
  adversarial: false,
  license: 'CC0-1.0',
};

export function denoiserCard(bytes: Uint8Array, changes: Changes = {}): string {
  return changed(
    {
      schema: 'veritome-model/1',
      version: '1.0',
      task: 'denoise',
      title: 'Test denoiser',
      execution: {
        sha256: sha(bytes),
        input: { name: 'x', scaling: { kind: 'window', low: -1024, high: 3071, to: [0, 1] } },
        output: { name: 'y', meaning: 'noise' },
        multipleOf: 4,
        receptiveFieldPixels: 5,
      },
      selection: { modality: ['CT'], unit: 'HU' },
      description,
    },
    changes,
  );
}

export function generatorCard(bytes: Uint8Array, changes: Changes = {}): string {
  return changed(
    {
      schema: 'veritome-model/1',
      version: '1.0',
      task: 'generate',
      title: 'Test generator',
      execution: {
        sha256: sha(bytes),
        input: { name: 'z', latent: 8 },
        output: { name: 'y', range: [-1, 1], values: [-1000, 1000] },
        side: 32,
        fieldMm: 320,
      },
      selection: { modality: ['CT'], unit: 'HU' },
      description,
    },
    changes,
  );
}
