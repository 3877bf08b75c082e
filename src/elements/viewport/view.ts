/**
 * How a slice lies on the stage, and how a reader moves it: plain arithmetic.
 *
 * @module
 */
import type { Window } from '../../image/frame.js';
import type { Frame } from '../../provenance/markedFrame.js';

/** What a viewport shows, as `veritome-view` tells it. */
export interface ViewDetail {
  readonly index: number;
  readonly windowCenter: number;
  readonly windowWidth: number;
  /** CSS pixels per image column. */
  readonly scale: number;
  /** Shift of the image in image pixels. */
  readonly translation: Point;
  readonly inverted: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Scale, shift, and the height of a row for a column one unit wide. */
export interface Placement {
  readonly scale: number;
  readonly translation: Point;
  readonly stretch: number;
}

const SMALLEST_SCALE = 0.02;
const LARGEST_SCALE = 64;
/** A window narrower than this moves as fast as one of this width, or it would hardly move. */
const NARROW_WINDOW = 20;

/** Height of a row for a column one unit wide. */
export function stretchOf(frame: Frame | undefined): number {
  const [betweenRows, betweenColumns] = frame?.plane?.pixelSpacing ?? [1, 1];
  return betweenRows / betweenColumns;
}

/** The scale at which a whole slice fits the stage; 1 while either is missing. */
export function fittingScale(frame: Frame | undefined, stretch: number, { width, height }: Size): number {
  if (!frame || width === 0) return 1;
  return Math.min(width / frame.columns, height / (frame.rows * stretch));
}

/** The shift after a pan by CSS pixels. */
export function panned({ scale, translation, stretch }: Placement, dx: number, dy: number): Point {
  return { x: translation.x + dx / scale, y: translation.y + dy / (scale * stretch) };
}

/** Scale and shift after a zoom about a point, given in CSS pixels from the middle of the stage, which stays. */
export function zoomed(
  { scale: before, translation, stretch }: Placement,
  factor: number,
  about: Point,
): Pick<ViewDetail, 'scale' | 'translation'> {
  const scale = Math.min(LARGEST_SCALE, Math.max(SMALLEST_SCALE, before * factor));
  const gain = 1 / scale - 1 / before;
  return {
    scale,
    translation: { x: translation.x + about.x * gain, y: translation.y + (about.y * gain) / stretch },
  };
}

/** A window moved by shares of its width. */
export function windowed(
  { center, width }: Window,
  byCenter: number,
  byWidth: number,
): Pick<ViewDetail, 'windowCenter' | 'windowWidth'> {
  const step = Math.max(width, NARROW_WINDOW);
  return {
    windowCenter: Math.round(center + byCenter * step),
    windowWidth: Math.max(1, Math.round(width + byWidth * step)),
  };
}
