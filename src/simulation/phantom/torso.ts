/**
 * An abdomen-like torso: organs in fat inside a muscular wall, made of ellipsoids, tubes and noise.
 *
 * ```ts
 * const torso = torsoPhantom({ seed: 3, z: -12 });
 * torso.hu; torso.organ;                  // HU, and ORGAN of every pixel
 * ```
 *
 * Plainer than the chest and quicker: a slice is painted in a fifth of a second. A seed is a
 * person (build, fatness, organs, bowel); `z` moves through that person.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { Random } from '../../image/random.js';
import { createRandom } from '../../image/random.js';
import type { SliceGrid } from '../grid.js';
import type { Bounds, Raster, Tissue, Value } from './raster.js';
import { blendPixel, createRaster, pixelBounds, TISSUE } from './raster.js';
import type { Solid } from './solid.js';
import { ellipsoid, tube } from './solid.js';
import type { Textures } from './textures.js';
import { createTextures } from './textures.js';
import type { Node } from './tube.js';
import { smoothPath } from './tube.js';

/** What a pixel of the torso belongs to. */
export const ORGAN = {
  outside: 0,
  fat: 1,
  muscle: 2,
  liver: 3,
  spleen: 4,
  kidney: 5,
  pancreas: 6,
  stomach: 7,
  bowel: 8,
  vessel: 9,
  bone: 10,
  skin: 11,
} as const;
export type Organ = (typeof ORGAN)[keyof typeof ORGAN];

export interface TorsoOptions {
  readonly seed?: number;
  /** Pixels per side; 512 unless given. */
  readonly size?: number;
  /** Height of the slice in mm, towards the head; 0 unless given, within 40 of it the anatomy is right. */
  readonly z?: number;
}

/** One slice of the torso, what an ideal scanner would show, with its truth. */
export interface TorsoPhantom extends SliceGrid {
  /** rows x columns HU. */
  readonly hu: Float32Array;
  /** {@link TISSUE} of every pixel. */
  readonly tissue: Uint8Array;
  /** {@link ORGAN} of every pixel. */
  readonly organ: Uint8Array;
  readonly z: number;
}

/** Side of the picture in mm. */
const FIELD_OF_VIEW = 400;
const REACH = 40;
const EVERYWHERE: Bounds = [-200, -200, 200, 200];

/** A person's own measures, drawn once. */
interface Build {
  /** Half width and half depth of the body in mm. */
  readonly width: number;
  readonly depth: number;
  /** Thickness of the fat under the skin in mm. */
  readonly fat: number;
  readonly loops: readonly Loop[];
  readonly hepatic: readonly (readonly Node[])[];
  readonly mesenteric: readonly (readonly Node[])[];
  /** Moves organs by a few mm. */
  readonly shift: readonly number[];
}

/** A loop of bowel. */
interface Loop {
  readonly centre: readonly [number, number, number];
  readonly radius: number;
  readonly content: number;
}

type Paint = (
  solid: Solid,
  value: Value,
  organ: Organ,
  options?: { readonly tissue?: Tissue; readonly bounds?: Bounds; readonly within?: readonly Organ[] },
) => void;

/** Paints the slice at `z` of the person that `seed` is. */
export function torsoPhantom({ seed = 1, size = 512, z = 0 }: TorsoOptions = {}): TorsoPhantom {
  if (!(size >= 64 && Math.abs(z) <= REACH)) {
    throw new ArgumentError('The torso does not reach there.', {
      attribute: 'size, z',
      remedy: 'Give at least 64 pixels and a height within 40 mm of the middle.',
    });
  }
  const random = createRandom(seed).fork('torso');
  const textures = createTextures(random.fork('textures'));
  const build = createBuild(random.fork('build'));
  const pixel = FIELD_OF_VIEW / size;
  const raster = createRaster(size, pixel, z);
  const organ = new Uint8Array(size * size);
  const paint = painter(raster, organ, textures);
  paintWall(paint, build, textures, z);
  paintOrgans(paint, build, textures, z);
  paintBowel(paint, build);
  paintVessels(paint, build, textures, z);
  paintSkeleton(paint, build, textures, z);
  return {
    hu: raster.hu,
    tissue: raster.tissue,
    organ,
    z,
    rows: size,
    columns: size,
    pixelSpacing: [pixel, pixel],
  };
}

