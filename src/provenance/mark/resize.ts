/** Pictures of half and of twice the size, and their middle. */
import type { MarkPicture } from './mark.js';

/** Means of 2 x 2 pixels; an odd last row or column is left out. */
export function halved({ values, rows, columns }: MarkPicture): MarkPicture {
  const height = rows >> 1;
  const width = columns >> 1;
  const half = new Float32Array(height * width);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      const at = 2 * r * columns + 2 * c;
      half[r * width + c] =
        (values[at] + values[at + 1] + values[at + columns] + values[at + columns + 1]) / 4;
    }
  }
  return { values: half, rows: height, columns: width };
}

/** Twice the size; each pixel becomes four, by cubic interpolation (Catmull-Rom at a quarter pixel). */
export function doubled({ values, rows, columns }: MarkPicture): MarkPicture {
  const wide = doubledRows(values, rows, columns);
  const turned = transposed(wide, rows, columns * 2);
  const both = doubledRows(turned, columns * 2, rows);
  return { values: transposed(both, columns * 2, rows * 2), rows: rows * 2, columns: columns * 2 };
}

/** Weights of the pixels before, at, after and after that, a quarter pixel behind the second. */
const QUARTER = [-0.0703125, 0.8671875, 0.2265625, -0.0234375] as const;

function doubledRows(values: Float32Array, rows: number, columns: number): Float32Array {
  const [a, b, c, d] = QUARTER;
  const out = new Float32Array(values.length * 2);
  for (let r = 0; r < rows; r++) {
    const row = r * columns;
    const last = columns - 1;
    for (let i = 0; i < columns; i++) {
      const l2 = values[row + (i > 1 ? i - 2 : 0)];
      const l1 = values[row + (i > 0 ? i - 1 : 0)];
      const here = values[row + i];
      const r1 = values[row + (i < last ? i + 1 : last)];
      const r2 = values[row + (i < last - 1 ? i + 2 : last)];
      out[2 * (row + i)] = a * r1 + b * here + c * l1 + d * l2;
      out[2 * (row + i) + 1] = a * l1 + b * here + c * r1 + d * r2;
    }
  }
  return out;
}

function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c];
  return out;
}

/** The middle, at most `most` pixels wide and high. */
export function middle(picture: MarkPicture, most: number): MarkPicture {
  const { values, rows, columns } = picture;
  if (rows <= most && columns <= most) return picture;
  const height = Math.min(rows, most);
  const width = Math.min(columns, most);
  const cut = new Float32Array(height * width);
  for (let r = 0; r < height; r++) {
    const from = (((rows - height) >> 1) + r) * columns + ((columns - width) >> 1);
    cut.set(values.subarray(from, from + width), r * width);
  }
  return { values: cut, rows: height, columns: width };
}
