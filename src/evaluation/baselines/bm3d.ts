/**
 * Block matching and 3-D filtering: blocks that look alike are stacked, and noise is
 * what the stack's transform does not gather.
 *
 * Dabov et al. 2007 (IEEE Trans. Image Process. 16:2080), both stages: hard threshold,
 * then Wiener filter led by the first result. Cosine transform within blocks, Haar
 * along the stack. Correlated noise by one variance per coefficient, as Mäkinen,
 * Azzari and Foi 2020 (IEEE Trans. Image Process. 29:8339) in its plainest form.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { type BaselineOptions, checkBaseline } from './baseline.js';
import { AREA, invertBlock, SIDE, transformBlock } from './cosine.js';
import { gaussian } from './gaussian.js';
import { haar, inverseHaar } from './haar.js';
import { aggregation } from './kaiser.js';

/** Every fourth pixel begins a stack. */
const STEP = 4;
/** Blocks are looked for within so many pixels. */
const SEARCH = 10;
/** Blocks of a stack, a power of two. */
const STACK = 16;
/** Threshold in SD of a coefficient. */
const THRESHOLD = 2.7;
/** Blocks further apart than this, in squares of the noise SD per pixel, are not alike: first search, second search. */
const NEAR = [0.3, 0.3] as const;

export interface Bm3dOptions extends BaselineOptions {
  /** Relative variance of the noise per cosine coefficient ({@link noiseColour}); white when absent. */
  readonly colour?: Float64Array;
  /** 1 where pixels matter: stacks that begin elsewhere are left out, for time. All when absent. */
  readonly mask?: Uint8Array;
}

/**
 * Image denoised by BM3D, told that the noise has SD strength x sigma.
 *
 * @param image rows x columns values.
 * @param dst optional target of the same length; must not be `image`.
 * @throws ArgumentError when sizes do not fit.
 */
export function bm3d(
  image: Float32Array,
  rows: number,
  columns: number,
  options: Bm3dOptions,
  dst: Float32Array = new Float32Array(image.length),
): Float32Array {
  checkBaseline(image, rows, columns, options);
  const { sigma, strength, colour, mask } = options;
  if ((colour && colour.length !== AREA) || (mask && mask.length !== image.length)) {
    throw new ArgumentError('Colour or mask does not have the right length.', {
      attribute: 'colour, mask',
      remedy: 'Give 64 variances, and a mask of the size of the image.',
    });
  }
  dst.set(image);
  if (sigma === 0 || strength === 0) return dst;
  const variances = new Float32Array(AREA);
  const noise = (strength * sigma) ** 2;
  for (let k = 0; k < AREA; k++) variances[k] = noise * (colour?.[k] ?? 1);
  // Distances between noisy blocks are mostly noise: the first search looks at a blurred copy.
  const blurred = gaussian(image, rows, columns, { sigma, strength: 1 });
  const basic = filterStacks(
    image,
    blurred,
    undefined,
    rows,
    columns,
    variances,
    NEAR[0] * noise * AREA,
    mask,
  );
  dst.set(filterStacks(image, basic, basic, rows, columns, variances, NEAR[1] * noise * AREA, mask));
  return dst;
}

/** One stage: a hard threshold, or the Wiener filter where `guide` is given. */
function filterStacks(
  image: Float32Array,
  matched: Float32Array,
  guide: Float32Array | undefined,
  rows: number,
  columns: number,
  variances: Float32Array,
  near: number,
  mask: Uint8Array | undefined,
): Float32Array {
  const sums = aggregation(image, columns);
  const stack = new Float32Array(STACK * AREA);
  const guideStack = new Float32Array(STACK * AREA);
  const places = new Int32Array(STACK);
  for (const top of starts(rows)) {
    for (const left of starts(columns)) {
      if (mask && mask[(top + SIDE / 2) * columns + left + SIDE / 2] === 0) continue;
      const size = alike(matched, rows, columns, top, left, near, places);
      for (let n = 0; n < size; n++) transformBlock(image, columns, places[n], stack, n * AREA);
      haar(stack, size, AREA);
      if (guide) {
        for (let n = 0; n < size; n++) transformBlock(guide, columns, places[n], guideStack, n * AREA);
        haar(guideStack, size, AREA);
      }
      const weight = guide ? wiener(stack, guideStack, size, variances) : threshold(stack, size, variances);
      inverseHaar(stack, size, AREA);
      for (let n = 0; n < size; n++) {
        invertBlock(stack, n * AREA);
        sums.add(stack, n * AREA, places[n], weight);
      }
    }
  }
  return sums.mean();
}

/** First pixels along one side: every STEP, and the last one. */
function starts(length: number): number[] {
  const list: number[] = [];
  for (let i = 0; i + SIDE < length; i += STEP) list.push(i);
  list.push(length - SIDE);
  return list;
}

const distances = new Float64Array(STACK);

/** First pixels of the blocks nearest to the one at top, left, itself first; their number is a power of two. */
function alike(
  image: Float32Array,
  rows: number,
  columns: number,
  top: number,
  left: number,
  near: number,
  places: Int32Array,
): number {
  const reference = top * columns + left;
  let found = 1;
  places[0] = reference;
  distances[0] = 0;
  const bottom = Math.min(rows - SIDE, top + SEARCH);
  const right = Math.min(columns - SIDE, left + SEARCH);
  for (let y = Math.max(0, top - SEARCH); y <= bottom; y++) {
    for (let x = Math.max(0, left - SEARCH); x <= right; x++) {
      const place = y * columns + x;
      if (place === reference) continue;
      const limit = found === STACK ? Math.min(near, distances[STACK - 1]) : near;
      let distance = 0;
      for (let r = 0; r < SIDE && distance < limit; r++) {
        const a = reference + r * columns;
        const b = place + r * columns;
        for (let c = 0; c < SIDE; c++) {
          const d = image[a + c] - image[b + c];
          distance += d * d;
        }
      }
      if (distance >= limit) continue;
      let n = found < STACK ? found++ : STACK - 1;
      // The block itself stays first: a twin must not push it out.
      for (; n > 1 && distances[n - 1] > distance; n--) {
        distances[n] = distances[n - 1];
        places[n] = places[n - 1];
      }
      distances[n] = distance;
      places[n] = place;
    }
  }
  return 2 ** Math.floor(Math.log2(found));
}

/** Zeroes what noise explains; returns the stack's weight, one over the variance that is left. */
function threshold(stack: Float32Array, size: number, variances: Float32Array): number {
  let left = 0;
  for (let i = 0; i < size * AREA; i++) {
    const variance = variances[i % AREA];
    // The mean of the stack's means is kept: it is the picture, not its noise.
    if (i !== 0 && stack[i] * stack[i] < THRESHOLD * THRESHOLD * variance) stack[i] = 0;
    else left += variance;
  }
  return 1 / left;
}

/** Shrinks each coefficient by what the guide says of signal and noise; returns the stack's weight. */
function wiener(stack: Float32Array, guide: Float32Array, size: number, variances: Float32Array): number {
  let left = 0;
  for (let i = 0; i < size * AREA; i++) {
    const variance = variances[i % AREA];
    const power = guide[i] * guide[i];
    const gain = i === 0 ? 1 : power / (power + variance);
    stack[i] *= gain;
    left += gain * gain * variance;
  }
  return 1 / left;
}
