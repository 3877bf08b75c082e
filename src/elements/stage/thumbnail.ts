/**
 * A slice at the size of a thumb: the middle one, in the series' own window.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { GENERATED, PLATE } from '../amber.js';
import { colorsOf } from './colorsOf.js';
import { flaggedSlices, GUARD_COLOR } from './guardMarks.js';
import { voiOf } from './windows.js';

/** One word in every language, as on the badge: copies of pictures travel. */
export const THUMBNAIL_MARK = 'GENERATED';

/** Draws the middle slice of `series` into `canvas`, letterboxed; generated ones carry a stripe with the word. */
export function paintThumbnail(canvas: HTMLCanvasElement, series: Series<Shown>, word: string): void {
  const context = canvas.getContext('2d');
  const frame = series.frames[series.frames.length >> 1] as Shown | undefined;
  if (!context || !frame) return;
  const { width, height } = canvas;
  const colors = colorsOf(frame, voiOf(series, frame, {}));
  const [betweenRows, betweenColumns] = frame.plane?.pixelSpacing ?? [1, 1];
  const wide = frame.columns * betweenColumns;
  const high = frame.rows * betweenRows;
  const scale = Math.min(width / wide, height / high);
  const left = (width - wide * scale) / 2;
  const top = (height - high * scale) / 2;
  const pixels = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y - top) / (betweenRows * scale));
    for (let x = 0; x < width; x++) {
      const column = Math.floor((x - left) / (betweenColumns * scale));
      const inside = row >= 0 && row < frame.rows && column >= 0 && column < frame.columns;
      if (inside) pixels.data.set(colors(column, row), (y * width + x) * 4);
      pixels.data[(y * width + x) * 4 + 3] = 255;
    }
  }
  context.putImageData(pixels, 0, 0);
  if (isMarked(frame)) stripe(context, word);
  if (flaggedSlices(series).length > 0) flag(context);
}

/** A flag in the corner: the guard found removed structure in a slice of the series. */
function flag(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  const size = Math.round(height / 4.5);
  context.fillStyle = '#000';
  context.fillRect(width - size, height - size, size, size);
  context.fillStyle = GUARD_COLOR;
  context.font = `${Math.round(size * 0.8)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText('⚑', width - size / 2, height - size / 2);
}

/** The word over the top of a thumbnail: a network wrote it. */
export function stripe(context: CanvasRenderingContext2D, word: string): void {
  const { width, height } = context.canvas;
  const tall = Math.round(height / 4.5);
  context.fillStyle = PLATE;
  context.fillRect(0, 0, width, tall);
  context.fillStyle = GENERATED;
  context.font = `700 ${Math.round(tall * 0.68)}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(word, width / 2, tall / 2 + 0.5, width - 4);
}
