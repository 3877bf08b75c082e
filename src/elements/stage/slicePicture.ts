/**
 * One slice alone on a canvas, smoothed to its size, with the badge painted in when a
 * network wrote it.
 *
 * @module
 */
import { displayGrey } from '../../image/window.js';
import { labelOf } from '../../provenance/label.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { paintBadge } from './badge.js';
import { valueAt } from './cornerstoneImage.js';
import { paintTamper } from './tamperMarks.js';
import { defaultWindow } from './windows.js';

/** Fills the square `canvas` with `frame` in its own window; `ratio`: canvas pixels per CSS pixel. */
export function paintSlice(canvas: HTMLCanvasElement, frame: Frame, ratio: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { rows, columns, plane } = frame;
  const window = frame.window ?? defaultWindow(undefined);
  const grey = new ImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) {
    const value = displayGrey(valueAt(frame, i % columns, Math.floor(i / columns)), window);
    grey.data.fill(value, i * 4, i * 4 + 3);
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
  const altered = frame.kind === 'marked' ? frame.origin.altered : undefined;
  if (typeof altered === 'object') {
    const [scaleX, scaleY] = [betweenColumns * scale, betweenRows * scale];
    const [left, top] = [(canvas.width - wide * scale) / 2, (canvas.height - high * scale) / 2];
    paintTamper(context, altered, frame, { left, top, scaleX, scaleY, ratio });
  }
  if (frame.kind === 'marked') paintBadge(context, labelOf(frame), { ratio, placement: 'top' });
}
