/**
 * A region of interest: a circle or a rectangle in image coordinates, so that it
 * lies on the same pixels at any zoom and on both sides of a comparison.
 *
 * @module
 */

export type RoiShape = 'circle' | 'rectangle';

/** A region by its box; a circle touches the four sides of its own. */
export interface Roi {
  readonly shape: RoiShape;
  /** First column of the box. */
  readonly x: number;
  /** First row of the box. */
  readonly y: number;
  /** Columns of the box. */
  readonly width: number;
  /** Rows of the box. */
  readonly height: number;
}

/** The image that regions lie on. */
export interface RoiGrid {
  readonly rows: number;
  readonly columns: number;
  /** Height of a row for a column one unit wide: a circle is round in millimetres. */
  readonly stretch: number;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Names of the regions on one image, in order: the object, and what surrounds it. */
export const ROI_NAMES = ['A', 'B'] as const;

/** A region of fewer columns or rows than this says nothing. */
const SMALLEST = 2;
/** A region that is placed and not drawn is this share of the image wide. */
const USUAL = 1 / 10;

/** The region of a drag: a circle grows about its centre, a rectangle from corner to corner. */
export function drawnRoi(shape: RoiShape, from: Place, to: Place, grid: RoiGrid): Roi {
  if (shape === 'circle') {
    const radius = Math.hypot(to.x - from.x, (to.y - from.y) * grid.stretch);
    return circleAt(from, radius, grid);
  }
  const left = Math.floor(Math.min(from.x, to.x));
  const top = Math.floor(Math.min(from.y, to.y));
  const width = Math.ceil(Math.max(from.x, to.x)) - left;
  const height = Math.ceil(Math.max(from.y, to.y)) - top;
  return within({ shape, x: left, y: top, width, height }, grid);
}

/** A region of usual size about a place; about the middle of the image when absent. */
export function placedRoi(shape: RoiShape, grid: RoiGrid, at?: Place): Roi {
  const { rows, columns } = grid;
  const circle = circleAt(at ?? { x: columns / 2, y: rows / 2 }, (columns * USUAL) / 2, grid);
  return { ...circle, shape };
}

/** The region moved by whole pixels, kept inside the image. */
export function movedRoi(roi: Roi, dx: number, dy: number, grid: RoiGrid): Roi {
  return within({ ...roi, x: roi.x + dx, y: roi.y + dy }, grid);
}

/** The region with more or fewer columns and rows on each side. */
export function resizedRoi(roi: Roi, dx: number, dy: number, grid: RoiGrid): Roi {
  const width = Math.max(SMALLEST, roi.width + 2 * dx);
  const height = Math.max(SMALLEST, roi.height + 2 * dy);
  const x = roi.x + Math.round((roi.width - width) / 2);
  const y = roi.y + Math.round((roi.height - height) / 2);
  return within({ ...roi, x, y, width, height }, grid);
}

/** True where a point of the image, in pixels from its top left corner, lies in the region. */
export function isInside({ shape, x, y, width, height }: Roi, px: number, py: number): boolean {
  if (shape === 'rectangle') return px >= x && px < x + width && py >= y && py < y + height;
  const u = (px - x - width / 2) / (width / 2);
  const v = (py - y - height / 2) / (height / 2);
  return u * u + v * v <= 1;
}

/** Side of the largest square of pixels inside the region, about its middle. */
export function squareIn({ shape, width, height }: Roi): number {
  const side = Math.min(width, height);
  return Math.floor(shape === 'circle' ? side * Math.SQRT1_2 : side);
}

function circleAt({ x, y }: Place, radius: number, grid: RoiGrid): Roi {
  const width = Math.max(SMALLEST, Math.round(2 * radius));
  const height = Math.max(SMALLEST, Math.round((2 * radius) / grid.stretch));
  const box = { x: Math.round(x - width / 2), y: Math.round(y - height / 2), width, height };
  return within({ shape: 'circle', ...box }, grid);
}

/** Whole pixels, inside the image. */
function within(roi: Roi, { rows, columns }: RoiGrid): Roi {
  const width = Math.min(columns, Math.max(SMALLEST, roi.width));
  const height = Math.min(rows, Math.max(SMALLEST, roi.height));
  const x = Math.min(columns - width, Math.max(0, roi.x));
  const y = Math.min(rows - height, Math.max(0, roi.y));
  return { shape: roi.shape, x, y, width, height };
}
