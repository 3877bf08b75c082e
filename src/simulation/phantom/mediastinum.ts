/**
 * Fat between the lungs and all that runs in it; the heart is painted from its own file.
 *
 * @module
 */
import { paintHeart, pericardium } from './heart.js';
import type { Bounds, Raster } from './raster.js';
import { paintDistance, TISSUE } from './raster.js';
import type { Solid } from './solid.js';
import { ellipsoid, tube, union } from './solid.js';
import type { Textures } from './textures.js';
import type { Node } from './tube.js';
import { addPath, createDistanceMap, paintMap } from './tube.js';
import {
  AIRWAYS,
  AORTA_ASCENDING,
  AORTA_DESCENDING,
  AZYGOS,
  CORONARY_SINUS,
  OESOPHAGUS,
  PULMONARY_ARTERIES,
  PULMONARY_TRUNK,
  PULMONARY_VEINS,
  VENA_CAVA_INFERIOR,
  VENA_CAVA_SUPERIOR,
  WALL_VESSELS,
} from './vessels.js';

const wider = (path: readonly Node[], by: number): Node[] => path.map(([x, y, z, r]) => [x, y, z, r + by]);

/** A column from head to feet. */
const column =
  (cx: number, cy: number, rx: number, ry: number): Solid =>
  (x, y) =>
    (Math.hypot((x - cx) / rx, (y - cy) / ry) - 1) * Math.min(rx, ry);

/** Where the lungs nearly meet behind the sternum: a wedge of fat, leaning to the left as it goes back. */
const anteriorJunction: Solid = (x, y, z) => {
  const forward = Math.max(0, -74 - y) / 20;
  const halfWidth = 4 + 0.03 * z + 17 * forward * forward;
  return Math.max(Math.abs(x + 1 - 0.1 * z - 0.12 * (y + 80)) - halfWidth, y + 40);
};

/** Surface between mediastinal fat and lung: everything central, wrapped smoothly. */
export const mediastinum: Solid = union(13, [
  pericardium,
  tube(wider(AORTA_ASCENDING, 3.5)),
  tube(wider(AORTA_DESCENDING, 1.6)),
  tube(wider(VENA_CAVA_SUPERIOR, 2)),
  tube(wider(PULMONARY_TRUNK, 2.5)),
  tube(wider(OESOPHAGUS, 2)),
  tube(wider(AIRWAYS[0].slice(0, 22), 2.5)),
  tube(wider(AIRWAYS[1].slice(0, 12), 2.5)),
  tube(wider(PULMONARY_ARTERIES.right.slice(0, 19), 1.5)),
  tube(wider(PULMONARY_ARTERIES.left.slice(0, 13), 1.5)),
  anteriorJunction,
  column(0, 52, 19.5, 16),
  // Fat pads in the angles of heart and diaphragm.
  ellipsoid([60, -74, -30], [17, 12, 22]),
  ellipsoid([-38, -60, -34], [17, 16, 22]),
]);

const BOUNDS: Bounds = [-95, -100, 100, 74];

/** Lymph nodes of ordinary size: x, y, z, radius. */
const NODES: readonly Node[] = [
  [-16, -4, 36, 4],
  [6, -6, 36, 3.6],
  [-2, 16, 22, 4.4],
  [-44, -8, 28, 3.8],
  [44, -6, 22, 3.4],
  [26, -14, 44, 3.4],
  [8, 14, 14, 3.2],
];

export function paintMediastinum(raster: Raster, textures: Textures): void {
  const { z } = raster;
  const surface = (x: number, y: number) =>
    mediastinum(x, y, z) + 3 * textures.wobble(x / 12, y / 12, z / 12);
  paintDistance(raster, BOUNDS, surface, 5, TISSUE.soft);
  paintDistance(
    raster,
    BOUNDS,
    (x, y) => surface(x, y) + 0.7,
    (x, y) => textures.fat(x, y, z) + 4,
    TISSUE.fat,
  );
  paintTubes(
    raster,
    NODES.map((n): Node[] => [n, [n[0] + 2, n[1] + 1, n[2] + 3, n[3]]]),
    58,
    textures,
  );
  paintHeart(raster, textures);
  paintVessels(raster, textures);
  paintOesophagus(raster, textures);
  paintAirways(raster);
}

function paintVessels(raster: Raster, textures: Textures): void {
  paintTubes(raster, [AZYGOS], 125, textures);
  paintTubes(raster, WALL_VESSELS, 60, textures);
  paintTubes(raster, [VENA_CAVA_SUPERIOR, VENA_CAVA_INFERIOR, CORONARY_SINUS], 146, textures);
  paintTubes(raster, [...PULMONARY_VEINS.right, ...PULMONARY_VEINS.left], 168, textures);
  paintTubes(raster, [PULMONARY_TRUNK, PULMONARY_ARTERIES.right, PULMONARY_ARTERIES.left], 160, textures);
  // A thin wall keeps aorta and trunk apart where they touch.
  for (const path of [AORTA_ASCENDING, AORTA_DESCENDING]) {
    paintTubes(raster, [wider(path, 1.1)], 40, textures);
    paintTubes(raster, [path], 170, textures);
  }
}

function paintTubes(
  raster: Raster,
  paths: readonly (readonly Node[])[],
  hu: number,
  textures: Textures,
): void {
  const map = createDistanceMap(raster.size);
  for (const path of paths) addPath(map, raster, path);
  paintMap(raster, map, 0, (x, y) => hu + textures.blood(x, y, raster.z), TISSUE.soft);
}

const gullet = tube(OESOPHAGUS);

/** A collapsed muscular tube; in some slices it holds a little swallowed air. */
function paintOesophagus(raster: Raster, { wobble }: Textures): void {
  const { z } = raster;
  const bounds: Bounds = [-20, 0, 40, 46];
  const wall = (x: number, y: number) => gullet(x, y, z) + 0.6 + 2.6 * wobble(x / 6, y / 6, z / 10);
  paintDistance(raster, bounds, wall, 48, TISSUE.soft);
  const air = Math.min(4.2, 2.2 + 8 * wobble(3, 5, z / 15));
  paintDistance(raster, bounds, (x, y) => wall(x + 0.8, y) + 8.6 - air, -820, TISSUE.air);
}

/** Lumen and wall; rings of cartilage make the wall thicker here and there. */
function paintAirways(raster: Raster): void {
  const walls = createDistanceMap(raster.size);
  const lumens = createDistanceMap(raster.size);
  for (const path of AIRWAYS) {
    addPath(
      walls,
      raster,
      path.map(([x, y, z, r]) => [x, y, z, r * 1.08 + 0.9]),
    );
    addPath(lumens, raster, path);
  }
  paintMap(raster, walls, 0, 35, TISSUE.soft);
  paintMap(raster, lumens, 0, -1000, TISSUE.air);
}
