/**
 * Noise power of one small square of a slice, by frequency.
 *
 * @module
 */
import { createFft } from '../image/fft.js';

/** Pixels per side of a window. */
export const WINDOW = 16;

/** Rings around zero frequency; ring b holds b / WINDOW cycles per pixel. Ring 0 is left out: the mean and slope are taken away. */
export const RINGS = WINDOW / 2 + 1;

const fft = createFft(WINDOW);
const taper = Float64Array.from(
  { length: WINDOW },
  (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / WINDOW),
);
const re = Array.from({ length: WINDOW }, () => new Float64Array(WINDOW));
const im = Array.from({ length: WINDOW }, () => new Float64Array(WINDOW));
const lineRe = new Float64Array(WINDOW);
const lineIm = new Float64Array(WINDOW);

/** How many frequencies fall on each ring. */
const COUNTS = countRings();

/**
 * Mean power on each ring, in units that only a ratio of two windows needs: the window is
 * Hann-tapered, so that a bright neighbour does not leak into all frequencies.
 */
export function ringPower(slice: Float32Array, columns: number, row: number, column: number): Float64Array {
  flatten(slice, columns, row, column);
  for (let r = 0; r < WINDOW; r++) fft(re[r], im[r], false);
  const power = new Float64Array(RINGS);
  for (let c = 0; c < WINDOW; c++) {
    for (let r = 0; r < WINDOW; r++) {
      lineRe[r] = re[r][c];
      lineIm[r] = im[r][c];
    }
    fft(lineRe, lineIm, false);
    for (let r = 0; r < WINDOW; r++) {
      const ring = ringOf(r, c);
      if (ring < RINGS) power[ring] += (lineRe[r] ** 2 + lineIm[r] ** 2) / COUNTS[ring];
    }
  }
  return power;
}

/** The tapered window without its mean and slope, ready to transform. */
function flatten(slice: Float32Array, columns: number, row: number, column: number): void {
  const middle = (WINDOW - 1) / 2;
  let sum = 0;
  let down = 0;
  let across = 0;
  for (let r = 0; r < WINDOW; r++) {
    for (let c = 0; c < WINDOW; c++) {
      const value = slice[(row + r) * columns + column + c];
      sum += value;
      down += value * (r - middle);
      across += value * (c - middle);
    }
  }
  const n = WINDOW * WINDOW;
  // Sum of (i - middle)² over a window: n (n' ² - 1) / 12 with n' its side.
  const moment = (n * (n - 1)) / 12;
  for (let r = 0; r < WINDOW; r++) {
    for (let c = 0; c < WINDOW; c++) {
      const plane = sum / n + ((r - middle) * down + (c - middle) * across) / moment;
      re[r][c] = (slice[(row + r) * columns + column + c] - plane) * taper[r] * taper[c];
      im[r][c] = 0;
    }
  }
}

function ringOf(r: number, c: number): number {
  return Math.round(Math.hypot(Math.min(r, WINDOW - r), Math.min(c, WINDOW - c)));
}

function countRings(): Float64Array {
  const counts = new Float64Array(RINGS);
  for (let r = 0; r < WINDOW; r++) {
    for (let c = 0; c < WINDOW; c++) {
      const ring = ringOf(r, c);
      if (ring < RINGS) counts[ring]++;
    }
  }
  return counts;
}
