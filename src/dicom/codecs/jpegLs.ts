/**
 * JPEG-LS (ITU-T T.87) by CharLS. It refuses a codestream without its end marker, and
 * rightly: with one put behind it, the last samples may be made of the marker.
 */
import type { Codec } from '../codecs.js';
import type { ImagePixel } from '../imagePixel.js';
import { MarkerReader, opensJpeg, SOF55 } from './jpegMarkers.js';
import { asAllocated, compareWithDataSet, damaged } from './samples.js';
import { WasmCodec } from './wasmDecoder.js';

export const jpegLs: Codec = {
  // One bit in run mode for up to 2^15 pixels (T.87 A.7.1), two bytes each.
  maxExpansion: 2 ** 19,
  opens: opensJpeg,
  packedBits: false,
  decode: decodeJpegLs,
};

const charls = new WasmCodec('charlswasm_decode', 'JpegLSDecoder');

const BY_PLANE = 0;

async function decodeJpegLs(codestream: Uint8Array, pixel: ImagePixel, file: string): Promise<Uint8Array> {
  const { frame } = new MarkerReader(codestream, file).header();
  if (frame.marker !== SOF55) throw damaged('The codestream is not JPEG-LS.', file);
  const { rows, columns, precision, parts } = frame;
  compareWithDataSet({ rows, columns, precision, components: parts.length }, pixel, file);
  const { samples, interleaveMode } = await charls.decode(codestream, file);
  const values = precision > 8 ? new Uint16Array(samples.buffer) : samples;
  if (values.length !== rows * columns * parts.length)
    throw damaged('The decoder gave another picture.', file);
  return asAllocated(interleaveMode === BY_PLANE ? byPixel(values, parts.length) : values, pixel);
}

function byPixel<A extends Uint8Array | Uint16Array>(planes: A, components: number): A {
  if (components === 1) return planes;
  const target = planes.slice() as A;
  const size = planes.length / components;
  for (let s = 0; s < components; s++) {
    for (let i = 0; i < size; i++) target[i * components + s] = planes[s * size + i];
  }
  return target;
}
