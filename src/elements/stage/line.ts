/**
 * A straight line on the image and the values along it, so that it lies on the same pixels
 * of all pictures of a comparison.
 *
 * @module
 */
import { type LineProfile, lineProfile } from '../../evaluation/lineProfile.js';
import { isPadding } from '../../image/frame.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { pixelsOf } from '../../provenance/markedPixels.js';

/** A place in image pixels from the top left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly from: Place;
  readonly to: Place;
}

/** What of a line is moved. */
export type LinePart = 'from' | 'to' | 'middle';

export type Profile = LineProfile & {
  /** False where the file gives no pixel spacing: distances are in pixels then. */
  readonly inMillimetres: boolean;
};

type Grid = Pick<Frame, 'rows' | 'columns'>;

/** The line that is there before the reader draws one: level, through the middle, half as wide as the image. */
export function usualLine({ rows, columns }: Grid): Line {
  return { from: { x: columns / 4, y: rows / 2 }, to: { x: (3 * columns) / 4, y: rows / 2 } };
}

/** Where a part of a line is. */
export function partOf({ from, to }: Line, part: LinePart): Place {
  if (part === 'from') return from;
  if (part === 'to') return to;
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

/** The line with a part moved to a place; its ends stay inside the image. */
export function movedLine(line: Line, part: LinePart, place: Place, grid: Grid): Line {
  if (part !== 'middle') return { ...line, [part]: inside(place, grid) };
  const middle = partOf(line, 'middle');
  const xs = [line.from.x, line.to.x];
  const ys = [line.from.y, line.to.y];
  const dx = kept(place.x - middle.x, -Math.min(...xs), grid.columns - Math.max(...xs));
  const dy = kept(place.y - middle.y, -Math.min(...ys), grid.rows - Math.max(...ys));
  const by = ({ x, y }: Place) => ({ x: x + dx, y: y + dy });
  return { from: by(line.from), to: by(line.to) };
}

/** Modality values along a line, between the pixels. */
export function profileOf(frame: Frame, { from, to }: Line): Profile {
  const { rows, columns, rescale, padding, plane } = frame;
  const stored = pixelsOf(frame);
  const valueAt = (x: number, y: number) => {
    const value = stored[y * columns + x];
    return isPadding(value, padding) ? Number.NaN : value * rescale.slope + rescale.intercept;
  };
  const grid = { rows, columns, spacing: plane?.pixelSpacing };
  return { ...lineProfile(valueAt, grid, from, to), inMillimetres: plane !== undefined };
}

/** Share of the line, 0 to 1, that lies nearest a place, and how far it lies in image pixels. */
export function nearestOn({ from, to }: Line, place: Place): { share: number; away: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((place.x - from.x) * dx + (place.y - from.y) * dy) / squared;
  const share = kept(along, 0, 1);
  return { share, away: Math.hypot(place.x - from.x - share * dx, place.y - from.y - share * dy) };
}

/** The place at a share of the line. */
export function placeOn({ from, to }: Line, share: number): Place {
  return { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) };
}

function inside({ x, y }: Place, { rows, columns }: Grid): Place {
  return { x: kept(x, 0, columns), y: kept(y, 0, rows) };
}

function kept(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
