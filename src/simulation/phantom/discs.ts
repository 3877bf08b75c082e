/**
 * Test objects made of discs: uniform water, contrast against detail, edges and rods.
 *
 * ```ts
 * const phantom = contrastDetailPhantom({ contrasts: [15, 40] });
 * const scanned = scan(phantom.hu, { ...phantom, dose: 0.25, seed: 7 });
 * for (const { row, column, diameter, contrast } of phantom.inserts) …
 * ```
 *
 * Every one is a water cylinder with round inserts; what it holds is told beside the
 * picture. {@link exposeDiscs} takes the line integrals from the circles themselves
 * instead of from pixels, which an MTF needs.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { SliceGrid } from '../grid.js';
import type { Lesion } from '../lesion.js';
import { WATER_PER_MM } from '../noise.js';
import type { Exposed, ExposeOptions } from '../scan.js';
import { scanGeometry } from '../scan.js';
import type { RoundShape } from '../shape.js';
import { addLineIntegrals, reachOf } from '../shape.js';

/** A water cylinder in air, what is in it, and its picture without noise or blur. */
export interface DiscPhantom extends SliceGrid {
  /** rows x columns HU; border pixels by the area that is covered. */
  readonly hu: Float32Array;
  /** Diameter of the cylinder in mm; its centre is the middle of the picture. */
  readonly diameter: number;
  /** Where which insert lies; contrast in HU against water. */
  readonly inserts: readonly Lesion[];
}

interface DiscPhantomOptions {
  /** Pixels per side; 512 unless given. */
  readonly size?: number;
  /** Side of the picture in mm. */
  readonly fieldOfView?: number;
  /** Diameter of the water cylinder in mm. */
  readonly diameter?: number;
}

/** Uniform water: 200 mm across in a field of 250 mm, as the calibration phantoms of scanners. */
export function waterPhantom(options: DiscPhantomOptions = {}): DiscPhantom {
  return paint({ size: 512, fieldOfView: 250, diameter: 200, ...options }, []);
}

export interface ContrastDetailOptions extends DiscPhantomOptions {
  /** Diameters in mm, one column each; 3, 5, 7, 10 and 15 unless given. */
  readonly diameters?: readonly number[];
  /** Contrasts in HU, one row each; 5, 10, 15, 25 and 40 unless given. */
  readonly contrasts?: readonly number[];
  readonly shape?: Lesion['shape'];
}

/** Rows of equal contrast, columns of equal size, in a 260 mm cylinder: the layout of low-contrast phantoms. */
export function contrastDetailPhantom(options: ContrastDetailOptions = {}): DiscPhantom {
  const {
    diameters = [3, 5, 7, 10, 15],
    contrasts = [5, 10, 15, 25, 40],
    shape = 'disc',
    fieldOfView = 300,
    diameter = 260,
    size = 512,
  } = options;
  // The square inside the cylinder, less a rim where cupping and bow-tie show.
  const side = (0.9 * diameter) / Math.SQRT2;
  const place = (i: number, n: number) => side * ((i + 0.5) / n - 0.5);
  const inserts = contrasts.flatMap((contrast, row) =>
    diameters.map((insert, column) => ({
      shape,
      x: place(column, diameters.length),
      y: place(row, contrasts.length),
      diameter: insert,
      contrast,
    })),
  );
  const room = side / Math.max(diameters.length, contrasts.length);
  if (diameters.some((insert) => 2 * reachOf({ shape, diameter: insert }) > room)) throw crowded();
  return paint({ size, fieldOfView, diameter }, inserts);
}

export interface EdgeOptions extends DiscPhantomOptions {
  /** HU of the rods, clockwise from the right; −1000, −500, −100, −50, −20, 20, 100 and 500 unless given. */
  readonly contrasts?: readonly number[];
  /** Diameter of the rods in mm: 26 unless given; thin ones make a point-spread function. */
  readonly rod?: number;
}

/** A ring of rods 80 mm off the middle of a 260 mm cylinder, for the MTF by contrast (AAPM TG-233, 2019). */
export function edgePhantom(options: EdgeOptions = {}): DiscPhantom {
  const {
    contrasts = [-1000, -500, -100, -50, -20, 20, 100, 500],
    rod = 26,
    fieldOfView = 300,
    diameter = 260,
    size = 512,
  } = options;
  const ring = (80 * diameter) / 260;
  const apart = 2 * ring * Math.sin(Math.PI / Math.max(2, contrasts.length));
  if (rod > apart || ring + rod / 2 > diameter / 2) throw crowded();
  const pixel = fieldOfView / size;
  const inserts = contrasts.map((contrast, i) => {
    const angle = (2 * Math.PI * i) / contrasts.length;
    // A third of a pixel off the grid: edges must meet the pixels in every phase.
    const x = ring * Math.cos(angle) + pixel / 3;
    return { shape: 'disc' as const, x, y: ring * Math.sin(angle) + pixel / 3, diameter: rod, contrast };
  });
  return paint({ size, fieldOfView, diameter }, inserts);
}