/** A brush that also keeps the organ map; outlines are made a little uneven. */
function painter(raster: Raster, organ: Uint8Array, { wobble }: Textures): Paint {
  const { size, pixel, z } = raster;
  return (solid, value, label, { tissue = TISSUE.soft, bounds = EVERYWHERE, within } = {}) => {
    const [c0, r0, c1, r1] = pixelBounds(raster, bounds);
    for (let r = r0; r <= r1; r++) {
      const y = (r - (size - 1) / 2) * pixel;
      for (let c = c0; c <= c1; c++) {
        const i = r * size + c;
        if (within && !within.includes(organ[i] as Organ)) continue;
        const x = (c - (size - 1) / 2) * pixel;
        const smooth = solid(x, y, z);
        if (smooth > 2.5) continue;
        const covered = Math.min(1, 0.5 - (smooth + 1.5 * wobble(x / 13, y / 13, z / 13 + label)) / pixel);
        if (covered <= 0) continue;
        blendPixel(raster, i, covered, typeof value === 'number' ? value : value(x, y), tissue);
        if (covered >= 0.5) organ[i] = label;
      }
    }
  };
}

function createBuild(random: Random): Build {
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const fat = between(10, 26);
  const width = 136 + fat + between(-6, 10);
  const loops = Array.from({ length: 16 }, (): Loop => {
    const gas = random.uniform() < 0.25;
    return {
      centre: [between(-85, 85), between(-78, 0), between(-60, 10)],
      radius: between(9, 17),
      content: gas ? -940 : between(5, 45),
    };
  });
  const hepatic = Array.from({ length: 7 }, () => {
    const [x, y, z] = [between(-125, -30), between(-60, 45), between(-40, 40)];
    return smoothPath([
      [-28, -8, 8, 6],
      [(x - 28) / 2 + between(-9, 9), y / 2 + between(-9, 9), z / 2, 3.6],
      [x, y, z, 1.2],
    ]);
  });
  const mesenteric = Array.from({ length: 12 }, () => {
    const [x, y] = [between(-75, 75), between(-75, -20)];
    return smoothPath([
      [5, 18, between(-30, 40), 3.5],
      [x / 2 + between(-10, 10), y / 2, between(-40, 30), 2.2],
      [x, y, between(-50, 30), 1.3],
    ]);
  });
  const shift = Array.from({ length: 12 }, () => between(-5, 5));
  return { width, depth: width * between(0.66, 0.76), fat, loops, hepatic, mesenteric, shift };
}

/** Square around a place that holds what reaches so far from it. */
function around(x: number, y: number, reach: number): Bounds {
  return [x - reach, y - reach, x + reach, y + reach];
}

/** Distance to a rounded box-like body contour, `inset` mm inside the skin. */
function bodyShell({ width, depth }: Build, inset: number): Solid {
  const a = width - inset;
  const b = depth - inset;
  return (x, y) => {
    // A superellipse of exponent 2.5, flatter in the back; first-order distance as in ellipsoid().
    const back = y > 0 ? 1.06 : 1;
    const u = Math.abs(x) / a;
    const v = (Math.abs(y) * back) / b;
    const k = (u ** 2.5 + v ** 2.5) ** 0.4;
    return (k - 1) * (k < 1e-6 ? Math.min(a, b) : Math.hypot(x, y) / k);
  };
}

function paintWall(paint: Paint, build: Build, textures: Textures, z: number): void {
  const fat = (x: number, y: number) => textures.fat(x, y, z);
  const muscle = (x: number, y: number) => textures.muscle(x, y, z);
  paint(bodyShell(build, 0), 20, ORGAN.skin);
  paint(bodyShell(build, 2), fat, ORGAN.fat, { tissue: TISSUE.fat });
  paint(bodyShell(build, build.fat), muscle, ORGAN.muscle);
  paint(bodyShell(build, build.fat + 13), fat, ORGAN.fat, { tissue: TISSUE.fat });
  const back = build.depth - build.fat - 18;
  const front = 14 - build.depth + build.fat;
  for (const side of [-1, 1]) {
    const strand = (x: number, y: number, radii: readonly [number, number, number], height = 0) =>
      paint(ellipsoid([side * x, y, height], radii), muscle, ORGAN.muscle, {
        bounds: around(side * x, y, 40),
      });
    strand(36, back, [33, 20, 400]);
    strand(42, back - 38, [19, 21, 120], -20);
    strand(26, front, [30, 8, 400]);
  }
}

