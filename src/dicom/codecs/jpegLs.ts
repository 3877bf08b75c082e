/**
 * JPEG-LS (ITU-T T.87) by CharLS. It refuses a codestream without its end marker, and
 * rightly: with one put behind it, the last samples may be made of the marker.
 */
import type { Codec } from '../codecs.js';
import type { ImagePixel } from '../imagePixel.js';
import { EOI, MarkerReader, opensJpeg, SOF55 } from './jpegMarkers.js';
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
  const reader = new MarkerReader(codestream, file);
  const { frame } = reader.header();
  if (frame.marker !== SOF55) throw damaged('The codestream is not JPEG-LS.', file);
  const { rows, columns, precision, parts } = frame;
  compareWithDataSet({ rows, columns, precision, components: parts.length }, pixel, file);
  // Of a scan that ends without a marker CharLS would look for one for ever.
  if (!endsAfter(codestream, reader.position))
    throw damaged('The codestream ends before its pixels do.', file);
  const { samples, interleaveMode } = await charls.decode(codestream, file);
  const values = precision > 8 ? new Uint16Array(samples.buffer) : samples;
  if (values.length !== rows * columns * parts.length)
    throw damaged('The decoder gave another picture.', file);
  return asAllocated(interleaveMode === BY_PLANE ? byPixel(values, parts.length) : values, pixel);
}

/** A.1: behind 0xFF of coded data a bit is stuffed, so that nothing in it looks like the end marker. */
function endsAfter(codestream: Uint8Array, start: number): boolean {
  for (let at = codestream.lastIndexOf(EOI); at > start; at = codestream.lastIndexOf(EOI, at - 1)) {
    if (codestream[at - 1] === 0xff) return true;
  }
  return false;
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
