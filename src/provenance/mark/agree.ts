/**
 * How well the heard waves agree with the flag, for every shift of the tile at once.
 *
 * The statistic is `z(t) = sum Re(X conj(P) e^(-2 pi i k t / TILE)) / sqrt(sum |X|² / 2)`
 * with phases P of the key and X levelled ring by ring. Whatever the picture, over the
 * choice of the key's random phases the terms are bounded, symmetric and independent,
 * and `E exp(s Re(X conj(P))) = I0(s |X|) <= exp(s² |X|² / 4)`, hence
 * `P(z >= a) <= exp(-a² / 2)` (Hoeffding 1963): no picture has to be Gaussian for it.
 *
 * @module
 */
import { TILE, type Waves } from './key.js';
import { type ComplexSquare, complexSquare, transform } from './plane.js';
import type { Heard } from './wave.js';

/** Width of the rings over which loudness is levelled, in periods per tile. */
const RING = 2;
/** A wave counts at most so far above its ring: anatomy has single loud ones. */
const CLIP = 2;

/** The best shift. */
export interface Agreement {
  readonly z: number;
  /** +1, or -1 for a picture with black and white exchanged. */
  readonly polarity: 1 | -1;
  /** Where the tile begins, pixels along a row and a column, 0 to TILE. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Where waves lie in a plane, and in which ring: worked out once for a set. */
interface Places {
  readonly ring: Uint8Array;
  readonly count: Float64Array;
  /** By size of the plane: index of each wave, and of its conjugate. */
  readonly at: Map<number, readonly [Int32Array, Int32Array]>;
}

const known = new WeakMap<Waves, Places>();

function placesOf(waves: Waves): Places {
  let places = known.get(waves);
  if (!places) {
    const { u, v } = waves;
    const ring = Uint8Array.from(u, (_, k) => Math.floor(Math.hypot(u[k], v[k]) / RING));
    const count = new Float64Array(TILE);
    for (const one of ring) count[one]++;
    places = { ring, count, at: new Map() };
    known.set(waves, places);
  }
  return places;
}

function positions(waves: Waves, size: number): readonly [Int32Array, Int32Array] {
  const { at } = placesOf(waves);
  let found = at.get(size);
  if (!found) {
    const { u, v } = waves;
    const index = (x: number, y: number) => ((y + size) % size) * size + ((x + size) % size);
    found = [
      Int32Array.from(u, (_, k) => index(u[k], v[k])),
      Int32Array.from(u, (_, k) => index(-u[k], -v[k])),
    ];
    at.set(size, found);
  }
  return found;
}

/** Levels the rings and clips: what is left has random phase and about unit power where no mark is. */
export function levelled({ re, im }: Heard, waves: Waves): Heard {
  const { ring, count } = placesOf(waves);
  const power = new Float64Array(TILE);
  for (let k = 0; k < ring.length; k++) power[ring[k]] += re[k] * re[k] + im[k] * im[k];
  const out = { re: new Float64Array(ring.length), im: new Float64Array(ring.length) };
  for (let k = 0; k < ring.length; k++) {
    const mean = power[ring[k]] / count[ring[k]];
    if (!(mean > 0)) continue;
    const own = (re[k] * re[k] + im[k] * im[k]) / mean;
    const gain = (own > CLIP * CLIP ? CLIP / Math.sqrt(own) : 1) / Math.sqrt(mean);
    out.re[k] = re[k] * gain;
    out.im[k] = im[k] * gain;
  }
  return out;
}

const planes = new Map<number, ComplexSquare>();

/**
 * The shifts at which one or two sets of levelled waves agree best with the flag: two
 * cost one transform.
 *
 * @param size points of the plane of shifts: TILE, or half of it for waves of less than a quarter period per pixel.
 */
export function agree(heard: readonly Heard[], flag: Waves, size: number = TILE): Agreement[] {
  let plane = planes.get(size);
  if (!plane) {
    plane = complexSquare(size);
    planes.set(size, plane);
  }
  plane.re.fill(0);
  plane.im.fill(0);
  const [at, mirrored] = positions(flag, size);
  const energies = heard.map((one, which) =>
    // The second set goes into the imaginary part of the plane: i times its spectrum.
    which === 0
      ? add(one, flag, plane.re, plane.im, 1, at, mirrored)
      : add(one, flag, plane.im, plane.re, -1, at, mirrored),
  );
  transform(plane, false);
  return heard.map((_, which) => peakOf(which === 0 ? plane.re : plane.im, size, energies[which]));
}

/** Adds X conj(P) and its conjugate, and gives the energy of X. */
function add(
  heard: Heard,
  flag: Waves,
  real: Float64Array,
  imaginary: Float64Array,
  sign: 1 | -1,
  at: Int32Array,
  mirrored: Int32Array,
): number {
  let energy = 0;
  for (let k = 0; k < at.length; k++) {
    const x = heard.re[k];
    const y = heard.im[k];
    energy += x * x + y * y;
    const a = (x * flag.cos[k] + y * flag.sin[k]) / 2;
    const b = (sign * (y * flag.cos[k] - x * flag.sin[k])) / 2;
    real[at[k]] += a;
    imaginary[at[k]] += b;
    real[mirrored[k]] += a;
    imaginary[mirrored[k]] -= b;
  }
  return energy / 2;
}

function peakOf(values: Float64Array, size: number, energy: number): Agreement {
  let best = 0;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] < 0 ? -values[i] : values[i];
    if (value > most) {
      most = value;
      best = i;
    }
  }
  return {
    z: energy > 0 ? most / Math.sqrt(energy) : 0,
    polarity: values[best] < 0 ? -1 : 1,
    shiftX: ((best % size) * TILE) / size,
    shiftY: (Math.floor(best / size) * TILE) / size,
  };
}