function paintOrgans(paint: Paint, { width, depth, fat, shift }: Build, textures: Textures, z: number): void {
  const inside: readonly Organ[] = [ORGAN.fat];
  const wall = width - fat - 15;
  const liver = (x: number, y: number) => textures.liver(x, y, z);
  const level = (hu: number, amount: number) => (x: number, y: number) =>
    hu + amount * textures.blood(x * 2, y * 2, z);
  for (const side of [-1, 1]) paintKidney(paint, side, shift[side < 0 ? 4 : 5], textures, z);
  paint(ellipsoid([64 - wall, -8 + shift[0], 14], [70, depth * 0.68, 78]), liver, ORGAN.liver, {
    within: inside,
  });
  paint(ellipsoid([-14 + shift[1], -44, 22], [52, 30, 44], [1, 0.25, 0]), liver, ORGAN.liver, {
    within: inside,
  });
  paint(ellipsoid([wall - 24, 22 + shift[2], 16], [25, 44, 52]), level(118, 0.8), ORGAN.spleen, {
    within: inside,
  });
  paint(ellipsoid([48 + shift[3], -38, 26], [42, 29, 40], [1, -0.3, 0]), 55, ORGAN.stomach, {
    within: inside,
  });
  const lumen = ellipsoid([48 + shift[3], -38, 26], [38, 25, 36], [1, -0.3, 0]);
  paint(lumen, level(22, 1), ORGAN.stomach, { within: [ORGAN.stomach] });
  // Gas rises to the front of a patient who lies on the back.
  const gas: Solid = (x, y, zz) => Math.max(lumen(x, y, zz), y + 48);
  paint(gas, -960, ORGAN.stomach, { tissue: TISSUE.air, within: [ORGAN.stomach] });
  const pancreas = tube(
    smoothPath([
      [-26, 2, -6, 11],
      [4, -12, 4, 8],
      [38, -4, 12, 8],
      [70, 14, 18, 7],
    ]),
  );
  const lobules = (x: number, y: number) => 92 + 60 * Math.min(0, textures.wobble(x / 3, y / 3, z / 3));
  paint(pancreas, lobules, ORGAN.pancreas, { within: inside });
}

function paintKidney(paint: Paint, side: number, shift: number, { wobble }: Textures, z: number): void {
  const centre = [side * 62, 46 + shift, side < 0 ? -22 : -10] as const;
  const axis = [side * 0.35, 1, 0] as const;
  const bounds = around(centre[0], centre[1], 40);
  const within: readonly Organ[] = [ORGAN.fat];
  const cortex = (x: number, y: number) => 165 - 45 * Math.max(0, wobble(x / 7, y / 7, z / 7) + 0.1);
  paint(ellipsoid(centre, [31, 25, 56], axis), cortex, ORGAN.kidney, { bounds, within });
  const sinus = ellipsoid([centre[0] - side * 9, centre[1], centre[2]], [13, 11, 30], axis);
  paint(sinus, -85, ORGAN.fat, { bounds, tissue: TISSUE.fat, within: [ORGAN.kidney] });
  const pelvis = ellipsoid([centre[0] - side * 12, centre[1], centre[2]], [6, 5, 16], axis);
  paint(pelvis, 12, ORGAN.kidney, { bounds, within: [ORGAN.fat, ORGAN.kidney] });
}

function paintBowel(paint: Paint, { loops }: Build): void {
  for (const { centre, radius, content } of loops) {
    const [x, y] = centre;
    const bounds = around(x, y, 1.7 * radius);
    const wall = ellipsoid(centre, [1.4 * radius, radius, 1.6 * radius], [1, 0.4, 0]);
    paint(wall, 68, ORGAN.bowel, { bounds, within: [ORGAN.fat] });
    const lumen: Solid = (px, py, pz) => wall(px, py, pz) + 2.6;
    paint(lumen, content, ORGAN.bowel, {
      bounds,
      within: [ORGAN.bowel],
      tissue: content < -500 ? TISSUE.air : TISSUE.soft,
    });
  }
}

