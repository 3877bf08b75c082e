/**
 * A slice as an 8-bit picture in its own window, with the label inside when a network
 * wrote it. There is no way to such a picture without its label.
 *
 * @module
 */
import { displayGrey } from '../image/window.js';
import { labelOf } from '../provenance/label.js';
import type { Frame } from '../provenance/markedFrame.js';
import { pixelsOf } from '../provenance/markedPixels.js';
import { type GreyPicture, type Picture, stamp, stampGrey } from '../provenance/stamp.js';

const SOFT_TISSUE = { center: 40, width: 400 };
/** Narrower pictures have no room for the words: every pixel becomes a square of pixels. */
const NARROWEST = 96;

/** The picture in colour, its label in amber; a small one is enlarged by a whole factor. */
export function labelledRgb(frame: Frame): Picture {
  const { rows, columns } = frame;
  const grey = windowed(frame);
  const factor = frame.kind === 'marked' ? Math.ceil(NARROWEST / Math.min(NARROWEST, rows, columns)) : 1;
  const [width, height] = [columns * factor, rows * factor];
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = grey[Math.floor(y / factor) * columns + Math.floor(x / factor)];
      rgb.fill(value, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
  const picture = { width, height, rgb };
  if (frame.kind === 'marked') stamp(picture, labelOf(frame));
  return picture;
}

/** The picture in grey, pixel by pixel as the slice. */
export function labelledGrey(frame: Frame): GreyPicture {
  const picture = { width: frame.columns, height: frame.rows, grey: windowed(frame) };
  if (frame.kind === 'marked') stampGrey(picture, labelOf(frame));
  return picture;
}

/** The window a picture is made in: the slice's own, or soft tissue. */
export function windowOf({ window = SOFT_TISSUE }: Frame): { center: number; width: number } {
  return window;
}

function windowed(frame: Frame): Uint8Array {
  const { rescale, photometric } = frame;
  const window = windowOf(frame);
  const stored = pixelsOf(frame);
  const grey = new Uint8Array(stored.length);
  for (let i = 0; i < stored.length; i++) {
    const value = displayGrey(stored[i] * rescale.slope + rescale.intercept, window);
    grey[i] = photometric === 'MONOCHROME1' ? 255 - value : value;
  }
  return grey;
}
