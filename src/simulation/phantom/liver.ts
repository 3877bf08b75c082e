/**
 * The dome of the liver under the right lung, with its veins.
 *
 * @module
 */
import type { Raster } from './raster.js';
import { paintDistance, TISSUE } from './raster.js';
import type { Solid } from './solid.js';
import { ellipsoid, union } from './solid.js';
import type { Textures } from './textures.js';
import type { Node } from './tube.js';
import { addPath, createDistanceMap, paintMap, smoothPath } from './tube.js';

const DIAPHRAGM = 2.4;

/** Upper surface of the diaphragm over the liver. */
export const liver: Solid = union(20, [
  ellipsoid([-62, -6, -76], [60, 72, 57], [1, 0, 0]),
  ellipsoid([-22, -24, -86], [50, 46, 54], [1, 0, 0]),
]);

/** Hepatic veins, towards the inferior vena cava. */
const VEINS: readonly (readonly Node[])[] = [
  smoothPath([
    [-27, 2, -34, 4.5],
    [-46, -2, -36, 4],
    [-66, 4, -40, 3],
    [-84, 12, -46, 2],
  ]),
  smoothPath([
    [-29, -4, -36, 4.5],
    [-44, -20, -38, 3.6],
    [-60, -38, -42, 2.6],
  ]),
  smoothPath([
    [-66, 4, -40, 2.2],
    [-74, 22, -38, 1.8],
    [-80, 38, -40, 1.3],
  ]),
];

export function paintLiver(raster: Raster, textures: Textures, cavity: Float32Array): void {
  const { z } = raster;
  if (z > -8) return;
  const surface = (x: number, y: number) => liver(x, y, z) + 1.6 * textures.wobble(x / 22, y / 22, z / 22);
  const bounds = [-140, -95, 60, 90] as const;
  paintDistance(raster, bounds, surface, 60, TISSUE.soft, cavity);
  const inside = (x: number, y: number) => surface(x, y) + DIAPHRAGM;
  paintDistance(raster, bounds, inside, (x, y) => textures.liver(x, y, z), TISSUE.soft, cavity);
  const veins = createDistanceMap(raster.size);
  for (const path of VEINS) addPath(veins, raster, path);
  paintMap(raster, veins, 0, 132, TISSUE.soft, cavity);
}
