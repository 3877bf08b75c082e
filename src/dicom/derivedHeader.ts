/**
 * Reads all of a Part 10 file but its pixels into the elements that a derived image
 * copies. Pixel Data is never touched: a large or compressed source costs nothing,
 * a deflated one only its inflation.
 *
 * Left out on the way, at every level: private elements (only their maker knows
 * whether they still hold), digital signatures (of what is not copied whole) and group
 * lengths.
 *
 * @module
 */
import { AttributeError, NotDicomError, TruncatedError } from '../errors.js';
import type { DataSet, Dcmjs, Element } from './dcmjs.js';
import { readElement, type ValueEncoding } from './derivedValue.js';
import { readFileMeta } from './fileMeta.js';
import { inflateDataSet } from './inflate.js';
import { DEFLATED_LITTLE_ENDIAN, encodingOf } from './transferSyntaxes.js';
import { hasLongLength } from './valueRepresentations.js';

/** A source without its pixels. */
export interface SourceHeader {
  readonly dataSet: DataSet;
  readonly transferSyntaxUID: string;
  /** Bytes from Pixel Data to the end of the file. */
  readonly pixelBytes: number;
}

/** GE private: data set in implicit little endian, only the pixels are big endian. */
const GE_BIG_ENDIAN_PIXELS = '1.2.840.113619.5.2';

/** Group lengths, MAC Parameters, Digital Signatures. */
const LEFT_OUT = /0000$|^4FFE0001$|^FFFAFFFA$/;
const PIXEL_GROUP = '7FE0';
const UNDEFINED_LENGTH = 0xffffffff;
/** Real headers nest to about six; past this a file is made to exhaust the stack. */
const DEEPEST = 64;

interface Encoding extends ValueEncoding {
  readonly implicit: boolean;
  /** Pixel Representation, which settles US or SS in implicit VR. */
  readonly signed: boolean;
}

interface Field {
  readonly tag: string;
  readonly vr: string;
  readonly length: number;
  /** Offset of the value. */
  readonly start: number;
}

/** Header of a Part 10 file, or of a bare data set. */
export function readHeader(source: Uint8Array, dcmjs: Dcmjs): SourceHeader {
  const { transferSyntaxUID, dataSetStart } = readFileMeta(source);
  const rest = source.subarray(dataSetStart);
  const bytes = transferSyntaxUID === DEFLATED_LITTLE_ENDIAN ? inflateDataSet(rest) : rest;
  const { explicit, littleEndian } = encodingOf(transferSyntaxUID);
  const implicit = !explicit || transferSyntaxUID === GE_BIG_ENDIAN_PIXELS;

  const encoding: Encoding = { implicit, littleEndian, signed: false, characterSet: [] };
  const { dataSet, end } = new Walk(bytes, dcmjs).dataSet(0, bytes.length, encoding, 0);
  if (!dataSet['00080016'] && !dataSet['00080018']) {
    throw new NotDicomError('The source holds no SOP instance.', {
      remedy: 'Choose the DICOM file the pixels came from.',
    });
  }
  return { dataSet, transferSyntaxUID, pixelBytes: bytes.length - end };
}

/** One pass over a data set, up to its pixels. */
class Walk {
  private readonly bytes: Uint8Array;
  private readonly dcmjs: Dcmjs;
  private readonly view: DataView;

