/**
 * The bytes that a DICOM MAC is computed over (PS3.3 C.12.1.1.3.1.1, C.12.1.1.3.1.2):
 * the signed elements as Explicit VR Little Endian, but sequences and items without
 * lengths and items without delimiters. So it does not matter how a file on its way
 * through an archive writes its lengths. Text is taken with the least padding that
 * makes its length even, as DCMTK takes it: some writers pad more, and lose that on the way.
 *
 * @module
 */
import { hasLongLength } from '../valueRepresentations.js';
import type { Element, ElementTree } from './elementTree.js';

/** Bytes of a number of each VR: what big endian turns. */
const WORDS: Readonly<Record<string, number>> = {
  ...{ US: 2, SS: 2, OW: 2, AT: 2, UL: 4, SL: 4, FL: 4, OF: 4, OL: 4 },
  ...{ FD: 8, OD: 8, OV: 8, SV: 8, UV: 8 },
};

const TEXT: ReadonlySet<string> = new Set('AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT'.split(' '));

const ITEM = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0);
const SEQUENCE_END = Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0);

/** Never part of a MAC, whatever a list says. */
export function isSignable({ tag, vr }: Pick<Element, 'tag' | 'vr'>): boolean {
  const group = tag.slice(1, 5);
  if (vr === 'UN' || tag.endsWith('0000') || group < '0008' || group === 'fffa') return false;
  return !['x00080001', 'x4ffe0001', 'xfffcfffc'].includes(tag);
}

/** True where the element, or one inside its items, is not signable for want of a VR. */
export function holdsUnknown({ vr, items }: Element): boolean {
  return vr === 'UN' || (items?.some((item) => item.some(holdsUnknown)) ?? false);
}

/** The stream, in pieces: headers made here, values as views. */
export function macStream(
  elements: readonly Element[],
  { littleEndian }: Pick<ElementTree, 'littleEndian'>,
): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  const write = (list: readonly Element[]) => {
    for (const element of list) {
      if (!isSignable(element)) continue;
      const { tag, vr, value, items, fragments } = element;
      if (items) {
        pieces.push(header(tag, 'SQ'));
        for (const item of items) {
          pieces.push(ITEM);
          write(item);
        }
        pieces.push(SEQUENCE_END);
      } else if (fragments) {
        pieces.push(header(tag, vr));
        for (const fragment of fragments) pieces.push(ITEM, fragment);
        pieces.push(SEQUENCE_END);
      } else {
        const bytes = TEXT.has(vr) ? unpadded(value) : littleEndian ? value : turned(value, WORDS[vr] ?? 1);
        pieces.push(header(tag, vr, bytes.length + (bytes.length % 2)), bytes);
        if (bytes.length % 2 === 1) pieces.push(padding(vr));
      }
    }
  };
  write(elements);
  return pieces;
}

/** Tag, VR and, but for sequences and fragments, the length (PS3.5 §7.1.2). */
export function header(tag: string, vr: string, length?: number): Uint8Array {
  const long = hasLongLength(vr);
  const view = new DataView(new ArrayBuffer(length === undefined || !long ? 8 : 12));
  view.setUint16(0, Number.parseInt(tag.slice(1, 5), 16), true);
  view.setUint16(2, Number.parseInt(tag.slice(5), 16), true);
  view.setUint8(4, vr.charCodeAt(0));
  view.setUint8(5, vr.charCodeAt(1));
  if (length !== undefined && long) view.setUint32(8, length, true);
  else if (length !== undefined) view.setUint16(6, length, true);
  return new Uint8Array(view.buffer);
}

/** What makes a length even (PS3.5 §6.2). */
export function padding(vr: string): Uint8Array {
  return Uint8Array.of(['UI', 'OB', 'OW'].includes(vr) ? 0 : 0x20);
}

/** Without the spaces and NULs at its end, which mean nothing (PS3.5 §6.2). */
function unpadded(value: Uint8Array): Uint8Array {
  let length = value.length;
  while (length > 0 && (value[length - 1] === 0x20 || value[length - 1] === 0)) length -= 1;
  return value.subarray(0, length);
}

function turned(value: Uint8Array, word: number): Uint8Array {
  if (word === 1) return value;
  const copy = value.slice();
  for (let at = 0; at + word <= copy.length; at += word) copy.subarray(at, at + word).reverse();
  return copy;
}
