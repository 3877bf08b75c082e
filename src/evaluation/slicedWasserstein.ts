/**
 * Sliced Wasserstein distance between two sets of images, by scale: do their small
 * patches look alike? Karras et al. 2018, "Progressive growing of GANs" (ICLR), section 5:
 * patches of 7 x 7 pixels from a Laplacian pyramid, projected on random directions,
 * sorted, and compared.
 *
 * ```ts
 * const real = patchProjections(realImages, 64);
 * const fake = patchProjections(fakeImages, 64);
 * slicedWasserstein(real, fake).mean;      // x 1e3, mean over the scales
 * ```
 *
 * Distances depend on how many patches there are: quote them beside the distance
 * between two halves of the real set, which is the floor.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { createRandom, type Random } from '../image/random.js';
import { checkAlike, checkSize } from './size.js';

/** Side of a patch in pixels. */
const PATCH = 7;
const PATCH_PIXELS = PATCH * PATCH;
/** Burt and Adelson's kernel. */
const TAPS = [1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16] as const;
/** Middle and half width of what counts, HU: the soft-tissue window, as readers look at it. */
const MIDDLE_HU = 40;
const HALF_HU = 200;
/** Pyramids end at this side: patches of 7 of 16 pixels see half the body. */
const COARSEST = 16;

export interface PatchOptions {
  /** Patches drawn of every image and scale. */
  readonly patches?: number;
  /** Random directions per scale. */
  readonly projections?: number;
  /** Places of the patches and directions; sets are comparable under one seed alone. */
  readonly seed?: number;
}

/** Sorted projections of a set's patches, one scale. */
export interface ScaleProjections {
  /** Side of the scale in pixels. */
  readonly side: number;
  /** SD of the patches' pixels. */
  readonly sd: number;
  /** Per direction the values at evenly spaced ranks, ascending; 1 is 200 HU. */
  readonly quantiles: readonly Float32Array[];
}

export interface SlicedDistance {
  /** Side of the scale in pixels, finest first, and the distance x 1e3. */
  readonly scales: readonly { readonly side: number; readonly distance: number }[];
  /** Mean over the scales, x 1e3. */
  readonly mean: number;
}

/**
 * Projects the patches of a set.
 *
 * @param images side x side pixels of the common field, HU; clipped to -160 … 240 HU.
 * @throws ArgumentError for no image, sizes that differ, or a side that is no power of two from 16.
 */
export function patchProjections(
  images: readonly Float32Array[],
  side: number,
  { patches = 128, projections = 128, seed = 1 }: PatchOptions = {},
): ScaleProjections[] {
  if (images.length === 0 || side < COARSEST || (side & (side - 1)) !== 0) {
    throw new ArgumentError('Patches need images whose side is a power of two from 16.', {
      attribute: 'images, side',
      remedy: 'Bring the slices to a common field of 64 or 256 pixels first.',
    });
  }
  const result: ScaleProjections[] = [];
  let level: Float32Array[] = images.map((image) => {
    checkSize(image, side, side);
    return image.map((value) => Math.max(-1, Math.min(1, (value - MIDDLE_HU) / HALF_HU)));
  });
  for (let size = side; size >= COARSEST; size /= 2) {
    const coarser = size > COARSEST ? level.map((image) => halved(image, size)) : [];
    const detail =
      size > COARSEST ? level.map((image, i) => minus(image, doubled(coarser[i], size / 2))) : level;
    const random = createRandom(seed).fork(`scale ${size}`);
    const directions = randomDirections(projections, random.fork('directions'));
    const drawn = drawPatches(detail, size, patches, random.fork('places'));
    result.push({
      side: size,
      sd: spreadOf(drawn),
      quantiles: directions.map((direction) => projected(drawn, direction)),
    });
    level = coarser;
  }
  return result;
}

/**
 * Distance of a set to a reference projected with the same options; sets may differ in
 * size. In SDs of the reference's patches, so that scales count alike: Karras et al. scale each set by its
 * own, which hides a blur.
 */
export function slicedWasserstein(
  set: readonly ScaleProjections[],
  reference: readonly ScaleProjections[],
): SlicedDistance {
  checkAlike(set, reference);
  const scales = set.map(({ side, quantiles }, s) => {
    const { quantiles: others, sd } = reference[s];
    checkAlike(quantiles, others);
    let sum = 0;
    for (let k = 0; k < quantiles.length; k++) sum += betweenQuantiles(quantiles[k], others[k]);
    return { side, distance: (1000 * sum) / (quantiles.length * sd) };
  });
  return { scales, mean: scales.reduce((sum, { distance }) => sum + distance, 0) / scales.length };
}

