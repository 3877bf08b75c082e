/**
 * Two-dimensional Fourier transform of a square, in place. Whole rows are combined at
 * once, so that the inner loops run along memory: a search makes thousands of these, for which
 * `image/fft.ts`, a line at a time, is too slow.
 *
 * @module
 */

/** Re and Im of `size` x `size` values, C order. */
export interface ComplexSquare {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function complexSquare(size: number): ComplexSquare {
  return { size, re: new Float64Array(size * size), im: new Float64Array(size * size) };
}

interface Plan {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
  readonly reversed: Uint32Array;
}

const plans = new Map<number, Plan>();

/** Forward transform, or the inverse scaled by 1 / size². The size is a power of two. */
export function transform({ size, re, im }: ComplexSquare, inverse: boolean): void {
  const plan = planFor(size);
  along(re, im, size, plan, inverse);
  transpose(re, size);
  transpose(im, size);
  along(re, im, size, plan, inverse);
  transpose(re, size);
  transpose(im, size);
  if (!inverse) return;
  const scale = 1 / (size * size);
  for (let i = 0; i < re.length; i++) {
    re[i] *= scale;
    im[i] *= scale;
  }
}

function planFor(size: number): Plan {
  const known = plans.get(size);
  if (known) return known;
  const cos = new Float64Array(size / 2);
  const sin = new Float64Array(size / 2);
  for (let i = 0; i < size / 2; i++) {
    cos[i] = Math.cos((2 * Math.PI * i) / size);
    sin[i] = Math.sin((2 * Math.PI * i) / size);
  }
  const reversed = new Uint32Array(size);
  for (let i = 1; i < size; i++) reversed[i] = (reversed[i >> 1] >> 1) | (i & 1 ? size >> 1 : 0);
  const plan = { cos, sin, reversed };
  plans.set(size, plan);
  return plan;
}

/** Radix-2 transform of every column (Cooley and Tukey 1965). */
function along(re: Float64Array, im: Float64Array, size: number, plan: Plan, inverse: boolean): void {
  for (let row = 0; row < size; row++) {
    const other = plan.reversed[row];
    if (other > row) {
      swap(re, row * size, other * size, size);
      swap(im, row * size, other * size, size);
    }
  }
  const sign = inverse ? 1 : -1;
  let half = 1;
  // Stages are taken two at a time; a size that is no power of four has one over.
  if (Math.log2(size) % 2 === 1) {
    for (let row = 0; row < size; row += 2) pair(re, im, row * size, size);
    half = 2;
  }
  for (; half < size; half *= 4) {
    const stride = size / (4 * half);
    for (let k = 0; k < half; k++) {
      const twiddles = [2 * k, k, k + half].map((n) => [plan.cos[n * stride], sign * plan.sin[n * stride]]);
      for (let row = k; row < size; row += 4 * half) {
        four(re, im, row * size, half * size, size, twiddles[0], twiddles[1], twiddles[2]);
      }
    }
  }
}

/** The first stage of two neighbouring rows. */
function pair(re: Float64Array, im: Float64Array, upper: number, length: number): void {
  for (let i = upper; i < upper + length; i++) {
    const j = i + length;
    const x = re[j];
    const y = im[j];
    re[j] = re[i] - x;
    im[j] = im[i] - y;
    re[i] += x;
    im[i] += y;
  }
}

/** Two stages of four rows, `apart` from each other. */
function four(
  re: Float64Array,
  im: Float64Array,
  first: number,
  apart: number,
  length: number,
  [c1, s1]: readonly number[],
  [c2, s2]: readonly number[],
  [c3, s3]: readonly number[],
): void {
  for (let n = first; n < first + length; n++) {
    const o = n + apart;
    const p = o + apart;
    const q = p + apart;
    const bx = re[o] * c1 - im[o] * s1;
    const by = re[o] * s1 + im[o] * c1;
    const dx = re[q] * c1 - im[q] * s1;
    const dy = re[q] * s1 + im[q] * c1;
    const a0 = re[n] + bx;
    const a1 = im[n] + by;
    const b0 = re[n] - bx;
    const b1 = im[n] - by;
    const e0 = re[p] + dx;
    const e1 = im[p] + dy;
    const f0 = re[p] - dx;
    const f1 = im[p] - dy;
    const cx = e0 * c2 - e1 * s2;
    const cy = e0 * s2 + e1 * c2;
    const gx = f0 * c3 - f1 * s3;
    const gy = f0 * s3 + f1 * c3;
    re[n] = a0 + cx;
    im[n] = a1 + cy;
    re[p] = a0 - cx;
    im[p] = a1 - cy;
    re[o] = b0 + gx;
    im[o] = b1 + gy;
    re[q] = b0 - gx;
    im[q] = b1 - gy;
  }
}

function swap(values: Float64Array, a: number, b: number, length: number): void {
  for (let n = 0; n < length; n++) {
    const value = values[a + n];
    values[a + n] = values[b + n];
    values[b + n] = value;
  }
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
