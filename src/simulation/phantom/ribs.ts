/**
 * Ribs, costal cartilage, sternum and shoulder blades.
 *
 * @module
 */
import type { Side } from './cage.js';
import { cagePoint, SIDES } from './cage.js';
import type { Point } from './outline.js';
import { coverage, inset, smoothCurve } from './outline.js';
import type { Raster } from './raster.js';
import { paintMask, TISSUE } from './raster.js';
import { LEVEL, levels } from './spine.js';
import type { Textures } from './textures.js';
import type { Node } from './tube.js';
import { addPath, createDistanceMap, paintMap } from './tube.js';

const CORTEX_HU = 1050;
const CARTILAGE_HU = 105;

/** Ribs are about twice as high as thick. */
const FLATTEN = 0.52;

/** Where bone gives way to cartilage along the cage. */
const JUNCTION = 0.17;

/** How far a rib descends from spine to junction, mm. */
const DESCENT = 104;

/** Half of what the left ribs hang lower than the right, at the side; nobody lies quite straight. */
const LEFT_LOWER = -2.8;

/** Paints ribs and their cartilage over the chest wall. */
export function paintRibs(raster: Raster, textures: Textures): void {
  const { z } = raster;
  const bone = createDistanceMap(raster.size);
  const cartilage = createDistanceMap(raster.size);
  for (const head of levels(z - 40, z + DESCENT + 40)) {
    for (const side of SIDES) {
      addPath(bone, raster, ribPath(head, side), FLATTEN);
      addPath(cartilage, raster, cartilagePath(head, side), FLATTEN);
    }
  }
  const gristle = (x: number, y: number) => CARTILAGE_HU + 30 * textures.wobble(x / 4, y / 4, z / 6);
  paintMap(raster, cartilage, 0, gristle, TISSUE.soft);
  paintMap(raster, cartilage, 2, 85, TISSUE.soft);
  paintMap(raster, bone, 0, CORTEX_HU, TISSUE.bone);
  paintMap(raster, bone, 1.15, (x, y) => textures.cancellous(x, y, z) * 0.75, TISSUE.bone);
}

/** Height of a rib along the cage: level at the neck, steepest at the side. */
function ribHeight(head: number, u: number): number {
  const t = (1 - u) / (1 - JUNCTION);
  return head + LEVEL * 0.06 - DESCENT * t * t * (3 - 2 * t) * 0.55 - DESCENT * t * 0.45;
}

function ribPath(head: number, side: Side): Node[] {
  const path: Node[] = [];
  for (let i = 0; i <= 70; i++) {
    const u = 1 - ((1 - JUNCTION) * i) / 70;
    const z = ribHeight(head, u) + LEFT_LOWER * side;
    const [x, y] = cagePoint(u, side, z);
    const thick = u > 0.9 ? 3.3 : u < 0.3 ? 3.5 + (0.3 - u) * 4 : 3.7;
    path.push([x, y, z, thick]);
  }
  return path;
}

/** From the rib's end up to the sternum. */
function cartilagePath(head: number, side: Side): Node[] {
  const path: Node[] = [];
  for (let i = 0; i <= 20; i++) {
    const t = i / 20;
    const z = ribHeight(head, JUNCTION) + LEFT_LOWER * side * 0.8 + 26 * t * t;
    const [x, y] = cagePoint(JUNCTION * (1 - t), side, z);
    path.push([x, y, z, 4.3]);
  }
  return path;
}

/** The sternum: a plate with a thin cortex, narrower to its lower end. */
export function paintSternum(raster: Raster, textures: Textures): void {
  const { z } = raster;
  const half = 19 + 0.06 * z - 6 * Math.max(0, (-20 - z) / 15);
  const y = -98 - 0.02 * z;
  const outline = smoothCurve(
    [
      [-half, y - 1],
      [-half * 0.6, y - 5.2],
      [0.5, y - 4.4],
      [half * 0.62, y - 5.4],
      [half, y - 0.5],
      [half * 0.7, y + 4.6],
      [0, y + 4.2],
      [-half * 0.7, y + 4.8],
    ].map(
      ([px, py]): Point => [
        px + 0.7 * textures.wobble(px / 6, py / 6, z / 9),
        py + 0.7 * textures.wobble(py / 6, px / 6, z / 9),
      ],
    ),
    10,
  );
  paintMask(raster, coverage(raster, outline), 780, TISSUE.bone);
  const spongy = (x: number, py: number) => textures.cancellous(x, py, z) * 0.8;
  paintMask(raster, coverage(raster, inset(outline, 1)), spongy, TISSUE.bone);
}

/** Shoulder blades: thin plates, thick at the outer border, ending in a tip near z = -12. */
export function paintScapulae(raster: Raster, textures: Textures): void {
  const { z } = raster;
  const map = createDistanceMap(raster.size);
  for (const side of SIDES) {
    const reach = Math.min(1, (z + 14 + 4 * side) / 40);
    if (reach <= 0.02) continue;
    const middle = 0.685;
    const [outer, inner] = [middle - 0.07 * reach, middle + 0.105 * reach];
    const path: Node[] = [];
    for (let i = 0; i <= 24; i++) {
      const t = i / 24;
      const lift = 20.5 - 2.5 * Math.sin(Math.PI * t) - 3.5 * t;
      const [x, y] = cagePoint(outer + (inner - outer) * t, side, z, lift - (1 - reach) * 3);
      path.push([x, y, z, t < 0.25 ? 4.4 - 9.6 * t : t > 0.88 ? 2 + 9 * (t - 0.88) : 2]);
    }
    addPath(map, raster, path);
  }
  paintMap(raster, map, 0, CORTEX_HU, TISSUE.bone);
  paintMap(raster, map, 1.3, (x, y) => textures.cancellous(x, y, z) * 0.8, TISSUE.bone);
}
