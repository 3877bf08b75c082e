/**
 * Values along a straight line through a slice, between its pixels by bilinear interpolation.
 *
 * @module
 */

/** A place of the image in pixels from its top left corner: the centre of the first pixel is (0.5, 0.5). */
interface Place {
  readonly x: number;
  readonly y: number;
}

export interface ProfileGrid {
  readonly rows: number;
  readonly columns: number;
  /** Distance between rows, then between columns, in mm; pixels where absent. */
  readonly spacing?: readonly [number, number];
}

/** Both of one length; the first sample is on the first end, the last one on the other. */
export interface LineProfile {
  /** From the first end, in mm, or in pixels without a spacing. */
  readonly distance: Float64Array;
  /** NaN outside the image and beside pixels without a value. */
  readonly value: Float64Array;
}

/** A line of more samples than this is drawn no finer. */
const MOST = 2048;

/**
 * Samples a line every half pixel, ends included.
 *
 * @param valueAt value of a pixel by column and row; NaN where it has none.
 */
export function lineProfile(
  valueAt: (x: number, y: number) => number,
  grid: ProfileGrid,
  from: Place,
  to: Place,
): LineProfile {
  const [betweenRows, betweenColumns] = grid.spacing ?? [1, 1];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx * betweenColumns, dy * betweenRows);
  const steps = Math.min(MOST - 1, Math.max(1, Math.ceil(2 * Math.hypot(dx, dy))));
  const distance = new Float64Array(steps + 1);
  const value = new Float64Array(steps + 1);
  for (let i = 0; i <= steps; i++) {
    const share = i / steps;
    distance[i] = share * length;
    value[i] = bilinear(valueAt, grid, from.x + share * dx - 0.5, from.y + share * dy - 0.5);
  }
  return { distance, value };
}

/** The value between pixel centres; the outermost half pixel has that of its centre. */
function bilinear(
  valueAt: (x: number, y: number) => number,
  { rows, columns }: ProfileGrid,
  x: number,
  y: number,
): number {
  if (x < -0.5 || y < -0.5 || x > columns - 0.5 || y > rows - 0.5) return Number.NaN;
  const u = Math.min(columns - 1, Math.max(0, x));
  const v = Math.min(rows - 1, Math.max(0, y));
  const [left, top] = [Math.floor(u), Math.floor(v)];
  const [a, b] = [u - left, v - top];
  let sum = 0;
  for (const [column, row, weight] of [
    [left, top, (1 - a) * (1 - b)],
    [left + 1, top, a * (1 - b)],
    [left, top + 1, (1 - a) * b],
    [left + 1, top + 1, a * b],
  ]) {
    // A pixel that does not count is not read: at the edge there is none.
    if (weight > 0) sum += weight * valueAt(column, row);
  }
  return sum;
}
