/** DICOM files byte by byte, so that tests can break them. */

export interface Element {
  readonly tag: number;
  readonly vr: string;
  readonly value: Uint8Array;
  /** What the length field says, when that is a lie. */
  readonly length?: number;
}
export interface Encoding {
  readonly explicit: boolean;
  readonly littleEndian: boolean;
}

const LONG = new Set(['OB', 'OW', 'OF', 'OD', 'OV', 'SQ', 'UN', 'UT']);
const UNDEFINED = 0xffffffff;
const LE: Encoding = { explicit: true, littleEndian: true };

export function text(tag: number, vr: string, value: string): Element {
  const pad = value.length % 2 === 0 ? '' : vr === 'UI' ? '\0' : ' ';
  return { tag, vr, value: Uint8Array.from(value + pad, (c) => c.charCodeAt(0)) };
}

export function short(tag: number, value: number, littleEndian = true): Element {
  const bytes = new Uint8Array(2);
  new DataView(bytes.buffer).setUint16(0, value & 0xffff, littleEndian);
  return { tag, vr: 'US', value: bytes };
}

export function pixels(values: Uint8Array | Int16Array | Uint16Array): Element {
  return {
    tag: 0x7fe00010,
    vr: 'OW',
    value: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

/** Encapsulated Pixel Data; the first fragment is the offset table. */
export function fragments(...items: Uint8Array[]): Element {
  const value = concat(...items.map((item) => concat(words(0xfffe, 0xe000), long(item.length), item)));
  return {
    tag: 0x7fe00010,
    vr: 'OB',
    value: concat(value, words(0xfffe, 0xe0dd), long(0)),
    length: UNDEFINED,
  };
}

/** `depth` sequences, each in the one before. */
export function nested(depth: number): Uint8Array {
  const open = concat(header(0x00081140, 'SQ', UNDEFINED, LE), words(0xfffe, 0xe000), long(UNDEFINED));
  const close = concat(words(0xfffe, 0xe00d), long(0), words(0xfffe, 0xe0dd), long(0));
  return concat(...Array<Uint8Array>(depth).fill(open), ...Array<Uint8Array>(depth).fill(close));
}

export function dataSet(elements: readonly Element[], encoding = LE): Uint8Array {
  return concat(
    ...elements.map(({ tag, vr, value, length }) =>
      concat(header(tag, vr, length ?? value.length, encoding), value),
    ),
  );
}

/** Preamble, meta information and data set. */
export function part10(body: Uint8Array, transferSyntaxUID = '1.2.840.10008.1.2.1'): Uint8Array {
  const prefix = new Uint8Array(132);
  prefix.set([0x44, 0x49, 0x43, 0x4d], 128);
  return concat(prefix, dataSet([text(0x00020010, 'UI', transferSyntaxUID)]), body);
}

/** Everything a CT slice needs but its Pixel Data; `change` replaces attributes or, with undefined, leaves them out. */
export function slice(
  change: Readonly<Record<number, Element | undefined>> = {},
  { rows = 2, columns = 4 } = {},
): Element[] {
  const usual = [
    text(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.2'),
    text(0x00080018, 'UI', '1.2.3.4'),
    text(0x00080060, 'CS', 'CT'),
    text(0x00100010, 'PN', 'Doe^Jane'),
    text(0x0020000d, 'UI', '1.2.3.1'),
    text(0x0020000e, 'UI', '1.2.3.2'),
    text(0x00200013, 'IS', '1'),
    text(0x00200032, 'DS', '0\\0\\0'),
    text(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    short(0x00280002, 1),
    text(0x00280004, 'CS', 'MONOCHROME2'),
    short(0x00280010, rows),
    short(0x00280011, columns),
    text(0x00280030, 'DS', '0.5\\0.5'),
    short(0x00280100, 16),
    short(0x00280101, 16),
    short(0x00280102, 15),
    short(0x00280103, 1),
    text(0x00281052, 'DS', '-1024'),
    text(0x00281053, 'DS', '1'),
    pixels(Int16Array.from({ length: rows * columns }, (_, i) => i)),
  ];
  const all = new Map<number, Element | undefined>(usual.map((element) => [element.tag, element]));
  for (const [tag, element] of Object.entries(change)) all.set(Number(tag), element);
  return [...all.entries()].sort(([a], [b]) => a - b).flatMap(([, element]) => element ?? []);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}

export function long(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function words(...values: number[]): Uint8Array {
  return new Uint8Array(Uint16Array.from(values).buffer);
}

function header(tag: number, vr: string, length: number, { explicit, littleEndian }: Encoding): Uint8Array {
  const wide = !explicit || LONG.has(vr);
  const view = new DataView(new ArrayBuffer(explicit && wide ? 12 : 8));
  view.setUint16(0, tag >>> 16, littleEndian);
  view.setUint16(2, tag & 0xffff, littleEndian);
  if (explicit) for (let i = 0; i < 2; i++) view.setUint8(4 + i, vr.charCodeAt(i));
  if (wide) view.setUint32(view.byteLength - 4, length, littleEndian);
  else view.setUint16(6, length, littleEndian);
  return new Uint8Array(view.buffer);
}
