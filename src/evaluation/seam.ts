/**
 * Straight cuts through the body: where the halves of two slices, or of one slice
 * in the wrong order, meet.
 *
 * @module
 */

import { robustSpread } from './median.js';

/** Values beyond count as these: lung to soft tissue, so that metal and cortex do not decide. */
const LOW_HU = -1000;
const HIGH_HU = 200;
/** A single pixel counts at most so much: the level of fluid under gas is steep, straight and short. */
const MOST_HU = 150;
/** Lines that cross less of the body than this share of the longest are not looked at. */
const LEAST_SHARE = 0.4;

export interface Seam {
  /** Mean step across the line beyond what its neighbours have, HU. */
  readonly step: number;
  /** The same in SDs of all lines of that direction. */
  readonly z: number;
  readonly direction: 'row' | 'column';
  /** The line lies before this row or column. */
  readonly at: number;
}

/**
 * The line between two rows or two columns with the largest step across it.
 *
 * @param hu rows x columns, HU.
 * @param body 1 inside the body and off the skin, which is straight where a patient lies on it; a pair counts when
 *   both are.
 */
export function findSeam(hu: Float32Array, body: Uint8Array, rows: number, columns: number): Seam {
  const u = hu.map(clipped);
  const down = strongest(u, body, rows, columns, columns, 1);
  const across = strongest(u, body, columns, rows, 1, columns);
  return down.z >= across.z ? { ...down, direction: 'row' } : { ...across, direction: 'column' };
}

/** Lines `step` apart, each of `length` pixels `stride` apart. */
function strongest(
  u: Float32Array,
  body: Uint8Array,
  lines: number,
  length: number,
  step: number,
  stride: number,
): { step: number; z: number; at: number } {
  const steps: number[] = [];
  const places: number[] = [];
  const counts: number[] = [];
  for (let n = 2; n < lines - 1; n++) {
    let sum = 0;
    let count = 0;
    for (let k = 0, i = n * step; k < length; k++, i += stride) {
      if (body[i] !== 1 || body[i - step] !== 1) continue;
      const jump = Math.abs(u[i] - u[i - step]);
      const usual = (Math.abs(u[i - step] - u[i - 2 * step]) + Math.abs(u[i + step] - u[i])) / 2;
      sum += Math.max(-MOST_HU, Math.min(MOST_HU, jump - usual));
      count += 1;
    }
    if (count === 0) continue;
    steps.push(sum / count);
    places.push(n);
    counts.push(count);
  }
  const longest = Math.max(0, ...counts);
  const kept = steps.map((_, i) => i).filter((i) => counts[i] >= LEAST_SHARE * longest);
  if (kept.length < 8) return { step: 0, z: 0, at: 0 };
  const { middle, sd } = robustSpread(kept.map((i) => steps[i]));
  const best = kept.reduce((a, b) => (steps[b] > steps[a] ? b : a));
  return { step: steps[best], z: sd > 0 ? (steps[best] - middle) / sd : 0, at: places[best] };
}

/** Below this a border pixel is air. */
const AIR_HU = -900;
/** Borders that hold less of the body, mm, or vary less, HU, have nothing to recognise: fat of a large patient. */
const LEAST_CONTACT_MM = 60;
const LEAST_SPREAD_HU = 40;

/**
 * Do opposite borders continue each other, as they do when halves are swapped?
 * Correlation of the two border lines where both hold tissue, the larger of both directions; 0 where the body does
 * not reach them.
 *
 * @param pixelSpacing mm between rows, then between columns.
 */
export function borderCorrelation(
  hu: Float32Array,
  rows: number,
  columns: number,
  [down, across]: readonly [number, number],
): number {
  return Math.max(
    opposite(hu, rows, columns, columns - 1, LEAST_CONTACT_MM / down),
    opposite(hu, columns, 1, (rows - 1) * columns, LEAST_CONTACT_MM / across),
  );
}

/** Lines of `length` pixels `stride` apart, `offset` from each other. */
function opposite(hu: Float32Array, length: number, stride: number, offset: number, least: number): number {
  let [n, sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0, 0];
  for (let k = 0, i = 0; k < length; k++, i += stride) {
    const [a, b] = [clipped(hu[i]), clipped(hu[i + offset])];
    if (Math.min(a, b) < AIR_HU) continue;
    n += 1;
    sumA += a;
    sumB += b;
    squareA += a * a;
    squareB += b * b;
    product += a * b;
  }
  if (n < least) return 0;
  const [first, second] = [squareA / n - (sumA / n) ** 2, squareB / n - (sumB / n) ** 2];
  if (Math.min(first, second) < LEAST_SPREAD_HU ** 2) return 0;
  return Math.max(0, (product / n - (sumA / n) * (sumB / n)) / Math.sqrt(first * second));
}

function clipped(value: number): number {
  return Math.max(LOW_HU, Math.min(HIGH_HU, value));
}
