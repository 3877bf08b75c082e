/**
 * Manifest stores in JPEG: APP11 segments (C2PA 2 §A.3.1; ISO/IEC 19566-5 annex D).
 * A store longer than a segment is cut; each piece repeats the head of its box.
 *
 * @module
 */
import type { Carried, Range } from './carrier.js';
import { joined } from './cbor.js';
import { damaged } from './damaged.js';

const APP0 = 0xe0;
const APP11 = 0xeb;
const SOS = 0xda;
const EOI = 0xd9;
/** Common identifier `JP`. */
const JP = 0x4a50;
/** Marker and length, identifier, instance number, sequence number. */
const FRAME = 12;
/** LBox and TBox, which every piece repeats. */
const BOX_HEAD = 8;
/** Data of a store in one segment, below the 65,533 bytes a segment can hold. */
const PIECE = 64_000;
/** Instance number of our box: one is all C2PA allows. */
const INSTANCE = 1;

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

interface Piece {
  readonly sequence: number;
  readonly head: string;
  readonly data: Uint8Array;
}

/** @throws DecodeError when segments run past the end or no scan comes. */
export function inJpeg(bytes: Uint8Array): Carried {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  /** Pieces by instance number: other JUMBF boxes than C2PA's may be there too. */
  const boxes = new Map<number, { pieces: Piece[]; ranges: Range[] }>();
  let insertAt = 2;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw damaged('The JPEG has bytes between its segments.');
    const marker = bytes[at + 1];
    // Any marker may be preceded by fill bytes (ISO/IEC 10918-1 B.1.1.2).
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === SOS) return { mediaType: 'image/jpeg', ...assemble(boxes), insertAt };
    const length = view.getUint16(at + 2);
    if (marker === EOI || length < 2 || at + 2 + length > bytes.length) break;
    const next = at + 2 + length;
    // JFIF wants to stand first.
    if (marker === APP0 && at === 2) insertAt = next;
    if (marker === APP11 && length >= FRAME - 2 + BOX_HEAD && view.getUint16(at + 4) === JP) {
      const instance = view.getUint16(at + 6);
      const box = boxes.get(instance) ?? { pieces: [], ranges: [] };
      boxes.set(instance, box);
      const data = bytes.subarray(at + FRAME, next);
      const head = data.subarray(0, BOX_HEAD).join();
      box.pieces.push({ sequence: view.getUint32(at + 8), head, data });
      box.ranges.push({ start: at, length: next - at });
    }
    at = next;
  }
  throw damaged('The JPEG ends before its picture.');
}

/** Puts the pieces of each box together and keeps those that are manifest stores. */
function assemble(
  boxes: ReadonlyMap<number, { pieces: Piece[]; ranges: Range[] }>,
): Pick<Carried, 'stores' | 'ranges'> {
  const stores: Uint8Array[] = [];
  const ranges: Range[] = [];
  for (const box of boxes.values()) {
    const pieces = [...box.pieces].sort((a, b) => a.sequence - b.sequence);
    const store = joined(pieces.map(({ data }, i) => (i === 0 ? data : data.subarray(BOX_HEAD))));
    if (!isStore(store)) continue;
    if (
      pieces.some(({ head, sequence }, i) => head !== pieces[0].head || sequence !== pieces[0].sequence + i)
    ) {
      throw damaged('Pieces of the manifest are missing or stand twice.');
    }
    stores.push(store);
    ranges.push(...box.ranges);
  }
  return { stores, ranges };
}

/** A superbox whose description has the type UUID of a manifest store: `c2pa`. */
function isStore(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(4, 8), ...bytes.subarray(12, 20)) === 'jumbjumdc2pa';
}

/** The segments around a manifest store. */
export function intoJpeg(store: Uint8Array): Uint8Array {
  const segments: Uint8Array[] = [];
  for (let at = 0; at < store.length; at += PIECE) {
    const repeated = at === 0 ? new Uint8Array(0) : store.subarray(0, BOX_HEAD);
    const data = joined([repeated, store.subarray(at, at + PIECE)]);
    const frame = new Uint8Array(FRAME);
    const view = new DataView(frame.buffer);
    view.setUint16(0, 0xff00 | APP11);
    view.setUint16(2, FRAME - 2 + data.length);
    view.setUint16(4, JP);
    view.setUint16(6, INSTANCE);
    view.setUint32(8, segments.length / 2 + 1);
    segments.push(frame, data);
  }
  return joined(segments);
}
