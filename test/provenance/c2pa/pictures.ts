/** Pictures for the tests of manifests. */
import { encode } from 'fast-png';
import jpeg from 'jpeg-js';

export const PNG = 'image/png';
export const JPEG = 'image/jpeg';
const SIZE = 48;

/** A small picture of either type; `shift` makes it another one. */
export function pictureOf(type: string, shift = 0): Uint8Array {
  const grey = (i: number) => (i * 7 + shift) % 251;
  if (type === PNG) {
    const data = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => grey(i));
    return encode({ width: SIZE, height: SIZE, data, channels: 3, depth: 8 });
  }
  const data = Uint8Array.from({ length: SIZE * SIZE * 4 }, (_, i) => (i % 4 === 3 ? 255 : grey(i >> 2)));
  return new Uint8Array(jpeg.encode({ width: SIZE, height: SIZE, data }, 92).data);
}

/** Where these bytes stand in a file. */
export function find(bytes: Uint8Array, wanted: Uint8Array | string): number {
  const needle = typeof wanted === 'string' ? new TextEncoder().encode(wanted) : wanted;
  for (let at = 0; at + needle.length <= bytes.length; at++) {
    if (needle.every((byte, i) => bytes[at + i] === byte)) return at;
  }
  throw new Error('The bytes are not there.');
}

/** A copy with one bit changed at a place. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] ^= 1;
  return copy;
}
