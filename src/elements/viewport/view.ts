/**
 * How a slice lies on the stage, and how a reader moves it: plain arithmetic.
 *
 * @module
 */
import type { Window } from '../../image/frame.js';
import type { VoiFunction } from '../../image/presentation.js';
import { narrowest } from '../../image/voi.js';
import type { Shown } from '../../provenance/shown.js';

/** What a viewport shows, as `veritome-view` tells it. */
export interface ViewDetail {
  readonly index: number;
  readonly windowCenter: number;
  readonly windowWidth: number;
  /** CSS pixels per image column. */
  readonly scale: number;
  /** Shift of the image in image pixels, along the stage's own axes. */
  readonly translation: Point;
  readonly inverted: boolean;
  /** Function of the window; the file's own when absent. */
  readonly voiFunction: VoiFunction | undefined;
  /** Index of the table of the file that is used in place of a window. */
  readonly voiLut: number | undefined;
  /** Degrees clockwise, after `flipped`. */
  readonly rotation: Rotation;
  /** Left and right of the image changed over. */
  readonly flipped: boolean;
}

/** A view as it was before the reader changed anything but the slice. */
export const UNTOUCHED = {
  scale: undefined,
  translation: { x: 0, y: 0 },
  windowCenter: undefined,
  windowWidth: undefined,
  voiFunction: undefined,
  voiLut: undefined,
  inverted: false,
  rotation: 0,
  flipped: false,
} as const;

export type Rotation = 0 | 90 | 180 | 270;

/** How an image is turned: every arrangement of the four corners is one flip and one rotation. */
export type Turn = Pick<ViewDetail, 'rotation' | 'flipped'>;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Scale, shift, and the CSS pixels of an image pixel across and down the stage for a scale of 1. */
export interface Placement {
  readonly scale: number;
  readonly translation: Point;
  readonly across: number;
  readonly down: number;
}

const SMALLEST_SCALE = 0.02;
const LARGEST_SCALE = 64;
/** A window narrower than this moves as fast as one of this width, or it would hardly move. */
const NARROW_WINDOW = 20;

/** Height of a row for a column one unit wide. */
export function stretchOf(frame: Shown | undefined): number {
  const [betweenRows, betweenColumns] = frame?.plane?.pixelSpacing ?? [1, 1];
  return betweenRows / betweenColumns;
}

/** The CSS pixels of an image pixel across and down the stage, for a scale of 1. */
export function sidesOf(frame: Shown | undefined, rotation: Rotation): Pick<Placement, 'across' | 'down'> {
  const stretch = stretchOf(frame);
  return lies(rotation) ? { across: stretch, down: 1 } : { across: 1, down: stretch };
}

/** The scale at which a whole slice fits the stage; 1 while either is missing. */
export function fittingScale(frame: Shown | undefined, rotation: Rotation, { width, height }: Size): number {
  if (!frame || width === 0) return 1;
  const wide = frame.columns;
  const high = frame.rows * stretchOf(frame);
  return lies(rotation) ? Math.min(width / high, height / wide) : Math.min(width / wide, height / high);
}

/** The shift after a pan by CSS pixels. */
export function panned({ scale, translation, across, down }: Placement, dx: number, dy: number): Point {
  return { x: translation.x + dx / (scale * across), y: translation.y + dy / (scale * down) };
}

/** Scale and shift after a zoom about a point, given in CSS pixels from the middle of the stage, which stays. */
export function zoomed(
  { scale: before, translation, across, down }: Placement,
  factor: number,
  about: Point,
): Pick<ViewDetail, 'scale' | 'translation'> {
  const scale = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, before * factor));
  const gain = 1 / scale - 1 / before;
  return {
    scale,
    translation: {
      x: translation.x + (about.x * gain) / across,
      y: translation.y + (about.y * gain) / down,
    },
  };
}

/** The view turned by a quarter, clockwise or back; what is in the middle of the stage stays there. */
export function rotated(
  { rotation, translation: { x, y } }: Pick<ViewDetail, 'rotation' | 'translation'>,
  by: 90 | -90,
): Pick<ViewDetail, 'rotation' | 'translation'> {
  const translation = by === 90 ? { x: -y || 0, y: x } : { x: y, y: -x || 0 };
  return { rotation: quarter(rotation + by), translation };
}

/** The view flipped as it lies on the stage; what is in the middle of the stage stays there. */
export function flippedOver(
  { rotation, flipped, translation: { x, y } }: Turn & Pick<ViewDetail, 'translation'>,
  axis: 'horizontal' | 'vertical',
): Turn & Pick<ViewDetail, 'translation'> {
  // A flip before a rotation is one after the rotation the other way round.
  if (axis === 'horizontal') {
    return { rotation: quarter(-rotation), flipped: !flipped, translation: { x: -x || 0, y } };
  }
  return { rotation: quarter(180 - rotation), flipped: !flipped, translation: { x, y: -y || 0 } };
}

/** A step on the stage, right and down, as a step in the image. */
export function stepIn({ rotation, flipped }: Turn, x: number, y: number): Point {
  const back = [
    [x, y],
    [y, -x],
    [-x, -y],
    [-y, x],
  ][rotation / 90] as [number, number];
  return { x: (flipped ? -back[0] : back[0]) || 0, y: back[1] || 0 };
}

/** Any turn in degrees as the nearest quarter from 0 to 270. */
export function quarter(degrees: number): Rotation {
  const quarters = Math.round(degrees / 90) % 4;
  return (((quarters + 4) % 4) * 90 || 0) as Rotation;
}

function lies(rotation: Rotation): boolean {
  return rotation === 90 || rotation === 270;
}

/** A window moved by shares of its width: by whole units, unless its function has none. */
export function windowed(
  { center, width }: Window,
  byCenter: number,
  byWidth: number,
  kind: VoiFunction = 'LINEAR',
): Pick<ViewDetail, 'windowCenter' | 'windowWidth'> {
  const fine = kind !== 'LINEAR' && width < NARROW_WINDOW;
  const step = fine ? width : Math.max(width, NARROW_WINDOW);
  const round = fine ? (value: number) => Number(value.toPrecision(12)) : Math.round;
  return {
    windowCenter: round(center + byCenter * step),
    windowWidth: Math.max(fine ? narrowest(kind) : 1, round(width + byWidth * step)),
  };
}
