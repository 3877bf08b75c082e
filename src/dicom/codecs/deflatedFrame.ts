/** Deflated Image Frame (1.2.840.10008.1.2.8.1): each frame as it stands natively, through raw deflate (RFC 1951). */
import { inflateSync } from 'fflate';
import { DecodeError } from '../../errors.js';
import type { Codec } from '../codecs.js';
import type { ImagePixel } from '../imagePixel.js';
import { framesByPixel } from './uncompressed.js';

export const deflatedFrame: Codec = {
  // 258 bytes from two bits at best.
  maxExpansion: 1032,
  opens: undefined,
  packedBits: true,
  decode: decodeDeflatedFrame,
};

function decodeDeflatedFrame(codestream: Uint8Array, pixel: ImagePixel, file: string): Uint8Array {
  const { rows, columns, samplesPerPixel, bitsAllocated } = pixel;
  const remedy = 'Convert the file to Explicit VR Little Endian.';
  const attribute = 'PixelData (7FE0,0010)';
  const length = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated) / 8);
  try {
    // Room for a padding byte; fflate never grows an array it is given.
    const frame = inflateSync(codestream, { out: new Uint8Array(length + 1) });
    if (frame.length >= length) return framesByPixel(frame.subarray(0, length), pixel);
  } catch (cause) {
    throw new DecodeError('The deflated frame is damaged.', { file, attribute, remedy, cause });
  }
  throw new DecodeError('The deflated frame holds fewer pixels than the image.', { file, attribute, remedy });
}
