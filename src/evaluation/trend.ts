/**
 * Slow background removed from a square region, so that what is left is noise.
 *
 * @module
 */

/** A square of pixels by its first one. */
export interface Region {
  readonly row: number;
  readonly column: number;
  /** Side in pixels. */
  readonly size: number;
}

/** Number of terms of a polynomial in two variables of that degree. */
export const termsOf = (degree: 1 | 2): number => (degree === 1 ? 3 : 6);

/**
 * The region without its best-fitting plane (degree 1) or quadric (degree 2), least squares.
 *
 * @param dst size x size, row by row.
 */
export function detrended(
  image: Float32Array,
  columns: number,
  { row, column, size }: Region,
  degree: 1 | 2,
  dst: Float64Array = new Float64Array(size * size),
): Float64Array {
  for (let r = 0; r < size; r++) {
    const from = (row + r) * columns + column;
    for (let c = 0; c < size; c++) dst[r * size + c] = image[from + c];
  }
  const basis = polynomials(size, degree);
  for (let p = 0; p <= degree; p++) {
    for (let q = 0; p + q <= degree; q++) {
      // Products of orthogonal polynomials are orthogonal on the square: each term is fitted on its own.
      const down = basis[p];
      const across = basis[q];
      let overlap = 0;
      let norm = 0;
      for (let r = 0; r < size; r++) {
        for (let c = 0; c < size; c++) {
          const term = down[r] * across[c];
          overlap += term * dst[r * size + c];
          norm += term * term;
        }
      }
      const share = norm > 0 ? overlap / norm : 0;
      for (let r = 0; r < size; r++) {
        for (let c = 0; c < size; c++) dst[r * size + c] -= share * down[r] * across[c];
      }
    }
  }
  return dst;
}

/**
 * The terms that {@link detrended} takes away, size x size and of unit norm each: white
 * noise loses the share Σ |DFT(term)|² / size² of its power at every frequency.
 */
export function trendTerms(size: number, degree: 1 | 2): Float64Array[] {
  const basis = polynomials(size, degree);
  const terms: Float64Array[] = [];
  for (let p = 0; p <= degree; p++) {
    for (let q = 0; p + q <= degree; q++) {
      const term = Float64Array.from(
        { length: size * size },
        (_, i) => basis[p][Math.floor(i / size)] * basis[q][i % size],
      );
      const norm = Math.sqrt(term.reduce((sum, value) => sum + value * value, 0));
      terms.push(term.map((value) => value / norm));
    }
  }
  return terms;
}

/** 1, x and, for degree 2, x² less its mean: orthogonal on a centred line of `size` points. */
function polynomials(size: number, degree: 1 | 2): Float64Array[] {
  const x = Float64Array.from({ length: size }, (_, i) => i - (size - 1) / 2);
  const basis = [new Float64Array(size).fill(1), x];
  const meanSquare = (size * size - 1) / 12;
  if (degree === 2) basis.push(x.map((value) => value * value - meanSquare));
  return basis;
}
