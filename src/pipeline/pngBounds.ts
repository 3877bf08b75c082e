/**
 * What a PNG claims to be, and whether its data keep to it (PNG 3 §5, §11.2). A deflated
 * stream can unpack to a thousand times its size; a decoder would believe it.
 *
 * @module
 */
import { DecodeError } from '../errors.js';

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits a sample. */
  readonly depth: number;
  readonly channels: number;
  readonly interlaced: boolean;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples a pixel by colour type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Chunks that the pixels need; all others may hold anything. */
const NEEDED = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND']);
/** Deflated bytes unpacked at a time: at most 4 MB come out before they are counted. */
const PIECE = 1 << 12;

/** The header; undefined for bytes that are no PNG. */
export function pngHeader(bytes: Uint8Array): PngHeader | undefined {
  if (bytes.length < 33 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) return undefined;
  if (typeOf(bytes, 8) !== 'IHDR') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [depth, colour] = [bytes[24], bytes[25]];
  return {
    width: view.getUint32(16),
    height: view.getUint32(20),
    depth,
    channels: CHANNELS[colour] ?? 4,
    interlaced: bytes[28] !== 0,
  };
}

/** The PNG without the chunks that pixels do not need, and the parts of its deflated data. */
export function barePng(bytes: Uint8Array): { png: Uint8Array; data: readonly Uint8Array[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts = [bytes.subarray(0, 8)];
  const data: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    const next = at + 12 + length;
    if (next > bytes.length) break;
    const type = typeOf(bytes, at);
    if (NEEDED.has(type)) parts.push(bytes.subarray(at, next));
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, next - 4));
    if (type === 'IEND') return { png: whole(parts), data };
    at = next;
  }
  throw new DecodeError('The PNG ends too early.', { remedy: 'Fetch it again from its source.' });
}

/** Whether the data unpack to what the header needs: `over` as soon as it is more, `short` when less. */
export async function unpacking(
  data: readonly Uint8Array[],
  { width, height, depth, channels, interlaced }: PngHeader,
): Promise<'fits' | 'over' | 'short'> {
  const { Unzlib } = await import('fflate');
  // A filter byte a row; Adam7 has up to twice the rows and pads each to whole bytes.
  const plain = height * (Math.ceil((width * channels * depth) / 8) + 1);
  const most = plain + 4 * height + 64;
  const least = interlaced ? (width * height * channels * depth) / 8 : plain;
  let length = 0;
  const inflate = new Unzlib((chunk) => {
    length += chunk.length;
  });
  for (const part of data) {
    for (let at = 0; at < part.length; at += PIECE) {
      inflate.push(part.subarray(at, at + PIECE), false);
      if (length > most) return 'over';
    }
  }
  return length < least ? 'short' : 'fits';
}

function typeOf(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at + 4, at + 8));
}

function whole(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
