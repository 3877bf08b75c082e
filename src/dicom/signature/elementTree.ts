/**
 * The data set of a file as a tree of places in its bytes: what a MAC is made of.
 * Written for files that others may have changed: every length is held against what
 * is there, depth and number are bounded.
 *
 * @module
 */
import { attributeName, TAG } from '../attributeTags.js';
import { loadDcmjs } from '../dcmjs.js';
import { readFileMeta } from '../fileMeta.js';
import { inflateDataSet } from '../inflate.js';
import { TagCursor } from '../tagCursor.js';
import { DEFLATED_LITTLE_ENDIAN, encodingOf, isNative } from '../transferSyntaxes.js';
import { hasLongLength } from '../valueRepresentations.js';

/** An element: its value, its items, or its fragments. */
export interface Element {
  /** `x0008001c` */
  readonly tag: string;
  /** As the file has it, else by dictionary; UN where neither knows. */
  readonly vr: string;
  /** Offset of the first byte of its tag. */
  readonly start: number;
  /** Offset behind it. */
  readonly end: number;
  /** The value, a view; empty where there are items or fragments. */
  readonly value: Uint8Array;
  readonly items?: readonly (readonly Element[])[];
  /** Encapsulated pixels, offset table first. */
  readonly fragments?: readonly Uint8Array[];
}

export interface ElementTree {
  readonly elements: readonly Element[];
  readonly transferSyntaxUID: string;
  readonly littleEndian: boolean;
  /** Holds the values; the file itself, or what it inflates to. */
  readonly bytes: Uint8Array;
}

/** VR of a private element by its block's creator and low byte; undefined for blocks of others. */
export type PrivateVR = (creator: string, element: number) => string | undefined;

const DEEPEST = 64;
const MOST_ELEMENTS = 500_000;
const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 'xfffee000';
const ITEM_END = 'xfffee00d';
const SEQUENCE_END = 'xfffee0dd';

/**
 * Reads the tree.
 *
 * @throws NotDicomError, TruncatedError, AttributeError, DecodeError, OutOfMemoryError:
 *   what of the file cannot be read.
 */
export async function readElementTree(
  file: Uint8Array,
  { name = 'file', privateVR }: { name?: string; privateVR?: PrivateVR } = {},
): Promise<ElementTree> {
  const { transferSyntaxUID, dataSetStart } = readFileMeta(file, name);
  const deflated = transferSyntaxUID === DEFLATED_LITTLE_ENDIAN;
  // Node's Buffer is a Uint8Array whose slices are no copies: a plain view from here on.
  const plain = new Uint8Array(file.buffer, file.byteOffset, file.length);
  const bytes = deflated ? inflateDataSet(plain.subarray(dataSetStart), name) : plain;
  const { explicit, littleEndian } = encodingOf(transferSyntaxUID);
  const walk = (vrOf?: VROf) =>
    new Walk({
      cursor: new TagCursor(bytes, deflated ? 0 : dataSetStart, littleEndian, name),
      ...{ bytes, vrOf, privateVR, encapsulated: !isNative(transferSyntaxUID) },
    });
  // The dictionary is large: it loads only for files that leave VRs open.
  const first = explicit ? walk() : walk((await loadDcmjs()).vrOf);
  let elements = first.dataSet(bytes.length, explicit, 0, false);
  if (first.askedInVain) {
    elements = walk((await loadDcmjs()).vrOf).dataSet(bytes.length, explicit, 0, false);
  }
  return { elements, transferSyntaxUID, littleEndian, bytes };
}

type VROf = (tag: string, signed: boolean) => string | undefined;

interface Source {
  readonly cursor: TagCursor;
  readonly bytes: Uint8Array;
  readonly vrOf: VROf | undefined;
  readonly privateVR: PrivateVR | undefined;
  /** Pixel Data may be fragments. */
  readonly encapsulated: boolean;
}

class Walk {
  readonly #source: Source;
  readonly #cursor: TagCursor;
  /** A VR would have been in the dictionary, and there was none. */
  askedInVain = false;
  #signed = false;
  #count = 0;

  constructor(source: Source) {
    this.#source = source;
    this.#cursor = source.cursor;
  }

  dataSet(end: number, explicit: boolean, depth: number, delimited: boolean): Element[] {
    const cursor = this.#cursor;
    const elements: Element[] = [];
    const creators = new Map<string, string>();
    const seen = new Set<string>();
    while (cursor.position < end) {
      if (depth === 0 && cursor.restIsZero) return elements;
      const start = cursor.position;
      const tag = cursor.readTag(end);
      if (delimited && tag === ITEM_END) {
        cursor.uint32(end);
        return elements;
      }
      const element = this.#element(tag, start, end, explicit, depth, creators);
      // Two elements of one tag: which of them was signed, and which is shown?
      if (seen.has(tag)) throw cursor.broken('The attribute stands twice.', attributeName(tag));
      seen.add(tag);
      elements.push(element);
    }
    if (delimited) throw cursor.outside(end);
    return elements;
  }

