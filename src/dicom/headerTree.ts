/**
 * The data set of a file as a tree for a reader's eye: tag, value representation,
 * keyword, and the value as text. Nothing is decoded before it is looked at, so that a
 * file of a hundred thousand attributes opens as fast as a small one.
 *
 * @module
 */
import dicomParser, { type DataSet, type Element } from 'dicom-parser';
import { decodeText } from './characterSet.js';
import { type Dcmjs, loadDcmjs } from './dcmjs.js';
import { parsePart10 } from './part10.js';

/** One attribute, or an item of a sequence. */
export interface HeaderNode {
  /** `0010,0010`; empty for an item. */
  readonly tag: string;
  readonly vr: string;
  /** Undefined where the dictionary has none, as of private attributes. */
  readonly keyword: string | undefined;
  readonly isPrivate: boolean;
  /** Number of an item, from 1. */
  readonly item: number | undefined;
  /** What it holds, decoded when first read. */
  readonly value: HeaderValue;
  /** Items of a sequence, attributes of an item; made when first read. */
  readonly children: readonly HeaderNode[];
}

export type HeaderValue =
  /** Up to {@link LONGEST} characters of `length`. */
  | { readonly kind: 'text'; readonly text: string; readonly length: number }
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'items'; readonly items: number };

/** Characters of a value that are decoded: nobody reads more in a list. */
export const LONGEST = 4096;

const EMPTY: HeaderValue = { kind: 'text', text: '', length: 0 };
const BINARY = new Set(['OB', 'OW', 'OF', 'OD', 'OL', 'OV', 'UN']);
const PREAMBLE = 128;

/** Reader of one number, and its length in bytes. */
type NumberReader = readonly [bytes: number, read: (dataSet: DataSet, tag: string, i: number) => unknown];

const NUMBERS: Readonly<Record<string, NumberReader>> = {
  US: [2, (dataSet, tag, i) => dataSet.uint16(tag, i)],
  SS: [2, (dataSet, tag, i) => dataSet.int16(tag, i)],
  UL: [4, (dataSet, tag, i) => dataSet.uint32(tag, i)],
  SL: [4, (dataSet, tag, i) => dataSet.int32(tag, i)],
  FL: [4, (dataSet, tag, i) => dataSet.float(tag, i)],
  FD: [8, (dataSet, tag, i) => dataSet.double(tag, i)],
};

/** The SOP Instance UID of a file and its attributes, File Meta Information first. */
export interface Header {
  readonly sopInstanceUID: string;
  readonly nodes: readonly HeaderNode[];
}

/**
 * Reads the header of a file.
 *
 * @throws NotDicomError, TruncatedError, AttributeError, DecodeError as `parsePart10`.
 */
export async function readHeader(bytes: Uint8Array): Promise<Header> {
  const dictionary = await loadDcmjs();
  const { dataSet } = parsePart10(bytes, '');
  const meta = metaOf(bytes);
  return {
    sopInstanceUID: dataSet.string('x00080018') ?? '',
    nodes: [...(meta ? nodesOf(meta, dictionary, '') : []), ...nodesOf(dataSet, dictionary, '')],
  };
}

/** The File Meta Information, where the file has a preamble and the group its length. */
function metaOf(bytes: Uint8Array): DataSet | undefined {
  const start = PREAMBLE + 4;
  if (bytes.length < start + 12 || ascii(bytes.subarray(PREAMBLE, start)) !== 'DICM') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(start, true) !== 0x00000002) return undefined;
  const end = start + 12 + view.getUint32(start + 8, true);
  if (end > bytes.length) return undefined;
  const parser = dicomParser.littleEndianByteArrayParser;
  const { DataSet: Made } = dicomParser as unknown as {
    DataSet: new (parser: unknown, bytes: Uint8Array, elements: object) => DataSet;
  };
  const meta = new Made(parser, bytes, {});
  try {
    dicomParser.parseDicomDataSetExplicit(meta, new dicomParser.ByteStream(parser, bytes, start), end);
  } catch {
    // Written by a careless hand; what comes after it was read all the same.
    return undefined;
  }
  return meta;
}

