/** Rows or columns of a square image, padded for the projectors' linear interpolation. */

/** Image lines with a zero on both ends, and for each the span that is not empty. */
export interface ImageLines {
  /** `size + 3` numbers per line: pixel i is at i + 1. */
  readonly data: Float32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

export function padLines(image: Float32Array, size: number, transpose: boolean): ImageLines {
  const stride = size + 3;
  const data = new Float32Array(size * stride);
  const first = new Int32Array(size).fill(size);
  const last = new Int32Array(size).fill(-1);
  for (let line = 0; line < size; line++) {
    for (let i = 0; i < size; i++) {
      const value = transpose ? image[i * size + line] : image[line * size + i];
      if (value === 0) continue;
      data[line * stride + i + 1] = value;
      if (i < first[line]) first[line] = i;
      last[line] = i;
    }
  }
  return { data, first, last };
}
