/**
 * Inverse cosine transform in integers, the "accurate" one of libjpeg (jidctint.c):
 * Loeffler, Ligtenberg and Moschytz, ICASSP 1989, with 12 multiplications, at 13 bits.
 * The same roundings as most decoders in use have, so that lossy values agree.
 */
import { ZIGZAG } from './jpegBlocks.js';

const BITS = 13;
const F_0_298 = 2446;
const F_0_390 = 3196;
const F_0_541 = 4433;
const F_0_765 = 6270;
const F_0_899 = 7373;
const F_1_175 = 9633;
const F_1_501 = 12299;
const F_1_847 = 15137;
const F_1_961 = 16069;
const F_2_053 = 16819;
const F_2_562 = 20995;
const F_3_072 = 25172;

/** Coefficients of a block to its samples, clamped to the precision. */
export class InverseTransform {
  readonly #quantisation = new Int32Array(64);
  readonly #work = new Int32Array(64);
  /** Extra bits kept between the passes, so that 32 bits suffice. */
  readonly #between: number;
  readonly #centre: number;
  readonly #most: number;

  /** @param quantisation in zigzag order. */
  constructor(quantisation: Uint16Array, precision: number) {
    for (let k = 0; k < 64; k++) this.#quantisation[ZIGZAG[k]] = quantisation[k];
    this.#between = precision === 8 ? 2 : 1;
    this.#centre = 1 << (precision - 1);
    this.#most = (1 << precision) - 1;
  }

  /** The block at `from` to 8 rows of `target` from `to` on, `stride` apart. */
  block(
    coefficients: Int16Array,
    from: number,
    target: Uint8Array | Uint16Array,
    to: number,
    stride: number,
  ): void {
    const work = this.#work;
    const q = this.#quantisation;
    for (let i = 0; i < 64; i++) work[i] = coefficients[from + i] * q[i];
    for (let column = 0; column < 8; column++) pass(work, column, 8, BITS - this.#between);
    const last = BITS + this.#between + 3;
    for (let row = 0; row < 8; row++) {
      pass(work, 8 * row, 1, last);
      for (let i = 0; i < 8; i++) {
        const value = work[8 * row + i] + this.#centre;
        target[to + row * stride + i] = value < 0 ? 0 : value > this.#most ? this.#most : value;
      }
    }
  }
}

/** Eight values in place, from `at` on, `step` apart, shifted right with rounding. */
function pass(v: Int32Array, at: number, step: number, shift: number): void {
  const round = 1 << (shift - 1);
  const i1 = at + step;
  const i2 = i1 + step;
  const i3 = i2 + step;
  const i4 = i3 + step;
  const i5 = i4 + step;
  const i6 = i5 + step;
  const i7 = i6 + step;
  const even = (v[i2] + v[i6]) * F_0_541;
  const e2 = even - v[i6] * F_1_847;
  const e3 = even + v[i2] * F_0_765;
  const e0 = (v[at] + v[i4]) * (1 << BITS);
  const e1 = (v[at] - v[i4]) * (1 << BITS);
  const z5 = (v[i7] + v[i3] + v[i5] + v[i1]) * F_1_175;
  const z1 = -(v[i7] + v[i1]) * F_0_899;
  const z2 = -(v[i5] + v[i3]) * F_2_562;
  const z3 = z5 - (v[i7] + v[i3]) * F_1_961;
  const z4 = z5 - (v[i5] + v[i1]) * F_0_390;
  const o0 = v[i7] * F_0_298 + z1 + z3;
  const o1 = v[i5] * F_2_053 + z2 + z4;
  const o2 = v[i3] * F_3_072 + z2 + z3;
  const o3 = v[i1] * F_1_501 + z1 + z4;
  v[at] = (e0 + e3 + o3 + round) >> shift;
  v[i7] = (e0 + e3 - o3 + round) >> shift;
  v[i1] = (e1 + e2 + o2 + round) >> shift;
  v[i6] = (e1 + e2 - o2 + round) >> shift;
  v[i2] = (e1 - e2 + o1 + round) >> shift;
  v[i5] = (e1 - e2 - o1 + round) >> shift;
  v[i3] = (e0 - e3 + o0 + round) >> shift;
  v[i4] = (e0 - e3 - o0 + round) >> shift;
}
