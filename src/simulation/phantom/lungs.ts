/**
 * Lungs: parenchyma, fissures, vessels and bronchi; and where in space lung is.
 *
 * @module
 */
import type { Random } from '../../image/random.js';
import type { Side } from './cage.js';
import { cageOutline, cagePoint, SIDES } from './cage.js';
import { liver } from './liver.js';
import type { Tree } from './lungTree.js';
import { companionBronchi, growTree } from './lungTree.js';
import { mediastinum } from './mediastinum.js';
import type { Point } from './outline.js';
import { coverage } from './outline.js';
import type { Raster } from './raster.js';
import { paintDistance, paintMask, TISSUE } from './raster.js';
import type { Textures } from './textures.js';
import type { Node } from './tube.js';
import { addCapsule, createDistanceMap, paintMap } from './tube.js';
import { PULMONARY_ARTERIES, PULMONARY_VEINS } from './vessels.js';

/** How far the pleura lies inside the middle of the ribs. */
const PLEURA = 5.6;

/** All that branches in the lungs of one phantom. */
export interface LungTrees {
  readonly vessels: readonly Tree[];
  readonly bronchi: readonly (readonly [Node, Node])[];
}

/** Lung extends this far above and below z = 0; vessels are grown to there. */
const REACH = 62;

/** Grows arteries, veins and bronchi of both lungs. */
export function growLungs(random: Random): LungTrees {
  const vessels: Tree[] = [];
  const bronchi: [Node, Node][] = [];
  for (const side of SIDES) {
    const name = side < 0 ? 'right' : 'left';
    const draw = random.fork(name);
    const artery = growTree(
      [PULMONARY_ARTERIES[name].slice(-26)],
      scatter(draw.fork('arteries'), side, 1000),
      draw,
    );
    const veins = growTree(
      PULMONARY_VEINS[name].map((v) => v.slice(-7)),
      scatter(draw.fork('veins'), side, 850),
      draw,
    );
    vessels.push(artery, veins);
    bronchi.push(...companionBronchi(artery, [-0.75 * side, -0.35, 0.3]));
  }
  return { vessels, bronchi };
}

/** Random places in a lung, none close to another, to the pleura or to a fissure. */
function scatter(random: Random, side: Side, count: number): [number, number, number][] {
  const found: [number, number, number][] = [];
  for (let tries = 0; found.length < count && tries < 60 * count; tries++) {
    const x = side * (15 + 125 * random.uniform());
    const y = -92 + 180 * random.uniform();
    const z = REACH * (2 * random.uniform() - 1);
    if (!insideLung(x, y, z, 4.5) || fissureDistance(x, y, z) < 3) continue;
    if (found.some((p) => (p[0] - x) ** 2 + (p[1] - y) ** 2 + (p[2] - z) ** 2 < 5.5 ** 2)) continue;
    found.push([x, y, z]);
  }
  return found;
}

/** True where lung is, at least `margin` mm from any of its surfaces. */
export function insideLung(x: number, y: number, z: number, margin: number): boolean {
  const side: Side = x < 0 ? -1 : 1;
  if (mediastinum(x, y, z) < margin || liver(x, y, z) < margin) return false;
  return insideCage(x, y, z, side, PLEURA + margin);
}

/** Even-odd rule on the half of the pleural outline. */
function insideCage(x: number, y: number, z: number, side: Side, depth: number): boolean {
  const steps = 48;
  let inside = false;
  let [px, py] = cagePoint(0.93, side, z, -depth);
  for (let i = 0; i <= steps + 1; i++) {
    // The last point closes the half along the midline.
    const [qx, qy] =
      i > steps ? cagePoint(0.93, side, z, -depth) : cagePoint(0.02 + (0.91 * i) / steps, side, z, -depth);
    if (py > y !== qy > y && x < px + ((y - py) / (qy - py)) * (qx - px)) inside = !inside;
    [px, py] = [qx, qy];
  }
  return inside;
}

