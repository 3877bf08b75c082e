/**
 * Seeded random numbers that replay bit for bit on every JavaScript engine.
 *
 * ```ts
 * const random = createRandom(7);
 * random.uniform();                       // [0, 1)
 * random.normal();                        // mean 0, SD 1
 * random.poisson(1.5e4);                  // photons in a detector bin
 * const slice12 = random.fork(12);        // a stream of its own, whatever was drawn before
 * ```
 *
 * Generator: xoshiro128** 1.1 (Blackman and Vigna, ACM TOMS 47:36, 2021), its state
 * filled from the 32-bit seed by a Weyl sequence through the MurmurHash3 finaliser,
 * as SplitMix does. Not for secrets.
 *
 * Engines may differ in the last bit of `Math.log` and `Math.exp` (ECMA-262 leaves
 * them approximate), so the distributions use only + - x / and square root, which IEEE 754 fixes.
 *
 * @module
 */

export interface Random {
  /** Uniform 32-bit integer, 0 ... 2^32 - 1. */
  uint32(): number;
  /** Uniform in [0, 1), 53 random bits. */
  uniform(): number;
  /** Standard normal deviate; one 32-bit draw each, so streams stay aligned. */
  normal(): number;
  /** Poisson deviate of mean `lambda`. */
  poisson(lambda: number): number;
  /** Independent stream named by `label`; depends on seed and labels, never on what was drawn. */
  fork(label: string | number): Random;
}

/** A stream from a seed; only its low 32 bits count. */
export function createRandom(seed: number): Random {
  const key = mix(seed >>> 0);
  return fromState(expand(key), key);
}

/** A stream with the generator's state given, to compare with published vectors. */
export function fromState(state: ArrayLike<number>, key: number = mix(state[0])): Random {
  let a = state[0] | 0;
  let b = state[1] | 0;
  let c = state[2] | 0;
  let d = state[3] | 0;

  function uint32(): number {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = (d << 11) | (d >>> 21);
    return result;
  }
  const uniform = () => ((uint32() >>> 5) * 0x4000000 + (uint32() >>> 6)) / 0x20000000000000;
  const normal = () => normalQuantile((uint32() + 0.5) / 0x100000000);
  const poisson = (lambda: number) =>
    lambda < 10 ? poissonByInversion(lambda, uniform) : poissonByRejection(lambda, uniform);
  function fork(label: string | number): Random {
    const child = mix(key ^ hashLabel(label));
    return fromState(expand(child), child);
  }
  return { uint32, uniform, normal, poisson, fork };
}

/** MurmurHash3 32-bit finaliser (Appleby): every input bit moves every output bit. */
function mix(value: number): number {
  let h = (value + 0x9e3779b9) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function expand(key: number): number[] {
  return [1, 2, 3, 4].map((i) => mix(key + Math.imul(i, 0x9e3779b9)));
}

/** FNV-1a over UTF-16 code units; numbers by their decimal form, so 3 and '3' name one stream. */
function hashLabel(label: string | number): number {
  const text = String(label);
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Coefficients of AS 241, highest power first: numerator and denominator by distance from the middle. */
const CENTRAL = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946,
    1971.5909503065513, 133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751,
    687.1870074920579, 42.31333070160091, 1,
  ],
] as const;
const TAIL = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
] as const;
const FAR_TAIL = [
  [
    2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124,
    0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133,
    0.014875361290850615, 0.1369298809227358, 0.599832206555888, 1,
  ],
] as const;

/** Inverse of the normal distribution function: Wichura 1988, Applied Statistics 37:477, AS 241 (PPND16). */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * rational(CENTRAL, 0.180625 - q * q);
  const r = Math.sqrt(-ln(q < 0 ? p : 1 - p));
  const tail = r <= 5 ? rational(TAIL, r - 1.6) : rational(FAR_TAIL, r - 5);
  return q < 0 ? -tail : tail;
}

/** Quotient of two polynomials at `x` by Horner's rule. */
function rational([numerator, denominator]: readonly (readonly number[])[], x: number): number {
  let above = 0;
  let below = 0;
  for (let i = 0; i < numerator.length; i++) {
    above = above * x + numerator[i];
    below = below * x + denominator[i];
  }
  return above / below;
}

/** Counts arrivals by the product of uniforms: exact, and quick while lambda is small. */
function poissonByInversion(lambda: number, uniform: () => number): number {
  let remaining = lambda;
  let count = -1;
  while (remaining >= 0) {
    remaining += ln(1 - uniform());
    count++;
  }
  return count;
}

/** PTRS, transformed rejection with squeeze: Hoermann 1993, Insurance: Math. and Econ. 12:39. Exact. */
function poissonByRejection(lambda: number, uniform: () => number): number {
  const b = 0.931 + 2.53 * Math.sqrt(lambda);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = 1 - uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + lambda + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const bound = k * ln(lambda) - lambda - lnFactorial(k);
    if (ln((v * inverseAlpha) / (a / (us * us) + b)) <= bound) return k;
  }
}

/** ln k! by Stirling's series (Abramowitz and Stegun 6.1.41), by sum where that is not exact enough. */
function lnFactorial(k: number): number {
  if (k < 10) {
    let sum = 0;
    for (let i = 2; i <= k; i++) sum += ln(i);
    return sum;
  }
  const n = k + 1;
  const s = 1 / (n * n);
  return (n - 0.5) * ln(n) - n + 0.9189385332046727 + (1 / 12 - (1 / 360 - s / 1260) * s) / n;
}

const bits = new DataView(new ArrayBuffer(8));

/** Natural logarithm of a positive normal number from basic arithmetic: ln m = 2 atanh((m - 1) / (m + 1)). */
function ln(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  const t = (m - 1) / (m + 1);
  const s = t * t;
  let series = 1 / 23;
  for (let odd = 21; odd >= 1; odd -= 2) series = series * s + 1 / odd;
  return exponent * Math.LN2 + 2 * t * series;
}
