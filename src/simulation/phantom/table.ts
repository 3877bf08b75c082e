/**
 * What lies around the patient: the couch with its mattress, and a gown.
 *
 * @module
 */
import type { Point } from './outline.js';
import { coverage, inset } from './outline.js';
import type { Raster } from './raster.js';
import { paintMask, TISSUE } from './raster.js';
import type { Textures } from './textures.js';
import type { Node } from './tube.js';
import { addPath, createDistanceMap, paintMap } from './tube.js';

const HALF_WIDTH = 146;

/** Paints couch and gown; the body is painted over them. */
export function paintTable(raster: Raster, textures: Textures, body: readonly Point[]): void {
  const shell = crescent(115.3, 0.0006, 153, 0.0022);
  paintMask(raster, coverage(raster, shell), 60, TISSUE.air);
  paintMask(raster, coverage(raster, inset(shell, 1.5)), -965, TISSUE.air);

  const lines = createDistanceMap(raster.size);
  addPath(lines, raster, mattress(raster.z, textures));
  paintMap(raster, lines, 0, -820, TISSUE.air);

  const cloth = createDistanceMap(raster.size);
  for (const layer of [0, 1]) addPath(cloth, raster, gown(raster.z, textures, body, layer));
  paintMap(raster, cloth, 0, -860, TISSUE.air);
}

/** Couch: carbon shell around foam, hollow for the patient. */
function crescent(top: number, topBend: number, bottom: number, bottomBend: number): Point[] {
  const upper: Point[] = [];
  const lower: Point[] = [];
  for (let x = -HALF_WIDTH; x <= HALF_WIDTH; x += 4) {
    upper.push([x, top + 6 - topBend * x * x]);
    lower.push([x, Math.max(top + 7.5 - topBend * x * x, bottom - bottomBend * x * x)]);
  }
  return [...upper, ...lower.reverse()];
}

function mattress(z: number, { wobble }: Textures): Node[] {
  const path: Node[] = [];
  for (let x = -132; x <= 132; x += 4) {
    path.push([x, 118.4 - 0.0006 * x * x + 0.8 * wobble(x / 30, z / 60, 5), z, 0.5]);
  }
  return path;
}

/** A sheet on the front of the chest, with folds. */
function gown(z: number, { wobble }: Textures, body: readonly Point[], layer: number): Node[] {
  const front = body.filter(([, y]) => y < 30);
  return front
    .map(([x, y]): Node => {
      const fold =
        4 + 5 * layer + 4 * wobble(x / 22, y / 22, z / 25 + 9 * layer) + 3 * wobble(x / 7, y / 7, z / 9);
      const out = Math.max(1.2, fold);
      const length = Math.hypot(x, y * 1.3);
      return [x + (x / length) * out, y + ((y * 1.3) / length) * out, z, 0.4];
    })
    .sort((a, b) => Math.atan2(a[0], 40 - a[1]) - Math.atan2(b[0], 40 - b[1]));
}
