/** Encapsulated Uncompressed (1.2.840.10008.1.2.1.98, PS3.5 A.4.11): each frame in a fragment, as it stands natively. */
import type { Codec } from '../codecs.js';
import type { ImagePixel } from '../imagePixel.js';
import { byPixel, expandChroma } from '../storedValues.js';
import { damaged, disagreement } from './samples.js';

export const uncompressed: Codec = {
  maxExpansion: 1.5,
  opens: undefined,
  packedBits: true,
  decode: decodeUncompressed,
};

function decodeUncompressed(frame: Uint8Array, pixel: ImagePixel, file: string): Uint8Array {
  const { rows, columns, samplesPerPixel, bitsAllocated, photometricInterpretation } = pixel;
  const halved = photometricInterpretation === 'YBR_FULL_422';
  const samples = rows * columns * (halved ? 2 : samplesPerPixel);
  const length = Math.ceil((samples * bitsAllocated) / 8);
  if (frame.length < length) throw damaged('The frame holds fewer pixels than the image.', file);
  // An item is of even length, so that a byte may follow; more would be other pixels.
  if (frame.length > length + 1) throw disagreement('The frame holds more pixels than the image.', file);
  const bytes = frame.subarray(0, length);
  if (halved) return expandChroma(bytes, pixel, file);
  return framesByPixel(bytes, pixel);
}

/** Samples by plane to samples by pixel, whatever their width. */
export function framesByPixel(bytes: Uint8Array, pixel: ImagePixel): Uint8Array {
  if (!pixel.byPlane || pixel.bitsAllocated === 1) return bytes;
  const width = pixel.bitsAllocated / 8;
  if (width === 1) return byPixel(bytes, pixel);
  const copy = bytes.slice();
  const values = new (width === 2 ? Uint16Array : width === 4 ? Uint32Array : Float64Array)(copy.buffer);
  return new Uint8Array(byPixel(values as Uint16Array, pixel).buffer);
}
