/** One file for each reason to refuse a model before a runtime sees it. */
import type { RefusalReason } from '../../src/onnx/refusal.js';
import {
  type Changes,
  denoiserCard,
  type FileOptions,
  floats,
  generatorCard,
  imageParts,
  latentParts,
  longs,
  message,
  nested,
  node,
  onnxFile,
  tensor,
  value,
  type Write,
  weights,
} from './files.js';

export interface Hostile {
  readonly name: string;
  readonly reason: RefusalReason;
  readonly card: string;
  readonly weights: Uint8Array;
}

const external = (location: string): Write =>
  tensor({
    name: 'a',
    dims: [4, 1, 3, 3],
    raw: new Uint8Array(),
    more: (pbf) => {
      message(13, (entry) => {
        entry.writeStringField(1, 'location');
        entry.writeStringField(2, location);
      })(pbf);
      pbf.writeVarintField(14, 1);
    },
  });

const withTensor = (write: Write): FileOptions =>
  imageParts({ tensors: [write, weights('b', [1, 4, 3, 3])] });
const plain = (dims: readonly number[], more: Partial<Parameters<typeof tensor>[0]> = {}) =>
  withTensor(tensor({ name: 'a', dims, raw: floats(new Float32Array(36)), ...more }));

/** The graph of the good denoiser with one operator more at its end. */
const ending = (
  operator: string,
  options: Parameters<typeof node>[1] = {},
  tensors: Write[] = [],
): FileOptions => {
  const good = imageParts();
  return {
    ...good,
    tensors: [...(good.tensors ?? []), ...tensors],
    nodes: [...(good.nodes ?? []), node(operator, { inputs: ['y'], outputs: ['end'], ...options })],
    outputs: [value('end')],
  };
};
const END: Changes = { 'execution.output': { name: 'end', meaning: 'noise' } };

const image = (name: string, reason: RefusalReason, parts: FileOptions, changes: Changes = {}): Hostile => {
  const bytes = onnxFile(parts);
  return { name, reason, weights: bytes, card: denoiserCard(bytes, changes) };
};
const latent = (name: string, reason: RefusalReason, parts: FileOptions, changes: Changes = {}): Hostile => {
  const bytes = onnxFile(parts);
  return { name, reason, weights: bytes, card: generatorCard(bytes, changes) };
};
const bytes = (name: string, reason: RefusalReason, weights: Uint8Array): Hostile => ({
  ...{ name, reason, weights },
  card: denoiserCard(weights),
});

/** A tensor in an attribute of a node. */
const inAttribute = (tag: number, write: Write): Write =>
  message(5, (attribute) => {
    attribute.writeStringField(1, 'value');
    message(tag, write)(attribute);
  });

const good = onnxFile(imageParts());

