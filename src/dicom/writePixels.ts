/**
 * Image Pixel module (PS3.3 C.7.6.3) of monochrome frames.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { type PixelFormat, type StoredPixels, storedRange } from '../image/frame.js';
import type { Attributes } from './dcmjs.js';

/** Pixels about to be written, and how they are packed. */
export interface PixelsToWrite {
  /** rows x columns stored values, C order. */
  readonly stored: StoredPixels;
  readonly rows: number;
  readonly columns: number;
  readonly format: PixelFormat;
}

/** The module's attributes, Photometric Interpretation excepted. */
export function pixelModule(pixels: PixelsToWrite): Attributes {
  const [smallest, largest] = checkPixels(pixels);
  // US and SS hold 16 bits: wider pixels go without their optional extremes.
  const narrow = pixels.format.bitsAllocated < 32;
  return {
    ...layout(pixels),
    SmallestImagePixelValue: narrow ? smallest : undefined,
    LargestImagePixelValue: narrow ? largest : undefined,
    PixelData: joined([pixels.stored]),
  };
}

/** The same for several frames, which the Enhanced IODs want without extremes (PS3.3 C.8.13.1, C.8.15.2). */
export function framesModule(
  image: Omit<PixelsToWrite, 'stored'> & { readonly frames: readonly Pick<PixelsToWrite, 'stored'>[] },
): Attributes {
  for (const { stored } of image.frames) checkPixels({ ...image, stored });
  return {
    ...layout(image),
    NumberOfFrames: image.frames.length,
    PixelData: joined(image.frames.map(({ stored }) => stored)),
  };
}

function layout({ rows, columns, format }: Omit<PixelsToWrite, 'stored'>): Attributes {
  const { bitsAllocated, bitsStored, signed } = format;
  return {
    SamplesPerPixel: 1,
    Rows: rows,
    Columns: columns,
    BitsAllocated: bitsAllocated,
    BitsStored: bitsStored,
    HighBit: bitsStored - 1,
    PixelRepresentation: signed ? 1 : 0,
  };
}

/** Smallest and largest value of pixels that fit their description; throws for others. */
function checkPixels({ stored, rows, columns, format }: PixelsToWrite): [number, number] {
  const { bitsAllocated, bitsStored } = format;
  if (stored.length !== rows * columns || rows < 1 || columns < 1 || rows > 65535 || columns > 65535) {
    throw new ArgumentError(`${stored.length} pixels do not make ${rows} rows of ${columns}.`, {
      attribute: 'stored',
      remedy: 'Give rows x columns stored values.',
    });
  }
  const fits = bitsStored >= 1 && bitsStored <= bitsAllocated;
  if (stored.BYTES_PER_ELEMENT * 8 !== bitsAllocated || !fits) {
    throw new ArgumentError('Pixels and format disagree on the bits of a pixel.', {
      attribute: 'format',
      remedy: 'Use allocateStored() with the same format.',
    });
  }
  const [smallest, largest] = extremes(stored);
  const [low, high] = storedRange(format);
  if (smallest < low || largest > high) {
    throw new ArgumentError(`Stored values leave the range ${low} to ${high} of Bits Stored.`, {
      attribute: 'stored',
      remedy: 'Convert with toStored(), which clamps.',
    });
  }
  return [smallest, largest];
}

function extremes(stored: StoredPixels): [number, number] {
  let smallest = stored[0];
  let largest = stored[0];
  for (let i = 1; i < stored.length; i++) {
    if (stored[i] < smallest) smallest = stored[i];
    else if (stored[i] > largest) largest = stored[i];
  }
  return [smallest, largest];
}

/** Every engine that runs us keeps typed arrays in little endian; the copy also frees a shared buffer. */
function joined(frames: readonly StoredPixels[]): ArrayBuffer {
  const bytes = new Uint8Array(frames.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of frames) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes.buffer;
}
