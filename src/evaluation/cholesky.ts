/**
 * Solving small symmetric systems.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

/** x of A x = b for a symmetric positive definite A (n x n, row by row), by Cholesky's factors. */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array {
  const n = right.length;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k];
      if (i !== j) {
        lower[i * n + j] = sum / lower[j * n + j];
      } else if (sum > 0) {
        lower[i * n + i] = Math.sqrt(sum);
      } else {
        throw new ArgumentError('The covariance of the channels cannot be inverted.', {
          attribute: 'present, absent',
          remedy: 'Give more images than channels, each with noise of its own, or use fewer channels.',
        });
      }
    }
  }
  const x = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = right[i];
    for (let k = 0; k < i; k++) sum -= lower[i * n + k] * x[k];
    x[i] = sum / lower[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i] * x[k];
    x[i] = sum / lower[i * n + i];
  }
  return x;
}
