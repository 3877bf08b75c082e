/**
 * The soft chest wall: skin, subcutaneous fat, muscles with fat planes between.
 *
 * @module
 */
import type { Side } from './cage.js';
import { cageBand, cagePoint, SIDES } from './cage.js';
import type { Point } from './outline.js';
import { coverage, inset, smoothCurve } from './outline.js';
import type { Raster } from './raster.js';
import { paintMask, TISSUE } from './raster.js';
import type { Textures } from './textures.js';

const SKIN = 1.9;
const SKIN_HU = 20;

/** How far the skin lies outside the ribs (mm) at z = 0, and how much farther 45 mm higher, by place along the cage. */
const WALL: readonly (readonly [number, number, number])[] = [
  [0.07, 20, 1],
  [0.16, 24, 4],
  [0.26, 25, 9],
  [0.37, 26, 12],
  [0.48, 31, 15],
  [0.58, 37, 19],
  [0.68, 36, 18],
  [0.77, 29, 9],
];

/** Paints skin, fat and muscles. */
export function paintBody(raster: Raster, textures: Textures): void {
  const { z } = raster;
  const skin = bodyOutline(z, textures);
  paintMask(raster, coverage(raster, skin), SKIN_HU, TISSUE.soft);
  const under = inset(skin, ([, y]) => (y > 60 ? SKIN * 1.5 : SKIN));
  const fat = (x: number, y: number) => textures.fat(x, y, z);
  paintMask(raster, coverage(raster, under), fat, TISSUE.fat);

  const deep = coverage(raster, inset(under, 4.5));
  const muscle = (x: number, y: number) => textures.muscle(x, y, z);
  for (const side of SIDES) {
    for (const outline of muscles(z, side, textures)) {
      paintMask(raster, coverage(raster, outline), muscle, TISSUE.soft, deep);
    }
  }
}

/** The skin, clockwise on the screen. */
export function bodyOutline(z: number, textures: Textures): Point[] {
  const half = (side: Side): Point[] => [
    ...WALL.map(([u, base, higher], i) => {
      const bulge = 3.5 * textures.wobble(i * 0.9 + 40 * side, z / 70, 3.3);
      return cagePoint(u, side, z, base + (higher * z) / 45 + bulge);
    }),
    [side * 62, 110],
    [side * 38, 111.5],
    [side * 14, 109.5],
  ];
  const front: Point = [0.5, -112 - 0.02 * z];
  const back: Point = [0, 107.5];
  return smoothCurve([front, ...half(1), back, ...half(-1).reverse()], 14);
}

/** Muscle outlines of one side; where a muscle ends above or below, its thickness goes to nothing. */
function muscles(z: number, side: Side, { wobble }: Textures): Point[][] {
  const uneven = (seed: number) => (u: number) => 1 + 0.35 * wobble(u * 16, z / 18, seed + 7 * side);
  const band = (u0: number, u1: number, inner: number, thick: number, seed: number) => {
    const rough = uneven(seed);
    return thick < 0.8
      ? []
      : [
          cageBand(
            u0,
            u1,
            side,
            z,
            (u) => inner + 0.8 * rough(u) - 0.8,
            (u) => thick * rough(u),
          ),
        ];
  };
  const up = (from: number, gain: number, most: number) => Math.min(most, Math.max(0, (z - from) * gain));
  const scapular = up(-16 - 4 * side, 0.3, 9);
  return [
    // Pectoralis major, and minor under it in the highest slices.
    ...band(0.035, 0.2 + 0.0018 * (z + 45), 6, 7 + 0.09 * z, 1),
    ...band(0.17, 0.36, 6 + up(-10, 0.12, 4), 4 + 0.07 * z, 2),
    // Rectus abdominis takes over below.
    ...band(0.03, 0.15, 6, up(-70, -0.2, 0) + Math.max(0, -10 - z) * 0.12, 3),
    // Serratus anterior, then external oblique below.
    ...digitations(z, side),
    ...band(0.2, 0.44, 12.5, Math.max(0, 6 - z) * 0.08, 4),
    // Subscapularis and infraspinatus before and behind the blade, teres major at its edge.
    ...band(0.6, 0.8, 11.5, scapular * 0.75, 5),
    ...band(0.61, 0.81, 22 - (9 - scapular) * 0.8, scapular * 0.9, 6),
    ...band(0.52, 0.62, 20, scapular * 1.25, 7),
    // Latissimus dorsi lies outermost, trapezius towards the spine.
    ...band(0.47, 0.77, 14 + scapular * 1.25, 6.5 - scapular * 0.18, 8),
    trapezius(z, side),
    ...erector(z, side),
  ];
}

/** Serratus anterior: one slip per rib, so its thickness waves with height. */
function digitations(z: number, side: Side): Point[][] {
  const thickness = (u: number) => 5 + 2.4 * Math.sin((u * 260 + z * 0.8 + 9 * side) / 8);
  return [cageBand(0.31, 0.7, side, z, () => 5.8, thickness)];
}

function trapezius(z: number, side: Side): Point[] {
  const thick = 2.6 + 0.03 * z;
  const half: Point[] = [
    [2.5, 101.5 - thick / 2],
    [22, 104.5 - thick],
    [48, 105 - thick],
    [62 + 0.3 * z, 101 - thick / 2],
    [48, 105],
    [22, 104.8],
  ];
  return smoothCurve(
    half.map(([x, y]): Point => [side * x, y]),
    8,
  );
}

/** Erector spinae and the deep muscles in the gutter beside the spinous processes; fat streaks come from the texture. */
function erector(z: number, side: Side): Point[][] {
  const wide = 1 - 0.003 * z;
  const whole: Point[] = [
    [3.4, 93],
    [4.6, 87.5],
    [10, 85],
    [18, 85.5],
    [27, 86],
    [38, 89.5],
    [50, 94],
    [58, 98],
    [52, 102],
    [38, 103],
    [22, 102.6],
    [9, 101.2],
    [4, 99],
  ];
  const outline = whole.map(([x, y]): Point => [side * x * wide, y]);
  return [smoothCurve(outline, 8)];
}
