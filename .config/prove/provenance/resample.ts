/** Pictures scaled, turned, blurred and cut, as viewers and editors do it. */
import { gaussianBlur } from '../../../src/evaluation/blur.js';
import type { MarkPicture } from '../../../src/provenance/mark/mark.js';

/** Blur against aliasing before a picture is reduced, pixels of the result. */
const ANTIALIAS = 0.35;

/** Scaled about the middle and turned, by cubic interpolation (Catmull-Rom); a border repeats its pixels. */
export function moved(picture: MarkPicture, scale: number, degrees = 0): MarkPicture {
  const { rows, columns } = picture;
  const { values } = scale < 1 ? blurred(picture, ANTIALIAS / scale) : picture;
  const [height, width] = [Math.round(rows * scale), Math.round(columns * scale)];
  const turn = (degrees * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const out = new Float32Array(height * width);
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      const y = (r + 0.5 - height / 2) / scale;
      const x = (c + 0.5 - width / 2) / scale;
      const across = cos * x + sin * y + columns / 2 - 0.5;
      const down = -sin * x + cos * y + rows / 2 - 0.5;
      out[r * width + c] = cubic(values, rows, columns, down, across);
    }
  }
  return { values: out, rows: height, columns: width };
}

/** Gaussian of `sigma` pixels. */
export function blurred({ values, rows, columns }: MarkPicture, sigma: number): MarkPicture {
  return { values: Float32Array.from(gaussianBlur(values, rows, columns, sigma)), rows, columns };
}

export function cut(
  { values, columns }: MarkPicture,
  top: number,
  left: number,
  height: number,
  width: number,
): MarkPicture {
  const out = new Float32Array(height * width);
  for (let r = 0; r < height; r++) {
    const from = (top + r) * columns + left;
    out.set(values.subarray(from, from + width), r * width);
  }
  return { values: out, rows: height, columns: width };
}

/** Median of 3 x 3 pixels. */
export function medianOfNine({ values, rows, columns }: MarkPicture): MarkPicture {
  const out = new Float32Array(values.length);
  const nine = new Float32Array(9);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let n = 0;
      for (let y = -1; y <= 1; y++) {
        const row = clamp(r + y, rows) * columns;
        for (let x = -1; x <= 1; x++) nine[n++] = values[row + clamp(c + x, columns)];
      }
      out[r * columns + c] = nine.sort()[4];
    }
  }
  return { values: out, rows, columns };
}

function cubic(values: Float32Array, rows: number, columns: number, down: number, across: number): number {
  const top = Math.floor(down);
  const left = Math.floor(across);
  const [wy, wx] = [weights(down - top), weights(across - left)];
  let sum = 0;
  for (let j = 0; j < 4; j++) {
    const row = clamp(top - 1 + j, rows) * columns;
    let line = 0;
    for (let i = 0; i < 4; i++) line += wx[i] * values[row + clamp(left - 1 + i, columns)];
    sum += wy[j] * line;
  }
  return sum;
}

function weights(t: number): readonly [number, number, number, number] {
  const [t2, t3] = [t * t, t * t * t];
  return [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2];
}

function clamp(i: number, length: number): number {
  return i < 0 ? 0 : i >= length ? length - 1 : i;
}