  #element(
    tag: string,
    start: number,
    end: number,
    explicit: boolean,
    depth: number,
    creators: Map<string, string>,
  ): Element {
    this.#countOne();
    const cursor = this.#cursor;
    const written = explicit ? cursor.readVR(end) : undefined;
    const length = written && !hasLongLength(written) ? cursor.uint16(end) : cursor.uint32(end);
    const unknown = written === undefined || written === 'UN';
    const vr = unknown ? this.#vrByName(tag, creators, length) : written;
    const value = cursor.position;
    if (vr === 'SQ') {
      // UN holds implicit little endian (PS3.5 §6.2.2 note 2).
      const items = this.#sequence(length, end, explicit && written !== 'UN', depth + 1);
      return { tag, vr, start, end: cursor.position, value: EMPTY, items };
    }
    if (length === UNDEFINED_LENGTH) {
      if (tag !== TAG.PixelData || !this.#source.encapsulated) {
        throw cursor.broken('This element may not have an undefined length.');
      }
      const fragments = this.#fragments(end);
      return { tag, vr, start, end: cursor.position, value: EMPTY, fragments };
    }
    cursor.skip(length, end);
    const bytes = this.#source.bytes.subarray(value, cursor.position);
    if (tag === TAG.PixelRepresentation) this.#signed = bytes[0] === 1 || bytes[1] === 1;
    if (/^x....00[1-9a-f].$/.test(tag) && isPrivate(tag)) creators.set(blockOf(tag), ascii(bytes));
    return { tag, vr, start, end: cursor.position, value: bytes };
  }

  /** The VR that a file without it, or with UN, does not tell. */
  #vrByName(tag: string, creators: Map<string, string>, length: number): string {
    if (length === UNDEFINED_LENGTH && tag !== TAG.PixelData) return 'SQ';
    if (!isPrivate(tag)) {
      const { vrOf } = this.#source;
      if (!vrOf) this.askedInVain = true;
      return vrOf?.(tag.slice(1).toUpperCase(), this.#signed) ?? 'UN';
    }
    if (/^x....00/.test(tag)) return 'LO';
    const creator = creators.get(tag.slice(1, 7));
    const low = Number.parseInt(tag.slice(7), 16);
    return (creator !== undefined && this.#source.privateVR?.(creator, low)) || 'UN';
  }

  #sequence(length: number, outerEnd: number, explicit: boolean, depth: number): Element[][] {
    const cursor = this.#cursor;
    if (depth > DEEPEST) throw cursor.tooMuch(`Sequences are nested more than ${DEEPEST} deep.`);
    const delimited = length === UNDEFINED_LENGTH;
    const end = delimited ? outerEnd : cursor.reach(length, outerEnd);
    const items: Element[][] = [];
    while (cursor.position < end) {
      const tag = cursor.readTag(end);
      const itemLength = cursor.uint32(end);
      if (delimited && tag === SEQUENCE_END) return items;
      if (tag !== ITEM) throw cursor.broken('A sequence holds something that is no item.');
      this.#countOne();
      const open = itemLength === UNDEFINED_LENGTH;
      items.push(this.dataSet(open ? end : cursor.reach(itemLength, end), explicit, depth, open));
    }
    if (delimited) throw cursor.outside(outerEnd);
    return items;
  }

  #fragments(end: number): Uint8Array[] {
    const cursor = this.#cursor;
    const fragments: Uint8Array[] = [];
    while (cursor.position < end) {
      const tag = cursor.readTag(end);
      const length = cursor.uint32(end);
      if (tag === SEQUENCE_END) return fragments;
      if (tag !== ITEM) throw cursor.broken('Pixel Data holds something that is no fragment.');
      this.#countOne();
      cursor.skip(length, end);
      fragments.push(this.#source.bytes.subarray(cursor.position - length, cursor.position));
    }
    throw cursor.outside(end);
  }

  #countOne(): void {
    this.#count += 1;
    if (this.#count > MOST_ELEMENTS) {
      throw this.#cursor.tooMuch(`There are more than ${MOST_ELEMENTS} elements.`);
    }
  }
}

const EMPTY = new Uint8Array(0);

/** Odd group. */
export function isPrivate(tag: string): boolean {
  return Number.parseInt(tag[4], 16) % 2 === 1;
}

/** Group and block of a private creator: `009910` for (0099,0010). */
function blockOf(creatorTag: string): string {
  return creatorTag.slice(1, 5) + creatorTag.slice(7);
}

/** Code or UID of a value, without padding. */
export function ascii(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes.subarray(0, 1024)) text += String.fromCharCode(byte);
  return text.replace(/^[ \0]+|[ \0]+$/g, '');
}
