/**
 * What one step learns from: noisy patches, and for each something to aim at whose noise is
 * another than the patch's own.
 *
 * @module
 */
import type { Random } from '../../image/random.js';
import type { TrainingSlices } from '../engine.js';
import type { DenoiserOptions } from '../options.js';
import { blind } from './blindSpots.js';
import { independentDistance } from './correlation.js';
import { cellSide, drawPairs, gather, type NeighbourPairs } from './neighbours.js';
import type { NoiseModel } from './noiseModel.js';
import { copyPatch, drawNoise, drawPlace } from './patches.js';

export interface Lesson {
  /** Side of the pictures below. */
  readonly side: number;
  /** batch x side x side. */
  readonly input: Float32Array;
  readonly target: Float32Array;
  /** 1 where the target counts; everywhere when absent. */
  readonly mask?: Float32Array;
  /** The whole patches that input and target are parts of, for the paper's regulariser. */
  readonly whole?: {
    readonly side: number;
    readonly values: Float32Array;
    readonly pairs: readonly NeighbourPairs[];
  };
}

/**
 * How much noise is added again: the input's becomes 1 + share² times its variance, the
 * target's 1 + 1 / share². More teaches faster and of noise stronger than the slices'.
 */
const RECORRUPTION = 0.7;

/** What `auto` means: the two that assume independent pixels fail where neighbours share their noise. */
export function suitedMethod({ correlation }: NoiseModel): 'recorrupted' | 'neighbor2neighbor' {
  return independentDistance(correlation) === 1 ? 'neighbor2neighbor' : 'recorrupted';
}

/** Draws a lesson; all its chance comes from `random`. */
export function drawLesson(
  { method, side, batch }: Pick<DenoiserOptions, 'method' | 'side' | 'batch'>,
  slices: TrainingSlices,
  noise: NoiseModel,
  random: Random,
): Lesson {
  const size = Math.min(side, slices.rows, slices.columns);
  switch (method === 'auto' ? suitedMethod(noise) : method) {
    case 'recorrupted':
      return recorrupted(size, batch, slices, noise, random);
    case 'neighbor2neighbor':
      return neighbours(size, batch, slices, noise, random);
    case 'noise2void':
      return blinded(size, batch, slices, noise, random);
  }
}

/**
 * Pang et al. 2021, "Recorrupted-to-Recorrupted: unsupervised deep learning for image denoising",
 * CVPR: of a picture y and a draw z of its noise, y + share z and y - z / share have noises that
 * are independent of each other.
 */
function recorrupted(
  side: number,
  batch: number,
  slices: TrainingSlices,
  noise: NoiseModel,
  random: Random,
): Lesson {
  const area = side * side;
  const input = new Float32Array(batch * area);
  const target = new Float32Array(batch * area);
  const drawn = new Float32Array(area);
  for (let n = 0; n < batch; n++) {
    const own = random.fork(n);
    const place = drawPlace(slices, noise, side, own);
    copyPatch(slices, place, side, input, n * area);
    drawNoise(noise, place, side, own, drawn, 0);
    for (let i = 0; i < area; i++) {
      const value = input[n * area + i];
      input[n * area + i] = value + RECORRUPTION * drawn[i];
      target[n * area + i] = value - drawn[i] / RECORRUPTION;
    }
  }
  return { side, input, target };
}

function neighbours(
  side: number,
  batch: number,
  slices: TrainingSlices,
  noise: NoiseModel,
  random: Random,
): Lesson {
  const distance = independentDistance(noise.correlation);
  const sub = subSide(side, distance);
  const whole = sub * cellSide(distance);
  const values = new Float32Array(batch * whole * whole);
  const input = new Float32Array(batch * sub * sub);
  const target = new Float32Array(batch * sub * sub);
  const pairs: NeighbourPairs[] = [];
  for (let n = 0; n < batch; n++) {
    const own = random.fork(n);
    copyPatch(slices, drawPlace(slices, noise, whole, own), whole, values, n * whole * whole);
    pairs.push(drawPairs(sub, distance, own));
    gather(values, n * whole * whole, pairs[n].first, input, n * sub * sub);
    gather(values, n * whole * whole, pairs[n].second, target, n * sub * sub);
  }
  return { side: sub, input, target, whole: { side: whole, values, pairs } };
}

/** A multiple of 4, as the network wants it, that fits the patch; the whole is one then, too. */
function subSide(side: number, distance: number): number {
  return Math.max(4, Math.floor(side / cellSide(distance) / 4) * 4);
}

function blinded(
  side: number,
  batch: number,
  slices: TrainingSlices,
  noise: NoiseModel,
  random: Random,
): Lesson {
  const area = side * side;
  const distance = independentDistance(noise.correlation);
  const target = new Float32Array(batch * area);
  const mask = new Float32Array(batch * area);
  for (let n = 0; n < batch; n++) {
    copyPatch(slices, drawPlace(slices, noise, side, random.fork(n)), side, target, n * area);
  }
  const input = target.slice();
  for (let n = 0; n < batch; n++) {
    blind(input, mask, n * area, side, distance, random.fork(n).fork('spots'));
  }
  return { side, input, target, mask };
}
