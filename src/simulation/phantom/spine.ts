/**
 * Thoracic vertebrae: bodies and discs, canal and cord, arches and processes.
 *
 * @module
 */
import { SIDES } from './cage.js';
import type { Raster } from './raster.js';
import { paintDistance, TISSUE } from './raster.js';
import { smoothMin } from './solid.js';
import type { Textures } from './textures.js';
import type { Node } from './tube.js';
import { addPath, createDistanceMap, paintMap } from './tube.js';

/** Height of a vertebra with its disc, mm. */
export const LEVEL = 24;

const DISC = 5;
const FIRST = 4;

/** Middle of the body, front to back, and of the canal. */
const BODY_Y = 51;
const CANAL_Y = 73;

/** Upper borders of the vertebrae (where ribs join) between two heights. */
export function levels(from: number, to: number): number[] {
  const found: number[] = [];
  for (let k = Math.ceil((from - FIRST) / LEVEL); FIRST + k * LEVEL <= to; k++) found.push(FIRST + k * LEVEL);
  return found;
}

export function paintSpine(raster: Raster, textures: Textures): void {
  paintArches(raster, textures);
  paintVertebralBody(raster, textures);
  paintCanal(raster);
}

/** Body or disc, whichever this height meets. */
function paintVertebralBody(raster: Raster, textures: Textures): void {
  const { z } = raster;
  const below = ((((z - FIRST) % LEVEL) + LEVEL) % LEVEL) - (LEVEL - DISC);
  const fromPlate = Math.max(below, -below - (LEVEL - DISC));
  const [rx, ry] = bodyRadii(below);
  const shape = (x: number, y: number) => {
    const wobble = 0.7 * textures.wobble(x / 7, y / 7, z / 8);
    const round = (Math.hypot(x / rx, (y - BODY_Y) / ry) - 1) * Math.min(rx, ry) * 1.05;
    // The back of the body is flat or hollow towards the canal.
    const back = y - (BODY_Y + 13.2) + 0.006 * x * x;
    return -smoothMin(-round, -back, 5) + wobble;
  };
  const bounds = [-24, 30, 24, 72] as const;
  if (below > 0) {
    paintDistance(
      raster,
      bounds,
      shape,
      (x, y) => 88 + 14 * textures.wobble(x / 5, y / 5, z / 5),
      TISSUE.soft,
    );
    return;
  }
  // End plates are dense; a slice through one is bright all over.
  const plate = Math.max(0, 1 + fromPlate / 1.8);
  const inside = (x: number, y: number) => {
    const spongy = textures.cancellous(x, y, z);
    // Basivertebral vein: a dark cleft from the back, half way up.
    const vein = Math.exp(-((x / 2.2) ** 2) - ((y - BODY_Y - 8) / 7) ** 2 - ((below + 9.5) / 2.5) ** 2);
    return spongy + (520 - spongy) * plate - 150 * vein;
  };
  paintDistance(raster, bounds, shape, 720, TISSUE.bone);
  paintDistance(raster, bounds, (x, y) => shape(x, y) + 0.9, inside, TISSUE.bone);
}

/** Bodies are waisted: widest at the plates. `below` runs from -19 at the lower to 0 at the upper plate. */
function bodyRadii(below: number): [number, number] {
  const waist = Math.sin((Math.PI * Math.min(0, below)) / -(LEVEL - DISC));
  return [17.6 - 1.7 * waist, 14.8 - 1.1 * waist];
}

/** Pedicles, laminae, facets, spinous and transverse processes. */
function paintArches(raster: Raster, textures: Textures): void {
  const map = createDistanceMap(raster.size);
  for (const level of levels(raster.z - 40, raster.z + 60)) {
    // Heights count from the upper border of the body, which lies a disc below the level.
    const top = level - DISC;
    const add = (...path: Node[]) => addPath(map, raster, path, 0.55);
    add([0, 85, top - 10, 3.2], [0.4, 92, top - 19, 2.6], [0.2, 99.5, top - 30, 3.1]);
    for (const side of SIDES) {
      const s = (x: number) => side * x;
      add([s(10), 62, top - 5, 3.4], [s(12.5), 71, top - 5, 3.3], [s(13), 77, top - 6, 3.8]);
      add([s(13), 77.5, top - 7, 3.5], [s(7.5), 82.5, top - 11, 2.8], [0, 86.5, top - 13, 3]);
      add([s(13), 77, top - 5, 3.6], [s(22), 79.5, top - 3, 3.4], [s(31), 84, top - 1, 4.3]);
      add([s(12.5), 77, top - 2, 3], [s(11.5), 76.5, top + 3, 2.4]);
      add([s(11.5), 79.5, top - 15, 2.8], [s(11), 80.5, top - 21, 2.5]);
    }
  }
  paintMap(raster, map, 0, 900, TISSUE.bone);
  paintMap(raster, map, 1.2, (x, y) => textures.cancellous(x, y, raster.z) * 0.9 + 60, TISSUE.bone);
}

/** Fat, dural sac and cord. */
function paintCanal(raster: Raster): void {
  const oval = (cx: number, cy: number, rx: number, ry: number) => (x: number, y: number) =>
    (Math.hypot((x - cx) / rx, (y - cy) / ry) - 1) * Math.min(rx, ry);
  const bounds = [-14, 60, 14, 88] as const;
  paintDistance(raster, bounds, oval(0, CANAL_Y, 9, 7.8), -40, TISSUE.fat);
  paintDistance(raster, bounds, oval(0, CANAL_Y - 0.8, 7.9, 6.5), 20, TISSUE.soft);
  paintDistance(raster, bounds, oval(0.2, CANAL_Y - 0.6, 4.6, 3.4), 46, TISSUE.soft);
}