  constructor(bytes: Uint8Array, dcmjs: Dcmjs) {
    this.bytes = bytes;
    this.dcmjs = dcmjs;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Elements from `offset` to `end` or to an item delimiter; `end` of the result lies behind it. */
  dataSet(offset: number, end: number, given: Encoding, depth: number): { dataSet: DataSet; end: number } {
    const dataSet: DataSet = {};
    let encoding = given;
    while (offset + 8 <= end) {
      const field = this.field(offset, encoding);
      const { tag, length, start } = field;
      if (tag.startsWith('FFFE')) return { dataSet, end: offset + 8 };
      if (depth === 0 && tag >= PIXEL_GROUP) break;
      // Zeros where elements should be: a download that never came.
      if (tag === '00000000') throw truncated(tag);
      if (length !== UNDEFINED_LENGTH && start + length > end) throw truncated(tag);

      const element = this.element(field, encoding, depth);
      if (element.kept && !isPrivate(tag) && !LEFT_OUT.test(tag)) dataSet[tag] = element.kept;
      if (element.kept && tag === '00080005') {
        encoding = { ...encoding, characterSet: element.kept.Value as string[] };
      }
      if (tag === '00280103') encoding = { ...encoding, signed: element.kept?.Value[0] === 1 };
      offset = element.end;
    }
    return { dataSet, end: offset };
  }

  private field(offset: number, { implicit, littleEndian, signed }: Encoding): Field {
    const hex = (at: number) => this.view.getUint16(at, littleEndian).toString(16).padStart(4, '0');
    const tag = (hex(offset) + hex(offset + 2)).toUpperCase();
    if (implicit || tag.startsWith('FFFE')) {
      const vr = this.dcmjs.vrOf(tag, signed) ?? 'UN';
      return { tag, vr, length: this.view.getUint32(offset + 4, littleEndian), start: offset + 8 };
    }
    const vr = String.fromCharCode(this.bytes[offset + 4], this.bytes[offset + 5]);
    if (!hasLongLength(vr)) {
      // Old writers put blanks where they knew no VR.
      const settled = /^[A-Z]{2}$/.test(vr) ? vr : (this.dcmjs.vrOf(tag, signed) ?? 'UN');
      return { tag, vr: settled, length: this.view.getUint16(offset + 6, littleEndian), start: offset + 8 };
    }
    if (offset + 12 > this.bytes.length) throw truncated(tag);
    return { tag, vr, length: this.view.getUint32(offset + 8, littleEndian), start: offset + 12 };
  }

  private element(field: Field, encoding: Encoding, depth: number): { kept?: Element; end: number } {
    const { tag, length, start } = field;
    let { vr } = field;
    if (vr === 'UN' && length === UNDEFINED_LENGTH) vr = 'SQ';
    // A private sequence of known length is left out whole, unread.
    if (isPrivate(tag) && length !== UNDEFINED_LENGTH) return { end: start + length };
    let inside = encoding;
    if (field.vr === 'UN') {
      vr = this.dcmjs.vrOf(tag, encoding.signed) ?? vr;
      // Whoever did not know the VR passed the value on as implicit little endian (PS3.5 §6.2.2 note 2).
      inside = { ...encoding, implicit: true, littleEndian: true };
    }
    if (vr === 'SQ') return this.sequence(tag, start, length, inside, depth + 1);
    if (length === UNDEFINED_LENGTH) return { end: this.endOfFragments(start, encoding) };
    const value = this.bytes.subarray(start, start + length);
    return { kept: readElement(vr, value, inside), end: start + length };
  }

  private sequence(tag: string, start: number, length: number, encoding: Encoding, depth: number) {
    if (depth > DEEPEST) throw nested(tag);
    const end = length === UNDEFINED_LENGTH ? this.bytes.length : start + length;
    const items: DataSet[] = [];
    let offset = start;
    while (offset + 8 <= end) {
      const item = this.field(offset, encoding);
      offset += 8;
      if (item.tag === 'FFFEE0DD') break;
      if (item.tag !== 'FFFEE000') throw truncated(tag);
      const itemEnd = item.length === UNDEFINED_LENGTH ? end : offset + item.length;
      if (itemEnd > end) throw truncated(tag);
      const read = this.dataSet(offset, itemEnd, encoding, depth);
      items.push(read.dataSet);
      offset = item.length === UNDEFINED_LENGTH ? read.end : itemEnd;
    }
    return { kept: { vr: 'SQ', Value: items }, end: length === UNDEFINED_LENGTH ? offset : end };
  }

  /** Encapsulated pixels inside an item (an icon): skipped, they would need a codec to be written anew. */
  private endOfFragments(start: number, encoding: Encoding): number {
    let offset = start;
    while (offset + 8 <= this.bytes.length) {
      const { tag, length } = this.field(offset, encoding);
      if (tag === 'FFFEE0DD') return offset + 8;
      offset += 8 + length;
    }
    throw truncated('7FE00010');
  }
}

function isPrivate(tag: string): boolean {
  return Number.parseInt(tag[3], 16) % 2 === 1;
}

function truncated(tag: string): TruncatedError {
  return new TruncatedError('The source header ends before its lengths promise.', {
    attribute: `(${tag.slice(0, 4)},${tag.slice(4)})`,
    remedy: 'Fetch the file again from its source.',
  });
}

function nested(tag: string): AttributeError {
  return new AttributeError(`Sequences are nested deeper than ${DEEPEST} levels.`, {
    attribute: `(${tag.slice(0, 4)},${tag.slice(4)})`,
    remedy: 'Export the image again without this sequence.',
  });
}
