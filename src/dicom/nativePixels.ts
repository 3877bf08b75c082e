/** Pixels that stand in the data set as they are (PS3.5 §8.1, A.1 to A.3). */
import { type AttributeError, DecodeError, TruncatedError } from '../errors.js';
import { type Attributes, attributeError } from './attributes.js';
import { attributeName, TAG } from './attributeTags.js';
import { bytesPerSample, framePixels, halvesChroma, type ImagePixel } from './imagePixel.js';

/**
 * The bytes of all frames, little endian, as the file orders the samples; eight
 * pixels a byte for Bits Allocated 1. A view on the file where that is possible.
 */
export function nativeBytes(source: Attributes, pixel: ImagePixel, littleEndian: boolean): Uint8Array {
  const { byteArray, elements } = source.dataSet;
  const { dataOffset, length, fragments, vr } = elements[pixel.tag];
  if (fragments) {
    throw new DecodeError('The pixels are encapsulated, against the transfer syntax.', {
      file: source.file,
      attribute: attributeName(TAG.PixelData),
      remedy: 'Export the file again from its source.',
    });
  }
  const expected = expectedBytes(pixel);
  const padding = byteArray.subarray(dataOffset + Math.ceil(expected), dataOffset + length);
  if (length < expected) {
    throw new TruncatedError('The file holds fewer pixels than Rows, Columns and Number of Frames say.', {
      file: source.file,
      attribute: attributeName(pixel.tag),
      remedy: 'Fetch the file again from its source.',
    });
  }
  if (hasSurplus(padding) && !isWholeRows(padding.length, pixel)) throw surplus(source, pixel);
  const bytes = byteArray.subarray(dataOffset, dataOffset + Math.ceil(expected));
  if (littleEndian) return bytes;
  const unit = Math.max(vr === 'OB' ? 1 : 2, Math.floor(bytesPerSample(pixel)));
  // A 16-bit word of 8-bit samples may have its second half behind the last sample.
  return unit === 1
    ? bytes
    : swapped(byteArray.subarray(dataOffset, dataOffset + length), unit, bytes.length);
}

/**
 * True for a file that holds more rows than it says. Its picture may be looked at, being told
 * of, but not be computed on: one of Rows, Columns and Number of Frames is wrong.
 */
export function holdsSurplus(source: Attributes, pixel: ImagePixel): boolean {
  const { byteArray, elements } = source.dataSet;
  const { dataOffset, length, fragments } = elements[pixel.tag];
  const expected = expectedBytes(pixel);
  return (
    !fragments &&
    length > expected &&
    hasSurplus(byteArray.subarray(dataOffset + expected, dataOffset + length))
  );
}

/** Refuses such a file. */
export function checkNoSurplus(source: Attributes, pixel: ImagePixel): void {
  if (holdsSurplus(source, pixel)) throw surplus(source, pixel);
}

function surplus(source: Attributes, { tag }: ImagePixel): AttributeError {
  const message = 'The file holds more pixels than Rows, Columns and Number of Frames say.';
  return attributeError(source, tag, message);
}

/** One odd byte may hold anything; more is forgiven only where it cannot be pixels. */
function hasSurplus(padding: Uint8Array): boolean {
  return padding.length > 1 && padding.some((byte) => byte !== 0);
}

/** Rows of the same width: what is there is at least no other arrangement of what is missing. */
function isWholeRows(bytes: number, pixel: ImagePixel): boolean {
  const row = expectedBytes({ ...pixel, rows: 1, frames: 1 });
  return !pixel.byPlane && pixel.bitsAllocated >= 8 && (bytes % row === 0 || (bytes - 1) % row === 0);
}

/** Bytes that the module asks for; chroma of YBR_FULL_422 stands once for two pixels (PS3.3 C.7.6.3.1.2). */
function expectedBytes(pixel: ImagePixel): number {
  const samples = framePixels(pixel) * pixel.samplesPerPixel * pixel.frames;
  const stored = halvesChroma(pixel) ? (samples * 2) / 3 : samples;
  return Math.ceil((stored * pixel.bitsAllocated) / 8);
}

/** Bytes in the other order within each unit, cut to `length`. */
function swapped(bytes: Uint8Array, unit: number, length: number): Uint8Array {
  const target = new Uint8Array(Math.ceil(length / unit) * unit);
  for (let i = 0; i < target.length; i += unit) {
    for (let k = 0; k < unit; k++) target[i + k] = bytes[i + unit - 1 - k] ?? 0;
  }
  return target.subarray(0, length);
}
