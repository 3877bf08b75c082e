/**
 * Differentiable augmentation of real and generated images alike (Zhao et al. 2020,
 * "Differentiable augmentation for data-efficient GAN training", NeurIPS): translation,
 * cutout, mirroring, brightness and contrast.
 *
 * What moves pixels is one table of sources drawn on the host, carried out by a gather
 * whose gradient is the gather back.
 *
 * @module
 */
import * as tf from '@tensorflow/tfjs';
import type { Random } from '../image/random.js';
import { withGradient } from './tf/withGradient.js';

/** Greatest shift and side of the cut square, shares of the image's side. */
const SHIFT = 1 / 8;
const CUT = 1 / 2;
/** Share of images that are cut at all: small series need their details too. */
const CUTS = 0.5;
/**
 * Share that is mirrored. Not half: then a discriminator could not tell a patient from a
 * mirrored one, and the generator would make hearts on either side.
 */
const MIRRORED = 0.2;
/** Brightness is moved by up to this of the whole range of 2, contrast scaled by 1 ± this. */
const BRIGHTNESS = 0.1;
const CONTRAST = 0.25;

/** What happens to one batch. */
export interface Augmentation {
  /** For each pixel of the batch, where it comes from; `air` and `blank` are the two entries after the last. */
  readonly sources: Int32Array;
  /** The same the other way: where each pixel goes to, or `blank`. */
  readonly targets: Int32Array;
  readonly brightness: Float32Array;
  readonly contrast: Float32Array;
}

/** Draws for `count` images of side x side. */
export function drawAugmentation(random: Random, count: number, side: number): Augmentation {
  const area = side * side;
  const [air, blank] = [count * area, count * area + 1];
  const sources = new Int32Array(count * area);
  const targets = new Int32Array(count * area).fill(blank);
  const brightness = new Float32Array(count);
  const contrast = new Float32Array(count);
  const reach = Math.floor(side * SHIFT);
  const cut = Math.floor(side * CUT);
  for (let i = 0; i < count; i++) {
    const mirrored = random.uniform() < MIRRORED;
    const down = Math.floor(random.uniform() * (2 * reach + 1)) - reach;
    const right = Math.floor(random.uniform() * (2 * reach + 1)) - reach;
    const isCut = random.uniform() < CUTS;
    // The square's middle lies anywhere, as in the paper: at borders less is cut.
    const top = Math.floor(random.uniform() * side) - (cut >> 1);
    const left = Math.floor(random.uniform() * side) - (cut >> 1);
    brightness[i] = BRIGHTNESS * (2 * random.uniform() - 1);
    contrast[i] = 1 + CONTRAST * (2 * random.uniform() - 1);
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const here = i * area + row * side + column;
        if (isCut && row >= top && row < top + cut && column >= left && column < left + cut) {
          sources[here] = blank;
          continue;
        }
        const fromRow = row - down;
        const shifted = column - right;
        const fromColumn = mirrored ? side - 1 - shifted : shifted;
        if (fromRow < 0 || fromRow >= side || fromColumn < 0 || fromColumn >= side) {
          sources[here] = air;
          continue;
        }
        const from = i * area + fromRow * side + fromColumn;
        sources[here] = from;
        targets[from] = here;
      }
    }
  }
  return { sources, targets, brightness, contrast };
}

/** The batch as the discriminator gets to see it; differentiable in `images`, count x side x side x 1. */
export function augmented(images: tf.Tensor4D, drawn: Augmentation): tf.Tensor4D {
  const count = images.shape[0];
  const perImage = (values: Float32Array) => tf.tensor4d(values, [count, 1, 1, 1]);
  const moved = rearranged(images, drawn.sources, drawn.targets);
  const mean = tf.mean(moved, [1, 2, 3], true);
  const stretched = tf.add(tf.mul(tf.sub(moved, mean), perImage(drawn.contrast)), mean);
  return tf.add(stretched, perImage(drawn.brightness)) as tf.Tensor4D;
}

/** Pixels taken from where `sources` says; air is -1, blank 0. */
function rearranged(images: tf.Tensor4D, sources: Int32Array, targets: Int32Array): tf.Tensor4D {
  return withGradient(
    images,
    (x) => gathered(x, sources, -1),
    // Of what lies in no picture nothing comes back. The adjoint is differentiable in turn: R1 goes through it.
    (dy) =>
      withGradient(
        dy,
        (x) => gathered(x, targets, 0),
        (ddy) => gathered(ddy, sources, 0),
      ),
  );
}

function gathered<T extends tf.Tensor>(x: T, places: Int32Array, air: number): T {
  const flat = tf.concat([tf.reshape(x, [x.size]), tf.tensor1d([air, 0])]);
  return tf.reshape(tf.gather(flat, tf.tensor1d(places, 'int32')), x.shape) as T;
}
