/**
 * Walks the tags of a data set before dicom-parser does: every length inside the
 * file, known VRs, bounded depth and count, no attribute twice. dicom-parser checks
 * none of that and would recurse, overrun or let the last of two Rows win.
 */
import { isVeritomeError } from '../errors.js';
import { attributeName, isRead, TAG } from './attributeTags.js';
import { TagCursor } from './tagCursor.js';
import type { Encoding } from './transferSyntaxes.js';
import { hasLongLength, isUnknownToParser } from './valueRepresentations.js';

/** What dicom-parser has to know beyond the bytes. */
export interface Structure {
  /** End of the last element; zero bytes after it are no element. */
  readonly end: number;
  /** Offsets of VRs that dicom-parser does not know. */
  readonly unknownVRs: readonly number[];
  /** How the elements are written, where that is not as the transfer syntax says. */
  readonly explicit: boolean;
  /** Encapsulated pixels of an implicit data set, which dicom-parser takes for a sequence. */
  readonly fragments: FragmentSpan | undefined;
  /** What is odd and was read over, in sentences that name the attribute. */
  readonly oddities: readonly string[];
}

/** Offsets of Pixel Data's tag, of its first item, and of the end of the last. */
export interface FragmentSpan {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

/** Deeper than any IOD nests; dicom-parser recurses, and so do we. */
const MAX_DEPTH = 64;
/** An enhanced image of 5,000 frames has 300,000; each costs a few hundred bytes of heap. */
const MAX_ELEMENTS = 500_000;

const REPEATED = 'The attribute stands twice in the data set.';
const UNDEFINED_LENGTH = 0xffffffff;
const ITEM = 'xfffee000';
const ITEM_DELIMITATION = 'xfffee00d';
const SEQUENCE_DELIMITATION = 'xfffee0dd';

/**
 * Checks the data set from `start` to the end of the bytes.
 *
 * @throws TruncatedError where a length leads out of the file, AttributeError where
 *   the structure is broken or an attribute we read stands twice, OutOfMemoryError
 *   beyond the limits.
 */
export function checkStructure(
  bytes: Uint8Array,
  start: number,
  encoding: Encoding & { readonly encapsulated: boolean },
  file: string,
): Structure {
  const cursor = new TagCursor(bytes, start, encoding.littleEndian, file);
  const shown = cursor.startsExplicit();
  const other = shown !== undefined && shown !== encoding.explicit && !cursor.restIsZero;
  const oddities: string[] = [];
  let { explicit } = encoding;
  if (other && encoding.encapsulated) {
    // Some writers put a codestream into an implicit data set: both are what they are.
    explicit = false;
    oddities.push(
      `${attributeName(TAG.TransferSyntaxUID)} asks for explicit value representations; there are none.`,
    );
  } else if (other) {
    // A mislabelled file would be read as other values.
    throw cursor.broken(
      'The data set is not encoded as the transfer syntax says.',
      attributeName(TAG.TransferSyntaxUID),
    );
  }
  const walk = new Walk(cursor, encoding.encapsulated);
  const end = walk.file(bytes.length, explicit, oddities);
  return { end, unknownVRs: walk.unknownVRs, explicit, fragments: walk.implicitFragments, oddities };
}

class Walk {
  readonly unknownVRs: number[] = [];
  implicitFragments: FragmentSpan | undefined;
  readonly #cursor: TagCursor;
  readonly #encapsulated: boolean;
  #count = 0;
  /** End of the file's own Pixel Data, once it is passed. */
  #pixelEnd: number | undefined;
  #repeated: string | undefined;
  #unordered: string | undefined;

  constructor(cursor: TagCursor, encapsulated: boolean) {
    this.#cursor = cursor;
    this.#encapsulated = encapsulated;
  }