export const HOSTILE: readonly Hostile[] = [
  image('weights in a file beside it', 'external-data', withTensor(external('weights.bin'))),
  image('weights up the path', 'external-data', withTensor(external('../../../../etc/passwd'))),
  image('weights at an absolute path', 'external-data', withTensor(external('/proc/self/environ'))),
  image('weights at a URL', 'external-data', withTensor(external('https://example.org/weights'))),
  image(
    'a location with bytes beside it',
    'external-data',
    plain([4, 1, 3, 3], {
      more: (pbf) => pbf.writeVarintField(14, 1),
    }),
  ),
  image(
    'external data in a constant',
    'external-data',
    ending('Constant', { inputs: [], more: inAttribute(5, external('x')) }),
    END,
  ),
  image('sparse initialisers', 'sparse', imageParts({ graph: message(15, () => {}) })),
  image(
    'a sparse attribute',
    'sparse',
    ending('Constant', { inputs: [], more: inAttribute(22, () => {}) }),
    END,
  ),
  image(
    'a sparse input',
    'sparse',
    imageParts({
      inputs: [
        (pbf) => {
          pbf.writeStringField(1, 'x');
          message(
            2,
            message(8, () => {}),
          )(pbf);
        },
      ],
    }),
  ),
  image('functions', 'functions', imageParts({ more: message(25, () => {}) })),
  image(
    'a function’s attribute',
    'functions',
    ending('Relu', {
      more: message(5, (pbf) => {
        pbf.writeStringField(1, 'alpha');
        pbf.writeStringField(21, 'outer');
      }),
    }),
    END,
  ),
  image('an overload', 'functions', ending('Relu', { more: (pbf) => pbf.writeStringField(8, 'mine') }), END),
  image('training', 'training', imageParts({ more: message(20, () => {}) })),
  image('a second opset of others', 'domain', imageParts({ domains: ['', 'com.microsoft'] })),
  image('an operator of others', 'domain', ending('FusedConv', { domain: 'com.microsoft' }), END),
  image('an operator of classical learning', 'domain', ending('Scaler', { domain: 'ai.onnx.ml' }), END),
  image('random numbers', 'operator', ending('RandomNormalLike'), END),
  image('text', 'operator', ending('StringNormalizer'), END),
  image('a name that every object has', 'operator', ending('constructor'), END),
  image('a loop', 'control-flow', ending('Loop'), END),
  image('a branch with graphs', 'control-flow', ending('If', { more: inAttribute(6, () => {}) }), END),
  image('a graph in any operator', 'control-flow', ending('Relu', { more: inAttribute(6, () => {}) }), END),
  image('an old opset', 'opset', imageParts({ opset: 7 })),
  image('an opset to come', 'opset', imageParts({ opset: 99 })),
  image('no opset', 'opset', imageParts({ domains: [] })),
  image('two opsets', 'opset', imageParts({ domains: ['', ''] })),
  image('too many operators', 'too-many-operators', {
    nodes: Array.from({ length: 4001 }, (_, i) =>
      node('Relu', { inputs: [i === 0 ? 'x' : `n${i - 1}`], outputs: [i === 4000 ? 'y' : `n${i}`] }),
    ),
  }),
  image('fewer bytes than the dimensions say', 'tensor-size', plain([4, 1, 3, 4])),
  image('more bytes', 'tensor-size', plain([4, 1, 3, 2])),
  image('no bytes', 'tensor-size', plain([4, 1, 3, 3], { raw: new Uint8Array() })),
  image(
    'bytes twice',
    'tensor-size',
    plain([4, 1, 3, 3], {
      more: (pbf) => pbf.writeBytesField(9, floats(new Float32Array(36))),
    }),
  ),
  image(
    'bytes and numbers',
    'tensor-size',
    plain([4, 1, 3, 3], { more: (pbf) => pbf.writePackedFloat(4, [1]) }),
  ),
  image('a side below 0', 'tensor-dims', plain([-4, 1, 3, 3])),
  image('sides whose product overflows', 'tensor-dims', plain([2 ** 31, 2 ** 31, 2 ** 31])),
  image('a giant tensor without bytes', 'tensor-dims', plain([2 ** 30], { raw: new Uint8Array() })),
  image('too many dimensions', 'tensor-dims', plain(new Array<number>(9).fill(1))),
  image('half precision', 'tensor-type', plain([4, 1, 3, 3], { type: 10, raw: new Uint8Array(72) })),
  image(
    'texts',
    'tensor-type',
    plain([1], { type: 8, raw: new Uint8Array(), more: (pbf) => pbf.writeStringField(6, 'x') }),
  ),
  image('a type that there is not', 'tensor-type', plain([4, 1, 3, 3], { type: 77 })),
  image('an input in half precision', 'tensor-type', imageParts({ inputs: [value('x', { type: 10 })] })),
  image('an output of doubles', 'tensor-type', imageParts({ outputs: [value('y', { type: 11 })] })),
  image(
    'no input',
    'inputs',
    imageParts({ inputs: [], nodes: [node('Identity', { inputs: ['a'], outputs: ['y'] })] }),
  ),
  image('two inputs', 'inputs', imageParts({ inputs: [value('x'), value('other')] })),
  image(
    'an input of three dimensions',
    'inputs',
    imageParts({ inputs: [value('x', { dims: [1, 64, 64] })] }),
  ),
  image('a batch of four', 'inputs', imageParts({ inputs: [value('x', { dims: [4, 1, 'h', 'w'] })] })),
  image('two outputs', 'outputs', imageParts({ outputs: [value('y'), value('r')] })),
  image('no output', 'outputs', imageParts({ outputs: [] })),
  image('other names', 'card-and-graph', imageParts(), { 'execution.input.name': 'picture' }),
  image(
    'channels that the card lacks',
    'card-and-graph',
    imageParts({ inputs: [value('x', { dims: [1, 3, 'h', 'w'] })] }),
  ),
  image(
    'weights for other channels',
    'shape',
    imageParts({ tensors: [weights('a', [4, 2, 3, 3]), weights('b', [1, 4, 3, 3])] }),
  ),
  image(
    'an image that shrinks',
    'output-shape',
    ending('MaxPool', { ints: { kernel_shape: [2, 2], strides: [2, 2] } }),
    END,
  ),
  image(
    'several channels out',
    'output-shape',
    imageParts({ tensors: [weights('a', [4, 1, 3, 3]), weights('b', [2, 4, 3, 3])] }),
  ),
  image('a shape that depends on pixels', 'shape', ending('Reshape', { inputs: ['y', 'y'] }), END),
  image('more memory than there is', 'memory', {
    tensors: [weights('a', [200, 1, 1, 1]), weights('b', [1, 200, 1, 1])],
    nodes: [
      node('Conv', { inputs: ['x', 'a'], outputs: ['m'] }),
      ...Array.from({ length: 4 }, (_, i) => node('Relu', { inputs: ['m'], outputs: [`r${i}`] })),
      node('Sum', { inputs: ['r0', 'r1', 'r2', 'r3'], outputs: ['s'] }),
      node('Conv', { inputs: ['s', 'b'] }),
    ],
  }),
  image(
    'a tile of a giant',
    'tensor-dims',
    ending('Tile', { inputs: ['y', 'times'] }, [
      tensor({ name: 'times', dims: [4], type: 7, raw: longs([1, 1, 100_000, 100_000]) }),
    ]),
    END,
  ),
  image('work without end', 'work', {
    tensors: [
      weights('a', [64, 1, 3, 3]),
      tensor({ name: 'b', dims: [1, 64, 301, 301], raw: new Uint8Array(4 * 64 * 301 * 301) }),
    ],
    nodes: [
      node('Conv', { inputs: ['x', 'a'], outputs: ['m'], ints: { pads: [1, 1, 1, 1] } }),
      node('Conv', { inputs: ['m', 'b'], outputs: ['y'], ints: { pads: [150, 150, 150, 150] } }),
    ],
  }),
  image(
    'a fixed size that the card lacks',
    'card',
    imageParts({ inputs: [value('x', { dims: [1, 1, 64, 64] })] }),
  ),
  image('a window upside down', 'card', imageParts(), {
    'execution.input.scaling': { kind: 'window', low: 100, high: -100, to: [0, 1] },
  }),
  image('a field that no card has', 'card', imageParts(), { url: 'https://example.org' }),
  image('the id of another model', 'card', imageParts(), { id: 'own-00000000' }),
  latent('a latent vector of another length', 'card-and-graph', latentParts(), {
    'execution.input.latent': 9,
  }),
  latent('an image of another side', 'output-shape', latentParts(), { 'execution.side': 64 }),
  latent('a class that the graph lacks', 'inputs', latentParts(), {
    'execution.label': { name: 'class', form: 'index', classes: ['a', 'b'] },
  }),
  latent('values that CT does not have', 'card', latentParts(), {
    'execution.output': { name: 'y', range: [-1, 1], values: [-5000, 5000] },
  }),
  latent(
    'a latent vector as an image',
    'inputs',
    latentParts({ inputs: [value('z', { dims: [1, 8, 4, 4] })] }),
  ),
  bytes('no bytes', 'damaged', new Uint8Array()),
  bytes('words', 'damaged', new TextEncoder().encode('this is no model')),
  bytes('cut off', 'damaged', good.slice(0, good.length >> 1)),
  bytes('a length beyond the end', 'damaged', Uint8Array.of(8, 8, 0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f)),
  bytes('a number without an end', 'damaged', new Uint8Array(64).fill(0xff)),
  image('two graphs', 'damaged', imageParts({ more: message(7, () => {}) })),
  image(
    'operators out of order',
    'damaged',
    imageParts({
      nodes: [node('Relu', { inputs: ['later'] }), node('Relu', { outputs: ['later'] })],
    }),
  ),
  image('a name that is given twice', 'damaged', imageParts({ nodes: [node('Relu'), node('Tanh')] })),
  image('an output that nobody computes', 'damaged', imageParts({ outputs: [value('nobody')] })),
  image('no operators', 'damaged', imageParts({ nodes: [] })),
  bytes(
    'groups in groups',
    'damaged',
    Uint8Array.from({ length: 5000 }, (_, i) => (i < 2 ? 8 : 0x3b)),
  ),
  image(
    'types in types without end',
    'inputs',
    imageParts({
      inputs: [
        (pbf) => {
          pbf.writeStringField(1, 'x');
          message(2, nested(4, 200))(pbf);
        },
      ],
    }),
  ),
  image(
    'graphs in graphs without end',
    'control-flow',
    ending('If', { more: inAttribute(6, nested(1, 200)) }),
    END,
  ),
];
