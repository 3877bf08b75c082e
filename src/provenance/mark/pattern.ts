/**
 * The tile that is added: flag and payload, unit RMS.
 *
 * @module
 */
import { LOWEST, type MarkKey, publicKey, TILE, type Waves } from './key.js';
import { type ComplexSquare, complexSquare, transform } from './plane.js';

/** The sum of waves is cut here, in its RMS, so often: the largest change stays near the usual one. */
const CLIP = 1.2;
const TURNS = 4;
/** Values are whole multiples of this, so that the last bit of an engine's cosine decides no pixel. */
const GRAIN = 2 ** -14;

/**
 * One tile, TILE x TILE, zero mean, unit RMS.
 *
 * @param gain of the flag's waves over the payload's.
 * @param symbols +1 or -1, spread over the two dimensions of each payload wave in turn; empty for the flag alone.
 */
export function pattern(
  symbols: Int8Array,
  gain = 1,
  { flag, payload }: MarkKey = publicKey(),
): Float32Array {
  const spectrum = complexSquare(TILE);
  const put = ({ u, v }: Waves, k: number, re: number, im: number) => {
    const at = ((v[k] + TILE) % TILE) * TILE + ((u[k] + TILE) % TILE);
    const mirrored = ((TILE - v[k]) % TILE) * TILE + ((TILE - u[k]) % TILE);
    spectrum.re[at] += re;
    spectrum.im[at] += im;
    spectrum.re[mirrored] += re;
    spectrum.im[mirrored] -= im;
  };
  for (let k = 0; k < flag.u.length; k++) put(flag, k, gain * flag.cos[k], gain * flag.sin[k]);
  if (symbols.length > 0) {
    for (let k = 0; k < payload.u.length; k++) {
      const a = symbols[(2 * k) % symbols.length] * Math.SQRT1_2;
      const b = symbols[(2 * k + 1) % symbols.length] * Math.SQRT1_2;
      put(payload, k, a * payload.cos[k] - b * payload.sin[k], a * payload.sin[k] + b * payload.cos[k]);
    }
  }
  transform(spectrum, true);
  for (let turn = 0; turn < TURNS; turn++) flatten(spectrum);
  return Float32Array.from(spectrum.re, (value) => Math.round(value / GRAIN) * GRAIN);
}

/** Cuts the highest values, takes the slow waves away that the cut has made, and scales to unit RMS. */
function flatten(tile: ComplexSquare): void {
  const { re, im } = tile;
  const cut = CLIP * rms(re);
  for (let i = 0; i < re.length; i++) re[i] = Math.max(-cut, Math.min(cut, re[i]));
  im.fill(0);
  transform(tile, false);
  for (let i = 0; i < re.length; i++) {
    const [u, v] = [i % TILE, Math.floor(i / TILE)].map((k) => (k > TILE / 2 ? k - TILE : k));
    if (u * u + v * v < LOWEST * LOWEST) re[i] = im[i] = 0;
  }
  transform(tile, true);
  const left = rms(re);
  for (let i = 0; i < re.length; i++) re[i] /= left;
}

function rms(values: Float64Array): number {
  let energy = 0;
  for (const value of values) energy += value * value;
  return Math.sqrt(energy / values.length);
}