  /** The whole data set; what stands behind the pixels cannot change them and may be of any kind. Gives its end. */
  file(length: number, explicit: boolean, oddities: string[]): number {
    try {
      this.dataSet(length, explicit, 0, false);
    } catch (error) {
      const repeated = isVeritomeError(error) && error.message === REPEATED;
      if (this.#pixelEnd === undefined || repeated || isVeritomeError(error, 'OutOfMemoryError')) throw error;
      oddities.push(
        `Behind ${attributeName(TAG.PixelData)} stands something that is no element: it is not read.`,
      );
      this.unknownVRs.splice(
        0,
        this.unknownVRs.length,
        ...this.unknownVRs.filter((at) => at < (this.#pixelEnd ?? 0)),
      );
      return this.#pixelEnd;
    }
    if (this.#repeated) oddities.push(`${attributeName(this.#repeated)} stands twice in the data set.`);
    if (this.#unordered) oddities.push(`${attributeName(this.#unordered)} stands out of order.`);
    return this.#cursor.position;
  }

  /** Elements up to `end`, or to the delimiter of an item of undefined length. */
  dataSet(end: number, explicit: boolean, depth: number, delimited: boolean): void {
    const cursor = this.#cursor;
    const seen = new Set<string>();
    let last = '';
    while (cursor.position < end) {
      if (depth === 0 && cursor.restIsZero) return;
      const tag = cursor.readTag(end);
      if (delimited && tag === ITEM_DELIMITATION) {
        cursor.uint32(end);
        return;
      }
      if (isRead(tag)) {
        if (seen.has(tag)) throw cursor.broken(REPEATED);
        seen.add(tag);
      } else if (tag === last && Number.parseInt(tag[4], 16) % 2 === 0) {
        this.#repeated = tag;
      }
      if (tag < last) this.#unordered = tag;
      last = tag;
      this.#element(tag, end, explicit, depth);
      if (depth === 0 && tag === TAG.PixelData) this.#pixelEnd = cursor.position;
    }
    if (delimited) throw cursor.outside(end);
  }

  #element(tag: string, end: number, explicit: boolean, depth: number): void {
    this.#countOne();
    const cursor = this.#cursor;
    const vr = explicit ? this.#readVR(end) : undefined;
    const length = vr !== undefined && !hasLongLength(vr) ? cursor.uint16(end) : cursor.uint32(end);
    if (
      !explicit &&
      depth === 0 &&
      this.#encapsulated &&
      tag === TAG.PixelData &&
      length === UNDEFINED_LENGTH
    ) {
      const start = cursor.position;
      this.#fragments(end);
      this.implicitFragments = { tag: start - 8, start, end: cursor.position };
    } else if (vr === 'SQ' || (vr === undefined && this.#looksLikeSequence(tag, length))) {
      this.#sequence(length, end, explicit, depth + 1);
    } else if (length !== UNDEFINED_LENGTH) {
      cursor.skip(length, end);
    } else if (tag === TAG.PixelData && explicit) {
      this.#fragments(end);
    } else if (vr === 'UN') {
      // PS3.5 §6.2.2, note: UN of undefined length is a sequence in implicit encoding.
      this.#sequence(length, end, false, depth + 1);
    } else {
      throw cursor.broken('This element may not have an undefined length.');
    }
  }

  #sequence(length: number, outerEnd: number, explicit: boolean, depth: number): void {
    const cursor = this.#cursor;
    if (depth > MAX_DEPTH) throw cursor.tooMuch(`Sequences are nested more than ${MAX_DEPTH} deep.`);
    const delimited = length === UNDEFINED_LENGTH;
    const end = delimited ? outerEnd : cursor.reach(length, outerEnd);
    while (cursor.position < end) {
      const tag = cursor.readTag(end);
      const itemLength = cursor.uint32(end);
      if (delimited && tag === SEQUENCE_DELIMITATION) return;
      if (tag !== ITEM) throw cursor.broken('A sequence holds something that is no item.');
      this.#countOne();
      if (itemLength === UNDEFINED_LENGTH) this.dataSet(end, explicit, depth, true);
      else this.dataSet(cursor.reach(itemLength, end), explicit, depth, false);
    }
    if (delimited) throw cursor.outside(outerEnd);
  }

  /** PS3.5 A.4: items of known length up to a delimiter; without it, more fragments may have been cut off. */
  #fragments(end: number): void {
    const cursor = this.#cursor;
    while (cursor.position < end) {
      const tag = cursor.readTag(end);
      const length = cursor.uint32(end);
      if (tag === SEQUENCE_DELIMITATION) return;
      if (tag !== ITEM) throw cursor.broken('Pixel Data holds something that is no fragment.');
      this.#countOne();
      cursor.skip(length, end);
    }
    throw cursor.outside(end);
  }

  /** dicom-parser's own rule for implicit data sets, which name no VR: the value starts with an item. */
  #looksLikeSequence(tag: string, length: number): boolean {
    const next = this.#cursor.peekTag();
    const isPrivate = Number.parseInt(tag[4], 16) % 2 === 1;
    return (next === ITEM || next === SEQUENCE_DELIMITATION) && (!isPrivate || length === UNDEFINED_LENGTH);
  }

  #readVR(end: number): string {
    const offset = this.#cursor.position;
    const vr = this.#cursor.readVR(end);
    if (isUnknownToParser(vr)) this.unknownVRs.push(offset);
    return vr;
  }

  #countOne(): void {
    this.#count += 1;
    if (this.#count > MAX_ELEMENTS) {
      throw this.#cursor.tooMuch(`There are more than ${MAX_ELEMENTS} elements.`);
    }
  }
}
