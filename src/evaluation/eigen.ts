/**
 * Eigenvalues and eigenvectors of small symmetric matrices.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

/** Off-diagonal weight, relative to the whole, at which a matrix counts as diagonal. */
const TOLERANCE = 1e-22;
const MOST_SWEEPS = 60;

export interface Eigen {
  readonly values: Float64Array;
  /** n x n, row by row: column k is the vector of value k. */
  readonly vectors: Float64Array;
}

/**
 * Jacobi's cyclic rotations (Golub and Van Loan, Matrix Computations, 8.5); n up to some hundreds.
 *
 * @param matrix symmetric, n x n, row by row; left as it is.
 * @throws ArgumentError where the matrix holds what is no number.
 */
export function eigenSymmetric(matrix: Float64Array): Eigen {
  const n = Math.round(Math.sqrt(matrix.length));
  const a = matrix.slice();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  let whole = 0;
  for (const value of a) whole += value * value;
  if (!Number.isFinite(whole)) {
    throw new ArgumentError('A matrix with values that are no numbers has no eigenvalues.', {
      attribute: 'matrix',
      remedy: 'Leave out the features that could not be measured.',
    });
  }
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p * n + q] ** 2;
    if (off <= TOLERANCE * whole) break;
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(a, vectors, n, p, q);
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), vectors };
}

/** Turns rows and columns p and q so that their common element vanishes. */
function rotate(a: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q];
  if (apq === 0) return;
  const theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < n; k++) {
    const kp = a[k * n + p];
    const kq = a[k * n + q];
    a[k * n + p] = c * kp - s * kq;
    a[k * n + q] = s * kp + c * kq;
  }
  for (let k = 0; k < n; k++) {
    const pk = a[p * n + k];
    const qk = a[q * n + k];
    a[p * n + k] = c * pk - s * qk;
    a[q * n + k] = s * pk + c * qk;
    const vp = vectors[k * n + p];
    const vq = vectors[k * n + q];
    vectors[k * n + p] = c * vp - s * vq;
    vectors[k * n + q] = s * vp + c * vq;
  }
}

/** Symmetric square root of a symmetric matrix; negative eigenvalues (rounding) count as 0. */
export function squareRoot(matrix: Float64Array): Float64Array {
  const { values, vectors } = eigenSymmetric(matrix);
  const n = values.length;
  const root = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = i; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        sum += vectors[i * n + k] * Math.sqrt(Math.max(0, values[k])) * vectors[j * n + k];
      }
      root[i * n + j] = sum;
      root[j * n + i] = sum;
    }
  }
  return root;
}