function nodesOf(dataSet: DataSet, dictionary: Dcmjs, charset: string): HeaderNode[] {
  const own = dataSet.elements.x00080005;
  const characters = own ? ascii(bytesOf(dataSet, own)).trim() : charset;
  const signed = dataSet.elements.x00280103 ? dataSet.uint16('x00280103') === 1 : false;
  return Object.values(dataSet.elements)
    .filter(({ tag }) => !tag.startsWith('xfffe'))
    .sort((a, b) => (a.tag < b.tag ? -1 : 1))
    .map((element) => nodeOf(dataSet, element, { dictionary, charset: characters, signed }));
}

interface Context {
  readonly dictionary: Dcmjs;
  readonly charset: string;
  readonly signed: boolean;
}

function nodeOf(dataSet: DataSet, element: Element, context: Context): HeaderNode {
  const { dictionary, charset, signed } = context;
  const hex = element.tag.slice(1).toUpperCase();
  const vr = element.items ? 'SQ' : (element.vr ?? dictionary.vrOf(hex, signed) ?? 'UN');
  return lazy({
    tag: `${hex.slice(0, 4)},${hex.slice(4)}`,
    vr,
    keyword: dictionary.keywordOf(hex),
    isPrivate: Number.parseInt(hex[3], 16) % 2 === 1,
    item: undefined,
    value: () => contentOf(dataSet, element, vr, charset),
    children: () => itemsOf(element, dictionary, charset),
  });
}

function itemsOf({ items }: Element, dictionary: Dcmjs, charset: string): HeaderNode[] {
  return (items ?? []).map(({ dataSet }, i) =>
    lazy({
      tag: '',
      vr: '',
      keyword: undefined,
      isPrivate: false,
      item: i + 1,
      value: () => EMPTY,
      children: () => (dataSet ? nodesOf(dataSet, dictionary, charset) : []),
    }),
  );
}

type Unread = Omit<HeaderNode, 'value' | 'children'> & {
  readonly value: () => HeaderValue;
  readonly children: () => readonly HeaderNode[];
};

function lazy({ value, children, ...known }: Unread): HeaderNode {
  let read: HeaderValue | undefined;
  let made: readonly HeaderNode[] | undefined;
  return {
    ...known,
    get value() {
      read ??= value();
      return read;
    },
    get children() {
      made ??= children();
      return made;
    },
  };
}

function contentOf(dataSet: DataSet, element: Element, vr: string, charset: string): HeaderValue {
  if (element.items) return { kind: 'items', items: element.items.length };
  if (element.fragments || BINARY.has(vr)) return { kind: 'bytes', bytes: element.length };
  const numbers = NUMBERS[vr];
  if (numbers) return listed(element.length / numbers[0], (i) => String(numbers[1](dataSet, element.tag, i)));
  if (vr === 'AT') {
    const part = (i: number) =>
      (dataSet.uint16(element.tag, i) ?? 0).toString(16).padStart(4, '0').toUpperCase();
    return listed(element.length / 4, (i) => `${part(2 * i)},${part(2 * i + 1)}`);
  }
  if (vr === 'SV' || vr === 'UV') return { kind: 'bytes', bytes: element.length };
  const bytes = bytesOf(dataSet, element);
  // Cut before decoding: a text of a gigabyte is no reason to wait.
  const text = decodeText(bytes.subarray(0, LONGEST), charset);
  return { kind: 'text', text, length: bytes.length > LONGEST ? bytes.length : text.length };
}

function listed(count: number, read: (i: number) => string): HeaderValue {
  const shown: string[] = [];
  for (let i = 0; i < Math.min(count, LONGEST / 8); i++) shown.push(read(i));
  const text = shown.join('\\');
  return {
    kind: 'text',
    text,
    length: shown.length < Math.floor(count) ? Math.floor(count) * 2 : text.length,
  };
}

function bytesOf({ byteArray }: DataSet, { dataOffset, length }: Element): Uint8Array {
  return byteArray.subarray(dataOffset, dataOffset + length) as Uint8Array;
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 256));
}
