/**
 * What a reader measures on one slice: lengths, angles and regions, in image
 * coordinates, where (0, 0) is the top left corner of the first pixel. Figures are taken
 * in millimetres, so that they hold for pixels that are not square.
 *
 * @module
 */
import type { Shown } from '../../provenance/shown.js';
import type { Roi } from './roi.js';

export type MeasureKind = 'length' | 'angle' | 'ellipse' | 'box';

/** Kinds that are measured on a slice. */
export const MEASURES: readonly MeasureKind[] = ['length', 'angle', 'ellipse', 'box'];

/** A place in an image. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Measure {
  readonly kind: MeasureKind;
  /** Two ends; three of an angle, its apex second; two opposite corners of the box of a region. */
  readonly points: readonly Place[];
  /** The slice it belongs to: see {@link sliceKey}. */
  readonly slice: string;
}

/** Where the millimetres of a slice come from. */
export type ScaleSource =
  /** The geometry of a slice. */
  | 'plane'
  /** Pixel Spacing of a projection, corrected for magnification (PS3.3 C.10.7). */
  | 'calibrated'
  /** Imager Pixel Spacing: at the detector, so that the patient is smaller. */
  | 'imager'
  /** A calibrated region of ultrasound (PS3.3 C.8.5.5). */
  | 'ultrasound'
  /** The file says nothing: figures are in pixels. */
  | 'unknown';

/** Size of a pixel. */
export interface Scale {
  /** Millimetres per column, or 1. */
  readonly x: number;
  /** Millimetres per row, or 1. */
  readonly y: number;
  readonly source: ScaleSource;
}

/** A figure needs this many points. */
export function pointsFor(kind: MeasureKind): 2 | 3 {
  return kind === 'angle' ? 3 : 2;
}

/** Names a slice of a series, however the series grows. */
export function sliceKey({ instance, plane }: Shown): string {
  // Slices that are computed from a volume share its instance: their place tells them apart.
  return [instance.sopInstanceUID, instance.frameNumber ?? '', plane?.position.join(' ') ?? ''].join('#');
}

/** Distance of the ends, in the unit of `scale`. */
export function lengthOf([from, to]: readonly Place[], { x, y }: Scale): number {
  return Math.hypot((to.x - from.x) * x, (to.y - from.y) * y);
}

/** Angle at the second point in degrees, 0 to 180; 0 where a leg has no length. */
export function angleOf([from, apex, to]: readonly Place[], { x, y }: Scale): number {
  const [ax, ay] = [(from.x - apex.x) * x, (from.y - apex.y) * y];
  const [bx, by] = [(to.x - apex.x) * x, (to.y - apex.y) * y];
  return Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)) * (180 / Math.PI) || 0;
}

const regions = new WeakMap<Measure, Roi>();

/** The pixels of a region; undefined of a length or an angle. The same object for the same measure. */
export function regionOf(measure: Measure): Roi | undefined {
  const { kind, points } = measure;
  if (kind !== 'ellipse' && kind !== 'box') return undefined;
  let region = regions.get(measure);
  if (!region) {
    const [a, b] = points;
    region = {
      shape: kind === 'ellipse' ? 'circle' : 'rectangle',
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      width: Math.abs(b.x - a.x),
      height: Math.abs(b.y - a.y),
    };
    regions.set(measure, region);
  }
  return region;
}

/** Area of a region as it is drawn, in the square of the scale's unit. */
export function areaOf({ shape, width, height }: Roi, { x, y }: Scale): number {
  return width * x * height * y * (shape === 'circle' ? Math.PI / 4 : 1);
}

/** A point kept in the image; corners of regions on the edges of pixels, so that a region is whole pixels. */
export function fitted(kind: MeasureKind, { x, y }: Place, { rows, columns }: Shown): Place {
  const round = kind === 'ellipse' || kind === 'box' ? Math.round : (value: number) => value;
  return { x: round(Math.min(columns, Math.max(0, x))), y: round(Math.min(rows, Math.max(0, y))) };
}

/** A measure moved as a whole, as far as the image reaches. */
export function movedMeasure(measure: Measure, dx: number, dy: number, { rows, columns }: Shown): Measure {
  const within = (by: number, values: number[], last: number) =>
    Math.min(last - Math.max(...values), Math.max(-Math.min(...values), by));
  const x = within(
    dx,
    measure.points.map((point) => point.x),
    columns,
  );
  const y = within(
    dy,
    measure.points.map((point) => point.y),
    rows,
  );
  return { ...measure, points: measure.points.map((point) => ({ x: point.x + x, y: point.y + y })) };
}

/** Distance of a place from the drawn line, for all in one unit. */
export function distanceTo(kind: MeasureKind, points: readonly Place[], at: Place): number {
  const [a, b] = points;
  if (kind === 'ellipse') return ellipseDistance(a, b, at);
  const corners = kind === 'box' ? [a, { x: b.x, y: a.y }, b, { x: a.x, y: b.y }, a] : points;
  return Math.min(...corners.slice(1).map((end, i) => segmentDistance(corners[i], end, at)));
}

function segmentDistance(a: Place, b: Place, at: Place): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const along = ((at.x - a.x) * dx + (at.y - a.y) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(at.x - a.x - t * dx, at.y - a.y - t * dy);
}

/** Along the ray from the middle: exact on the axes, near enough to take hold of elsewhere. */
function ellipseDistance(a: Place, b: Place, at: Place): number {
  const [x, y] = [at.x - (a.x + b.x) / 2, at.y - (a.y + b.y) / 2];
  const [u, v] = [Math.abs(b.x - a.x) / 2 || 1, Math.abs(b.y - a.y) / 2 || 1];
  const reach = Math.hypot(x / u, y / v);
  return reach === 0 ? Math.min(u, v) : Math.abs(1 - 1 / reach) * Math.hypot(x, y);
}
