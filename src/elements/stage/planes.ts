/**
 * How pictures lie to one another in the patient: which slice of one is at the place of
 * another, and where one cuts another. Lengths in mm, LPS.
 *
 * @module
 */
import type { Plane } from '../../image/frame.js';
import { cross, dot, sum, times, type Vector } from '../../image/volume.js';

/** A picture's place and size. */
export interface Sheet {
  readonly plane: Plane;
  readonly rows: number;
  readonly columns: number;
}

export interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** A line on a picture, in image pixels from its top left corner. */
export interface Segment {
  readonly from: Pixel;
  readonly to: Pixel;
}

/** Stacks whose normals differ by less run the same way: slices of one are scrolled with the other's. */
const PARALLEL = Math.cos((20 * Math.PI) / 180);
/** Planes whose normals differ by less than a degree do not cut each other in a line of use. */
const CUTTING = Math.sin(Math.PI / 180);

export function normalOf({ orientation: [rx, ry, rz, cx, cy, cz] }: Plane): Vector {
  return cross([rx, ry, rz], [cx, cy, cz]);
}

/** True for pictures that one scroll may move together. */
export function runAlike(a: Plane, b: Plane): boolean {
  return Math.abs(dot(normalOf(a), normalOf(b))) >= PARALLEL;
}

/** The place in the patient of a point of a picture, in image pixels from its top left corner. */
export function placeOf({ plane }: Pick<Sheet, 'plane'>, { x, y }: Pixel): Vector {
  const [rx, ry, rz, cx, cy, cz] = plane.orientation;
  const [betweenRows, betweenColumns] = plane.pixelSpacing;
  const along = times([rx, ry, rz], (x - 0.5) * betweenColumns);
  return sum(plane.position, sum(along, times([cx, cy, cz], (y - 0.5) * betweenRows)));
}

/** The point of a picture nearest to a place: where it would be were it on it. */
export function pointOf({ plane }: Pick<Sheet, 'plane'>, place: Vector): Pixel {
  const [rx, ry, rz, cx, cy, cz] = plane.orientation;
  const [betweenRows, betweenColumns] = plane.pixelSpacing;
  const from = sum(place, times(plane.position, -1));
  return {
    x: dot(from, [rx, ry, rz]) / betweenColumns + 0.5,
    y: dot(from, [cx, cy, cz]) / betweenRows + 0.5,
  };
}

/** Distance of a place from a plane, in mm along its normal. */
export function distanceTo(plane: Plane, place: Vector): number {
  return dot(sum(place, times(plane.position, -1)), normalOf(plane));
}

/** The middle of a picture. */
export function middleOf(sheet: Sheet): Vector {
  return placeOf(sheet, { x: sheet.columns / 2, y: sheet.rows / 2 });
}

/** A place moved along the normal of a plane until it lies on it. */
export function ontoPlane(plane: Plane, place: Vector): Vector {
  return sum(place, times(normalOf(plane), -distanceTo(plane, place)));
}

/** Index of the slice whose plane is nearest to a place; the first of those that are as near. */
export function nearestSlice(planes: readonly (Plane | undefined)[], place: Vector): number | undefined {
  let nearest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  planes.forEach((plane, index) => {
    const distance = plane ? Math.abs(distanceTo(plane, place)) : Number.POSITIVE_INFINITY;
    // Positions are written in decimals: what differs by less is as near.
    if (distance >= least - 1e-6) return;
    nearest = index;
    least = distance;
  });
  return nearest;
}

/** Where one picture's plane cuts another picture, within both; undefined where it does not. */
export function cutOf(cutting: Sheet, shown: Sheet): Segment | undefined {
  const normal = normalOf(cutting.plane);
  if (Math.hypot(...cross(normal, normalOf(shown.plane))) < CUTTING) return undefined;
  const line = lineOn(shown, normal, dot(cutting.plane.position, normal));
  const inShown = line && clipped(line, shown);
  if (!inShown) return undefined;
  // Both ends as points of the cutting picture: what lies outside it was not seen by it.
  const seen = clipped(
    {
      from: pointOf(cutting, placeOf(shown, inShown.from)),
      to: pointOf(cutting, placeOf(shown, inShown.to)),
    },
    cutting,
  );
  if (!seen) return undefined;
  return {
    from: pointOf(shown, placeOf(cutting, seen.from)),
    to: pointOf(shown, placeOf(cutting, seen.to)),
  };
}

/** The points of a picture that lie on the plane `normal` · p = `at`: a long piece of their line. */
function lineOn(shown: Sheet, normal: Vector, at: number): Segment | undefined {
  const zero = placeOf(shown, { x: 0, y: 0 });
  // normal · p is a + b x + c y over the picture.
  const a = dot(zero, normal) - at;
  const b = dot(placeOf(shown, { x: 1, y: 0 }), normal) - at - a;
  const c = dot(placeOf(shown, { x: 0, y: 1 }), normal) - at - a;
  const square = b * b + c * c;
  if (square === 0) return undefined;
  const foot = { x: (-a * b) / square, y: (-a * c) / square };
  const reach = (2 * (shown.rows + shown.columns) + Math.hypot(foot.x, foot.y)) / Math.sqrt(square);
  return {
    from: { x: foot.x - c * reach, y: foot.y + b * reach },
    to: { x: foot.x + c * reach, y: foot.y - b * reach },
  };
}

/** The part of a segment on a picture (Liang and Barsky); undefined where none is. */
export function clipped(
  { from, to }: Segment,
  { rows, columns }: Pick<Sheet, 'rows' | 'columns'>,
): Segment | undefined {
  let enter = 0;
  let leave = 1;
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const sides = [
    [-dx, from.x],
    [dx, columns - from.x],
    [-dy, from.y],
    [dy, rows - from.y],
  ] as const;
  for (const [towards, room] of sides) {
    if (Math.abs(towards) < 1e-12) {
      if (room < 0) return undefined;
    } else if (towards < 0) enter = Math.max(enter, room / towards);
    else leave = Math.min(leave, room / towards);
  }
  if (enter >= leave) return undefined;
  const at = (t: number) => ({ x: from.x + t * dx, y: from.y + t * dy });
  return { from: at(enter), to: at(leave) };
}
