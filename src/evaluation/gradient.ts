/**
 * Slope of an image in both directions.
 *
 * @module
 */

/** Central differences per pixel, one-sided at the borders: the same as `numpy.gradient`. */
export function gradient(
  image: Float32Array | Float64Array,
  rows: number,
  columns: number,
): { down: Float64Array; across: Float64Array } {
  const down = new Float64Array(image.length);
  const across = new Float64Array(image.length);
  for (let r = 0; r < rows; r++) {
    const above = Math.max(0, r - 1);
    const below = Math.min(rows - 1, r + 1);
    const height = Math.max(1, below - above);
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      const left = Math.max(0, c - 1);
      const right = Math.min(columns - 1, c + 1);
      down[i] = (image[below * columns + c] - image[above * columns + c]) / height;
      across[i] = (image[r * columns + right] - image[r * columns + left]) / Math.max(1, right - left);
    }
  }
  return { down, across };
}
