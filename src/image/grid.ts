/**
 * The three planes of the patient through a volume: where they lie, and how many there are.
 *
 * @module
 */
import type { Plane } from './frame.js';
import { cornersOf, cross, dot, type Stack, spacingAlong, sum, times, type Vector } from './volume.js';

/** The three planes of the patient. */
export const SECTIONS = ['axial', 'coronal', 'sagittal'] as const;
export type Section = (typeof SECTIONS)[number];

/** Directions of a row and of a column as radiologists look: head up, patient's left on the right. */
const DIRECTIONS: Readonly<Record<Section, readonly [Vector, Vector]>> = {
  axial: [
    [1, 0, 0],
    [0, 1, 0],
  ],
  coronal: [
    [1, 0, 0],
    [0, 0, -1],
  ],
  sagittal: [
    [0, 1, 0],
    [0, 0, -1],
  ],
};

/** More pixels than this are not computed for one plane: a whole body is shown at a coarser grid. */
const MOST_PIXELS = 2 ** 20;

/** Parallel planes that cover a volume, with square pixels. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly spacing: number;
  readonly row: Vector;
  readonly column: Vector;
  readonly normal: Vector;
  /** Centre of the first pixel of the first plane. */
  readonly origin: Vector;
  /** Planes, and their distance in mm. */
  readonly count: number;
  readonly step: number;
}

/** The planes of a section. Where the volume lies straight, they run through its samples. */
export function gridOf(stack: Stack, section: Section): Grid {
  const [row, column] = DIRECTIONS[section];
  // Counted as the slices of a series are: along rows x columns.
  const normal = cross(row, column);
  const corners = cornersOf(stack);
  const extent = (direction: Vector) => {
    const at = corners.map((corner) => dot(corner, direction));
    return [Math.min(...at), Math.max(...at)] as const;
  };
  const [left, right] = extent(row);
  const [top, bottom] = extent(column);
  const [near, far] = extent(normal);
  const finest = Math.min(spacingAlong(stack, row), spacingAlong(stack, column));
  const spacing = Math.max(finest, Math.sqrt(((right - left) * (bottom - top)) / MOST_PIXELS));
  const step = spacingAlong(stack, normal);
  const origin = sum(
    times(row, left + spacing / 2),
    sum(times(column, top + spacing / 2), times(normal, near + step / 2)),
  );
  return {
    rows: fitting(bottom - top, spacing),
    columns: fitting(right - left, spacing),
    spacing,
    row,
    column,
    normal,
    origin,
    count: fitting(far - near, step),
    step,
  };
}

/** How many samples a length holds, each in the middle of its part; sums of spacings end in odd digits. */
function fitting(length: number, spacing: number): number {
  return Math.max(1, Math.ceil(length / spacing - 1e-6));
}

/** Where plane `index`, from 0, lies. */
export function planeAt({ row, column, normal, origin, spacing, step }: Grid, index: number): Plane {
  return {
    pixelSpacing: [spacing, spacing],
    orientation: [...row, ...column],
    position: sum(origin, times(normal, index * step)) as [number, number, number],
    sliceThickness: undefined,
  };
}

/** Index of the plane nearest to a point. */
export function indexAt({ normal, origin, count, step }: Grid, point: Vector): number {
  const index = Math.round((dot(point, normal) - dot(origin, normal)) / step);
  return Math.min(count - 1, Math.max(0, index));
}
