/** RLE Lossless (PS3.5 Annex G): each byte of a sample is a plane of its own, packed by PackBits. */
import { DecodeError } from '../../errors.js';
import type { Codec } from '../codecs.js';
import type { ImagePixel } from '../imagePixel.js';

/** Sixteen 32-bit integers: number of segments, then their offsets (G.5). */
const HEADER_BYTES = 64;
const MAX_SEGMENTS = 15;
/** G.3.2: a control byte that stands for nothing. */
const NO_RUN = 128;

export const rle: Codec = {
  // A replicate run turns 2 bytes into at most 128 (G.3.1).
  maxExpansion: 64,
  opens: opensRle,
  packedBits: true,
  decode: decodeRle,
};

/**
 * A header: a frame may not be split (PS3.5 A.4.2), but some are, and others read them;
 * what this tells is a second frame from the rest of the first.
 */
function opensRle(fragment: Uint8Array): boolean {
  if (fragment.length < HEADER_BYTES) return false;
  const view = new DataView(fragment.buffer, fragment.byteOffset, HEADER_BYTES);
  const segments = view.getUint32(0, true);
  const unused = fragment.subarray(4 * (segments + 1), HEADER_BYTES);
  return (
    segments >= 1 &&
    segments <= MAX_SEGMENTS &&
    view.getUint32(4, true) === HEADER_BYTES &&
    unused.every((byte) => byte === 0)
  );
}

function decodeRle(codestream: Uint8Array, pixel: ImagePixel, file: string): Uint8Array {
  const { rows, columns, samplesPerPixel, bitsAllocated } = pixel;
  const packed = bitsAllocated === 1;
  const bytesPerSample = packed ? 1 : bitsAllocated / 8;
  const planes = samplesPerPixel * bytesPerSample;
  const planeBytes = packed ? Math.ceil((rows * columns) / 8) : rows * columns;
  const offsets = segmentOffsets(codestream, planes, file);
  const frame = new Uint8Array(planeBytes * planes);
  for (let plane = 0; plane < planes; plane++) {
    const segment = codestream.subarray(offsets[plane], offsets[plane + 1]);
    // G.2: samples in order, each from its most to its least significant byte.
    const sample = Math.floor(plane / bytesPerSample);
    const significance = bytesPerSample - 1 - (plane % bytesPerSample);
    unpack(segment, frame, sample * bytesPerSample + significance, planes, file);
  }
  return frame;
}

/** Offsets of the segments and the end of the last. */
function segmentOffsets(codestream: Uint8Array, planes: number, file: string): number[] {
  if (codestream.length < HEADER_BYTES) throw damaged('The RLE header is incomplete.', file);
  const view = new DataView(codestream.buffer, codestream.byteOffset, HEADER_BYTES);
  const segments = view.getUint32(0, true);
  if (segments !== planes || segments > MAX_SEGMENTS) {
    throw damaged('The number of RLE segments disagrees with the data set.', file);
  }
  const offsets = Array.from({ length: segments }, (_, i) => view.getUint32(4 * (i + 1), true));
  offsets.push(codestream.length);
  if (offsets[0] < HEADER_BYTES || offsets.some((offset, i) => offset < (offsets[i - 1] ?? 0))) {
    throw damaged('An RLE segment lies outside its frame.', file);
  }
  return offsets;
}

/** PackBits (G.3.2) into every `stride`-th byte from `start`. A segment may end with padding, never early. */
function unpack(segment: Uint8Array, frame: Uint8Array, start: number, stride: number, file: string): void {
  const end = frame.length;
  const length = segment.length;
  let target = start;
  let source = 0;
  while (target < end) {
    if (source >= length) throw damaged('An RLE segment ends before its pixels do.', file);
    const control = segment[source++];
    if (control < 128) {
      const stop = source + control + 1;
      if (stop > length) throw damaged('An RLE segment ends before its pixels do.', file);
      while (source < stop) {
        if (target >= end) throw damaged('An RLE segment holds more pixels than the image.', file);
        frame[target] = segment[source++];
        target += stride;
      }
    } else if (control > 128) {
      if (source >= length) throw damaged('An RLE segment ends before its pixels do.', file);
      const value = segment[source++];
      for (let n = 257 - control; n > 0; n--) {
        if (target >= end) throw damaged('An RLE segment holds more pixels than the image.', file);
        frame[target] = value;
        target += stride;
      }
    }
  }
  if (holdsValue(segment, source)) throw damaged('An RLE segment holds more pixels than the image.', file);
}

/** True for what is no padding behind the last pixel: rows that the data set denies are not all zero. */
function holdsValue(segment: Uint8Array, start: number): boolean {
  for (let at = start; at < segment.length - 1; ) {
    const control = segment[at++];
    if (control === NO_RUN) continue;
    const literal = control < NO_RUN;
    const end = literal ? at + control + 1 : at + 1;
    if (segment.subarray(at, end).some((byte) => byte !== 0)) return true;
    at = end;
  }
  return false;
}

function damaged(message: string, file: string): DecodeError {
  return new DecodeError(message, {
    file,
    attribute: 'PixelData (7FE0,0010)',
    remedy: 'Fetch the file again from its source.',
  });
}
