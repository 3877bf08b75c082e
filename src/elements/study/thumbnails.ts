/**
 * The thumbnails of a list of series, painted a few at a time: many at once would hold up
 * the page.
 *
 * @module
 */
import type { PicturePixels } from '../../image/picture.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { isMarked, type Shown } from '../../provenance/shown.js';
import { paintThumbnail, stripe, THUMBNAIL_MARK } from '../stage/thumbnail.js';

/** Thumbnails are painted at twice their CSS size for dense screens. */
export const THUMBNAIL_PIXELS = 112;
/** Milliseconds of painting at a time. */
const SLICE_MS = 12;

/** True for a series that is only looked at. */
export function isOfPictures(series: Series<Shown>): boolean {
  return series.frames[0]?.kind === 'picture';
}

/** Paints what has changed; what there is no time for comes next. */
export class Thumbnails {
  /** The slice that each canvas shows. */
  readonly #painted = new WeakMap<HTMLCanvasElement, Shown>();
  #waiting = new Map<HTMLCanvasElement, Series<Shown>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param settled while a study grows, a thumbnail that shows something is left.
   */
  paint(canvases: ReadonlyMap<HTMLCanvasElement, Series<Shown>>, settled: boolean): void {
    this.#waiting = new Map(
      [...canvases].filter(([canvas, series]) => {
        const shown = this.#painted.get(canvas);
        const middle = series.frames[series.frames.length >> 1];
        return (
          shown === undefined || (settled && shown !== middle) || !series.frames.includes(shown as never)
        );
      }),
    );
    this.#work();
  }

  #work(): void {
    clearTimeout(this.#timer);
    const end = performance.now() + SLICE_MS;
    for (const [canvas, series] of this.#waiting) {
      if (performance.now() > end) {
        this.#timer = setTimeout(() => this.#work());
        return;
      }
      this.#waiting.delete(canvas);
      const middle = series.frames[series.frames.length >> 1];
      if (!middle) continue;
      if (isOfPictures(series)) paintPicture(canvas, middle);
      else paintThumbnail(canvas, series as Series<Frame>, THUMBNAIL_MARK);
      this.#painted.set(canvas, middle);
    }
  }
}

/** A picture, letterboxed: colours as they are, values from their smallest to their largest. */
function paintPicture(canvas: HTMLCanvasElement, shown: Shown): void {
  const context = canvas.getContext('2d');
  if (!context || shown.kind !== 'picture') return;
  const { rows, columns, pixels } = shown;
  const { width, height } = canvas;
  const scale = Math.min(width / columns, height / rows);
  const colorAt = sampler(pixels);
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor((y - (height - rows * scale) / 2) / scale);
    for (let x = 0; x < width; x++) {
      const column = Math.floor((x - (width - columns * scale) / 2) / scale);
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      image.data.set(
        inside ? [...colorAt(row * columns + column), 255] : [0, 0, 0, 255],
        (y * width + x) * 4,
      );
    }
  }
  context.putImageData(image, 0, 0);
  if (isMarked(shown)) stripe(context, THUMBNAIL_MARK);
}

function sampler(pixels: PicturePixels): (pixel: number) => readonly [number, number, number] {
  if ('rgb' in pixels) {
    const { rgb } = pixels;
    return (pixel) => [rgb[3 * pixel], rgb[3 * pixel + 1], rgb[3 * pixel + 2]];
  }
  const { values } = pixels;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return (pixel) => {
    const grey = high > low ? Math.round(((values[pixel] - low) / (high - low)) * 255) : 0;
    return [grey, grey, grey];
  };
}
