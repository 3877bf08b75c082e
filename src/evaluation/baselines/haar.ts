/**
 * Orthonormal Haar transform along a stack of blocks.
 *
 * @module
 */
const spare = new Float32Array(16 * 64);

/** Transforms `size` (a power of two, at most 16) blocks of `area` values, in place: sums first, then differences. */
export function haar(stack: Float32Array, size: number, area: number): void {
  for (let n = size; n > 1; n >>= 1) {
    const half = n >> 1;
    for (let j = 0; j < half; j++) {
      for (let i = 0; i < area; i++) {
        const a = stack[2 * j * area + i];
        const b = stack[(2 * j + 1) * area + i];
        spare[j * area + i] = (a + b) * Math.SQRT1_2;
        spare[(half + j) * area + i] = (a - b) * Math.SQRT1_2;
      }
    }
    for (let i = 0; i < n * area; i++) stack[i] = spare[i];
  }
}

/** Inverse of {@link haar}, in place. */
export function inverseHaar(stack: Float32Array, size: number, area: number): void {
  for (let n = 2; n <= size; n <<= 1) {
    const half = n >> 1;
    for (let j = 0; j < half; j++) {
      for (let i = 0; i < area; i++) {
        const sum = stack[j * area + i];
        const difference = stack[(half + j) * area + i];
        spare[2 * j * area + i] = (sum + difference) * Math.SQRT1_2;
        spare[(2 * j + 1) * area + i] = (sum - difference) * Math.SQRT1_2;
      }
    }
    for (let i = 0; i < n * area; i++) stack[i] = spare[i];
  }
}
