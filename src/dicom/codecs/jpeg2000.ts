/** JPEG 2000 (ITU-T T.800) by OpenJPEG, High-Throughput JPEG 2000 (T.814) by OpenJPH. */
import type { Codec } from '../codecs.js';
import type { ImagePixel } from '../imagePixel.js';
import { complete, type Jpeg2000Header, opensJpeg2000, readHeader, withoutBoxes } from './jpeg2000Header.js';
import { asAllocated, beyond, compareWithDataSet, damaged } from './samples.js';
import { WasmCodec } from './wasmDecoder.js';

const openjpeg = new WasmCodec('openjpegwasm_decode', 'J2KDecoder');

const openjph = new WasmCodec('openjphjs', 'HTJ2KDecoder');

const common = {
  // An empty packet of one byte may stand for any number of pixels.
  maxExpansion: Number.POSITIVE_INFINITY,
  opens: opensJpeg2000,
  packedBits: false,
} as const;

export const jpeg2000: Codec = {
  ...common,
  decode(bytes, pixel, file) {
    return decodeWith(openjpeg, bytes, pixel, file);
  },
};

export const htJpeg2000: Codec = {
  ...common,
  decode(bytes, pixel, file) {
    return decodeWith(openjph, bytes, pixel, file);
  },
};

async function decodeWith(
  codec: WasmCodec,
  bytes: Uint8Array,
  pixel: ImagePixel,
  file: string,
): Promise<Uint8Array> {
  const unboxed = withoutBoxes(bytes, file);
  const header = readHeader(unboxed, file);
  compareWithDataSet(header, pixel, file);
  // What both decoders give back is 16 bits wide at most.
  if (header.precision > 16) throw beyond('JPEG 2000 of more than 16 bits is not read.', file);
  if (header.displaced) throw beyond('JPEG 2000 with an offset is not read.', file);
  const codestream = asUnsigned(complete(unboxed, header, file), header);
  const { samples, width, height, componentCount } = await codec.decode(codestream, file);
  const values = header.precision > 8 ? new Uint16Array(samples.buffer) : samples;
  const { rows, columns, components } = header;
  const same = width === columns && height === rows && componentCount === components;
  if (!same || values.length !== rows * columns * components) {
    throw damaged('The decoder gave another picture.', file);
  }
  return asAllocated(header.signed ? withoutOffset(values, header.precision) : values, pixel);
}

/**
 * Declares signed components unsigned: both decoders then add half the range (T.800
 * G.1) and clamp there, where of signed ones of 8 bits they clamp away all below zero.
 */
function asUnsigned(codestream: Uint8Array, { signed, depths }: Jpeg2000Header): Uint8Array {
  if (!signed) return codestream;
  const copy = codestream.slice();
  for (const at of depths) copy[at] &= 0x7f;
  return copy;
}

function withoutOffset(values: Uint8Array | Uint16Array, precision: number): Int32Array {
  const half = 1 << (precision - 1);
  return Int32Array.from(values, (value) => value - half);
}
