/**
 * Frames as cornerstone-core wants them: integer pixels with the slope and
 * intercept beside them, so that windows are in exact modality units.
 *
 * Never hand it fractional values: its lookup table is indexed by the stored
 * value, and fractions draw black dots without any error.
 *
 * @module
 */
import type { Image } from 'cornerstone-core';
import type { StoredPixels } from '../../image/frame.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { pixelsOf } from '../../provenance/markedPixels.js';

/** A lookup table of more entries than this is not built: 32-bit data are binned for display. */
const LONGEST_TABLE = 2 ** 16;

const images = new WeakMap<Frame, Image>();
let made = 0;

/** cornerstone's image of a frame, made once. */
export function imageOf(frame: Frame): Image {
  let image = images.get(frame);
  if (!image) {
    image = makeImage(frame);
    images.set(frame, image);
  }
  return image;
}

/** Modality value at a pixel, to the integer for HU. */
export function valueAt(frame: Frame, x: number, y: number): number {
  const { slope, intercept } = frame.rescale;
  return pixelsOf(frame)[y * frame.columns + x] * slope + intercept;
}

/** Smallest and largest modality value of a frame, padding left out. */
export function rangeOf(frame: Frame): [number, number] {
  const { slope, intercept } = frame.rescale;
  const [low, high] = storedExtent(pixelsOf(frame), frame.padding);
  const ends = [low * slope + intercept, high * slope + intercept];
  return [Math.min(...ends), Math.max(...ends)];
}

function makeImage(frame: Frame): Image {
  const { rows, columns, plane, photometric } = frame;
  const { stored, slope, intercept } = displayable(frame);
  const [minPixelValue, maxPixelValue] = storedExtent(stored, undefined);
  const [rowPixelSpacing, columnPixelSpacing] = plane?.pixelSpacing ?? [1, 1];
  return {
    imageId: `veritome:${made++}`,
    minPixelValue,
    maxPixelValue,
    slope,
    intercept,
    windowCenter: 0,
    windowWidth: 1,
    getPixelData: () => stored,
    rows,
    columns,
    height: rows,
    width: columns,
    color: false,
    rgba: false,
    rowPixelSpacing,
    columnPixelSpacing,
    invert: photometric === 'MONOCHROME1',
    sizeInBytes: stored.byteLength,
    // The typings ask for colour-image members and for number[]; grey images need neither.
  } as unknown as Image;
}

interface Displayable {
  readonly stored: StoredPixels;
  readonly slope: number;
  readonly intercept: number;
}

function displayable(frame: Frame): Displayable {
  const stored = pixelsOf(frame);
  const { slope, intercept } = frame.rescale;
  if (stored.BYTES_PER_ELEMENT < 4) return { stored, slope, intercept };
  const [low, high] = storedExtent(stored, undefined);
  const bin = Math.max(1, Math.ceil((high - low + 1) / LONGEST_TABLE));
  const binned = new Uint16Array(stored.length);
  for (let i = 0; i < stored.length; i++) binned[i] = (stored[i] - low) / bin;
  return { stored: binned, slope: slope * bin, intercept: intercept + low * slope };
}

function storedExtent(stored: StoredPixels, padding: Frame['padding']): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const [first, last] = padding ?? [1, 0];
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i];
    if (value >= first && value <= last) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? [0, 0] : [low, high];
}
