/** From the bytes of all frames to stored values in an array of their own type. */
import { AttributeError } from '../errors.js';
import type { StoredPixels } from '../image/frame.js';
import { attributeName, TAG } from './attributeTags.js';
import { framePixels, type ImagePixel } from './imagePixel.js';

/** Stored values of any image: float for parametric maps. */
export type StoredValues = StoredPixels | Float32Array | Float64Array;

/** Eight pixels a byte, the first in the lowest bit (PS3.5 §8.1.1), to one byte a pixel. */
export function unpackBits(bytes: Uint8Array, pixels: number, target = new Uint8Array(pixels)): Uint8Array {
  for (let i = 0; i < pixels; i++) target[i] = (bytes[i >> 3] >> (i & 7)) & 1;
  return target;
}

/** YBR_FULL_422: Y1 Y2 Cb Cr of two pixels to Y Cb Cr of each (PS3.3 C.7.6.3.1.2). */
export function expandChroma(bytes: Uint8Array, pixel: ImagePixel, file: string): Uint8Array {
  if (pixel.bitsAllocated !== 8 || pixel.columns % 2 === 1) {
    throw new AttributeError('YBR_FULL_422 needs 8 bits and an even number of columns.', {
      file,
      attribute: attributeName(TAG.PhotometricInterpretation),
      remedy: 'Export the file again as RGB.',
    });
  }
  const target = new Uint8Array((bytes.length / 2) * 3);
  for (let from = 0, to = 0; from < bytes.length; from += 4, to += 6) {
    target[to] = bytes[from];
    target[to + 3] = bytes[from + 1];
    target[to + 1] = target[to + 4] = bytes[from + 2];
    target[to + 2] = target[to + 5] = bytes[from + 3];
  }
  return target;
}

/** Samples by plane to samples by pixel, frame by frame (Planar Configuration, PS3.3 C.7.6.3.1.3). */
export function byPixel<A extends StoredValues>(values: A, pixel: ImagePixel): A {
  const plane = framePixels(pixel);
  const frame = 3 * plane;
  const target = values.slice() as A;
  for (let start = 0; start < values.length; start += frame) {
    for (let i = 0; i < plane; i++) {
      for (let s = 0; s < 3; s++) target[start + 3 * i + s] = values[start + s * plane + i];
    }
  }
  return target;
}

/** The bytes as numbers: a view where they lie on a boundary of their width, else a copy. */
export function numbers(bytes: Uint8Array, { bitsAllocated, signed, float }: ImagePixel): StoredValues {
  const width = Math.max(1, bitsAllocated / 8);
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  const buffer = aligned.buffer as ArrayBuffer;
  const { byteOffset } = aligned;
  const length = aligned.byteLength / width;
  if (float) return new (width === 4 ? Float32Array : Float64Array)(buffer, byteOffset, length);
  if (width === 1) return new (signed ? Int8Array : Uint8Array)(buffer, byteOffset, length);
  if (width === 2) return new (signed ? Int16Array : Uint16Array)(buffer, byteOffset, length);
  return new (signed ? Int32Array : Uint32Array)(buffer, byteOffset, length);
}

/**
 * Drops what stands above High Bit and below the stored bits (overlays of old files),
 * and extends the sign (PS3.5 §8.1.1). Copies only if there is something to drop.
 */
export function onlyStoredBits(values: StoredPixels, pixel: ImagePixel): StoredPixels {
  const { bitsAllocated, bitsStored, highBit, signed } = pixel;
  if (bitsStored === bitsAllocated) return values;
  const left = 31 - highBit;
  const right = 32 - bitsStored;
  if (areClean(values, left, right, signed)) return values;
  const target = values.slice();
  if (signed) for (let i = 0; i < target.length; i++) target[i] = (target[i] << left) >> right;
  else for (let i = 0; i < target.length; i++) target[i] = (target[i] << left) >>> right;
  return target;
}

function areClean(values: StoredPixels, left: number, right: number, signed: boolean): boolean {
  let stray = 0;
  if (signed) for (let i = 0; i < values.length; i++) stray |= values[i] ^ ((values[i] << left) >> right);
  else for (let i = 0; i < values.length; i++) stray |= values[i] ^ ((values[i] << left) >>> right);
  return stray === 0;
}
