/**
 * Where a slice lies in the patient: letters for its edges, millimetres for its pixels.
 *
 * @module
 */
import type { Plane } from '../../image/frame.js';

export interface Edges {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

/** A direction's weaker axis is named too when its cosine exceeds this. */
const OBLIQUE = 0.25;

/** Letters at the edges of the picture (PS3.3 C.7.6.1.1.1); undefined without geometry. */
export function edgesOf(plane: Plane | undefined): Edges | undefined {
  if (!plane) return undefined;
  const [rx, ry, rz, cx, cy, cz] = plane.orientation;
  return {
    right: letters(rx, ry, rz),
    left: letters(-rx, -ry, -rz),
    bottom: letters(cx, cy, cz),
    top: letters(-cx, -cy, -cz),
  };
}

/** The letters of a picture that was flipped left to right and then turned clockwise. */
export function turnedEdges(edges: Edges, flipped: boolean, rotation: number): Edges {
  const { top, bottom } = edges;
  const [left, right] = flipped ? [edges.right, edges.left] : [edges.left, edges.right];
  const around = [top, right, bottom, left];
  // A quarter turn brings what was at the left to the top.
  const at = (side: number) => around[(side + 4 - rotation / 90) % 4];
  return { top: at(0), right: at(1), bottom: at(2), left: at(3) };
}

/** Patient coordinates in mm (LPS) of the centre of pixel (x, y). */
export function positionOf(plane: Plane, x: number, y: number): [number, number, number] {
  const [rx, ry, rz, cx, cy, cz] = plane.orientation;
  const [betweenRows, betweenColumns] = plane.pixelSpacing;
  const [px, py, pz] = plane.position;
  const along = x * betweenColumns;
  const down = y * betweenRows;
  return [px + rx * along + cx * down, py + ry * along + cy * down, pz + rz * along + cz * down];
}

/** Name of the plane a slice lies in: the axis its normal follows. */
export function planeName(plane: Plane | undefined): 'axial' | 'coronal' | 'sagittal' | undefined {
  if (!plane) return undefined;
  const [rx, ry, rz, cx, cy, cz] = plane.orientation;
  const normal = [ry * cz - rz * cy, rz * cx - rx * cz, rx * cy - ry * cx].map(Math.abs);
  const axis = normal.indexOf(Math.max(...normal));
  return (['sagittal', 'coronal', 'axial'] as const)[axis];
}

function letters(x: number, y: number, z: number): string {
  const parts: [number, string][] = [
    [x, x > 0 ? 'L' : 'R'],
    [y, y > 0 ? 'P' : 'A'],
    [z, z > 0 ? 'H' : 'F'],
  ];
  return parts
    .filter(([cosine]) => Math.abs(cosine) > OBLIQUE)
    .sort(([a], [b]) => Math.abs(b) - Math.abs(a))
    .map(([, letter]) => letter)
    .join('');
}