/** Projections of a set as few quantiles, small enough to ship: `count` evenly spaced ranks. */
export function thinned(scales: readonly ScaleProjections[], count: number): ScaleProjections[] {
  return scales.map(({ side, sd, quantiles }) => ({
    side,
    sd,
    quantiles: quantiles.map((all) => resampled(all, count)),
  }));
}

/** Mean distance of two distributions given by quantiles; the shorter list is looked up in the longer. */
function betweenQuantiles(a: Float32Array, b: Float32Array): number {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  const other = long.length === short.length ? short : resampled(short, long.length);
  let sum = 0;
  for (let i = 0; i < long.length; i++) sum += Math.abs(long[i] - other[i]);
  return sum / long.length;
}

/** Quantiles at `count` evenly spaced ranks, linear between neighbours. */
function resampled(quantiles: Float32Array, count: number): Float32Array {
  const last = quantiles.length - 1;
  return Float32Array.from({ length: count }, (_, i) => {
    const at = count === 1 ? last / 2 : (i * last) / (count - 1);
    const low = Math.floor(at);
    const high = Math.min(last, low + 1);
    return quantiles[low] + (at - low) * (quantiles[high] - quantiles[low]);
  });
}

/** Directions of unit length, row by row. */
function randomDirections(count: number, random: Random): Float64Array[] {
  return Array.from({ length: count }, () => {
    const direction = Float64Array.from({ length: PATCH_PIXELS }, () => random.normal());
    const norm = Math.hypot(...direction);
    return direction.map((value) => value / norm);
  });
}

function spreadOf(values: Float32Array): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    squares += values[i] * values[i];
  }
  return Math.sqrt(squares / values.length - (sum / values.length) ** 2) || 1;
}

/** Patches of all images, one after the other, PATCH_PIXELS values each. */
function drawPatches(
  images: readonly Float32Array[],
  side: number,
  count: number,
  random: Random,
): Float32Array {
  const drawn = new Float32Array(images.length * count * PATCH_PIXELS);
  const room = side - PATCH + 1;
  let at = 0;
  for (const image of images) {
    for (let p = 0; p < count; p++) {
      const row = Math.floor(random.uniform() * room);
      const column = Math.floor(random.uniform() * room);
      for (let r = 0; r < PATCH; r++, at += PATCH) {
        const from = (row + r) * side + column;
        drawn.set(image.subarray(from, from + PATCH), at);
      }
    }
  }
  return drawn;
}

/** Every patch along one direction, sorted. */
function projected(patches: Float32Array, direction: Float64Array): Float32Array {
  const values = new Float32Array(patches.length / PATCH_PIXELS);
  for (let p = 0, at = 0; p < values.length; p++, at += PATCH_PIXELS) {
    let sum = 0;
    for (let k = 0; k < PATCH_PIXELS; k++) sum += direction[k] * patches[at + k];
    values[p] = sum;
  }
  return values.sort();
}

/** Smoothed, every second pixel: the next level of a Gaussian pyramid. */
function halved(image: Float32Array, side: number): Float32Array {
  const smooth = smoothed(image, side, 1);
  const half = side / 2;
  const result = new Float32Array(half * half);
  for (let r = 0; r < half; r++) {
    for (let c = 0; c < half; c++) result[r * half + c] = smooth[2 * r * side + 2 * c];
  }
  return result;
}

/** Zeros between the pixels, smoothed with four times the weight: the way back up. */
function doubled(image: Float32Array, side: number): Float32Array {
  const twice = 2 * side;
  const spread = new Float32Array(twice * twice);
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) spread[2 * r * twice + 2 * c] = image[r * side + c];
  }
  return smoothed(spread, twice, 4);
}

/** Burt and Adelson's 5 x 5 kernel times `gain`, mirrored at the borders without repeating them. */
function smoothed(image: Float32Array, side: number, gain: number): Float32Array {
  const inside = (i: number) => (i < 0 ? -i : i >= side ? 2 * side - 2 - i : i);
  const across = new Float32Array(image.length);
  const result = new Float32Array(image.length);
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      let sum = 0;
      for (let k = -2; k <= 2; k++) sum += TAPS[k + 2] * image[r * side + inside(c + k)];
      across[r * side + c] = sum;
    }
  }
  for (let r = 0; r < side; r++) {
    for (let k = -2; k <= 2; k++) {
      const from = inside(r + k) * side;
      const tap = gain * TAPS[k + 2];
      for (let c = 0; c < side; c++) result[r * side + c] += tap * across[from + c];
    }
  }
  return result;
}

function minus(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - b[i]);
}
