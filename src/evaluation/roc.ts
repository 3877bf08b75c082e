/**
 * Receiver operating characteristic of two sets of scores.
 *
 * @module
 */
import { normalQuantile } from '../image/random.js';
import { checkAlike, checkSome } from './size.js';

/** Area under the curve with its variance and 95 % interval. */
export interface Auc {
  readonly auc: number;
  readonly variance: number;
  readonly interval: readonly [number, number];
}

/**
 * Area under the ROC curve (Mann-Whitney: the share of pairs ranked rightly, ties a half),
 * its variance after DeLong et al. 1988 (Biometrics 44:837), and the 95 % interval on the logit scale,
 * so that it stays within 0 … 1.
 *
 * @param paired present[i] and absent[i] share their noise: their covariance then
 *   counts too (Obuchowski 1997, Biometrics 53:567, clusters of two).
 */
export function rocArea(
  present: ArrayLike<number>,
  absent: ArrayLike<number>,
  { paired = false }: { paired?: boolean } = {},
): Auc {
  const m = present.length;
  const n = absent.length;
  checkSome(Math.min(m, n) - 1, 'second score with and without the lesion');
  if (paired) checkAlike(present, absent);
  const above = new Float64Array(m);
  const below = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const won = present[i] > absent[j] ? 1 : present[i] === absent[j] ? 0.5 : 0;
      above[i] += won / n;
      below[j] += won / m;
    }
  }
  const auc = mean(above);
  const variance = paired
    ? covariance(
        above.map((v, i) => v + below[i]),
        above.map((v, i) => v + below[i]),
      ) / n
    : covariance(above, above) / m + covariance(below, below) / n;
  return { auc, variance, interval: logitInterval(auc, variance, Math.min(m, n)) };
}

function logitInterval(auc: number, variance: number, count: number): [number, number] {
  if (!(auc > 0 && auc < 1)) {
    // All pairs ranked alike: no variance to go by, so as if `count` trials had all succeeded (Wilson's limit).
    const limit = count / (count + Z * Z);
    return auc === 1 ? [limit, 1] : [0, 1 - limit];
  }
  const logit = Math.log(auc / (1 - auc));
  const half = (Z * Math.sqrt(variance)) / (auc * (1 - auc));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return [back(logit - half), back(logit + half)];
}

const Z = 1.959963984540054;

/** Points of the curve from (0, 0) to (1, 1), one for each threshold. */
export function rocCurve(
  present: ArrayLike<number>,
  absent: ArrayLike<number>,
): { readonly falsePositive: number; readonly truePositive: number }[] {
  checkSome(Math.min(present.length, absent.length), 'score with and without the lesion');
  const scores = [
    ...Array.from(present, (score) => ({ score, lesion: true })),
    ...Array.from(absent, (score) => ({ score, lesion: false })),
  ].sort((a, b) => b.score - a.score);
  const points = [{ falsePositive: 0, truePositive: 0 }];
  let hits = 0;
  let alarms = 0;
  scores.forEach(({ score, lesion }, k) => {
    if (lesion) hits++;
    else alarms++;
    if (scores[k + 1]?.score === score) return;
    points.push({ falsePositive: alarms / absent.length, truePositive: hits / present.length });
  });
  return points;
}

/** d' of two sets of scores: difference of means over the root mean variance. */
export function separation(present: ArrayLike<number>, absent: ArrayLike<number>): number {
  const a = Float64Array.from(present);
  const b = Float64Array.from(absent);
  return (mean(a) - mean(b)) / Math.sqrt((covariance(a, a) + covariance(b, b)) / 2);
}

/** AUC of normal scores of that d': Φ(d' / √2). */
export function aucOf(dPrime: number): number {
  return normalCdf(dPrime / Math.SQRT2);
}

/** d' of normal scores with that AUC: √2 Φ⁻¹(AUC). */
export function dPrimeOf(auc: number): number {
  return Math.SQRT2 * normalQuantile(auc);
}

/** Φ by its series (Marsaglia 2004, J. Stat. Softw. 11:4), exact to 1e-15 where it matters. */
export function normalCdf(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let sum = x;
  let term = x;
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function covariance(a: Float64Array, b: Float64Array): number {
  const meanA = mean(a);
  const meanB = mean(b);
  return a.reduce((sum, value, i) => sum + (value - meanA) * (b[i] - meanB), 0) / (a.length - 1);
}
