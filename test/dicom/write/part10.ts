/** Builds source files byte by byte, so that no test trusts the writer to make its own input. */
import { deflateRawSync } from 'node:zlib';

/** Values by `GGGGEEEE VR`. A sequence given as UN holds implicit little endian (PS3.5 §6.2.2). */
export type Elements = Record<string, string | Uint8Array | Sequence>;

/** Items of a sequence, and whether lengths are given. */
export interface Sequence {
  readonly items: readonly Item[];
}
interface Item {
  readonly elements: Elements;
  readonly undefinedLength: boolean;
}

export type Encoding = 'explicit' | 'implicit' | 'bigEndian' | 'deflated';

const SYNTAX: Record<Encoding, string> = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  bigEndian: '1.2.840.10008.1.2.2',
};
const LONG = ['OB', 'OW', 'SQ', 'UN', 'UT'];

export const sequence = (...items: Item[]): Sequence => ({ items });
export const item = (elements: Elements, undefinedLength = false): Item => ({ elements, undefinedLength });

/** 16-bit words in little endian. */
export function words(...values: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(values).buffer);
}

/** A Part 10 file of these elements. */
export function part10(elements: Elements, { encoding = 'explicit' as Encoding } = {}): Uint8Array {
  const meta = dataSet({ '00020010 UI': SYNTAX[encoding] }, 'explicit');
  const body = dataSet(elements, encoding);
  const length = dataSet({ '00020000 UL': words(meta.length, 0) }, 'explicit');
  const packed = encoding === 'deflated' ? new Uint8Array(deflateRawSync(body)) : body;
  return join([new Uint8Array(128), ascii('DICM'), length, meta, packed]);
}

function dataSet(elements: Elements, encoding: Encoding): Uint8Array {
  const sorted = Object.entries(elements).sort(([a], [b]) => (a < b ? -1 : 1));
  return join(
    sorted.map(([key, value]) => {
      const [tag, vr] = key.split(' ');
      const bytes =
        typeof value === 'string'
          ? ascii(value)
          : value instanceof Uint8Array
            ? turned(value, vr, encoding)
            : items(value, vr === 'UN' ? 'implicit' : encoding);
      const padded = bytes.length % 2 ? join([bytes, Uint8Array.of(vr === 'UI' ? 0 : 0x20)]) : bytes;
      return join([header(tag, vr, padded.length, encoding), padded]);
    }),
  );
}

function items({ items: list }: Sequence, encoding: Encoding): Uint8Array {
  return join(
    list.flatMap(({ elements, undefinedLength }) => {
      const body = dataSet(elements, encoding);
      const start = delimiter(0xe000, undefinedLength ? 0xffffffff : body.length, encoding);
      return undefinedLength ? [start, body, delimiter(0xe00d, 0, encoding)] : [start, body];
    }),
  );
}

function header(tag: string, vr: string, length: number, encoding: Encoding): Uint8Array {
  const little = encoding !== 'bigEndian';
  const view = new DataView(new ArrayBuffer(12));
  view.setUint16(0, Number.parseInt(tag.slice(0, 4), 16), little);
  view.setUint16(2, Number.parseInt(tag.slice(4), 16), little);
  if (encoding === 'implicit') {
    view.setUint32(4, length, little);
    return new Uint8Array(view.buffer, 0, 8);
  }
  view.setUint8(4, vr.charCodeAt(0));
  view.setUint8(5, vr.charCodeAt(1));
  if (LONG.includes(vr)) {
    view.setUint32(8, length, little);
    return new Uint8Array(view.buffer, 0, 12);
  }
  view.setUint16(6, length, little);
  return new Uint8Array(view.buffer, 0, 8);
}

function delimiter(element: number, length: number, encoding: Encoding): Uint8Array {
  const little = encoding !== 'bigEndian';
  const view = new DataView(new ArrayBuffer(8));
  view.setUint16(0, 0xfffe, little);
  view.setUint16(2, element, little);
  view.setUint32(4, length, little);
  return new Uint8Array(view.buffer);
}

function turned(bytes: Uint8Array, vr: string, encoding: Encoding): Uint8Array {
  if (encoding !== 'bigEndian' || !['US', 'SS', 'OW'].includes(vr)) return bytes;
  return bytes.map((_, i) => bytes[i ^ 1]);
}

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function join(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
