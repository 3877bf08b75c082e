/** JPEG-LS (ITU-T T.87) by CharLS. */
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
  const { frame } = new MarkerReader(codestream, file).header();
  if (frame.marker !== SOF55) throw damaged('The codestream is not JPEG-LS.', file);
  const { rows, columns, precision, parts } = frame;
  compareWithDataSet({ rows, columns, precision, components: parts.length }, pixel, file);
  const picture = await charls.decode(withEnd(codestream), file);
  const { samples, interleaveMode } = picture;
  const values = precision > 8 ? new Uint16Array(samples.buffer) : samples;
  if (values.length !== rows * columns * parts.length)
    throw damaged('The decoder gave another picture.', file);
  return asAllocated(interleaveMode === BY_PLANE ? byPixel(values, parts.length) : values, pixel);
}

/** CharLS wants the end marker that some encoders forget; it refuses missing pixels by itself. */
function withEnd(codestream: Uint8Array): Uint8Array {
  let end = codestream.length;
  while (end > 0 && codestream[end - 1] === 0) end -= 1;
  if (codestream[end - 1] === EOI && codestream[end - 2] === 0xff) return codestream;
  const whole = new Uint8Array(end + 2);
  whole.set(codestream.subarray(0, end));
  whole.set([0xff, EOI], end);
  return whole;
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
