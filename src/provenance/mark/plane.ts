/** Two-dimensional Fourier transform of a square, in place, rows then columns. */
import { createFft, type Fft } from '../../image/fft.js';

/** Re and Im of `size` x `size` values, C order. */
export interface ComplexSquare {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function complexSquare(size: number): ComplexSquare {
  return { size, re: new Float64Array(size * size), im: new Float64Array(size * size) };
}

const plans = new Map<number, Fft>();

/** Forward transform, or the inverse scaled by 1 / size². */
export function transform({ size, re, im }: ComplexSquare, inverse: boolean): void {
  let fft = plans.get(size);
  if (!fft) {
    fft = createFft(size);
    plans.set(size, fft);
  }
  for (let row = 0; row < size; row++) {
    const from = row * size;
    fft(re.subarray(from, from + size), im.subarray(from, from + size), inverse);
  }
  transpose(re, size);
  transpose(im, size);
  for (let row = 0; row < size; row++) {
    const from = row * size;
    fft(re.subarray(from, from + size), im.subarray(from, from + size), inverse);
  }
  transpose(re, size);
  transpose(im, size);
}

/** Blocks of 32 x 32 stay in the cache. */
function transpose(values: Float64Array, size: number): void {
  const block = Math.min(32, size);
  for (let top = 0; top < size; top += block) {
    for (let left = top; left < size; left += block) {
      for (let r = top; r < top + block; r++) {
        for (let c = left === top ? r + 1 : left; c < left + block; c++) {
          const a = r * size + c;
          const b = c * size + r;
          const value = values[a];
          values[a] = values[b];
          values[b] = value;
        }
      }
    }
  }
}