/** Line integrals of a disc phantom from its circles: no pixel has blurred them. */
export function exposeDiscs(phantom: DiscPhantom, options: ExposeOptions = {}): Exposed {
  const { rows, columns, pixelSpacing } = phantom;
  const pixel = pixelSpacing[0];
  const geometry = scanGeometry(phantom, options);
  const shapes: RoundShape[] = [
    { shape: 'disc', x: 0, y: 0, diameter: phantom.diameter, density: WATER_PER_MM },
    ...phantom.inserts.map(({ shape, row, column, diameter, contrast }) => ({
      shape,
      x: (column - (columns - 1) / 2) * pixel,
      y: (row - (rows - 1) / 2) * pixel,
      diameter,
      density: (contrast * WATER_PER_MM) / 1000,
    })),
  ];
  const lineIntegrals = new Float32Array(geometry.views * geometry.bins);
  return { lineIntegrals: addLineIntegrals(shapes, geometry, lineIntegrals), geometry, grid: phantom };
}

interface Insert {
  readonly shape: Lesion['shape'];
  /** mm from the centre. */
  readonly x: number;
  readonly y: number;
  readonly diameter: number;
  readonly contrast: number;
}

function paint(
  { size, fieldOfView, diameter }: Required<DiscPhantomOptions>,
  inserts: readonly Insert[],
): DiscPhantom {
  if (!(size >= 16 && diameter > 0 && fieldOfView >= diameter)) {
    throw new ArgumentError('The phantom does not fit the picture.', {
      attribute: 'size, fieldOfView, diameter',
      remedy: 'Give at least 16 pixels and a field of view wider than the cylinder.',
    });
  }
  const pixel = fieldOfView / size;
  const middle = (size - 1) / 2;
  const hu = new Float32Array(size * size).fill(-1000);
  const lesions = inserts.map(({ x, y, ...rest }) => ({
    ...rest,
    row: middle + y / pixel,
    column: middle + x / pixel,
  }));
  addShape(hu, size, pixel, { shape: 'disc', row: middle, column: middle, diameter, contrast: 1000 });
  for (const lesion of lesions) addShape(hu, size, pixel, lesion);
  return {
    hu,
    rows: size,
    columns: size,
    pixelSpacing: [pixel, pixel],
    diameter,
    inserts: lesions,
  };
}

/** Looks per pixel side: a border pixel is covered to within 1 %. */
const LOOKS = 8;

/** Adds a shape's contrast to the pixels, averaged over each pixel's area. */
function addShape(hu: Float32Array, size: number, pixel: number, lesion: Lesion): void {
  const { shape, row, column, contrast } = lesion;
  const radius = reachOf(lesion) / pixel;
  const profile = (d2: number) => {
    if (d2 >= radius * radius) return 0;
    return shape === 'disc' ? 1 : (1 - d2 / (radius * radius)) ** 2;
  };
  for (let r = Math.max(0, Math.floor(row - radius)); r <= Math.min(size - 1, row + radius + 1); r++) {
    for (
      let c = Math.max(0, Math.floor(column - radius));
      c <= Math.min(size - 1, column + radius + 1);
      c++
    ) {
      const distance = Math.hypot(r - row, c - column);
      if (distance > radius + 1) continue;
      let share = 0;
      if (shape === 'disc' && distance < radius - 1) share = 1;
      else {
        for (let k = 0; k < LOOKS * LOOKS; k++) {
          const dr = r - row + ((k % LOOKS) + 0.5) / LOOKS - 0.5;
          const dc = c - column + (Math.floor(k / LOOKS) + 0.5) / LOOKS - 0.5;
          share += profile(dr * dr + dc * dc) / (LOOKS * LOOKS);
        }
      }
      hu[r * size + c] += contrast * share;
    }
  }
}

function crowded(): ArgumentError {
  return new ArgumentError('The inserts do not fit into the phantom.', {
    attribute: 'diameters, contrasts, rod',
    remedy: 'Give fewer or smaller inserts.',
  });
}
