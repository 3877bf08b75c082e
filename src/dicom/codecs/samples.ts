/** From what a codestream holds to samples as wide as Bits Allocated, after both were compared. */
import { DecodeError, OutOfMemoryError } from '../../errors.js';
import type { ImagePixel } from '../imagePixel.js';

/** What a codestream's header says of its picture. */
export interface CodestreamFormat {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  /** Bits of a sample. */
  readonly precision: number;
}

const ATTRIBUTE = 'PixelData (7FE0,0010)';

/** Samples of one frame; decoders hold up to three arrays of four bytes for each. */
const MAX_SAMPLES = 2 ** 27;

/**
 * Refuses a codestream that is another picture than the data set says, before
 * anything is allocated for it.
 *
 * @throws DecodeError, OutOfMemoryError.
 */
export function compareWithDataSet(format: CodestreamFormat, pixel: ImagePixel, file: string): void {
  if (format.rows !== pixel.rows || format.columns !== pixel.columns) {
    throw disagreement('The codestream disagrees with Rows or Columns.', file);
  }
  if (format.components !== pixel.samplesPerPixel) {
    throw disagreement('The codestream disagrees with Samples per Pixel.', file);
  }
  // Fewer bits than stored are common, more than stored are masked like stray bits of native pixels.
  if (format.precision < 1 || format.precision > pixel.bitsAllocated) {
    throw disagreement('The codestream disagrees with Bits Allocated.', file);
  }
  if (pixel.float) throw disagreement('Floating point pixels cannot be compressed by this syntax.', file);
  if (format.rows * format.columns * format.components > MAX_SAMPLES) {
    throw new OutOfMemoryError('The frame needs more memory than the budget allows.', {
      file,
      attribute: 'Rows (0028,0010)',
      remedy: 'Convert the file to an uncompressed transfer syntax, if the size is true.',
    });
  }
}

/** Integers of any width, little endian and as wide as Bits Allocated; a negative one in two's complement. */
export function asAllocated(
  values: Uint8Array | Uint16Array | Int16Array | Int32Array,
  { bitsAllocated }: ImagePixel,
): Uint8Array {
  const bytes = Math.max(1, bitsAllocated / 8);
  if (values.BYTES_PER_ELEMENT === bytes) {
    return new Uint8Array(values.buffer as ArrayBuffer, values.byteOffset, values.byteLength);
  }
  const wide = bytes === 1 ? new Uint8Array(values) : new (bytes === 2 ? Uint16Array : Uint32Array)(values);
  return new Uint8Array(wide.buffer);
}

/** A codestream that is not what the data set says. */
export function disagreement(message: string, file: string): DecodeError {
  return new DecodeError(message, {
    file,
    attribute: ATTRIBUTE,
    remedy: 'Export the file again from its source.',
  });
}

/** A codestream that is broken or incomplete. */
export function damaged(message: string, file: string, cause?: unknown): DecodeError {
  return new DecodeError(message, {
    file,
    attribute: ATTRIBUTE,
    remedy: 'Fetch the file again from its source.',
    cause,
  });
}

/** A codestream that uses what the decoder does not know. */
export function beyond(message: string, file: string): DecodeError {
  return new DecodeError(message, {
    file,
    attribute: ATTRIBUTE,
    remedy: 'Convert the file to Explicit VR Little Endian.',
  });
}
