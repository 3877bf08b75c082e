/**
 * CBOR as C2PA and COSE use it (RFC 8949): written in its core deterministic form
 * (§4.2.1), read from anyone with bounds on depth and number of items, so that a
 * hostile file costs no more than its own bytes.
 *
 * @module
 */
import { damaged } from './damaged.js';

/** A value with its tag number (RFC 8949 §3.4). */
export class Tagged {
  readonly tag: number;
  readonly value: CborValue;

  constructor(tag: number, value: CborValue) {
    this.tag = tag;
    this.value = value;
  }
}

export type CborKey = string | number;
/** What is read. Integers beyond 2⁵³ come back as the nearest number. */
export type CborValue =
  | number
  | string
  | boolean
  | null
  | undefined
  | Uint8Array
  | Tagged
  | CborMap
  | readonly CborValue[];
export type CborMap = ReadonlyMap<CborKey, CborValue>;
/** What is written: as read, and plain objects for maps with text keys; undefined members are left out. */
export type CborInput =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | Tagged
  | CborMap
  | readonly CborInput[]
  | { readonly [key: string]: CborInput | undefined };

/** Deepest nesting and most items that are read: C2PA needs a tenth of either. */
const MAX_DEPTH = 32;
const MAX_ITEMS = 50_000;

/** The bytes of a value: shortest lengths, keys in the order of their bytes, doubles for fractions. */
export function encodeCbor(value: CborInput | CborValue): Uint8Array {
  const parts: Uint8Array[] = [];
  write(parts, value as CborInput);
  return joined(parts);
}

/** The bytes one behind the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function write(parts: Uint8Array[], value: CborInput): void {
  if (value === null) parts.push(Uint8Array.of(0xf6));
  else if (typeof value === 'boolean') parts.push(Uint8Array.of(value ? 0xf5 : 0xf4));
  else if (typeof value === 'number') parts.push(writeNumber(value));
  else if (typeof value === 'string') {
    const text = new TextEncoder().encode(value);
    parts.push(head(3, text.length), text);
  } else if (value instanceof Uint8Array) parts.push(head(2, value.length), value);
  else if (value instanceof Tagged) {
    parts.push(head(6, value.tag));
    write(parts, value.value as CborInput);
  } else if (isList(value)) {
    parts.push(head(4, value.length));
    for (const item of value) write(parts, item);
  } else writeMap(parts, value instanceof Map ? [...value] : Object.entries(value));
}

function isList(value: CborInput): value is readonly CborInput[] {
  return Array.isArray(value);
}

function writeMap(
  parts: Uint8Array[],
  entries: readonly (readonly [CborKey, CborInput | undefined])[],
): void {
  const rows = entries
    .filter(([, item]) => item !== undefined)
    .map(([key, item]) => ({ key: encodeCbor(key), item: item as CborInput }));
  rows.sort((a, b) => compareBytes(a.key, b.key));
  parts.push(head(5, rows.length));
  for (const { key, item } of rows) {
    parts.push(key);
    write(parts, item);
  }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}

function writeNumber(value: number): Uint8Array {
  if (Number.isSafeInteger(value)) return value >= 0 ? head(0, value) : head(1, -1 - value);
  const bytes = new Uint8Array(9);
  bytes[0] = 0xfb;
  new DataView(bytes.buffer).setFloat64(1, value);
  return bytes;
}

/** Major type and argument in as few bytes as it takes. */
function head(major: number, argument: number): Uint8Array {
  const type = major << 5;
  if (argument < 24) return Uint8Array.of(type | argument);
  const size = argument < 2 ** 8 ? 1 : argument < 2 ** 16 ? 2 : argument < 2 ** 32 ? 4 : 8;
  const bytes = new Uint8Array(1 + size);
  bytes[0] = type | (24 + Math.log2(size));
  const view = new DataView(bytes.buffer);
  if (size === 1) bytes[1] = argument;
  else if (size === 2) view.setUint16(1, argument);
  else if (size === 4) view.setUint32(1, argument);
  else view.setBigUint64(1, BigInt(argument));
  return bytes;
}

/**
 * Reads one value and nothing behind it.
 *
 * @throws DecodeError for what is no CBOR, nests deeper than 32, or has over 50,000 items.
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const cursor = { bytes, at: 0, items: 0, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
  const value = read(cursor, 0);
  if (cursor.at !== bytes.length) throw damaged('CBOR: there are bytes behind the value.');
  return value;
}

interface Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  items: number;
}

/** Ends an array, map or string of indefinite length. */
const BREAK = Symbol('break');

