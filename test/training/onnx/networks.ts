/** Small networks that hold every operator, with weights by chance. */
import { createRandom } from '../../../src/image/random.js';
import type { Network, Weight, Weights } from '../../../src/training/network.js';
import { channelsOf, product, shapesOf } from '../../../src/training/shapes.js';

/** Every operator that a generator or a denoiser may hold, in one network from `latent` and `level`. */
export const EVERYTHING: Network = [
  { name: 'latent', op: 'input', shape: [6] },
  { name: 'level', op: 'input', shape: [1] },
  { name: 'unit', op: 'normalise', kind: 'pixel', input: 'latent' },
  { name: 'both', op: 'concat', inputs: ['unit', 'level'] },
  { name: 'map1', op: 'dense', input: 'both', units: 8 },
  { name: 'map1 batch', op: 'normalise', kind: 'batch', input: 'map1' },
  { name: 'style', op: 'activate', kind: 'sigmoid', input: 'map1 batch' },
  { name: 'start', op: 'constant', shape: [4, 4, 5] },
  { name: 'cells', op: 'dense', input: 'style', units: 48 },
  { name: 'grid', op: 'reshape', input: 'cells', shape: [4, 4, 3] },
  { name: 'levels', op: 'spread', input: 'level', side: 4 },
  { name: 'stack', op: 'concat', inputs: ['start', 'grid', 'levels'] },
  { name: 'block1/conv', op: 'conv', input: 'stack', filters: 4, size: 3 },
  { name: 'block1/gain', op: 'dense', input: 'style', units: 4 },
  { name: 'block1/bias', op: 'dense', input: 'style', units: 4 },
  { name: 'block1/styled', op: 'modulate', input: 'block1/conv', scale: 'block1/gain', shift: 'block1/bias' },
  { name: 'block1/act', op: 'activate', kind: 'leakyRelu', input: 'block1/styled' },
  { name: 'up', op: 'upsample', input: 'block1/act' },
  { name: 'pixel', op: 'normalise', kind: 'pixel', input: 'up' },
  { name: 'block2/conv', op: 'conv', input: 'pixel', filters: 6, size: 3 },
  { name: 'block2/norm', op: 'normalise', kind: 'instance', input: 'block2/conv' },
  { name: 'block2/relu', op: 'activate', kind: 'relu', input: 'block2/norm' },
  { name: 'block2/batch', op: 'normalise', kind: 'batch', input: 'block2/relu' },
  { name: 'skip', op: 'conv', input: 'pixel', filters: 6, size: 1 },
  { name: 'sum', op: 'add', inputs: ['block2/batch', 'skip'], factor: 0.7 },
  { name: 'pool', op: 'poolAll', input: 'block1/act' },
  { name: 'gate units', op: 'dense', input: 'pool', units: 6 },
  { name: 'gate map', op: 'reshape', input: 'gate units', shape: [1, 1, 6] },
  { name: 'gate', op: 'activate', kind: 'sigmoid', input: 'gate map' },
  { name: 'gated', op: 'multiply', inputs: ['sum', 'gate'] },
  { name: 'squared', op: 'multiply', inputs: ['gated', 'sum'] },
  { name: 'plain', op: 'add', inputs: ['squared', 'gated'] },
  { name: 'gain only', op: 'dense', input: 'style', units: 6 },
  { name: 'modulated', op: 'modulate', input: 'plain', scale: 'gain only' },
  { name: 'up2', op: 'upsample', input: 'modulated' },
  { name: 'down', op: 'downsample', input: 'up2' },
  { name: 'flat', op: 'reshape', input: 'down', shape: [384] },
  { name: 'again', op: 'reshape', input: 'flat', shape: [8, 8, 6] },
  { name: 'image', op: 'conv', input: 'again', filters: 1, size: 3 },
  { name: 'bounded', op: 'activate', kind: 'tanh', input: 'image' },
  { name: 'hu', op: 'scale', input: 'bounded', factor: 700, offset: -300 },
];

/** Takes an image of any size and gives its noise. */
export const RESIDUAL: Network = [
  { name: 'image', op: 'input', shape: [8, 8, 1] },
  { name: 'c1', op: 'conv', input: 'image', filters: 4, size: 3 },
  { name: 'a1', op: 'activate', kind: 'leakyRelu', input: 'c1' },
  { name: 'down', op: 'downsample', input: 'a1' },
  { name: 'c2', op: 'conv', input: 'down', filters: 4, size: 3 },
  { name: 'up', op: 'upsample', input: 'c2' },
  { name: 'both', op: 'concat', inputs: ['up', 'a1'] },
  { name: 'noise', op: 'conv', input: 'both', filters: 1, size: 3 },
];

/** Weights of all parameters, normal with a spread that keeps values near 1. */
export function randomWeights(network: Network, seed: number): Weights {
  const shapes = shapesOf(network);
  const random = createRandom(seed);
  const weights: Record<string, Weight> = {};
  for (const node of network) {
    const put = (name: string, shape: readonly number[], draw: () => number) => {
      weights[`${node.name}/${name}`] = {
        shape,
        values: Float32Array.from({ length: product(shape) }, draw),
      };
    };
    const normal = (spread: number) => () => spread * random.normal();
    if (node.op === 'constant') put('value', node.shape, normal(1));
    if (node.op === 'dense') {
      const inputs = product(shapes.get(node.input) ?? []);
      put('kernel', [inputs, node.units], normal(1 / Math.sqrt(inputs)));
      put('bias', [node.units], normal(0.3));
    }
    if (node.op === 'conv') {
      const channels = channelsOf(shapes.get(node.input) ?? []);
      const fan = node.size * node.size * channels;
      put('kernel', [node.size, node.size, channels, node.filters], normal(1 / Math.sqrt(fan)));
      put('bias', [node.filters], normal(0.3));
    }
    if (node.op === 'normalise' && node.kind !== 'pixel') {
      const channels = channelsOf(shapes.get(node.name) ?? []);
      put('scale', [channels], () => 1 + 0.3 * random.normal());
      put('shift', [channels], normal(0.3));
      if (node.kind === 'batch') {
        put('mean', [channels], normal(0.3));
        put('variance', [channels], () => 0.3 + random.uniform());
      }
    }
  }
  return weights;
}
