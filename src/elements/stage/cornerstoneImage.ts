/**
 * What is shown as cornerstone-core wants it. The greys are ours: cornerstone knows
 * only the linear window, so each image comes with its finished table, and values that
 * no table can be indexed by (fractions, 32 bits) come as greys.
 *
 * Never hand it fractional values: its lookup table is indexed by the stored value,
 * and fractions draw black dots without any error.
 *
 * @module
 */
import type { Image } from 'cornerstone-core';
import { type GreyOf, greyOf, type Voi } from '../../image/voi.js';
import type { Shown } from '../../provenance/shown.js';
import { extentOf, isColor, type Samples, samplesOf } from './samples.js';

/** The window that images with a finished table are shown in: cornerstone then computes none. */
export const FINISHED = { windowCenter: 127, windowWidth: 256 } as const;

/** cornerstone's image, and the table it looks for before it makes its own. */
type Tabled = Image & { readonly cachedLut: object };

const IDENTITY = Uint8ClampedArray.from({ length: 256 }, (_, grey) => grey);
const images = new WeakMap<Shown, Image>();
let made = 0;

/** cornerstone's image of a slice, made once; it shares the slice's pixels. */
export function imageOf(shown: Shown): Image {
  let image = images.get(shown);
  if (!image) {
    image = makeImage(shown);
    images.set(shown, image);
  }
  return image;
}

/** The image of a slice in the greys of a VOI, or in its colours. One for each canvas: it holds a table. */
export function imageIn(shown: Shown, voi: Voi, inverted: boolean): Image {
  const image = imageOf(shown);
  const samples = samplesOf(shown);
  if (!samples) return finished(image, IDENTITY, {});
  const grey = greyOf(voi);
  const greys: GreyOf = inverted !== image.invert ? (value) => 255 - grey(value) : grey;
  if (!isDeepIn(samples)) return finished(image, tableOf(image, samples, greys), {});
  let painted: Uint8Array | undefined;
  const getPixelData = () => {
    painted ??= paint(samples, greys);
    return painted;
  };
  return finished(image, IDENTITY, { minPixelValue: 0, maxPixelValue: 255, getPixelData });
}

/** True where small values are white: MONOCHROME1, or an inverse Presentation LUT Shape (PS3.3 C.11.6). */
export function isInverse(shown: Shown): boolean {
  if (isColor(shown)) return false;
  return shown.photometric === 'MONOCHROME1' || shown.presentation?.inverse === true;
}

function makeImage(shown: Shown): Image {
  const { rows, columns, plane } = shown;
  const samples = samplesOf(shown);
  const values = samples?.values;
  const [minPixelValue, maxPixelValue] =
    samples && !isDeepIn(samples) ? extentOf(samples.values, undefined) : [0, 255];
  const [rowPixelSpacing, columnPixelSpacing] = plane?.pixelSpacing ?? [1, 1];
  return {
    imageId: `veritome:${made++}`,
    minPixelValue,
    maxPixelValue,
    slope: samples?.slope ?? 1,
    intercept: samples?.intercept ?? 0,
    windowCenter: 0,
    windowWidth: 1,
    getPixelData: () => values ?? rgbaOf(shown),
    rows,
    columns,
    height: rows,
    width: columns,
    color: values === undefined,
    rgba: false,
    rowPixelSpacing,
    columnPixelSpacing,
    invert: isInverse(shown),
    sizeInBytes: values?.byteLength ?? rows * columns * 3,
    // The typings ask for members of web images and for number[]; neither is needed.
  } as unknown as Image;
}

/** A table indexed as cornerstone does: from 0, or from the smallest value where that is below. */
function tableOf({ minPixelValue, maxPixelValue }: Image, { slope, intercept }: Samples, grey: GreyOf) {
  const offset = Math.min(minPixelValue, 0);
  const table = new Uint8ClampedArray(maxPixelValue - offset + 1);
  for (let stored = minPixelValue; stored <= maxPixelValue; stored++) {
    table[stored - offset] = grey(stored * slope + intercept);
  }
  return table;
}

function finished(image: Image, lutArray: Uint8ClampedArray, change: object): Tabled {
  const cachedLut = { lutArray, invert: false, ...FINISHED };
  return { ...image, ...change, imageId: `veritome:${made++}`, cachedLut } as unknown as Tabled;
}

/** True where no table can be indexed by the values: fractions, or more than 16 bits. */
export function isDeep(shown: Shown): boolean {
  const samples = samplesOf(shown);
  return samples !== undefined && isDeepIn(samples);
}

function isDeepIn({ values }: Samples): boolean {
  return values.BYTES_PER_ELEMENT > 2;
}

function paint({ values, slope, intercept }: Samples, grey: GreyOf): Uint8Array {
  const painted = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) painted[i] = grey(values[i] * slope + intercept);
  return painted;
}

/** Four bytes a pixel, as cornerstone steps through colours. Made for each drawing: kept, a film would fill the memory. */
function rgbaOf(shown: Shown): Uint8ClampedArray {
  if (shown.kind !== 'picture' || !('rgb' in shown.pixels)) return new Uint8ClampedArray();
  const { rgb } = shown.pixels;
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from];
    rgba[to + 1] = rgb[from + 1];
    rgba[to + 2] = rgb[from + 2];
    rgba[to + 3] = 255;
  }
  return rgba;
}
