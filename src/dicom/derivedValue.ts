/**
 * Bytes of one element to the values dcmjs writes (PS3.5 §6.2). Strings keep every
 * character but the padding, so that numbers leave as the scanner wrote them.
 *
 * @module
 */
import { decodeForCopy } from './characterSet.js';
import type { Element, Value } from './dcmjs.js';
import { TEXT_VRS } from './derivedText.js';

/** How the values at hand are encoded. */
export interface ValueEncoding {
  readonly littleEndian: boolean;
  /** Values of Specific Character Set (0008,0005); none means the default repertoire. */
  readonly characterSet: readonly string[];
}

const SINGLE_TEXT: ReadonlySet<string> = new Set(['LT', 'ST', 'UT', 'UR']);
const STRINGS: ReadonlySet<string> = new Set([
  ...['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'TM', 'UI', 'UR'],
  ...TEXT_VRS,
]);
const latin1 = new TextDecoder('windows-1252');

type Read = (view: DataView, offset: number, littleEndian: boolean) => number;
const NUMBERS: Readonly<Record<string, readonly [bytes: number, read: Read]>> = {
  US: [2, (view, at, little) => view.getUint16(at, little)],
  SS: [2, (view, at, little) => view.getInt16(at, little)],
  UL: [4, (view, at, little) => view.getUint32(at, little)],
  SL: [4, (view, at, little) => view.getInt32(at, little)],
  FL: [4, (view, at, little) => view.getFloat32(at, little)],
  FD: [8, (view, at, little) => view.getFloat64(at, little)],
  AT: [4, (view, at, little) => view.getUint16(at, little) * 0x10000 + view.getUint16(at + 2, little)],
};

/** Word size of binary VRs, for the turn from big endian. */
const WORDS: Readonly<Record<string, number>> = { OW: 2, OF: 4, OL: 4, OD: 8, OV: 8, SV: 8, UV: 8 };

/** The element a value field holds. */
export function readElement(
  vr: string,
  bytes: Uint8Array,
  { littleEndian, characterSet }: ValueEncoding,
): Element {
  if (STRINGS.has(vr)) {
    const text = unpadded(TEXT_VRS.has(vr) ? decodeForCopy(bytes, characterSet, vr) : latin1.decode(bytes));
    return { vr, Value: text === '' ? [] : SINGLE_TEXT.has(vr) ? [text] : text.split('\\') };
  }
  const number = NUMBERS[vr];
  if (number) return { vr, Value: readNumbers(bytes, number, littleEndian) };
  const word = littleEndian ? 1 : (WORDS[vr] ?? 1);
  const written = vr === 'OB' || vr === 'OW' || vr === 'OF' || vr === 'OD' ? vr : 'UN';
  return { vr: written, Value: [word > 1 ? swapped(bytes, word) : bytes.slice().buffer] };
}

function readNumbers(
  bytes: Uint8Array,
  [size, read]: readonly [number, Read],
  littleEndian: boolean,
): Value[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) =>
    read(view, i * size, littleEndian),
  );
}

function swapped(bytes: Uint8Array, word: number): ArrayBuffer {
  const turned = bytes.slice();
  for (let i = 0; i + word <= turned.length; i += word) turned.subarray(i, i + word).reverse();
  return turned.buffer;
}

/** Takes off the one space or NUL that makes the length even; blanks that mean something stay. */
function unpadded(text: string): string {
  return /[ \0]$/.test(text) ? text.slice(0, -1) : text;
}
