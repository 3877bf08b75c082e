/**
 * A stack of slices as a volume in patient space, without a copy of its pixels: where
 * each slice lies along the normal and beside it, so that tilted and unevenly spaced
 * stacks are read where they are.
 *
 * @module
 */
import type { Plane } from './frame.js';

/** Patient coordinates or a direction, LPS, in mm. */
export type Vector = readonly [number, number, number];

/** One slice of a stack. */
export interface StackSlice {
  /** Index in the series. */
  readonly index: number;
  /** Place of the first pixel along the normal, along a row and along a column, in mm. */
  readonly along: number;
  readonly across: number;
  readonly down: number;
}

/** The geometry of a stack: slices in the order of the normal, one for each position. */
export interface Stack {
  readonly rows: number;
  readonly columns: number;
  /** Distance between rows, then between columns. */
  readonly pixelSpacing: readonly [number, number];
  readonly row: Vector;
  readonly column: Vector;
  readonly normal: Vector;
  readonly slices: readonly StackSlice[];
  /** Median distance of neighbouring slices in mm. */
  readonly sliceSpacing: number;
}

/** Nearer than this two slices have one position: the first is taken. */
const SAME_POSITION_MM = 0.01;
/** A distance of more than this many usual ones is a gap: what lies in it is not known. */
export const GAP = 1.5;
/** Direction cosines of one stack differ in their last digits. */
const COSINE_TOLERANCE = 1e-3;

/** What a stack is made of; a hole is a slice that is not there yet. */
type Slices = readonly (
  | { readonly rows: number; readonly columns: number; readonly plane: Plane | undefined }
  | undefined
)[];

/** The geometry of slices that lie alike; undefined where fewer than two positions are known. */
export function stackOf(frames: Slices): Stack | undefined {
  const first = frames.find((frame) => frame?.plane !== undefined);
  if (!first?.plane) return undefined;
  const { rows, columns, plane } = first;
  const [rx, ry, rz, cx, cy, cz] = plane.orientation;
  const row: Vector = [rx, ry, rz];
  const column: Vector = [cx, cy, cz];
  const normal = cross(row, column);
  const slices: StackSlice[] = [];
  for (const [index, frame] of frames.entries()) {
    if (!frame?.plane) continue;
    if (frame.rows !== rows || frame.columns !== columns || !liesAlike(frame.plane, plane)) return undefined;
    const { position } = frame.plane;
    slices.push({
      index,
      along: dot(position, normal),
      across: dot(position, row),
      down: dot(position, column),
    });
  }
  slices.sort((a, b) => a.along - b.along || a.index - b.index);
  const distinct = slices.filter(
    ({ along }, i) => i === 0 || along - slices[i - 1].along >= SAME_POSITION_MM,
  );
  if (distinct.length < 2) return undefined;
  const distances = distinct.slice(1).map(({ along }, i) => along - distinct[i].along);
  return {
    rows,
    columns,
    pixelSpacing: plane.pixelSpacing,
    row,
    column,
    normal,
    slices: distinct,
    sliceSpacing: median(distances),
  };
}

function liesAlike(a: Plane, b: Plane): boolean {
  return a.orientation.every((cosine, i) => Math.abs(cosine - b.orientation[i]) < COSINE_TOLERANCE);
}

/** The eight corners of the volume: the outer edges of its outermost voxels. */
export function cornersOf({
  rows,
  columns,
  pixelSpacing,
  row,
  column,
  normal,
  slices,
  sliceSpacing,
}: Stack): Vector[] {
  const corners: Vector[] = [];
  const [betweenRows, betweenColumns] = pixelSpacing;
  const ends = [
    { slice: slices[0], out: -sliceSpacing / 2 },
    { slice: slices[slices.length - 1], out: sliceSpacing / 2 },
  ];
  for (const { slice, out } of ends) {
    for (const x of [-0.5, columns - 0.5]) {
      for (const y of [-0.5, rows - 0.5]) {
        corners.push(
          sum(
            times(row, slice.across + x * betweenColumns),
            sum(times(column, slice.down + y * betweenRows), times(normal, slice.along + out)),
          ),
        );
      }
    }
  }
  return corners;
}

/** Distance between samples of a volume in a direction: that of the axis it follows. */
export function spacingAlong(
  { pixelSpacing, row, column, normal, sliceSpacing }: Stack,
  direction: Vector,
): number {
  const [betweenRows, betweenColumns] = pixelSpacing;
  return (
    1 /
    Math.hypot(
      dot(direction, row) / betweenColumns,
      dot(direction, column) / betweenRows,
      dot(direction, normal) / sliceSpacing,
    )
  );
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function sum(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function times(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
