/**
 * The classical denoisers at their tuned strengths, told the true noise.
 *
 * @module
 */
import { bm3d } from '../../evaluation/baselines/bm3d.js';
import { noiseColour } from '../../evaluation/baselines/cosine.js';
import { gaussian } from '../../evaluation/baselines/gaussian.js';
import { nonLocalMeans } from '../../evaluation/baselines/nonLocalMeans.js';
import { totalVariation } from '../../evaluation/baselines/totalVariation.js';
import { TUNED } from '../../evaluation/baselines/tuned.js';
import type { Rival } from './contender.js';

/** The noise that the classical methods are told. */
export interface KnownNoise {
  /** SD in HU inside the body. */
  readonly sigma: number;
  /** Relative variance per cosine coefficient. */
  readonly colour: Float64Array;
}

/** SD and colour of what was added to the reference, inside the mask. */
export function knownNoise(
  noisy: Float32Array,
  reference: Float32Array,
  rows: number,
  columns: number,
  mask: Uint8Array,
): KnownNoise {
  const noise = noisy.map((value, i) => value - reference[i]);
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let i = 0; i < noise.length; i++) {
    if (mask[i] === 0) continue;
    sum += noise[i];
    squares += noise[i] ** 2;
    count++;
  }
  const sigma = count > 0 ? Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)) : 0;
  return { sigma, colour: noiseColour(noise, rows, columns, mask) };
}

/** The image through one classical denoiser; `mask` says where BM3D need look. */
export function runRival(
  rival: Rival,
  image: Float32Array,
  rows: number,
  columns: number,
  { sigma, colour }: KnownNoise,
  mask?: Uint8Array,
): Float32Array {
  const options = { sigma, strength: TUNED.ct[rival] };
  switch (rival) {
    case 'gaussian':
      return gaussian(image, rows, columns, options);
    case 'totalVariation':
      return totalVariation(image, rows, columns, options);
    case 'nonLocalMeans':
      return nonLocalMeans(image, rows, columns, options);
    case 'bm3d':
      return bm3d(image, rows, columns, { ...options, colour, mask });
  }
}
