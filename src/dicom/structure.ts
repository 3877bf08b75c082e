/**
 * Walks the tags of a data set before dicom-parser does: every length inside the
 * file, known VRs, bounded depth and count, no attribute twice. dicom-parser checks
 * none of that and would recurse, overrun or let the last of two Rows win.
 */
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
}

/** Deeper than any IOD nests; dicom-parser recurses, and so do we. */
const MAX_DEPTH = 64;
/** An enhanced image of 5,000 frames has 300,000; each costs a few hundred bytes of heap. */
const MAX_ELEMENTS = 500_000;

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
  encoding: Encoding,
  file: string,
): Structure {
  const cursor = new TagCursor(bytes, start, encoding.littleEndian, file);
  const shown = cursor.startsExplicit();
  // A mislabelled file would be read as other values.
  if (shown !== undefined && shown !== encoding.explicit && !cursor.restIsZero) {
    throw cursor.broken(
      'The data set is not encoded as the transfer syntax says.',
      attributeName(TAG.TransferSyntaxUID),
    );
  }
  const walk = new Walk(cursor);
  walk.dataSet(bytes.length, encoding.explicit, 0, false);
  return { end: cursor.position, unknownVRs: walk.unknownVRs };
}

class Walk {
  readonly unknownVRs: number[] = [];
  readonly #cursor: TagCursor;
  readonly #seen = new Set<string>();
  #count = 0;

  constructor(cursor: TagCursor) {
    this.#cursor = cursor;
  }

  /** Elements up to `end`, or to the delimiter of an item of undefined length. */
  dataSet(end: number, explicit: boolean, depth: number, delimited: boolean): void {
    const cursor = this.#cursor;
    while (cursor.position < end) {
      if (depth === 0 && cursor.restIsZero) return;
      const tag = cursor.readTag(end);
      if (delimited && tag === ITEM_DELIMITATION) {
        cursor.uint32(end);
        return;
      }
      if (depth === 0 && isRead(tag)) this.#once(tag);
      this.#element(tag, end, explicit, depth);
    }
    if (delimited) throw cursor.outside(end);
  }

  #element(tag: string, end: number, explicit: boolean, depth: number): void {
    this.#countOne();
    const cursor = this.#cursor;
    const vr = explicit ? this.#readVR(end) : undefined;
    const length = vr !== undefined && !hasLongLength(vr) ? cursor.uint16(end) : cursor.uint32(end);
    if (vr === 'SQ' || (vr === undefined && this.#looksLikeSequence(tag, length))) {
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

  #once(tag: string): void {
    if (this.#seen.has(tag)) throw this.#cursor.broken('The attribute stands twice in the data set.');
    this.#seen.add(tag);
  }

  #countOne(): void {
    this.#count += 1;
    if (this.#count > MAX_ELEMENTS) {
      throw this.#cursor.tooMuch(`There are more than ${MAX_ELEMENTS} elements.`);
    }
  }
}
