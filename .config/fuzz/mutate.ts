/**
 * Mutants of DICOM files: bytes and bits, and what only a reader of the structure would
 * think of: lengths, VRs, elements twice or elsewhere, values that are traps, fragments and
 * the markers of codestreams.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { DataSet } from 'dicom-parser';
import { readFileMeta } from '../../src/dicom/fileMeta.js';
import { parsePart10 } from '../../src/dicom/part10.js';
import { DEFLATED_LITTLE_ENDIAN, encodingOf } from '../../src/dicom/transferSyntaxes.js';

/** Where an element's parts stand. */
interface Place {
  readonly start: number;
  readonly vr: number | undefined;
  /** Offset and width of the length field. */
  readonly length: number;
  readonly width: 2 | 4;
  readonly value: number;
  readonly end: number;
  readonly tag: string;
}

/** A file to start from. */
export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly littleEndian: boolean;
  readonly places: readonly Place[];
  /** Items of encapsulated pixels, from their tags on. */
  readonly items: readonly { readonly start: number; readonly end: number }[];
  /** Start of a deflated data set, whose inflated form `inner` is. */
  readonly deflatedAt: number | undefined;
  readonly inner: Seed | undefined;
}

/** A whole number below the limit. */
export type Draw = (below: number) => number;

const LENGTHS = [0, 1, 2, 3, 4, 6, 0x7ffe, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const VRS =
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV ZZ'.split(
    ' ',
  );
const TEXTS = [
  ...[
    '0',
    '-0',
    '-1',
    '1e400',
    '1E-400',
    'NaN',
    'Infinity',
    '1,5',
    '0x10',
    '1\\2',
    '99999999999',
    '',
    ' ',
    '\\\\\\',
  ],
  ...[
    'MONOCHROME1',
    'RGB',
    'YBR_FULL_422',
    'PALETTE COLOR',
    '__proto__',
    'constructor',
    'SIGMOID',
    'ISO_IR 192',
  ],
  ...[
    '\u001b[31m',
    '<img src=x onerror=1>',
    '=cmd()',
    '../../x',
    '1.2.840.10008.1.2.5',
    '1.2.840.10008.1.2.1',
  ],
];
const SHORTS = [0, 1, 2, 3, 7, 8, 12, 15, 16, 17, 31, 32, 64, 255, 256, 32767, 32768, 46341, 65535];
/** SOF, SOS, DHT, DRI of JPEG; SIZ, COD, QCD, SOT of JPEG 2000; LSE of JPEG-LS. */
const MARKERS = [
  0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xd8, 0xd9, 0xda, 0xdd, 0x51, 0x52, 0x5c, 0x90, 0x93, 0xf7, 0xf8,
];
const ITEM_HEADER = 8;

/** A seed, or undefined for bytes that are no readable file. */
export function seedOf(name: string, bytes: Uint8Array): Seed | undefined {
  try {
    const { dataSet, transferSyntaxUID } = parsePart10(bytes, name);
    const { explicit, littleEndian } = encodingOf(transferSyntaxUID);
    if (transferSyntaxUID === DEFLATED_LITTLE_ENDIAN) {
      const deflatedAt = readFileMeta(bytes).dataSetStart;
      const body = new Uint8Array(inflateRawSync(bytes.subarray(deflatedAt)));
      const inner = { ...structureOf(dataSet, explicit), name, bytes: body, littleEndian } as const;
      const whole = { ...inner, deflatedAt: undefined, inner: undefined };
      return { name, bytes, littleEndian, places: [], items: [], deflatedAt, inner: whole };
    }
    return {
      name,
      bytes,
      littleEndian,
      ...structureOf(dataSet, explicit),
      deflatedAt: undefined,
      inner: undefined,
    };
  } catch {
    return undefined;
  }
}

