/**
 * Complex radix-2 fast Fourier transform, in place.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

/** Transforms `re` and `im` in place; the inverse is scaled by 1 / length. */
export type Fft = (re: Float64Array, im: Float64Array, inverse: boolean) => void;

/** Plan for one length, a power of two. */
export function createFft(length: number): Fft {
  if (length < 2 || (length & (length - 1)) !== 0) {
    throw new ArgumentError('The transform length is not a power of two.', {
      attribute: 'length',
      remedy: 'Pad the data with zeros to the next power of two.',
    });
  }
  const cos = new Float64Array(length / 2);
  const sin = new Float64Array(length / 2);
  for (let i = 0; i < length / 2; i++) {
    cos[i] = Math.cos((2 * Math.PI * i) / length);
    sin[i] = Math.sin((2 * Math.PI * i) / length);
  }
  const reversed = new Uint32Array(length);
  for (let i = 1; i < length; i++) reversed[i] = (reversed[i >> 1] >> 1) | (i & 1 ? length >> 1 : 0);

  return (re, im, inverse) => {
    for (let i = 0; i < length; i++) {
      const j = reversed[i];
      if (j <= i) continue;
      const r = re[i];
      const m = im[i];
      re[i] = re[j];
      im[i] = im[j];
      re[j] = r;
      im[j] = m;
    }
    const sign = inverse ? 1 : -1;
    for (let half = 1; half < length; half *= 2) {
      const stride = length / (2 * half);
      for (let block = 0; block < length; block += 2 * half) {
        for (let k = 0; k < half; k++) {
          const c = cos[k * stride];
          const s = sign * sin[k * stride];
          const i = block + k;
          const j = i + half;
          const r = re[j] * c - im[j] * s;
          const m = re[j] * s + im[j] * c;
          re[j] = re[i] - r;
          im[j] = im[i] - m;
          re[i] += r;
          im[i] += m;
        }
      }
    }
    if (!inverse) return;
    for (let i = 0; i < length; i++) {
      re[i] /= length;
      im[i] /= length;
    }
  };
}
