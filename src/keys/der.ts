/**
 * The Distinguished Encoding Rules of ASN.1 (ITU-T X.690 §10), as far as certificates
 * and time stamps need them. Reading goes one level at a time and never recurses, so
 * hostile bytes can only be refused.
 *
 * @module
 */
import { DecodeError } from '../errors.js';

/** One value: its tag byte, its content, and all of its bytes. Views, never copies. */
export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly bytes: Uint8Array;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The value at the start of the bytes; what follows it is left alone. */
export function readDer(bytes: Uint8Array): Der {
  const [tag, first] = bytes;
  // Tags of several bytes are in no structure read here.
  if (first === undefined || (tag & 0x1f) === 0x1f) throw damaged();
  const lengthBytes = first & 0x80 ? first & 0x7f : 0;
  if (first === 0x80 || lengthBytes > 4 || bytes.length < 2 + lengthBytes) throw damaged();
  let length = first;
  if (lengthBytes > 0) {
    length = 0;
    for (let i = 0; i < lengthBytes; i++) length = length * 256 + bytes[2 + i];
  }
  const start = 2 + lengthBytes;
  if (start + length > bytes.length) throw damaged();
  return { tag, content: bytes.subarray(start, start + length), bytes: bytes.subarray(0, start + length) };
}

/** What a SEQUENCE, SET or explicit tag holds. */
export function childrenOf(value: Der | undefined, tag?: number): Der[] {
  const { content } = expect(value, tag);
  const children: Der[] = [];
  for (let at = 0; at < content.length; ) {
    const child = readDer(content.subarray(at));
    children.push(child);
    at += child.bytes.length;
  }
  return children;
}

/** The value itself, if it is there and has this tag. */
export function expect(value: Der | undefined, tag?: number): Der {
  if (!value || (tag !== undefined && value.tag !== tag)) throw damaged();
  return value;
}

/** `1.2.840.113549.1.1.11` */
export function readOid(value: Der | undefined): string {
  const { content } = expect(value, TAG.oid);
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of content) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw damaged();
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  if (arcs.length === 0) throw damaged();
  const root = Math.min(Math.floor(arcs[0] / 40), 2);
  return [root, arcs[0] - root * 40, ...arcs.slice(1)].join('.');
}

/** A BIT STRING of whole bytes. */
export function readBits(value: Der | undefined): Uint8Array {
  const { content } = expect(value, TAG.bits);
  if (content[0] !== 0) throw damaged();
  return content.subarray(1);
}

/** UTCTime or GeneralizedTime in UTC (RFC 5280 §4.1.2.5); fractions of a second are dropped. */
export function readTime(value: Der | undefined): Date {
  const { tag, content } = expect(value);
  const text = String.fromCharCode(...content.subarray(0, 32));
  const digits = tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(digits);
  if (!match || (tag !== TAG.utcTime && tag !== TAG.generalizedTime)) throw damaged();
  const [year, month, ...rest] = match.slice(1).map(Number);
  return new Date(Date.UTC(year, month - 1, ...(rest as [number, number, number, number])));
}

/** Any value of these parts. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const size: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) size.unshift(rest % 256);
  const head = length < 0x80 ? [tag, length] : [tag, 0x80 | size.length, ...size];
  return join(Uint8Array.from(head), ...parts);
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return der(TAG.sequence, ...parts);
}

/** A non-negative INTEGER of these big-endian bytes. */
export function integer(...bytes: readonly number[]): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const magnitude = bytes.slice(start);
  return der(TAG.integer, Uint8Array.from(magnitude[0] & 0x80 ? [0, ...magnitude] : magnitude));
}

export function oid(dotted: string): Uint8Array {
  const [first, second, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((arc) => {
    const groups = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift(0x80 | (left % 128));
    }
    return groups;
  });
  return der(TAG.oid, Uint8Array.from(bytes));
}

/** A BIT STRING without unused bits. */
export function bits(content: Uint8Array): Uint8Array {
  return der(TAG.bits, Uint8Array.of(0), content);
}

export function utf8(text: string): Uint8Array {
  return der(TAG.utf8, new TextEncoder().encode(text));
}

/** GeneralizedTime to the second, UTC. */
export function generalizedTime(date: Date): Uint8Array {
  const text = `${date.toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  return der(TAG.generalizedTime, new TextEncoder().encode(text));
}

/** UTCTime to the second: for years before 2050, as RFC 5280 wants. */
export function utcTime(date: Date): Uint8Array {
  return der(TAG.utcTime, new TextEncoder().encode(`${date.toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
}

/** The parts one after the other. */
export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** The error of every reader here. */
export function damaged(): DecodeError {
  return new DecodeError('The certificate or time stamp is no valid DER.', {
    remedy: 'Fetch it again from its source.',
  });
}
