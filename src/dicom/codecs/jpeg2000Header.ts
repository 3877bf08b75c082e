/** Headers of JPEG 2000 codestreams (ITU-T T.800 Annex A), as far as they tell what the picture is and if it is all there. */
import { beyond, type CodestreamFormat, damaged } from './samples.js';

const SOC = 0xff4f;
const SIZ = 0xff51;
const SOT = 0xff90;
const EOC = 0xffd9;

export interface Jpeg2000Header extends CodestreamFormat {
  readonly signed: boolean;
  /** True where the picture does not begin at the reference grid's origin. */
  readonly displaced: boolean;
  /** Offset of the byte with precision and sign of each component. */
  readonly depths: readonly number[];
  readonly tiles: number;
  /** Offset of the first tile-part. */
  readonly tileParts: number;
}

/** The format's own limit (A.4.2). */
const MAX_TILES = 65535;

/** The codestream of a JP2 file, which some writers wrap around it against PS3.5 A.4.4; else the bytes as they are. */
export function withoutBoxes(bytes: Uint8Array, file: string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // The signature box (T.800 I.5.1).
  if (bytes.length < 12 || view.getUint32(4) !== 0x6a502020) return bytes;
  for (let at = 0; at + 8 <= bytes.length; ) {
    const large = view.getUint32(at) === 1 && at + 16 <= bytes.length;
    const length = large ? Number(view.getBigUint64(at + 8)) : view.getUint32(at);
    const start = at + (large ? 16 : 8);
    if (view.getUint32(at + 4) === 0x6a703263) {
      return bytes.subarray(start, length === 0 ? bytes.length : at + length);
    }
    if (length < 8) break;
    at += length;
  }
  throw damaged('The file around the codestream holds none.', file);
}

/** SOC and SIZ, or the signature box of a JP2 file. */
export function opensJpeg2000([a, b, c, d, e, f, g, h]: Uint8Array): boolean {
  const box = e === 0x6a && f === 0x50 && g === 0x20 && h === 0x20;
  return (a === 0xff && b === 0x4f && c === 0xff && d === 0x51) || box;
}

/** Reads the main header. */
export function readHeader(codestream: Uint8Array, file: string): Jpeg2000Header {
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.byteLength);
  if (codestream.length < 45 || view.getUint16(0) !== SOC || view.getUint16(2) !== SIZ) {
    throw damaged('The codestream is not JPEG 2000.', file);
  }
  const [x1, y1, x0, y0, tileWide, tileHigh, tileX, tileY] = Array.from({ length: 8 }, (_, i) =>
    view.getUint32(8 + 4 * i),
  );
  const components = view.getUint16(40);
  if (components < 1 || 42 + 3 * components > codestream.length)
    throw damaged('The size marker is broken.', file);
  const depths = Array.from({ length: components }, (_, i) => 42 + 3 * i);
  if (depths.some((at) => codestream[at] !== codestream[42]))
    throw beyond('Components of different depth are not read.', file);
  if (depths.some((at) => codestream[at + 1] !== 1 || codestream[at + 2] !== 1)) {
    throw beyond('Subsampled components are not read in JPEG 2000.', file);
  }
  if (x1 <= x0 || y1 <= y0 || tileWide === 0 || tileHigh === 0 || tileX > x0 || tileY > y0) {
    throw damaged('The size marker is broken.', file);
  }
  const tiles = Math.ceil((x1 - tileX) / tileWide) * Math.ceil((y1 - tileY) / tileHigh);
  if (tiles > MAX_TILES) throw damaged('There are more tiles than the format allows.', file);
  let tileParts = 2;
  while (tileParts + 4 <= codestream.length && view.getUint16(tileParts) !== SOT) {
    tileParts += 2 + view.getUint16(tileParts + 2);
  }
  const depth = codestream[42];
  const header = { rows: y1 - y0, columns: x1 - x0, components, precision: (depth & 0x7f) + 1 };
  return { ...header, signed: depth > 0x7f, displaced: x0 > 0 || y0 > 0, depths, tiles, tileParts };
}

/**
 * Refuses a codestream that lacks a tile-part or a byte of one: decoders fill the rest
 * with grey. Gives it back, with the last length or the end mended where only they are wrong.
 *
 * @throws DecodeError.
 */
export function complete(
  codestream: Uint8Array,
  { tiles, tileParts }: Jpeg2000Header,
  file: string,
): Uint8Array {
  const view = new DataView(codestream.buffer, codestream.byteOffset, codestream.byteLength);
  const ended = endsInMarker(codestream);
  /** Tile-parts that have come and those promised, by tile. */
  const come = new Map<number, number>();
  const promised = new Map<number, number>();
  let at = tileParts;
  while (at + 12 <= codestream.length && view.getUint16(at) === SOT) {
    const tile = view.getUint16(at + 4);
    const length = view.getUint32(at + 6);
    come.set(tile, (come.get(tile) ?? 0) + 1);
    promised.set(tile, Math.max(promised.get(tile) ?? 0, codestream[at + 11]));
    if (length !== 0 && length < 14) throw damaged('A tile-part is broken.', file);
    if (length === 0 || at + length > codestream.length) {
      // A wrong length is forgiven where the end marker shows that nothing was cut off.
      if (!ended) throw damaged('The codestream ends before its pixels do.', file);
      if (come.size < tiles) throw damaged('The codestream lacks tiles.', file);
      return length === 0 ? codestream : withLength(codestream, at + 6);
    }
    at += length;
  }
  if (come.size < tiles) throw damaged('The codestream lacks tiles.', file);
  const short = [...promised].some(([tile, count]) => (come.get(tile) ?? 0) < count);
  if (at + 2 <= codestream.length && view.getUint16(at) === EOC) return codestream;
  if (short) throw damaged('The codestream ends before its pixels do.', file);
  return withEnd(codestream.subarray(0, at));
}

/** OpenJPEG wants the end marker that some encoders forget. */
function withEnd(codestream: Uint8Array): Uint8Array {
  const whole = new Uint8Array(codestream.length + 2);
  whole.set(codestream);
  new DataView(whole.buffer).setUint16(codestream.length, EOC);
  return whole;
}

/** Psot 0: up to the end of the codestream (A.4.2). */
function withLength(codestream: Uint8Array, at: number): Uint8Array {
  const copy = codestream.slice();
  copy.fill(0, at, at + 4);
  return copy;
}

/** EOC, but for padding behind it. */
function endsInMarker(codestream: Uint8Array): boolean {
  let end = codestream.length;
  while (end > 0 && codestream[end - 1] === 0) end -= 1;
  return codestream[end - 2] === 0xff && codestream[end - 1] === 0xd9;
}
