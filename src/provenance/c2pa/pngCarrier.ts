/** Manifest stores in PNG: the `caBX` chunk (C2PA 2 §A.3.3; PNG 3 §5.3 for chunks). */
import type { Carried, Range } from './carrier.js';
import { joined } from './cbor.js';
import { damaged } from './damaged.js';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const CHUNK = 'caBX';
/** Length, type and CRC around a chunk's data. */
const FRAME = 12;

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.every((byte, i) => bytes[i] === byte);
}

/** @throws DecodeError when chunks run past the end or no IEND comes. */
export function inPng(bytes: Uint8Array): Carried {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const stores: Uint8Array[] = [];
  const ranges: Range[] = [];
  let insertAt = 0;
  for (let at = SIGNATURE.length; at + FRAME <= bytes.length; ) {
    const length = view.getUint32(at);
    if (length > bytes.length - at - FRAME) throw damaged('The PNG ends in the middle of a chunk.');
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const next = at + FRAME + length;
    if (type === 'IHDR') insertAt = next;
    if (type === CHUNK) {
      if (crc32(bytes.subarray(at + 4, next - 4)) !== view.getUint32(next - 4)) {
        throw damaged('The chunk that holds the manifest has a wrong checksum.');
      }
      stores.push(bytes.subarray(at + 8, next - 4));
      ranges.push({ start: at, length: FRAME + length });
    }
    if (type === 'IEND') return { mediaType: 'image/png', stores, ranges, insertAt };
    at = next;
  }
  throw damaged('The PNG has no end.');
}

/** The chunk around a manifest store. */
export function intoPng(store: Uint8Array): Uint8Array {
  const body = joined([Uint8Array.from(CHUNK, (letter) => letter.charCodeAt(0)), store]);
  const [length, crc] = [new Uint8Array(4), new Uint8Array(4)];
  new DataView(length.buffer).setUint32(0, store.length);
  new DataView(crc.buffer).setUint32(0, crc32(body));
  return joined([length, body, crc]);
}

/** CRC of PNG 3 annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
