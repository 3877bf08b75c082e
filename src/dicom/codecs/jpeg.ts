/**
 * JPEG (ITU-T T.81), whichever process the codestream is of: baseline and extended of
 * 8 bits by libjpeg-turbo, the others by the decoders beside this. Samples are those
 * of the codestream, never converted between colour spaces.
 *
 * @module
 */
import { isVeritomeError } from '../../errors.js';
import type { Codec } from '../codecs.js';
import type { ImagePixel } from '../imagePixel.js';
import { decodeDct } from './jpegDct.js';
import { decodeLossless } from './jpegLossless.js';
import {
  EOI,
  type FrameHeader,
  isApplication,
  MarkerReader,
  opensJpeg,
  SOF2,
  SOF3,
  SOI,
  SOS,
} from './jpegMarkers.js';
import { asAllocated, beyond, compareWithDataSet } from './samples.js';
import { WasmCodec } from './wasmDecoder.js';

export const jpeg: Codec = {
  // Two bits for a block of 64 samples at best, subsampled 4 x 4 and widened to 16 bits.
  maxExpansion: 8192,
  opens: opensJpeg,
  packedBits: false,
  decode: decodeJpeg,
};

const turbo = new WasmCodec('libjpegturbowasm_decode', 'JPEGDecoder');

async function decodeJpeg(codestream: Uint8Array, pixel: ImagePixel, file: string): Promise<Uint8Array> {
  const { frame } = new MarkerReader(codestream, file).header();
  const { marker, rows, columns, precision, parts } = frame;
  if (marker > SOF3) throw beyond('JPEG of this process is not read.', file);
  compareWithDataSet({ rows, columns, precision, components: parts.length }, pixel, file);
  if (marker === SOF3) return asAllocated(decodeLossless(codestream, frame, file), pixel);
  if (precision === 8 && marker !== SOF2 && isKnownToTurbo(frame)) {
    try {
      const { samples } = await turbo.decode(withoutColourSpace(codestream, parts.length, file), file);
      return asAllocated(samples, pixel);
    } catch (error) {
      // It tells a stray byte between segments as it tells missing pixels; the decoder below knows.
      if (!isVeritomeError(error, 'DecodeError')) throw error;
    }
  }
  return asAllocated(decodeDct(codestream, frame, file), pixel);
}

/** Subsamplings for which its programming interface has a name. */
function isKnownToTurbo({ parts: [first, ...others] }: FrameHeader): boolean {
  const named = ['11', '21', '22', '12', '41'].includes(`${first.horizontal}${first.vertical}`);
  return named && others.every(({ horizontal, vertical }) => horizontal === 1 && vertical === 1);
}

/** Adobe's APP14 that says of three components: no transform. */
const ADOBE_RGB = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];

/**
 * The codestream without application segments, so that its components come out as they
 * stand in it, and with an end, which some encoders forget.
 */
function withoutColourSpace(codestream: Uint8Array, components: number, file: string): Uint8Array {
  const reader = new MarkerReader(codestream, file);
  const kept: Uint8Array[] = [Uint8Array.of(0xff, SOI, ...(components === 3 ? ADOBE_RGB : []))];
  for (let segment = reader.next(); segment; segment = reader.next()) {
    if (segment.marker === EOI) break;
    if (segment.marker === SOS) {
      kept.push(codestream.subarray(segment.offset));
      break;
    }
    if (!isApplication(segment.marker)) kept.push(codestream.subarray(segment.offset, reader.position));
  }
  kept.push(Uint8Array.of(0xff, EOI));
  const whole = new Uint8Array(kept.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of kept) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
