/**
 * Two-dimensional Fourier transform of a square.
 *
 * @module
 */
import { createFft } from '../image/fft.js';

/** Transform of a square, length x length, frequency zero first. */
export interface Spectrum {
  readonly re: Float64Array;
  readonly im: Float64Array;
  readonly length: number;
}

/** The power of two that holds `size` pixels. */
export function paddedLength(size: number): number {
  let length = 2;
  while (length < size) length *= 2;
  return length;
}

/** Transforms squares of one size, padded with zeros to a power of two; each call overwrites the last answer. */
export function createTransform(size: number): (square: ArrayLike<number>) => Spectrum {
  const length = paddedLength(size);
  const fft = createFft(length);
  const re = new Float64Array(length * length);
  const im = new Float64Array(length * length);
  const lineRe = new Float64Array(length);
  const lineIm = new Float64Array(length);
  return (square) => {
    re.fill(0);
    im.fill(0);
    for (let r = 0; r < size; r++) {
      const from = r * length;
      for (let c = 0; c < size; c++) re[from + c] = square[r * size + c];
      fft(re.subarray(from, from + length), im.subarray(from, from + length), false);
    }
    for (let c = 0; c < length; c++) {
      for (let r = 0; r < length; r++) {
        lineRe[r] = re[r * length + c];
        lineIm[r] = im[r * length + c];
      }
      fft(lineRe, lineIm, false);
      for (let r = 0; r < length; r++) {
        re[r * length + c] = lineRe[r];
        im[r * length + c] = lineIm[r];
      }
    }
    return { re, im, length };
  };
}

/** Mean |DFT|² of squares, times a scale, with frequency zero at row and column length / 2. */
export interface MeanPower {
  readonly length: number;
  add(square: ArrayLike<number>): void;
  mean(scale: number): Float64Array;
}

/** Collects the power of squares of one size. */
export function createMeanPower(size: number): MeanPower {
  const transform = createTransform(size);
  const length = paddedLength(size);
  const total = new Float64Array(length * length);
  let squares = 0;
  return {
    length,
    add(square) {
      const { re, im } = transform(square);
      for (let i = 0; i < total.length; i++) total[i] += re[i] * re[i] + im[i] * im[i];
      squares++;
    },
    mean(scale) {
      const centred = new Float64Array(total.length);
      const half = length / 2;
      for (let r = 0; r < length; r++) {
        const to = ((r + half) % length) * length;
        for (let c = 0; c < length; c++) {
          centred[to + ((c + half) % length)] = (total[r * length + c] * scale) / squares;
        }
      }
      return centred;
    },
  };
}
