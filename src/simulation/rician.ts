/**
 * Noise of a magnitude MR picture.
 *
 * ```ts
 * const noisy = ricianNoise(slice, { sigma: 0.05 * brightest, seed: 7, slice: 12 });
 * ```
 *
 * Both channels of the complex picture carry Gaussian noise of the same SD, the
 * magnitude is Rician: Gudbjartsson and Patz 1995, Magn. Reson. Med. 34:910. In air
 * its mean is sigma sqrt(pi / 2), everywhere its second moment is A² + 2 sigma².
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { createFft } from '../image/fft.js';
import type { Random } from '../image/random.js';
import { createRandom } from '../image/random.js';

export interface RicianOptions {
  /** SD of the noise in each of the two channels, in the slice's unit. */
  readonly sigma: number;
  readonly seed: number;
  /** Index of the slice in its series, so that neighbours draw other noise; 0 unless given. */
  readonly slice?: number;
  /** For a picture interpolated from fewer measured lines: noise is correlated then. White unless given. */
  readonly zeroFilled?: ZeroFilled;
}

/** A picture made from the middle of k-space, its outside filled with zeros. */
export interface ZeroFilled {
  readonly rows: number;
  readonly columns: number;
  /** Part of k-space's width that was measured, down and across: above 0 and up to 1. */
  readonly measured: readonly [number, number];
}

/** The magnitude of slice + complex noise; negative values of the slice count as a phase. */
export function ricianNoise(slice: Float32Array, options: RicianOptions): Float32Array {
  const { sigma, seed, slice: index = 0, zeroFilled } = options;
  if (!(sigma >= 0 && Number.isFinite(sigma))) {
    throw new ArgumentError('The noise is not a standard deviation.', {
      attribute: 'sigma',
      remedy: 'Give a number of at least 0 in the unit of the slice.',
    });
  }
  const random = createRandom(seed).fork('rician').fork(index);
  const draw = zeroFilled
    ? correlated(slice.length, zeroFilled, random)
    : [white(slice.length, random.fork('real')), white(slice.length, random.fork('imaginary'))];
  const [real, imaginary] = draw;
  const noisy = new Float32Array(slice.length);
  for (let i = 0; i < noisy.length; i++) {
    const re = slice[i] + sigma * real[i];
    const im = sigma * imaginary[i];
    noisy[i] = Math.sqrt(re * re + im * im);
  }
  return noisy;
}

function white(length: number, random: Random): Float32Array {
  const noise = new Float32Array(length);
  for (let i = 0; i < length; i++) noise[i] = random.normal();
  return noise;
}

/** Two fields of SD 1 whose spectrum is white within the measured middle of k-space and zero outside. */
function correlated(
  length: number,
  { rows, columns, measured }: ZeroFilled,
  random: Random,
): [Float32Array, Float32Array] {
  if (rows * columns !== length || !measured.every((part) => part > 0 && part <= 1)) {
    throw new ArgumentError('The k-space does not fit the slice.', {
      attribute: 'zeroFilled',
      remedy: 'Give the rows and columns of the slice, and the measured parts above 0 and up to 1.',
    });
  }
  // Noise has no borders: it is drawn on the next powers of two and cut.
  const height = 2 ** Math.ceil(Math.log2(Math.max(2, rows)));
  const width = 2 ** Math.ceil(Math.log2(Math.max(2, columns)));
  const isMeasured = (i: number, n: number, part: number) => Math.min(i, n - i) <= (part * n) / 2;
  const lines = Array.from({ length: height }, () => ({
    re: new Float64Array(width),
    im: new Float64Array(width),
  }));
  const [down, across] = measured;
  let drawn = 0;
  for (let r = 0; r < height; r++) {
    if (!isMeasured(r, height, down)) continue;
    for (let c = 0; c < width; c++) {
      if (!isMeasured(c, width, across)) continue;
      lines[r].re[c] = random.normal();
      lines[r].im[c] = random.normal();
      drawn++;
    }
  }
  const alongRow = createFft(width);
  const alongColumn = createFft(height);
  for (const { re, im } of lines) alongRow(re, im, true);
  const real = new Float32Array(length);
  const imaginary = new Float32Array(length);
  const re = new Float64Array(height);
  const im = new Float64Array(height);
  // The inverse transform divides by its length; SD 1 per channel is wanted.
  const scale = (width * height) / Math.sqrt(drawn);
  for (let c = 0; c < columns; c++) {
    for (let r = 0; r < height; r++) {
      re[r] = lines[r].re[c];
      im[r] = lines[r].im[c];
    }
    alongColumn(re, im, true);
    for (let r = 0; r < rows; r++) {
      real[r * columns + c] = re[r] * scale;
      imaginary[r * columns + c] = im[r] * scale;
    }
  }
  return [real, imaginary];
}