/** Distance to the oblique fissure of the side. */
function fissureDistance(x: number, y: number, z: number): number {
  const lateral = Math.abs(x) - 70;
  const surface = (x < 0 ? -8 : -2) + 0.85 * z + 0.003 * lateral * lateral + 5 * Math.sin(x / 28);
  return Math.abs(y - surface) / Math.hypot(1, 0.85);
}

/** Outline of the pleura, irregular as the ribs press it in. */
function pleura(z: number, textures: Textures, depth: number): Point[] {
  return cageOutline(z, 0.02, 1, (u, side) => {
    const ripple = 1.1 * textures.wobble(u * 34, z / 14, 11 * side) + 0.7 * Math.sin(u * 42 + z / 4);
    return -depth + ripple * (u < 0.9 ? 1 : 0.3);
  });
}

/** Paints intercostal wall, pleura and lung; returns how much of every pixel the cavity covers. */
export function paintLungs(raster: Raster, textures: Textures, trees: LungTrees): Float32Array {
  const { z } = raster;
  const wall = cageOutline(
    z,
    0.03,
    0.865,
    (u, side) => 4.6 + 0.8 * textures.wobble(u * 20, z / 12, 5 * side),
  );
  paintMask(raster, coverage(raster, wall), (x, y) => textures.muscle(x, y, z) - 4, TISSUE.soft);
  // A film of fat under the pleura, thicker in places.
  const film = coverage(raster, pleura(z, textures, PLEURA - 1));
  paintMask(
    raster,
    film,
    (x, y) => 10 - 110 * Math.max(0, textures.wobble(x / 16, y / 16, z / 16)),
    TISSUE.soft,
  );
  const cavity = coverage(raster, pleura(z, textures, PLEURA));
  paintMask(raster, cavity, (x, y) => textures.lung(x, y, z), TISSUE.lung);
  paintFissures(raster, textures, cavity);
  paintTrees(raster, trees, cavity);
  return cavity;
}

function paintFissures(raster: Raster, { wobble }: Textures, cavity: Float32Array): void {
  const { z } = raster;
  const half = (raster.size * raster.pixel) / 2;
  const oblique = (x: number, y: number) =>
    fissureDistance(x, y + 5 * wobble(x / 30, y / 30, z / 30), z) - 0.42;
  paintDistance(raster, [-half, -90, half, 90], oblique, -560, TISSUE.lung, cavity);
  // The horizontal fissure is a shallow dome in the right lung before the oblique one: it shows as a faint arc.
  const horizontal = (x: number, y: number) => {
    const surface = -8 + 0.85 * z;
    const dome = 14 - 0.006 * ((x + 72) ** 2 + (y + 30) ** 2) + 5 * wobble(x / 30, y / 30, 1.7);
    return y > surface ? 9 : Math.abs(z - dome) - 0.45;
  };
  paintDistance(raster, [-half, -90, -18, 60], horizontal, -720, TISSUE.lung, cavity);
}

function paintTrees(raster: Raster, { vessels, bronchi }: LungTrees, cavity: Float32Array): void {
  const map = createDistanceMap(raster.size);
  for (const { nodes, parents } of vessels) {
    for (let i = 0; i < nodes.length; i++) {
      if (parents[i] >= 0) addCapsule(map, raster, nodes[parents[i]], nodes[i]);
    }
  }
  const walls = createDistanceMap(raster.size);
  const lumens = createDistanceMap(raster.size);
  for (const [a, b] of bronchi) {
    addCapsule(walls, raster, thicken(a), thicken(b));
    addCapsule(lumens, raster, a, b);
  }
  paintMap(raster, walls, 0, -150, TISSUE.soft, cavity);
  paintMap(raster, lumens, 0, -990, TISSUE.lung, cavity);
  paintMap(raster, map, 0, 75, TISSUE.soft, cavity);
}

function thicken([x, y, z, r]: Node): Node {
  return [x, y, z, r * 1.2 + 0.3];
}
