/**
 * Fréchet distance between two sets of feature vectors taken as normal distributions
 * (Dowson and Landau 1982, J. Multivariate Analysis 12:450). With the features of
 * `radiomics.ts` it is the Fréchet radiomics distance of Konz et al. 2026 (Medical
 * Image Analysis): features scaled by the reference, no pretrained network.
 *
 * ```ts
 * frechetDistance(features(fakes), features(real));       // squared distance
 * ```
 *
 * Small sets have noisy covariances and a distance above zero to themselves: quote it
 * beside the distance between subjects of the real set.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { squareRoot } from './eigen.js';
import { checkSome } from './size.js';

/** Share of the covariance that is drawn to its diagonal: sets are small against their features. */
const SHRINKAGE = 0.1;
/** z-scores beyond are clipped: one broken slice must not decide a mean. */
const MOST_SD = 8;

/** Centre and spread of every feature of a reference. */
export interface Scaling {
  readonly mean: Float64Array;
  readonly sd: Float64Array;
}

/** Mean and SD of every feature; features that do not vary get SD 1. */
export function scalingOf(reference: readonly ArrayLike<number>[]): Scaling {
  checkSome(reference.length, 'reference features');
  const n = reference[0].length;
  const mean = new Float64Array(n);
  const sd = new Float64Array(n);
  for (const row of reference) for (let k = 0; k < n; k++) mean[k] += row[k] / reference.length;
  for (const row of reference)
    for (let k = 0; k < n; k++) sd[k] += (row[k] - mean[k]) ** 2 / reference.length;
  for (let k = 0; k < n; k++) sd[k] = Math.sqrt(sd[k]) || 1;
  return { mean, sd };
}

/** Features in SDs of the reference, clipped at ±8. */
export function scaled(rows: readonly ArrayLike<number>[], { mean, sd }: Scaling): Float64Array[] {
  return rows.map((row) => {
    if (row.length !== mean.length) {
      throw new ArgumentError('Feature vectors of different lengths cannot be compared.', {
        attribute: 'features',
        remedy: 'Compare features of one version.',
      });
    }
    return mean.map((middle, k) => Math.max(-MOST_SD, Math.min(MOST_SD, (row[k] - middle) / sd[k])));
  });
}

/**
 * Squared Fréchet distance |μa − μb|² + tr(A + B − 2 (A½ B A½)½) of features scaled
 * by the reference `b`; not symmetric for that reason.
 */
export function frechetDistance(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): number {
  const scaling = scalingOf(b);
  checkSome(a.length, 'features');
  const first = momentsOf(scaled(a, scaling));
  const second = momentsOf(scaled(b, scaling));
  const n = first.mean.length;
  let distance = 0;
  for (let k = 0; k < n; k++) {
    distance += (first.mean[k] - second.mean[k]) ** 2;
    distance += first.covariance[k * n + k] + second.covariance[k * n + k];
  }
  const root = squareRoot(first.covariance);
  const middle = times(times(root, second.covariance, n), root, n);
  const cross = squareRoot(symmetric(middle, n));
  for (let k = 0; k < n; k++) distance -= 2 * cross[k * n + k];
  return Math.max(0, distance);
}

function momentsOf(rows: readonly Float64Array[]): { mean: Float64Array; covariance: Float64Array } {
  const n = rows[0].length;
  const mean = new Float64Array(n);
  for (const row of rows) for (let k = 0; k < n; k++) mean[k] += row[k] / rows.length;
  const covariance = new Float64Array(n * n);
  for (const row of rows) {
    for (let i = 0; i < n; i++) {
      const share = (row[i] - mean[i]) / rows.length;
      for (let j = 0; j <= i; j++) covariance[i * n + j] += share * (row[j] - mean[j]);
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      covariance[i * n + j] *= 1 - SHRINKAGE;
      covariance[j * n + i] = covariance[i * n + j];
    }
  }
  return { mean, covariance };
}

function times(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const value = a[i * n + k];
      for (let j = 0; j < n; j++) result[i * n + j] += value * b[k * n + j];
    }
  }
  return result;
}

/** Rounding makes products slightly askew. */
function symmetric(matrix: Float64Array, n: number): Float64Array {
  return matrix.map((value, at) => (value + matrix[(at % n) * n + Math.floor(at / n)]) / 2);
}
