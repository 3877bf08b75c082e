/**
 * Do fakes lie where the real slices lie, and everywhere they lie? Precision and recall
 * (Kynkäänniemi et al. 2019, NeurIPS), density and coverage (Naeem et al. 2020, ICML),
 * by k nearest neighbours in a feature space.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

/** Naeem et al. use 5. */
const NEIGHBOURS = 5;

export interface Coverage {
  /** Share of fakes inside the ball of some real slice: 1 is best. */
  readonly precision: number;
  /** Share of real slices inside the ball of some fake: 1 is best. */
  readonly recall: number;
  /** How many balls of real slices a fake lies in, over k: about 1 for a set like the real one, can exceed it. */
  readonly density: number;
  /** Share of real slices with a fake inside their ball: 1 is best. */
  readonly coverage: number;
}

/**
 * All four, from vectors in one scale (see `scaled` in frechet.ts). Balls reach to the k-th
 * neighbour in the own set.
 *
 * @throws ArgumentError when a set has no more than k members.
 */
export function coverageOf(
  fakes: readonly ArrayLike<number>[],
  real: readonly ArrayLike<number>[],
  k = NEIGHBOURS,
): Coverage {
  if (Math.min(fakes.length, real.length) <= k) {
    throw new ArgumentError('The sets are too small for neighbours.', {
      attribute: 'fakes, reference',
      remedy: `Give more than ${k} slices of each.`,
    });
  }
  const realReach = reaches(real, k);
  const fakeReach = reaches(fakes, k);
  const covered = new Uint8Array(real.length);
  const recalled = new Uint8Array(real.length);
  let precise = 0;
  let balls = 0;
  for (const [i, fake] of fakes.entries()) {
    let inside = 0;
    for (const [j, other] of real.entries()) {
      const distance = squared(fake, other);
      if (distance <= realReach[j]) {
        inside += 1;
        covered[j] = 1;
      }
      if (distance <= fakeReach[i]) recalled[j] = 1;
    }
    balls += inside;
    if (inside > 0) precise += 1;
  }
  const share = (marks: Uint8Array) => marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
  return {
    precision: precise / fakes.length,
    recall: share(recalled),
    density: balls / (k * fakes.length),
    coverage: share(covered),
  };
}

/** Squared distance of each member to its k-th neighbour in its own set. */
function reaches(set: readonly ArrayLike<number>[], k: number): Float64Array {
  return Float64Array.from(set, (one, i) => {
    const distances = Float64Array.from(set, (other, j) => (i === j ? Infinity : squared(one, other)));
    return distances.sort()[k - 1];
  });
}

/** Squared Euclidean distance. */
export function squared(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += (a[k] - b[k]) ** 2;
  return sum;
}
