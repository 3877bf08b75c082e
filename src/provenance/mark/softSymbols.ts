/**
 * From heard waves to what each symbol of the payload probably is.
 *
 * @module
 */
import { type Agreement, levelled } from './agree.js';
import { type MarkKey, TILE, type Waves } from './key.js';
import { SYMBOLS } from './payload.js';
import type { Heard, Listen, Pose } from './wave.js';

/** Width of the rings that are weighted, periods per tile. */
const RING = 4;

/** One number for each symbol: positive speaks for +1. Rings count by how well the flag is heard in them. */
export function softSymbols(
  listen: Listen,
  pose: Pose,
  agreement: Agreement,
  { flag, payload }: MarkKey,
): Float64Array {
  const clarity = clarityOf(unshifted(levelled(listen(flag, pose), flag), flag, agreement), flag);
  const { re, im } = unshifted(levelled(listen(payload, pose), payload), payload, agreement);
  const soft = new Float64Array(SYMBOLS);
  for (let k = 0; k < payload.u.length; k++) {
    const weight = clarity[ringOf(payload, k)];
    soft[(2 * k) % SYMBOLS] += weight * re[k];
    soft[(2 * k + 1) % SYMBOLS] += weight * im[k];
  }
  return soft;
}

/** The waves as they are where the tile begins, against their phases of the key: real and positive for the flag. */
function unshifted({ re, im }: Heard, waves: Waves, { shiftX, shiftY, polarity }: Agreement): Heard {
  const out = { re: new Float64Array(re.length), im: new Float64Array(im.length) };
  for (let k = 0; k < re.length; k++) {
    const shift = (-2 * Math.PI * (waves.u[k] * shiftX + waves.v[k] * shiftY)) / TILE;
    const cos = Math.cos(shift) * polarity;
    const sin = Math.sin(shift) * polarity;
    const x = re[k] * cos - im[k] * sin;
    const y = re[k] * sin + im[k] * cos;
    out.re[k] = x * waves.cos[k] + y * waves.sin[k];
    out.im[k] = y * waves.cos[k] - x * waves.sin[k];
  }
  return out;
}

/** Mean of the flag's waves in each ring, never below zero. */
function clarityOf({ re }: Heard, flag: Waves): Float64Array {
  const sum = new Float64Array(TILE / RING);
  const count = new Float64Array(TILE / RING);
  for (let k = 0; k < re.length; k++) {
    sum[ringOf(flag, k)] += re[k];
    count[ringOf(flag, k)]++;
  }
  return sum.map((value, ring) => (count[ring] > 0 ? Math.max(0, value / count[ring]) : 0));
}

function ringOf({ u, v }: Waves, k: number): number {
  return Math.floor(Math.sqrt(u[k] * u[k] + v[k] * v[k]) / RING);
}
