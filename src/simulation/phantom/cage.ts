/**
 * The rib cage as a smooth half curve, mirrored, tapering to the head: ribs run along
 * it, muscles lie upon it, the lungs end inside it.
 *
 * @module
 */
import type { Point } from './outline.js';
import { smoothCurve } from './outline.js';

/** -1: the patient's right, 1: the left. */
export type Side = -1 | 1;
export const SIDES: readonly Side[] = [-1, 1];

/** Middle of the ribs at the level z = 0, from the edge of the sternum to the head of the rib. */
const HALF: readonly Point[] = [
  [13, -95],
  [36, -97],
  [66, -90],
  [97, -71],
  [119, -39],
  [129, 0],
  [125, 36],
  [110, 64],
  [86, 83],
  [60, 87],
  [39, 80],
  [25, 69],
  [16, 58],
];

const SAMPLES = 240;
const half = resample(smoothCurve(HALF, 24, true), SAMPLES);

/**
 * A point of the cage.
 *
 * @param u 0 at the sternum, 1 at the spine, by length.
 * @param offset mm outwards.
 */
export function cagePoint(u: number, side: Side, z: number, offset = 0): Point {
  const at = Math.min(SAMPLES - 1.001, Math.max(0, u * (SAMPLES - 1)));
  const i = Math.floor(at);
  const [a, b] = [half[i], half[i + 1]];
  const [before, after] = [half[Math.max(0, i - 2)], half[Math.min(SAMPLES - 1, i + 3)]];
  const tx = after[0] - before[0];
  const ty = after[1] - before[1];
  const length = Math.hypot(tx, ty);
  const x = a[0] + (at - i) * (b[0] - a[0]) + (ty / length) * offset;
  const y = a[1] + (at - i) * (b[1] - a[1]) - (tx / length) * offset;
  // The cage widens to the feet. The left half is a little narrower and the body turned by a degree: nobody is a mirror image.
  return [side * x * (1 - 0.0009 * z) * (side > 0 ? 0.978 : 1), y * (1 - 0.0005 * z) + side * x * 0.014];
}

/** Closed strip along the cage from `u0` to `u1`, between two offsets, pointed at its ends. */
export function cageBand(
  u0: number,
  u1: number,
  side: Side,
  z: number,
  inner: (u: number) => number,
  thickness: (u: number) => number,
): Point[] {
  const steps = 40;
  const out: Point[] = [];
  const back: Point[] = [];
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const u = u0 + (u1 - u0) * t;
    // Fourth root of the sine: full thickness soon, rounded tips.
    const taper = Math.sqrt(Math.sqrt(Math.max(0, Math.sin(Math.PI * t))));
    const low = inner(u);
    out.push(cagePoint(u, side, z, low + thickness(u) * (0.5 + 0.5 * taper)));
    back.push(cagePoint(u, side, z, low + thickness(u) * (0.5 - 0.5 * taper)));
  }
  return [...out, ...back.reverse()];
}

/** Closed outline around both halves at an offset: clockwise on the screen, from the front midline. */
export function cageOutline(
  z: number,
  from: number,
  to: number,
  offset: (u: number, side: Side) => number,
): Point[] {
  const steps = 120;
  const left: Point[] = [];
  const right: Point[] = [];
  for (let i = 0; i <= steps; i++) {
    const u = from + ((to - from) * i) / steps;
    left.push(cagePoint(u, 1, z, offset(u, 1)));
    right.push(cagePoint(u, -1, z, offset(u, -1)));
  }
  return [...left, ...right.reverse()];
}

/** Points at equal distances along a polyline. */
function resample(curve: readonly Point[], count: number): Point[] {
  const along = [0];
  for (let i = 1; i < curve.length; i++) {
    along.push(along[i - 1] + Math.hypot(curve[i][0] - curve[i - 1][0], curve[i][1] - curve[i - 1][1]));
  }
  const total = along[along.length - 1];
  const even: Point[] = [];
  let i = 0;
  for (let k = 0; k < count; k++) {
    const target = (total * k) / (count - 1);
    while (i < curve.length - 2 && along[i + 1] < target) i++;
    const t = (target - along[i]) / (along[i + 1] - along[i]);
    even.push([
      curve[i][0] + t * (curve[i + 1][0] - curve[i][0]),
      curve[i][1] + t * (curve[i + 1][1] - curve[i][1]),
    ]);
  }
  return even;
}
