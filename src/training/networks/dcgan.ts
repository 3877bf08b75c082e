/**
 * Generator and discriminator after DCGAN (Radford et al. 2016, "Unsupervised
 * representation learning with deep convolutional GANs", ICLR), without strides: the
 * generator doubles by nearest neighbour before each convolution, the discriminator halves
 * by means after it.
 *
 * @module
 */
import type { Network, NetworkNode } from '../network.js';
import type { GanOptions } from '../options.js';
import { COARSEST, channelsAt } from './levels.js';

export type GeneratorOptions = Pick<
  GanOptions,
  'side' | 'width' | 'latent' | 'conditional' | 'generatorNorm'
>;
export type DiscriminatorOptions = Pick<GanOptions, 'side' | 'width' | 'conditional' | 'discriminatorNorm'>;

/** Inputs `latent` and, where conditional, `level` (0 to 1); answers `image`, side x side x 1, -1 to 1. */
export function dcganGenerator(options: GeneratorOptions): Network {
  const { side, width, generatorNorm } = options;
  const nodes: NetworkNode[] = [];
  let last = codeNodes(nodes, options);
  const coarsest = channelsAt(COARSEST, side, width);
  nodes.push({ name: 'seed', op: 'dense', input: last, units: COARSEST * COARSEST * coarsest });
  nodes.push({ name: 'maps4', op: 'reshape', input: 'seed', shape: [COARSEST, COARSEST, coarsest] });
  last = normed(nodes, 'maps4', generatorNorm);
  nodes.push({ name: 'rectified4', op: 'activate', input: last, kind: 'leakyRelu' });
  last = 'rectified4';
  for (let at = 2 * COARSEST; at <= side; at *= 2) {
    nodes.push({ name: `doubled${at}`, op: 'upsample', input: last });
    const filters = channelsAt(at, side, width);
    nodes.push({ name: `maps${at}`, op: 'conv', input: `doubled${at}`, filters, size: 3 });
    last = normed(nodes, `maps${at}`, generatorNorm);
    nodes.push({ name: `rectified${at}`, op: 'activate', input: last, kind: 'leakyRelu' });
    last = `rectified${at}`;
  }
  nodes.push({ name: 'grey', op: 'conv', input: last, filters: 1, size: 3 });
  nodes.push({ name: 'image', op: 'activate', input: 'grey', kind: 'tanh' });
  return nodes;
}

/** Inputs `image` and, where conditional, `level`; answers `score`, one unit. */
export function dcganDiscriminator(options: DiscriminatorOptions): Network {
  const { side, width, discriminatorNorm } = options;
  const spectral = discriminatorNorm === 'spectral';
  const nodes: NetworkNode[] = [];
  let last = placedImage(nodes, options);
  for (let at = side; at > COARSEST; at /= 2) {
    const filters = channelsAt(at / 2, side, width);
    nodes.push({ name: `maps${at}`, op: 'conv', input: last, filters, size: 3, spectral });
    // No norm on the first layer, as Radford et al. have it: it would take the brightness away.
    last =
      discriminatorNorm === 'instance' && at < side ? normed(nodes, `maps${at}`, 'instance') : `maps${at}`;
    nodes.push({ name: `rectified${at}`, op: 'activate', input: last, kind: 'leakyRelu' });
    nodes.push({ name: `halved${at}`, op: 'downsample', input: `rectified${at}` });
    last = `halved${at}`;
  }
  const units = COARSEST * COARSEST * channelsAt(COARSEST, side, width);
  nodes.push({ name: 'features', op: 'reshape', input: last, shape: [units] });
  nodes.push({ name: 'score', op: 'dense', input: 'features', units: 1, spectral });
  return nodes;
}

/** Latent vector, with the place in the series behind it where the generator is told; the name of the last node. */
export function codeNodes(
  nodes: NetworkNode[],
  { latent, conditional }: Pick<GeneratorOptions, 'latent' | 'conditional'>,
): string {
  nodes.push({ name: 'latent', op: 'input', shape: [latent] });
  if (!conditional) return 'latent';
  nodes.push({ name: 'level', op: 'input', shape: [1] });
  // To mean 0 and, over a series, about four times the SD of a latent value: one among many has to be heard.
  nodes.push({ name: 'place', op: 'scale', input: 'level', factor: 12, offset: -6 });
  nodes.push({ name: 'code', op: 'concat', inputs: ['latent', 'place'] });
  return 'code';
}

/** The image, with its place in the series as a plane behind it where the discriminator is told; the name of the last node. */
export function placedImage(
  nodes: NetworkNode[],
  { side, conditional }: Pick<DiscriminatorOptions, 'side' | 'conditional'>,
): string {
  nodes.push({ name: 'image', op: 'input', shape: [side, side, 1] });
  if (!conditional) return 'image';
  nodes.push({ name: 'level', op: 'input', shape: [1] });
  nodes.push({ name: 'place', op: 'scale', input: 'level', factor: 2, offset: -1 });
  nodes.push({ name: 'plane', op: 'spread', input: 'place', side });
  nodes.push({ name: 'placed', op: 'concat', inputs: ['image', 'plane'] });
  return 'placed';
}

function normed(nodes: NetworkNode[], input: string, kind: 'none' | 'batch' | 'instance'): string {
  if (kind === 'none') return input;
  nodes.push({ name: `${input}.norm`, op: 'normalise', input, kind });
  return `${input}.norm`;
}
