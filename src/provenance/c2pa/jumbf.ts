/**
 * JUMBF boxes (ISO/IEC 19566-5), in which C2PA keeps a manifest store (C2PA 2 §11.1).
 * Reading takes views of the file, never copies, and bounds depth and number of boxes.
 *
 * @module
 */
import { joined } from './cbor.js';
import { damaged } from './damaged.js';

/** A box that holds data. */
export interface DataBox {
  readonly kind: 'data';
  /** Four letters: `cbor`, `json`, `bidb`. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A box of boxes. */
export interface SuperBox {
  readonly kind: 'super';
  readonly label: string;
  /** First four bytes of the type's UUID as letters: `c2ma`, `c2as`, `cbor`. */
  readonly type: string;
  /** All behind the head: what C2PA hashes (§8.4.2.3). */
  readonly content: Uint8Array;
  /** The whole box. */
  readonly bytes: Uint8Array;
  readonly boxes: readonly (DataBox | SuperBox)[];
}

/** Last twelve bytes of every type UUID that ISO gives out. */
const UUID_TAIL = [0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];
/** Requestable, with a label. */
const TOGGLES = 0x03;
const MAX_DEPTH = 12;
const MAX_BOXES = 4096;
const MAX_LABEL = 1024;

/** A box with its head. */
export function dataBox(type: string, bytes: Uint8Array): Uint8Array {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, 8 + bytes.length);
  head.set(letters(type), 4);
  return joined([head, bytes]);
}

/** A superbox of this type and label around boxes that are written already. */
export function superBox(type: string, label: string, boxes: readonly Uint8Array[]): Uint8Array {
  const name = new TextEncoder().encode(label);
  const description = joined([
    letters(type),
    Uint8Array.from(UUID_TAIL),
    Uint8Array.of(TOGGLES),
    name,
    Uint8Array.of(0),
  ]);
  return dataBox('jumb', joined([dataBox('jumd', description), ...boxes]));
}

/** What C2PA hashes of a superbox that was written here. */
export function contentOf(box: Uint8Array): Uint8Array {
  return box.subarray(8);
}

/**
 * Reads one superbox; what lies behind it is refused.
 *
 * @throws DecodeError
 */
export function parseJumbf(bytes: Uint8Array): SuperBox {
  const counter = { boxes: 0 };
  const { box, next } = readBox(bytes, 0, 0, counter);
  if (next !== bytes.length) throw damaged('JUMBF: there are bytes behind the manifest store.');
  if (box.kind !== 'super') throw damaged('JUMBF: the manifest store is no superbox.');
  return box;
}

/** The superbox of this label directly inside. */
export function inside({ boxes }: SuperBox, label: string): SuperBox | undefined {
  return superBoxes({ boxes }).find((box) => box.label === label);
}

/** The superboxes directly inside, in their order. */
export function superBoxes({ boxes }: Pick<SuperBox, 'boxes'>): SuperBox[] {
  return boxes.filter((box) => box.kind === 'super');
}

/** Bytes of the first data box of this type. */
export function dataOf({ boxes }: SuperBox, type: string): Uint8Array | undefined {
  for (const box of boxes) if (box.kind === 'data' && box.type === type) return box.bytes;
  return undefined;
}

function readBox(
  bytes: Uint8Array,
  at: number,
  depth: number,
  counter: { boxes: number },
): { box: DataBox | SuperBox; next: number } {
  if (depth > MAX_DEPTH) throw damaged('JUMBF: boxes nest too deep.');
  if (++counter.boxes > MAX_BOXES) throw damaged('JUMBF: there are too many boxes.');
  const room = bytes.length - at;
  if (room < 8) throw damaged('JUMBF: a box ends too early.');
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, room);
  let length = view.getUint32(0);
  let head = 8;
  if (length === 1 && room >= 16) {
    length = Number(view.getBigUint64(8));
    head = 16;
  } else if (length === 0) length = room;
  if (length < head || length > room) throw damaged('JUMBF: the length of a box is wrong.');
  const type = ascii(bytes.subarray(at + 4, at + 8));
  const content = bytes.subarray(at + head, at + length);
  const next = at + length;
  if (type !== 'jumb') return { box: { kind: 'data', type, bytes: content }, next };
  const whole = bytes.subarray(at, next);
  return { box: readSuperBox(whole, content, depth, counter), next };
}

function readSuperBox(
  bytes: Uint8Array,
  content: Uint8Array,
  depth: number,
  counter: { boxes: number },
): SuperBox {
  const boxes: (DataBox | SuperBox)[] = [];
  for (let at = 0; at < content.length; ) {
    const { box, next } = readBox(content, at, depth + 1, counter);
    boxes.push(box);
    at = next;
  }
  const [first, ...rest] = boxes;
  if (first?.kind !== 'data' || first.type !== 'jumd')
    throw damaged('JUMBF: a box does not describe itself.');
  return { kind: 'super', ...describe(first.bytes), content, bytes, boxes: rest };
}

function describe(bytes: Uint8Array): Pick<SuperBox, 'type' | 'label'> {
  if (bytes.length < 17) throw damaged('JUMBF: a description ends too early.');
  if (UUID_TAIL.some((byte, i) => bytes[4 + i] !== byte)) throw damaged('JUMBF: a box is of a foreign type.');
  const type = ascii(bytes.subarray(0, 4));
  if ((bytes[16] & 2) === 0) return { type, label: '' };
  const end = bytes.indexOf(0, 17);
  if (end < 0 || end - 17 > MAX_LABEL) throw damaged('JUMBF: a label does not end.');
  return { type, label: new TextDecoder().decode(bytes.subarray(17, end)) };
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function letters(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