function structureOf(dataSet: DataSet, explicit: boolean): Pick<Seed, 'places' | 'items'> {
  const places: Place[] = [];
  const items: { start: number; end: number }[] = [];
  const walk = (set: DataSet) => {
    for (const element of Object.values(set.elements)) {
      const { dataOffset, length, vr, tag } = element;
      const long = !explicit || /^(O.|SQ|U[CNRTV]|SV)$/.test(vr ?? 'UN');
      const header = explicit && long ? 12 : 8;
      const width = long ? 4 : 2;
      places.push({
        tag,
        start: dataOffset - header,
        vr: explicit ? dataOffset - header + 4 : undefined,
        length: dataOffset - width,
        width,
        value: dataOffset,
        end: dataOffset + length,
      });
      for (const { position, length: size } of element.fragments ?? []) {
        items.push({ start: position - ITEM_HEADER, end: position + size });
      }
      for (const item of element.items ?? []) if (item.dataSet) walk(item.dataSet);
    }
  };
  walk(dataSet);
  return { places, items };
}

/** One mutant. */
export function mutate(seed: Seed, others: readonly Seed[], draw: Draw): Uint8Array {
  if (seed.inner && seed.deflatedAt !== undefined && draw(4) > 0) {
    const body = deflateRawSync(mutate(seed.inner, others, draw), { level: 1 });
    const whole = new Uint8Array(seed.deflatedAt + body.length);
    whole.set(seed.bytes.subarray(0, seed.deflatedAt));
    whole.set(body, seed.deflatedAt);
    return whole;
  }
  // What keeps every offset comes first, what moves them last.
  const bytes = seed.bytes.slice();
  for (let n = draw(3); n > 0; n--) pick(IN_PLACE, draw)(bytes, seed, draw);
  return draw(3) === 0 || bytes.length === 0 ? bytes : pick(MOVING, draw)(bytes, seed, draw, others);
}

type InPlace = (bytes: Uint8Array, seed: Seed, draw: Draw) => void;
type Moving = (bytes: Uint8Array, seed: Seed, draw: Draw, others: readonly Seed[]) => Uint8Array;

const IN_PLACE: readonly InPlace[] = [
  function flipBit(bytes, _seed, draw) {
    bytes[draw(bytes.length)] ^= 1 << draw(8);
  },
  function setByte(bytes, _seed, draw) {
    bytes[draw(bytes.length)] = pick([0, 0xff, 0x7f, 0x80, 0x5c, draw(256)], draw);
  },
  function overwriteRun(bytes, _seed, draw) {
    const at = draw(bytes.length);
    const end = Math.min(bytes.length, at + 1 + draw(64));
    const filler = draw(3);
    for (let i = at; i < end; i++) bytes[i] = filler === 0 ? 0 : filler === 1 ? 0xff : draw(256);
  },
  function lieOnLength(bytes, seed, draw) {
    const place = pick(seed.places, draw);
    if (!place) return;
    const own = place.end - place.value;
    const lie = draw(2) === 0 ? own + pick([-2, -1, 1, 2, 4, 8, -own], draw) : pick(LENGTHS, draw);
    putNumber(bytes, place.length, place.width, lie, seed.littleEndian);
  },
  lieOnValue,
  lieOnValue,
  lieOnValue,
  function otherVR(bytes, seed, draw) {
    const place = pick(seed.places, draw);
    if (place?.vr !== undefined) putText(bytes, place.vr, place.vr + 2, pick(VRS, draw));
  },
  function otherTag(bytes, seed, draw) {
    const [one, other] = [pick(seed.places, draw), pick(seed.places, draw)];
    if (one && other) bytes.copyWithin(one.start, other.start, other.start + 4);
  },
  function breakItem(bytes, seed, draw) {
    const item = pick(seed.items, draw);
    if (!item) return;
    if (draw(2) === 0) putNumber(bytes, item.start + 4, 4, pick(LENGTHS, draw), true);
    else bytes[item.start + draw(4)] = draw(256);
  },
  function breakMarker(bytes, seed, draw) {
    const item = pick(seed.items, draw);
    if (!item) return;
    const marker = pick(MARKERS, draw);
    for (let i = item.start + ITEM_HEADER; i + 12 < Math.min(item.end, bytes.length); i++) {
      if (bytes[i] !== 0xff || bytes[i + 1] !== marker) continue;
      bytes[i + 1 + draw(12)] = pick([0, 1, 2, 0x7f, 0xff, draw(256)], draw);
      return;
    }
    const at = item.start + ITEM_HEADER + draw(Math.max(1, item.end - item.start - ITEM_HEADER));
    if (at < bytes.length) bytes[at] = draw(256);
  },
];

