/**
 * What readers' answers say, and how sure it is: mean difference of paired scores,
 * share of choices, agreement of a reader with itself.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { createRandom } from '../../image/random.js';
import { betaQuantile, binomialPmf, studentCdf, studentQuantile } from './beta.js';

export type Interval = readonly [number, number];

/** Paired scores: what the second got more than the first. Intervals are 95 %. */
export interface MeanDifference {
  readonly n: number;
  readonly mean: number;
  /** Of the sample; undefined for fewer than two. */
  readonly sd: number | undefined;
  /** Mean ± t · SD / √n; undefined for fewer than two. */
  readonly tInterval: Interval | undefined;
  /** Percentiles of the means of samples drawn anew from the differences; undefined for fewer than two. */
  readonly bootstrapInterval: Interval | undefined;
  /** Two-sided, of no difference; undefined for fewer than two or where all are alike. */
  readonly p: number | undefined;
}

/** A share of choices. Intervals are 95 %. */
export interface Proportion {
  readonly successes: number;
  readonly n: number;
  readonly share: number;
  readonly wilson: Interval;
  readonly clopperPearson: Interval;
  /** Exact, two-sided, of a share of one half. */
  readonly p: number;
}

/** Agreement beyond chance, 1 when always alike. */
export interface Kappa {
  readonly n: number;
  /** Undefined where chance alone would agree always. */
  readonly kappa: number | undefined;
  /** 95 %, percentiles of samples drawn anew; undefined where too few of them have a kappa. */
  readonly interval: Interval | undefined;
  /** Share of pairs that are alike. */
  readonly alike: number;
}

const Z = 1.959963984540054;
const DRAWS = 2000;

/** Mean of paired differences, with the t interval and the bootstrap's (Efron and Tibshirani 1993, chapter 13). */
export function meanDifference(differences: readonly number[], seed = 1): MeanDifference {
  const n = differences.length;
  checkSome(n);
  const mean = meanOf(differences);
  if (n < 2) {
    return { n, mean, sd: undefined, tInterval: undefined, bootstrapInterval: undefined, p: undefined };
  }
  const sd = Math.sqrt(differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (n - 1));
  const error = sd / Math.sqrt(n);
  const half = studentQuantile(0.975, n - 1) * error;
  const means = drawnAnew(differences, seed, meanOf);
  return {
    n,
    mean,
    sd,
    tInterval: [mean - half, mean + half],
    bootstrapInterval: percentiles(means),
    p: error > 0 ? 2 * studentCdf(-Math.abs(mean / error), n - 1) : undefined,
  };
}

/**
 * A share with Wilson's interval (1927, J. Am. Stat. Assoc. 22:209), the exact one of
 * Clopper and Pearson (1934, Biometrika 26:404), and the exact binomial test.
 */
export function proportion(successes: number, n: number): Proportion {
  checkSome(n);
  const share = successes / n;
  const middle = (share + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2))) / (1 + Z ** 2 / n);
  const failures = n - successes;
  return {
    successes,
    n,
    share,
    wilson: [successes === 0 ? 0 : middle - half, failures === 0 ? 1 : middle + half],
    clopperPearson: [
      successes === 0 ? 0 : betaQuantile(0.025, successes, failures + 1),
      failures === 0 ? 1 : betaQuantile(0.975, successes + 1, failures),
    ],
    p: halfTest(successes, n),
  };
}

/** Chance of a count that is as far from one half, or farther. */
function halfTest(successes: number, n: number): number {
  const fewer = Math.min(successes, n - successes);
  if (2 * fewer === n) return 1;
  let tail = 0;
  for (let k = 0; k <= fewer; k++) tail += binomialPmf(k, n, 0.5);
  return Math.min(1, 2 * tail);
}

/**
 * Cohen's kappa with squared weights (1968, Psychol. Bull. 70:213): of ordered scores, two apart weigh
 * four times one apart. With two classes it is the plain kappa.
 *
 * @param classes codes run from 0 to `classes` - 1.
 */
export function weightedKappa(
  pairs: readonly (readonly [number, number])[],
  classes: number,
  seed = 1,
): Kappa {
  checkSome(pairs.length);
  const kappas = drawnAnew(pairs, seed, (drawn) => kappaOf(drawn, classes)).filter(Number.isFinite);
  const kappa = kappaOf(pairs, classes);
  return {
    n: pairs.length,
    kappa: Number.isFinite(kappa) ? kappa : undefined,
    interval: pairs.length > 1 && kappas.length >= 0.9 * DRAWS ? percentiles(kappas) : undefined,
    alike: pairs.filter(([a, b]) => a === b).length / pairs.length,
  };
}

/** NaN where all answers are one. */
function kappaOf(pairs: readonly (readonly [number, number])[], classes: number): number {
  const n = pairs.length;
  const first = new Float64Array(classes);
  const second = new Float64Array(classes);
  let observed = 0;
  for (const [a, b] of pairs) {
    first[a] += 1 / n;
    second[b] += 1 / n;
    observed += (a - b) ** 2 / n;
  }
  let expected = 0;
  for (let a = 0; a < classes; a++) {
    for (let b = 0; b < classes; b++) expected += first[a] * second[b] * (a - b) ** 2;
  }
  return expected === 0 ? Number.NaN : 1 - observed / expected;
}

function drawnAnew<T>(list: readonly T[], seed: number, figure: (drawn: readonly T[]) => number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: DRAWS }, () =>
    figure(list.map(() => list[Math.floor(random.uniform() * list.length)])),
  );
}

/** The middle 95 % of a list, between its values where need be. */
function percentiles(values: readonly number[]): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)];
    return low + (sorted[Math.ceil(place)] - low) * (place % 1);
  };
  return [at(0.025), at(0.975)];
}

function meanOf(list: readonly number[]): number {
  return list.reduce((sum, one) => sum + one, 0) / list.length;
}

function checkSome(n: number): void {
  if (n >= 1) return;
  throw new ArgumentError('There is no answer to sum up.', {
    attribute: 'answers',
    remedy: 'Read at least one case.',
  });
}
