/**
 * One slice alone on a canvas, smoothed to its size, with the badge painted in when a
 * network wrote it.
 *
 * @module
 */
import { labelOf } from '../../provenance/label.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { paintBadge } from './badge.js';
import { colorsOf } from './colorsOf.js';
import { paintTamper } from './tamperMarks.js';
import { type ChosenVoi, voiOf } from './windows.js';

/** Fills the square `canvas` with `frame` in its own window; `ratio`: canvas pixels per CSS pixel. */
export function paintSlice(canvas: HTMLCanvasElement, frame: Shown, ratio: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { rows, columns, plane } = frame;
  const colors = colorsOf(frame, voiOf(undefined, frame, ownWindow(frame)));
  const grey = new ImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    grey.data.set(colors(i % columns, Math.floor(i / columns)), i * 4);
    grey.data[i * 4 + 3] = 255;
  }
  const whole = new OffscreenCanvas(columns, rows);
  whole.getContext('2d')?.putImageData(grey, 0, 0);
  const [betweenRows, betweenColumns] = plane?.pixelSpacing ?? [1, 1];
  const wide = columns * betweenColumns;
  const high = rows * betweenRows;
  const scale = Math.min(canvas.width / wide, canvas.height / high);
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    whole,
    (canvas.width - wide * scale) / 2,
    (canvas.height - high * scale) / 2,
    wide * scale,
    high * scale,
  );
  const altered = isMarked(frame) ? frame.origin.altered : undefined;
  if (typeof altered === 'object') {
    const [left, top] = [(canvas.width - wide * scale) / 2, (canvas.height - high * scale) / 2];
    const matrix = new DOMMatrix([betweenColumns * scale, 0, 0, betweenRows * scale, left, top]);
    paintTamper(context, altered, frame, { matrix, ratio });
  }
  if (isMarked(frame)) paintBadge(context, labelOf(frame), { ratio, placement: 'top' });
}

function ownWindow({ window }: Shown): ChosenVoi {
  return { windowCenter: window?.center, windowWidth: window?.width };
}
