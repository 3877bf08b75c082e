/**
 * A generator whose latent vector sets the style of every level: a mapping network and a
 * learned constant (Karras et al. 2020, "Analyzing and improving the image quality of
 * StyleGAN", CVPR), feature maps scaled and shifted by it, and skip-layer excitation, by which
 * coarse maps gate fine ones (Liu et al. 2021, "Towards faster and stabilized GAN training for
 * high-fidelity few-shot image synthesis", ICLR, section 3.1). Its discriminator has residual blocks.
 *
 * @module
 */
import type { Network, NetworkNode } from '../network.js';
import { codeNodes, type DiscriminatorOptions, type GeneratorOptions, placedImage } from './dcgan.js';
import { COARSEST, channelsAt } from './levels.js';

/** Layers of the mapping network: 8 in the paper, for far more images than a study has. */
const MAPPING = 2;
/** A level is gated by the one this many times coarser. */
const GATED_BY = 8;
/** Both branches have the variance of the input: their sum is brought back to it. */
const HALF_VARIANCE = Math.SQRT1_2;

/** Inputs `latent` and, where conditional, `level` (0 to 1); answers `image`, side x side x 1, -1 to 1. */
export function styleGenerator(options: GeneratorOptions): Network {
  const { side, width, latent, generatorNorm } = options;
  const nodes: NetworkNode[] = [];
  let style = codeNodes(nodes, options);
  for (let i = 1; i <= MAPPING; i++) {
    nodes.push({ name: `mapped${i}`, op: 'dense', input: style, units: latent });
    nodes.push({ name: `style${i}`, op: 'activate', input: `mapped${i}`, kind: 'leakyRelu' });
    style = `style${i}`;
  }
  const coarsest = channelsAt(COARSEST, side, width);
  nodes.push({ name: 'canvas', op: 'constant', shape: [COARSEST, COARSEST, coarsest] });
  let last = 'canvas';
  for (let at = COARSEST; at <= side; at *= 2) {
    const filters = channelsAt(at, side, width);
    if (at > COARSEST) {
      nodes.push({ name: `doubled${at}`, op: 'upsample', input: last });
      last = `doubled${at}`;
    }
    nodes.push({ name: `maps${at}`, op: 'conv', input: last, filters, size: 3 });
    last = `maps${at}`;
    if (generatorNorm !== 'none') {
      nodes.push({ name: `norm${at}`, op: 'normalise', input: last, kind: generatorNorm });
      last = `norm${at}`;
    }
    nodes.push({ name: `scale${at}`, op: 'dense', input: style, units: filters });
    nodes.push({ name: `shift${at}`, op: 'dense', input: style, units: filters });
    nodes.push({
      name: `styled${at}`,
      op: 'modulate',
      input: last,
      scale: `scale${at}`,
      shift: `shift${at}`,
    });
    nodes.push({ name: `rectified${at}`, op: 'activate', input: `styled${at}`, kind: 'leakyRelu' });
    last = at >= GATED_BY * COARSEST ? gate(nodes, at, filters) : `rectified${at}`;
  }
  nodes.push({ name: 'grey', op: 'conv', input: last, filters: 1, size: 3 });
  nodes.push({ name: 'image', op: 'activate', input: 'grey', kind: 'tanh' });
  return nodes;
}

/** Skip-layer excitation: channels of this level times what the whole of a coarser one makes of them. */
function gate(nodes: NetworkNode[], at: number, filters: number): string {
  nodes.push({ name: `whole${at}`, op: 'poolAll', input: `rectified${at / GATED_BY}` });
  nodes.push({ name: `asked${at}`, op: 'dense', input: `whole${at}`, units: filters });
  nodes.push({ name: `heard${at}`, op: 'activate', input: `asked${at}`, kind: 'leakyRelu' });
  nodes.push({ name: `opened${at}`, op: 'dense', input: `heard${at}`, units: filters });
  nodes.push({ name: `gate${at}`, op: 'activate', input: `opened${at}`, kind: 'sigmoid' });
  nodes.push({ name: `plane${at}`, op: 'spread', input: `gate${at}`, side: 1 });
  // A gate that stands half open halves: made up for.
  nodes.push({ name: `gated${at}`, op: 'multiply', inputs: [`rectified${at}`, `plane${at}`] });
  nodes.push({ name: `passed${at}`, op: 'scale', input: `gated${at}`, factor: 2, offset: 0 });
  return `passed${at}`;
}

/** Inputs `image` and, where conditional, `level`; answers `score`, one unit. */
export function styleDiscriminator(options: DiscriminatorOptions): Network {
  const { side, width, discriminatorNorm } = options;
  const spectral = discriminatorNorm === 'spectral';
  const nodes: NetworkNode[] = [];
  const conv = (name: string, input: string, filters: number, size: 1 | 3) => {
    nodes.push({ name, op: 'conv', input, filters, size, spectral });
    if (discriminatorNorm !== 'instance' || size === 1) return name;
    nodes.push({ name: `${name}.norm`, op: 'normalise', input: name, kind: 'instance' });
    return `${name}.norm`;
  };
  nodes.push({
    name: 'first',
    op: 'conv',
    input: placedImage(nodes, options),
    filters: width,
    size: 3,
    spectral,
  });
  nodes.push({ name: `level${side}`, op: 'activate', input: 'first', kind: 'leakyRelu' });
  for (let at = side; at > COARSEST; at /= 2) {
    const filters = channelsAt(at / 2, side, width);
    // Halved before the convolution: a quarter of the work.
    nodes.push({ name: `halved${at}`, op: 'downsample', input: `level${at}` });
    const maps = conv(`maps${at}`, `halved${at}`, filters, 3);
    nodes.push({ name: `rectified${at}`, op: 'activate', input: maps, kind: 'leakyRelu' });
    const direct = conv(`direct${at}`, `halved${at}`, filters, 1);
    nodes.push({
      name: `level${at / 2}`,
      op: 'add',
      inputs: [`rectified${at}`, direct],
      factor: HALF_VARIANCE,
    });
  }
  const units = COARSEST * COARSEST * channelsAt(COARSEST, side, width);
  nodes.push({ name: 'features', op: 'reshape', input: `level${COARSEST}`, shape: [units] });
  nodes.push({ name: 'score', op: 'dense', input: 'features', units: 1, spectral });
  return nodes;
}
