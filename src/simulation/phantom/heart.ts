/**
 * The heart: four chambers faintly enhanced, myocardium, epicardial fat, pericardium.
 *
 * @module
 */
import type { Bounds, Raster, Tissue, Value } from './raster.js';
import { paintDistance, TISSUE } from './raster.js';
import type { Solid } from './solid.js';
import { ellipsoid, union } from './solid.js';
import type { Textures } from './textures.js';
import { addPath, createDistanceMap, paintMap } from './tube.js';
import { CORONARIES } from './vessels.js';

const LEFT_AXIS = [0.66, -0.62, -0.22] as const;
const leftCavity = ellipsoid([41, -34, -16], [33, 17, 19], LEFT_AXIS);
const leftWall = ellipsoid([40, -34, -16], [41, 27, 28.5], LEFT_AXIS);
const rightVentricle = union(8, [
  ellipsoid([6, -57, -18], [40, 17, 23], [0.88, -0.3, -0.2]),
  ellipsoid([-8, -48, -16], [20, 17, 19], [1, -0.2, 0]),
]);
const rightAtrium = union(8, [
  ellipsoid([-33, -21, -13], [17, 24, 24]),
  ellipsoid([-25, -44, 0], [13, 8, 12], [0.8, -0.5, 0]),
]);
const leftAtrium = union(8, [
  ellipsoid([2, 3, -4], [30, 15.5, 15]),
  ellipsoid([38, -18, 5], [16, 7.5, 9], [0.5, -0.85, 0.1]),
]);

/** Where the four valves meet: muscle and fibrous tissue between chambers. */
const skeleton = ellipsoid([2, -24, -8], [27, 19, 16]);

const grown =
  (solid: Solid, by: number): Solid =>
  (x, y, z) =>
    solid(x, y, z) - by;

/** Outer surface of the pericardium. */
export const pericardium: Solid = grown(
  union(18, [leftWall, grown(rightVentricle, 3), grown(rightAtrium, 2), grown(leftAtrium, 1)]),
  4,
);

const BOUNDS: Bounds = [-64, -92, 92, 32];

export function paintHeart(raster: Raster, textures: Textures): void {
  const { z } = raster;
  if (z < -60 || z > 28) return;
  const uneven = (solid: Solid, amount: number) => (x: number, y: number) =>
    solid(x, y, z) + amount * textures.wobble(x / 11, y / 11, z / 11);
  const paint = (solid: Solid, value: Value, tissue: Tissue, amount = 1.6) =>
    paintDistance(raster, BOUNDS, uneven(solid, amount), value, tissue);
  const blood = (hu: number) => (x: number, y: number) => hu + textures.blood(x, y, z);
  const myocardium = (x: number, y: number) => 92 + 1.5 * textures.blood(x, y, z);

  paint(pericardium, 30, TISSUE.soft);
  paint(grown(pericardium, -1.4), (x, y) => textures.fat(x, y, z) + 8, TISSUE.fat);
  paint(skeleton, myocardium, TISSUE.soft);
  paint(rightAtrium, blood(148), TISSUE.soft);
  paint(leftAtrium, blood(172), TISSUE.soft);
  paint(grown(rightVentricle, 2.6), myocardium, TISSUE.soft, 3);
  paint(rightVentricle, blood(152), TISSUE.soft, 4.5);
  paint(leftWall, myocardium, TISSUE.soft);
  paint(leftCavity, blood(170), TISSUE.soft, 4);
  // The two papillary muscles stand free in the cavity.
  for (const [x, y] of [
    [47, -22],
    [58, -42],
  ]) {
    paint(ellipsoid([x, y, -24], [12, 3.4, 3.8], LEFT_AXIS), myocardium, TISSUE.soft);
  }
  paintCoronaries(raster, textures);
}

/** Fat in the groove between atria and ventricles, and the coronary arteries in it. */
function paintCoronaries(raster: Raster, textures: Textures): void {
  const groove = createDistanceMap(raster.size);
  const coronaries = createDistanceMap(raster.size);
  for (const path of CORONARIES) {
    addPath(
      groove,
      raster,
      path.map(([x, y, z, r]) => [x, y, z, r + 1.8]),
    );
    addPath(coronaries, raster, path);
  }
  paintMap(raster, groove, 0, (x, y) => textures.fat(x, y, raster.z), TISSUE.fat);
  paintMap(raster, coronaries, 0, 185, TISSUE.soft);
}
