/** Pictures and records for the tests of manifests. */
import { encode } from 'fast-png';
import jpeg from 'jpeg-js';
import type { GeneratedClass, ProvenanceRecord } from '../../../src/provenance/record.js';

export const PNG = 'image/png';
export const JPEG = 'image/jpeg';
const SIZE = 48;

export function recordOf(made: GeneratedClass, change: Partial<ProvenanceRecord> = {}): ProvenanceRecord {
  return {
    schema: 'veritome-record/1',
    class: made,
    model: { id: 'ct-denoise', version: '1.2.3', weightsSha256: 'ab'.repeat(32) },
    options: { strength: 1 },
    execution: { provider: 'wasm', device: '2 threads', reason: 'no adapter', runtime: 'ort 1' },
    createdAt: '2026-11-30T10:00:00.000Z',
    tool: { name: 'Veritome', version: '0.1.0' },
    pixels: {
      sha256: 'cd'.repeat(32),
      rows: SIZE,
      columns: SIZE,
      format: { bitsAllocated: 16, bitsStored: 16, signed: true },
      rescale: { slope: 1, intercept: 0, type: 'HU' },
    },
    ...change,
  };
}

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
