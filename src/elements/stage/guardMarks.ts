/**
 * Where the structure guard found more in the removed residual than noise explains:
 * what the record says of it, and hatched areas with a contour over its picture.
 * Hatching and contour read without colour; the colour is none that means something
 * else on the page.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { GuardFinding } from '../../provenance/record.js';
import { isMarked, type Shown } from '../../provenance/shown.js';

/** Violet: not the amber of generated, not the blue and rose of a difference. */
export const GUARD_COLOR = '#d48cff';

/** CSS pixels between hatching lines. */
const HATCH = 6;

/** What the guard found in a slice; undefined for acquired slices, other makers' and older records. */
export function guardOf(frame: Shown | undefined): GuardFinding | undefined {
  return frame && isMarked(frame) ? frame.origin.record?.guard : undefined;
}

/** Indices of the slices that the guard flagged. */
export function flaggedSlices(series: Series<Shown> | undefined): number[] {
  const flagged: number[] = [];
  series?.frames.forEach((frame, index) => {
    if (guardOf(frame)?.flagged) flagged.push(index);
  });
  return flagged;
}

/** Areas of an image, in image pixels. */
export interface GuardMarks {
  readonly area: Path2D;
  readonly contour: Path2D;
}

/** The areas of a map, rows x columns, that lie over `level`. */
export function guardMarks(map: Float32Array, rows: number, columns: number, level: number): GuardMarks {
  const area = new Path2D();
  const contour = new Path2D();
  const over = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < columns && y < rows && map[y * columns + x] > level;
  for (let y = 0; y <= rows; y++) {
    runs(
      columns,
      (x) => over(x, y),
      (from, to) => area.rect(from, y, to - from, 1),
    );
    runs(
      columns,
      (x) => over(x, y) !== over(x, y - 1),
      (from, to) => {
        contour.moveTo(from, y);
        contour.lineTo(to, y);
      },
    );
  }
  for (let x = 0; x <= columns; x++) {
    runs(
      rows,
      (y) => over(x, y) !== over(x - 1, y),
      (from, to) => {
        contour.moveTo(x, from);
        contour.lineTo(x, to);
      },
    );
  }
  return { area, contour };
}

/** Where the image lies on the canvas, in device pixels. */
export interface ImagePlace {
  /** From image pixels to the canvas, turned and flipped as the image is. */
  readonly matrix: DOMMatrix;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
}

/** Paints the areas over the picture; lines keep their width at any zoom. */
export function paintGuard(context: CanvasRenderingContext2D, marks: GuardMarks, place: ImagePlace): void {
  const { matrix, ratio } = place;
  const area = new Path2D();
  area.addPath(marks.area, matrix);
  const contour = new Path2D();
  contour.addPath(marks.contour, matrix);
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = 1;
  context.globalCompositeOperation = 'source-over';
  context.save();
  context.clip(area);
  const hatching = hatch(context.canvas, HATCH * ratio);
  stroke(context, hatching, '#000', 2.5 * ratio);
  stroke(context, hatching, GUARD_COLOR, ratio);
  context.restore();
  context.lineCap = 'square';
  stroke(context, contour, '#000', 3.5 * ratio);
  stroke(context, contour, GUARD_COLOR, 1.5 * ratio);
  context.restore();
}

/** Calls `run` for each longest stretch of 0 … length - 1 where `holds`. */
function runs(length: number, holds: (i: number) => boolean, run: (from: number, to: number) => void): void {
  for (let i = 0; i < length; i++) {
    if (!holds(i)) continue;
    const from = i;
    while (i < length && holds(i)) i++;
    run(from, i);
  }
}

/** Lines at 45 degrees over a whole canvas, fixed to the picture's frame. */
function hatch({ width, height }: HTMLCanvasElement, step: number): Path2D {
  const lines = new Path2D();
  for (let x = -height; x < width; x += step * Math.SQRT2) {
    lines.moveTo(x, height);
    lines.lineTo(x + height, 0);
  }
  return lines;
}

function stroke(context: CanvasRenderingContext2D, path: Path2D, color: string, width: number): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  context.stroke(path);
}
