/**
 * A small residual network: answers the noise of a picture, to be subtracted. A U-Net
 * (Ronneberger et al. 2015, MICCAI) of three levels, whose sizes change by means and doubling
 * alone; its last convolution starts at zero, so that an untrained one takes nothing away.
 *
 * @module
 */
import type { Network, NetworkNode } from '../network.js';

export interface ResidualOptions {
  /** Channels at full size; two and four times as many below. */
  readonly width: number;
  /** Values are brought to value x factor + offset inside. */
  readonly factor: number;
  readonly offset: number;
}

/** Rows and columns given to the network are multiples of this. */
export const RESIDUAL_MULTIPLE = 4;

/** Input `image`, any rows and columns that are multiples of 4; answers `noise` in the same unit. */
export function residualNetwork({ width, factor, offset }: ResidualOptions): Network {
  const nodes: NetworkNode[] = [
    { name: 'image', op: 'input', shape: [64, 64, 1] },
    { name: 'scaled', op: 'scale', input: 'image', factor, offset },
  ];
  const conv = (name: string, input: string, filters: number): string => {
    nodes.push({ name, op: 'conv', input, filters, size: 3 });
    nodes.push({ name: `${name}-on`, op: 'activate', input: name, kind: 'leakyRelu' });
    return `${name}-on`;
  };
  const down = (name: string, input: string): string => {
    nodes.push({ name, op: 'downsample', input });
    return name;
  };
  const join = (name: string, coarse: string, fine: string): string => {
    nodes.push({ name: `${name}-up`, op: 'upsample', input: coarse });
    nodes.push({ name, op: 'concat', inputs: [`${name}-up`, fine] });
    return name;
  };
  const full = conv('full2', conv('full1', 'scaled', width), width);
  const half = conv('half2', conv('half1', down('to-half', full), 2 * width), 2 * width);
  const low = conv('low2', conv('low1', down('to-low', half), 4 * width), 4 * width);
  const back = conv('back2', conv('back1', join('join-half', low, half), 2 * width), 2 * width);
  const last = conv('last2', conv('last1', join('join-full', back, full), width), width);
  nodes.push({ name: 'estimate', op: 'conv', input: last, filters: 1, size: 3, zero: true });
  nodes.push({ name: 'noise', op: 'scale', input: 'estimate', factor: 1 / factor, offset: 0 });
  return nodes;
}