function read(cursor: Cursor, depth: number): CborValue {
  const value = readItem(cursor, depth);
  if (value === BREAK) throw damaged('CBOR: a break stands where no open list ends.');
  return value;
}

function readItem(cursor: Cursor, depth: number): CborValue | typeof BREAK {
  if (depth > MAX_DEPTH) throw damaged('CBOR: it nests too deep.');
  if (++cursor.items > MAX_ITEMS) throw damaged('CBOR: it has too many items.');
  const first = take(cursor, 1)[0];
  const major = first >> 5;
  const info = first & 31;
  if (first === 0xff) return BREAK;
  if (major === 7) return readSimple(cursor, info);
  if (info === 31) return readOpen(cursor, major, depth);
  const argument = readArgument(cursor, info);
  switch (major) {
    case 0:
      return argument;
    case 1:
      return -1 - argument;
    case 2:
      return take(cursor, argument);
    case 3:
      return text(take(cursor, argument));
    case 4:
      return readList(cursor, argument, depth);
    case 5:
      return readMap(cursor, argument, depth);
    default:
      return new Tagged(argument, read(cursor, depth + 1));
  }
}

function readList(cursor: Cursor, length: number, depth: number): CborValue[] {
  const list: CborValue[] = [];
  // No array of the promised length is made: the bytes run out first.
  for (let i = 0; i < length; i++) list.push(read(cursor, depth + 1));
  return list;
}

function readMap(cursor: Cursor, length: number, depth: number): CborMap {
  const map = new Map<CborKey, CborValue>();
  for (let i = 0; i < length; i++) setEntry(map, read(cursor, depth + 1), read(cursor, depth + 1));
  return map;
}

function setEntry(map: Map<CborKey, CborValue>, key: CborValue, value: CborValue): void {
  if (typeof key !== 'string' && typeof key !== 'number') throw damaged('CBOR: a key is no text or number.');
  // Two readers would pick different ones.
  if (map.has(key)) throw damaged('CBOR: a key stands twice.');
  map.set(key, value);
}

/** Strings, arrays and maps of indefinite length (RFC 8949 §3.2). */
function readOpen(cursor: Cursor, major: number, depth: number): CborValue {
  const items: CborValue[] = [];
  for (let item = readItem(cursor, depth + 1); item !== BREAK; item = readItem(cursor, depth + 1)) {
    items.push(item);
  }
  if (major === 4) return items;
  if (major === 5 && items.length % 2 === 0) {
    const map = new Map<CborKey, CborValue>();
    for (let i = 0; i < items.length; i += 2) setEntry(map, items[i], items[i + 1]);
    return map;
  }
  if (major === 2 && items.every((item) => item instanceof Uint8Array)) return joined(items);
  if (major === 3 && items.every((item) => typeof item === 'string')) return items.join('');
  throw damaged('CBOR: an open item is malformed.');
}

function readSimple(cursor: Cursor, info: number): CborValue {
  if (info === 20 || info === 21) return info === 21;
  if (info === 22) return null;
  if (info === 23) return undefined;
  const size = { 24: 1, 25: 2, 26: 4, 27: 8 }[info];
  if (size === undefined) throw damaged('CBOR: there is an unknown simple value.');
  const { view } = cursor;
  const { at } = cursor;
  take(cursor, size);
  if (info === 25) return half(view.getUint16(at));
  if (info === 26) return view.getFloat32(at);
  if (info === 27) return view.getFloat64(at);
  return view.getUint8(at);
}

/** IEEE 754 binary16 (RFC 8949 appendix D). */
function half(bits: number): number {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
}

function readArgument(cursor: Cursor, info: number): number {
  if (info < 24) return info;
  if (info > 27) throw damaged('CBOR: a length is malformed.');
  const { at, view } = cursor;
  take(cursor, 2 ** (info - 24));
  if (info === 24) return view.getUint8(at);
  if (info === 25) return view.getUint16(at);
  if (info === 26) return view.getUint32(at);
  return Number(view.getBigUint64(at));
}

function take(cursor: Cursor, length: number): Uint8Array {
  const { bytes, at } = cursor;
  if (length > bytes.length - at) throw damaged('CBOR: it ends too early.');
  cursor.at += length;
  return bytes.subarray(at, at + length);
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged('CBOR: a text is not UTF-8.');
  }
}
