/** Decodes the pixels of a file to stored values, whatever the transfer syntax. */
import { DecodeError, isVeritomeError, OutOfMemoryError, TruncatedError } from '../errors.js';
import { attributeName, TAG } from './attributeTags.js';
import { type Codec, codecFor } from './codecs.js';
import { codestreams, encapsulatedBytes } from './fragments.js';
import { bytesPerSample, framePixels, halvesChroma, type ImagePixel } from './imagePixel.js';
import { nativeBytes } from './nativePixels.js';
import type { Part10 } from './part10.js';
import {
  byPixel,
  expandChroma,
  numbers,
  onlyStoredBits,
  type StoredValues,
  unpackBits,
} from './storedValues.js';
import { encodingOf, isNative } from './transferSyntaxes.js';

/**
 * Stored values of all frames: frames, rows, columns, samples in C order, colour by
 * pixel, a byte for each 1-bit pixel. A view on the file where that is possible.
 */
export async function decodePixels(part10: Part10, pixel: ImagePixel): Promise<StoredValues> {
  try {
    return isNative(part10.transferSyntaxUID)
      ? decodeNative(part10, pixel)
      : await decodeEncapsulated(part10, pixel);
  } catch (cause) {
    if (isVeritomeError(cause)) throw cause;
    if (isAllocationFailure(cause)) throw tooLarge(part10, cause);
    throw damaged(part10, 'The decoder failed.', cause);
  }
}

function decodeNative(part10: Part10, pixel: ImagePixel): StoredValues {
  const { littleEndian } = encodingOf(part10.transferSyntaxUID);
  const bytes = nativeBytes(part10, pixel, littleEndian);
  // PS3.5 §8.1.1: 1-bit frames follow each other without padding.
  if (pixel.bitsAllocated === 1) return unpackBits(bytes, framePixels(pixel) * pixel.frames);
  if (halvesChroma(pixel)) return expandChroma(bytes, pixel, part10.file);
  const values = tidy(numbers(bytes, pixel), pixel);
  return pixel.byPlane ? byPixel(values, pixel) : values;
}

async function decodeEncapsulated(part10: Part10, pixel: ImagePixel): Promise<StoredValues> {
  const { transferSyntaxUID, file } = part10;
  const codec = await codecFor(transferSyntaxUID, file);
  const frameBytes = framePixels(pixel) * pixel.samplesPerPixel * bytesPerSample(pixel);
  checkExpansion(part10, pixel, codec);
  const streams = codestreams(part10, pixel.frames, codec.opens);
  let all: Uint8Array | undefined;
  for (const [i, stream] of streams.entries()) {
    const decoded = await codec.decode(stream, pixel, file);
    const packed = pixel.bitsAllocated === 1 && codec.packedBits;
    const frame = packed ? unpackBits(decoded, frameBytes) : decoded;
    if (frame.length !== frameBytes) {
      throw damaged(part10, 'The codestream disagrees with Rows, Columns or Bits Allocated.');
    }
    // Only after the first frame proved to be as large as promised.
    all ??= streams.length === 1 ? frame : new Uint8Array(frameBytes * streams.length);
    if (all !== frame) all.set(frame, i * frameBytes);
  }
  return tidy(numbers(all ?? new Uint8Array(), pixel), pixel);
}

function tidy(values: StoredValues, pixel: ImagePixel): StoredValues {
  return values instanceof Float32Array || values instanceof Float64Array
    ? values
    : onlyStoredBits(values, pixel);
}

/** A few bytes cannot become the gigabytes that Rows and Columns may claim. */
function checkExpansion(part10: Part10, pixel: ImagePixel, { maxExpansion }: Codec): void {
  const bits = framePixels(pixel) * pixel.samplesPerPixel * pixel.frames * pixel.bitsAllocated;
  if (bits / 8 <= maxExpansion * encapsulatedBytes(part10)) return;
  throw new TruncatedError('The file holds fewer pixels than Rows, Columns and Number of Frames say.', {
    file: part10.file,
    attribute: attributeName(TAG.PixelData),
    remedy: 'Fetch the file again from its source.',
  });
}

/** Engines tell a failed allocation from a bad offset by the message alone. */
function isAllocationFailure(error: unknown): boolean {
  return error instanceof RangeError && /alloc|array (buffer )?length|memory/i.test(error.message);
}

function tooLarge({ file }: Part10, cause: unknown): OutOfMemoryError {
  return new OutOfMemoryError('There is not enough memory for the pixels.', {
    file,
    attribute: attributeName(TAG.PixelData),
    remedy: 'Close other pages, or open fewer files.',
    cause,
  });
}

function damaged({ file }: Part10, message: string, cause?: unknown): DecodeError {
  return new DecodeError(message, {
    file,
    attribute: attributeName(TAG.PixelData),
    remedy: 'Fetch the file again from its source.',
    cause,
  });
}
