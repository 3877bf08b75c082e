/**
 * Does a generator copy slices it was trained on? Nearest neighbours in the training
 * set, and crops that are found again.
 *
 * Neighbours are looked for among 64 numbers a slice: random projections of its field
 * of 400 mm at 32 pixels. Random projections keep distances (Johnson and Lindenstrauss
 * 1984; 64 of them to within about 12 %), so that a training set can be searched
 * without its images; what they show of a slice is less than 8 x 8 pixels would.
 *
 * @module
 */
import { createRandom } from '../image/random.js';
import { squared } from './coverage.js';
import { median } from './median.js';
import { checkSize, checkSome } from './size.js';

/** Side of the field that is projected. */
export const LAYOUT_SIDE = 32;
/** Numbers a slice. */
export const LAYOUT_LENGTH = 64;
/** Fixes the projection: descriptors of other seeds cannot be compared. */
const PROJECTION_SEED = 20180;
/** HU that count: fat to bone tell people apart, lung noise and metal do not. */
const LOW_HU = -1000;
const HIGH_HU = 400;

let projection: Float32Array | undefined;

/**
 * Layout of a slice: distances between layouts are about the RMS difference, in HU, of the
 * fields they come from.
 *
 * @param field 32 x 32 pixels of the common field, HU.
 */
export function layoutOf(field: Float32Array): Float32Array {
  checkSize(field, LAYOUT_SIDE, LAYOUT_SIDE);
  projection ??= makeProjection();
  const layout = new Float32Array(LAYOUT_LENGTH);
  for (let k = 0, at = 0; k < LAYOUT_LENGTH; k++) {
    let sum = 0;
    for (let i = 0; i < field.length; i++, at++) {
      sum += projection[at] * Math.max(LOW_HU, Math.min(HIGH_HU, field[i]));
    }
    layout[k] = sum;
  }
  return layout;
}

function makeProjection(): Float32Array {
  const random = createRandom(PROJECTION_SEED).fork('layout');
  const pixels = LAYOUT_SIDE * LAYOUT_SIDE;
  const norm = 1 / Math.sqrt(pixels * LAYOUT_LENGTH);
  return Float32Array.from({ length: pixels * LAYOUT_LENGTH }, () => random.normal() * norm);
}

/** Distance to the nearest member of a set and which one it is. */
export interface Nearest {
  readonly index: number;
  readonly distance: number;
}

/** Nearest member of `set`; those for which `skip` holds do not count. */
export function nearestOf(
  one: ArrayLike<number>,
  set: readonly ArrayLike<number>[],
  skip: (index: number) => boolean = () => false,
): Nearest {
  let index = -1;
  let least = Infinity;
  for (let i = 0; i < set.length; i++) {
    if (skip(i)) continue;
    const distance = squared(one, set[i]);
    if (distance < least) {
      least = distance;
      index = i;
    }
  }
  return { index, distance: Math.sqrt(least) };
}

/** Neighbours of a set of slices in the training set. */
export interface NeighbourFigures {
  /** Median distance of the slices to their nearest training slice, HU. */
  readonly fake: number;
  /** Median distance of unseen subjects' slices to their nearest training slice, HU. */
  readonly unseen: number;
  /** The first over the second: well below 1 where a generator copies. */
  readonly ratio: number;
  /** Distance of each slice. */
  readonly distances: readonly number[];
}

/**
 * Neighbour ratio. Without slices of unseen subjects, each training slice's distance to the
 * nearest one of another subject stands for them.
 *
 * @param fakes layouts under test.
 * @param training layouts the generator was trained on, and whose they are.
 */
export function neighbourFigures(
  fakes: readonly ArrayLike<number>[],
  training: {
    readonly layouts: readonly ArrayLike<number>[];
    readonly subjects: readonly (string | number)[];
  },
  unseen?: readonly ArrayLike<number>[],
): NeighbourFigures {
  checkSome(fakes.length, 'slices');
  checkSome(training.layouts.length, 'training slices');
  const distances = fakes.map((one) => nearestOf(one, training.layouts).distance);
  const others = (unseen ?? []).map((one) => nearestOf(one, training.layouts).distance);
  const between = unseen ? others : otherSubjects(training.layouts, training.subjects);
  const fake = median(distances);
  const typical = between.length > 0 ? median(between) : Number.NaN;
  return { fake, unseen: typical, ratio: fake / typical, distances };
}

/** Distance of every slice to the nearest of another subject; empty where all are of one. */
export function otherSubjects(
  layouts: readonly ArrayLike<number>[],
  subjects: readonly (string | number)[],
): number[] {
  return layouts
    .map((one, i) => nearestOf(one, layouts, (j) => subjects[j] === subjects[i]).distance)
    .filter(Number.isFinite);
}