function paintVessels(paint: Paint, build: Build, { blood }: Textures, z: number): void {
  const enhanced = (hu: number) => (x: number, y: number) => hu + blood(x, y, z);
  const spine = spineDepth(build);
  const aorta = ellipsoid([9, spine - 32, 0], [11, 10.5, 900]);
  paint(aorta, enhanced(172), ORGAN.vessel, { bounds: around(9, spine - 32, 16) });
  // A calcified plaque in the wall.
  const plaque: Solid = (x, y, zz) => Math.max(Math.abs(aorta(x, y, zz)) - 1.1, 12 - y + spine - 38, 4 - x);
  paint(plaque, 520, ORGAN.bone, { tissue: TISSUE.bone, bounds: around(9, spine - 32, 16) });
  paint(ellipsoid([-19, spine - 29, 0], [14, 10, 900]), enhanced(142), ORGAN.vessel, {
    bounds: around(-19, spine - 29, 20),
  });
  const branch = (path: readonly Node[], organ: Organ) => {
    const bounds: Bounds = [
      Math.min(...path.map((node) => node[0])) - 10,
      Math.min(...path.map((node) => node[1])) - 10,
      Math.max(...path.map((node) => node[0])) + 10,
      Math.max(...path.map((node) => node[1])) + 10,
    ];
    paint(tube(path), enhanced(160), ORGAN.vessel, { bounds, within: [organ] });
  };
  for (const path of build.hepatic) branch(path, ORGAN.liver);
  for (const path of build.mesenteric) branch(path, ORGAN.fat);
}

/** y of the middle of the vertebral body. */
function spineDepth({ depth, fat }: Build): number {
  return depth - fat - 48;
}

function paintSkeleton(paint: Paint, build: Build, textures: Textures, z: number): void {
  const y = spineDepth(build);
  const bone = { tissue: TISSUE.bone, bounds: around(0, y + 20, 64) } as const;
  const cortical = 720;
  const spongy = (px: number, py: number) => textures.cancellous(px, py, z);
  // Bodies and discs follow each other every 34 mm.
  const phase = (((z + build.shift[6] * 3) % 34) + 34) % 34;
  const body = ellipsoid([0, y, 0], [25, 18, 900]);
  if (phase < 8) paint(body, 88, ORGAN.muscle, { bounds: bone.bounds });
  else {
    paint(body, cortical, ORGAN.bone, bone);
    paint((px, py, pz) => body(px, py, pz) + 1.8, spongy, ORGAN.bone, bone);
  }
  const arch: Solid = (px, py) => Math.abs(Math.hypot(px / 1.2, py - y - 26) - 11) - 2.6;
  paint(arch, 610, ORGAN.bone, bone);
  paint(ellipsoid([0, y + 26, 0], [10, 8, 900]), 28, ORGAN.muscle, { bounds: bone.bounds });
  const spinous = ellipsoid([0, y + 46, 0], [11, 3.6, 900], [0, 1, 0]);
  paint(spinous, 540, ORGAN.bone, bone);
  for (const side of [-1, 1]) {
    const process = ellipsoid([side * 30, y + 22, 0], [17, 3.6, 900], [1, side * 0.2, 0]);
    paint(process, 480, ORGAN.bone, bone);
  }
  for (let i = 0; i < 10; i++) paintRib(paint, build, i, spongy, z);
}

/** Ribs cut obliquely, along the muscular wall; they wander forward with height. */
function paintRib(paint: Paint, build: Build, i: number, marrow: Value, z: number): void {
  const side = i % 2 === 0 ? 1 : -1;
  const angle = 0.95 - 0.42 * Math.floor(i / 2) - z * 0.006;
  const a = build.width - build.fat - 7;
  const b = build.depth - build.fat - 7;
  const x = side * a * Math.abs(Math.cos(angle)) ** 0.8;
  const y = b * Math.sign(Math.sin(angle)) * Math.abs(Math.sin(angle)) ** 0.8;
  const axis = [side * -Math.sin(angle) * a, Math.cos(angle) * b, 0] as const;
  const outer = ellipsoid([x, y, z], [9, 4.4, 20], axis);
  const bounds = around(x, y, 16);
  paint(outer, 640, ORGAN.bone, { tissue: TISSUE.bone, bounds });
  paint((px, py, pz) => outer(px, py, pz) + 1.5, marrow, ORGAN.bone, { tissue: TISSUE.bone, bounds });
}
