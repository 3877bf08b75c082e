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

/** Levels the rings and clips: what is left has random phase and about unit power where no mark is. */
export function levelled({ re, im }: Heard, { u, v }: Waves): Heard {
  const power = new Float64Array(TILE);
  const count = new Float64Array(TILE);
  const rings = new Uint8Array(u.length);
  for (let k = 0; k < u.length; k++) {
    const ring = Math.floor(Math.sqrt(u[k] * u[k] + v[k] * v[k]) / RING);
    rings[k] = ring;
    power[ring] += re[k] * re[k] + im[k] * im[k];
    count[ring]++;
  }
  const out = { re: new Float64Array(u.length), im: new Float64Array(u.length) };
  for (let k = 0; k < u.length; k++) {
    const mean = power[rings[k]] / count[rings[k]];
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
  const energies = [0, 0];
  heard.forEach((one, which) => {
    const { re: toRe, im: toIm } = plane;
    let energy = 0;
    for (let k = 0; k < flag.u.length; k++) {
      const x = one.re[k];
      const y = one.im[k];
      energy += x * x + y * y;
      const a = (x * flag.cos[k] + y * flag.sin[k]) / 2;
      const b = (y * flag.cos[k] - x * flag.sin[k]) / 2;
      const at = ((flag.v[k] + size) % size) * size + ((flag.u[k] + size) % size);
      const mirrored = ((size - flag.v[k]) % size) * size + ((size - flag.u[k]) % size);
      // The second set goes into the imaginary part of the plane.
      if (which === 0) {
        toRe[at] += a;
        toIm[at] += b;
        toRe[mirrored] += a;
        toIm[mirrored] -= b;
      } else {
        toRe[at] -= b;
        toIm[at] += a;
        toRe[mirrored] += b;
        toIm[mirrored] += a;
      }
    }
    energies[which] = energy / 2;
  });
  transform(plane, false);
  return heard.map((_, which) => peakOf(which === 0 ? plane.re : plane.im, size, energies[which]));
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