const MOVING: readonly Moving[] = [
  function truncate(bytes, _seed, draw) {
    return bytes.slice(0, draw(bytes.length));
  },
  function truncateAtElement(bytes, seed, draw) {
    const place = pick(seed.places, draw);
    return place
      ? bytes.slice(0, pick([place.start, place.value, place.end], draw) + pick([0, 1], draw))
      : bytes;
  },
  function cutOut(bytes, _seed, draw) {
    const at = draw(bytes.length);
    return splice(bytes, at, Math.min(bytes.length, at + 1 + draw(48)), new Uint8Array());
  },
  function putIn(bytes, _seed, draw) {
    const at = draw(bytes.length);
    return splice(
      bytes,
      at,
      at,
      Uint8Array.from({ length: 1 + draw(48) }, () => (draw(2) === 0 ? 0 : draw(256))),
    );
  },
  function elementTwice(bytes, seed, draw) {
    const [place, where] = [pick(seed.places, draw), pick(seed.places, draw)];
    if (!place || !where || place.end - place.start > 4096) return bytes;
    return splice(bytes, where.start, where.start, bytes.slice(place.start, place.end));
  },
  function withoutElement(bytes, seed, draw) {
    const place = pick(seed.places, draw);
    return place ? splice(bytes, place.start, place.end, new Uint8Array()) : bytes;
  },
  function itemTwice(bytes, seed, draw) {
    const item = pick(seed.items, draw);
    return item ? splice(bytes, item.end, item.end, bytes.slice(item.start, item.end)) : bytes;
  },
  function withoutItem(bytes, seed, draw) {
    const item = pick(seed.items, draw);
    return item ? splice(bytes, item.start, item.end, new Uint8Array()) : bytes;
  },
  function tailOfAnother(bytes, _seed, draw, others) {
    const other = pick(others, draw)?.bytes ?? bytes;
    return splice(bytes, draw(bytes.length), bytes.length, other.slice(draw(other.length)));
  },
  function deep(bytes, seed, draw) {
    const place = pick(seed.places, draw);
    if (place?.vr === undefined) return bytes;
    const open = [
      0x08, 0, 0x40, 0x11, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255,
    ];
    const depth = pick([2, 30, 63, 64, 65, 200, 3000], draw);
    return splice(
      bytes,
      place.start,
      place.start,
      Uint8Array.from({ length: depth * open.length }, (_, i) => open[i % open.length]),
    );
  },
];

/** A trap where a number or a word is awaited; group 0028 most of all, which lays out the pixels. */
function lieOnValue(bytes: Uint8Array, seed: Seed, draw: Draw): void {
  const pixel = seed.places.filter(({ tag }) => tag.startsWith('x0028'));
  const place = pick(draw(2) === 0 && pixel.length > 0 ? pixel : seed.places, draw);
  if (!place || place.end <= place.value) return;
  if (place.end - place.value === 2) putNumber(bytes, place.value, 2, pick(SHORTS, draw), seed.littleEndian);
  else putText(bytes, place.value, Math.min(place.end, place.value + 64), pick(TEXTS, draw));
}

function pick<T>(from: readonly T[], draw: Draw): T {
  return from[draw(from.length)];
}

function splice(bytes: Uint8Array, from: number, to: number, insert: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length - (to - from) + insert.length);
  whole.set(bytes.subarray(0, from));
  whole.set(insert, from);
  whole.set(bytes.subarray(to), from + insert.length);
  return whole;
}

function putText(bytes: Uint8Array, from: number, to: number, text: string): void {
  for (let i = from; i < Math.min(to, bytes.length); i++) bytes[i] = text.charCodeAt(i - from) || 0x20;
}

function putNumber(bytes: Uint8Array, at: number, width: 2 | 4, value: number, littleEndian: boolean): void {
  if (at < 0 || at + width > bytes.length) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (width === 2) view.setUint16(at, value & 0xffff, littleEndian);
  else view.setUint32(at, value >>> 0, littleEndian);
}
