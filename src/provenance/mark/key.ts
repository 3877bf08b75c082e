/**
 * The pattern of the pixel mark: which waves it is made of, and their phases.
 *
 * The pattern repeats every {@link TILE} pixels in both directions, so it is a sum of
 * plane waves with whole numbers of periods per tile. Waves of a ring of middle
 * frequencies carry it: lower ones would shift the mean of a region, higher ones die
 * when a picture is halved or blurred. Some waves are the flag, the same in every
 * picture; the others carry the bits of the payload, two each.
 *
 * The key is public: everybody can detect the mark (that is what it is for), and
 * what keeps a forger out is the signature, not the mark.
 *
 * @module
 */
import { createRandom } from '../../image/random.js';

/** Period of the pattern in pixels. */
export const TILE = 128;
/** Ring of the waves, in periods per tile: 0.125 to 0.297 cycles per pixel. */
export const LOWEST = 16;
const HIGHEST = 38;
/** Part of the waves that is the flag. */
const FLAG_SHARE = 0.42;
/** `VTM1`: the first key. */
const SEED = 0x56544d31;

/** Plane waves, one of each conjugate pair: `cos(2 pi (u x + v y) / TILE + phase)`. */
export interface Waves {
  /** Periods per tile along a row. */
  readonly u: Int16Array;
  /** Periods per tile along a column. */
  readonly v: Int16Array;
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** The waves of a key. */
export interface MarkKey {
  readonly flag: Waves;
  readonly payload: Waves;
}

/** Waves of a key; other seeds than the public one serve to measure how often chance looks like a mark. */
export function makeKey(seed: number = SEED): MarkKey {
  const random = createRandom(seed);
  const flag: [number, number, number][] = [];
  const payload: [number, number, number][] = [];
  for (let v = 0; v <= HIGHEST; v++) {
    for (let u = -HIGHEST; u <= HIGHEST; u++) {
      const radius = Math.hypot(u, v);
      if (radius < LOWEST || radius > HIGHEST || (v === 0 && u < 0)) continue;
      const list = random.uniform() < FLAG_SHARE ? flag : payload;
      list.push([u, v, random.uniform() * 2 * Math.PI]);
    }
  }
  // Which bit a wave carries must not depend on its frequency.
  const order = random.fork('payload');
  for (let i = payload.length - 1; i > 0; i--) {
    const j = Math.floor(order.uniform() * (i + 1));
    [payload[i], payload[j]] = [payload[j], payload[i]];
  }
  return { flag: waves(flag), payload: waves(payload) };
}

let known: MarkKey | undefined;

/** The public key, made once. */
export function publicKey(): MarkKey {
  known ??= makeKey();
  return known;
}

function waves(list: readonly (readonly [number, number, number])[]): Waves {
  return {
    u: Int16Array.from(list, ([u]) => u),
    v: Int16Array.from(list, ([, v]) => v),
    cos: Float64Array.from(list, ([, , phase]) => Math.cos(phase)),
    sin: Float64Array.from(list, ([, , phase]) => Math.sin(phase)),
  };
}
