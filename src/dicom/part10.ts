/**
 * Reads a DICOM file (PS3.10) into a data set whose elements are offsets into the
 * bytes, decoded on demand.
 *
 * ```ts
 * const part10 = parsePart10(new Uint8Array(await file.arrayBuffer()), file.name);
 * const [frame] = await readFrames(part10);
 * ```
 *
 * @module
 */
import dicomParser, { type ByteStream, type DataSet, type Element as DicomElement } from 'dicom-parser';
import { AttributeError } from '../errors.js';
import { TAG } from './attributeTags.js';
import { readFileMeta } from './fileMeta.js';
import { inflateDataSet } from './inflate.js';
import { checkStructure, type FragmentSpan, type Structure } from './structure.js';
import { DEFLATED_LITTLE_ENDIAN, type Encoding, encodingOf, isNative } from './transferSyntaxes.js';

/** A file and its data set, without the File Meta Information. */
export interface Part10 {
  /** Name as the user gave it: for messages. */
  readonly file: string;
  /** The file itself, whatever its transfer syntax; never written to. */
  readonly bytes: Uint8Array;
  /** Its `byteArray` is `bytes`, or what `bytes` inflates to. */
  readonly dataSet: DataSet;
  readonly transferSyntaxUID: string;
  /** What is odd in it and was read over, in sentences that name the attribute. */
  readonly oddities: readonly string[];
}

/**
 * The file read last: whoever identifies one also verifies it. Weak, so that it keeps nothing alive; with a
 * checksum, since a host may use its buffer again.
 */
let last: { readonly part10: WeakRef<Part10>; readonly checksum: number } | undefined;

/**
 * Parses the bytes of one file, with or without preamble.
 *
 * @throws NotDicomError, TruncatedError, AttributeError (the structure is broken),
 *   DecodeError (a deflated data set is), OutOfMemoryError.
 */
export function parsePart10(bytes: Uint8Array, file: string): Part10 {
  const known = last?.part10.deref();
  if (known?.bytes === bytes && last?.checksum === checksumOf(bytes)) {
    return known.file === file ? known : { ...known, file };
  }
  const { transferSyntaxUID, dataSetStart, oddities } = readFileMeta(bytes, file);
  const deflated = transferSyntaxUID === DEFLATED_LITTLE_ENDIAN;
  const body = deflated ? inflateDataSet(bytes.subarray(dataSetStart), file) : bytes;
  const start = deflated ? 0 : dataSetStart;
  const encoding = encodingOf(transferSyntaxUID);
  const encapsulated = !isNative(transferSyntaxUID);
  const structure = checkStructure(body, start, { ...encoding, encapsulated }, file);
  const readable = hideUnknownVRs(body, structure);
  const { explicit, fragments } = structure;
  const end = fragments?.tag ?? structure.end;
  const dataSet = readDataSet(readable, start, end, { ...encoding, explicit }, file);
  if (fragments) dataSet.elements[TAG.PixelData] = encapsulatedElement(readable, fragments);
  const part10 = { file, bytes, dataSet, transferSyntaxUID, oddities: [...oddities, ...structure.oddities] };
  last = { part10: new WeakRef(part10), checksum: checksumOf(bytes) };
  return part10;
}

/** FNV-1a over words: quick, and against accidents only. */
function checksumOf(bytes: Uint8Array): number {
  const words =
    bytes.byteOffset % 4 === 0
      ? new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
      : new Int32Array(bytes.slice(0, bytes.length & ~3).buffer);
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i], 0x01000193);
  for (let i = bytes.length & ~3; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

/** Pixel Data as dicom-parser gives it from an explicit data set (PS3.5 A.4). */
function encapsulatedElement(bytes: Uint8Array, { start, end }: FragmentSpan): DicomElement {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const items: { at: number; length: number }[] = [];
  for (let at = start; at + 8 <= end && view.getUint16(at + 2, true) === 0xe000; ) {
    const length = view.getUint32(at + 4, true);
    items.push({ at, length });
    at += 8 + length;
  }
  const [table, ...fragments] = items;
  const first = fragments[0]?.at ?? end;
  return {
    tag: TAG.PixelData,
    dataOffset: start,
    length: end - start,
    hadUndefinedLength: true,
    encapsulatedPixelData: true,
    basicOffsetTable: Array.from({ length: (table?.length ?? 0) >> 2 }, (_, i) =>
      view.getUint32(table.at + 8 + 4 * i, true),
    ),
    fragments: fragments.map(({ at, length }) => ({ offset: at - first, position: at + 8, length })),
  };
}

/** As UN, the elements keep their length and their bytes; rare enough to afford a copy of the file. */
function hideUnknownVRs(bytes: Uint8Array, { unknownVRs }: Structure): Uint8Array {
  if (unknownVRs.length === 0) return bytes;
  const copy = bytes.slice();
  for (const offset of unknownVRs) copy.set([0x55, 0x4e], offset);
  return copy;
}

/** Missing from dicom-parser's own types. */
type DataSetClass = new (
  parser: ByteStream['byteArrayParser'],
  bytes: Uint8Array,
  elements: object,
) => DataSet;

function readDataSet(
  bytes: Uint8Array,
  start: number,
  end: number,
  { explicit, littleEndian }: Encoding,
  file: string,
): DataSet {
  const parser = littleEndian
    ? dicomParser.littleEndianByteArrayParser
    : dicomParser.bigEndianByteArrayParser;
  const { DataSet } = dicomParser as unknown as { DataSet: DataSetClass };
  const dataSet = new DataSet(parser, bytes, {});
  if (start >= end) return dataSet;
  const stream = new dicomParser.ByteStream(parser, bytes, start);
  dataSet.warnings = stream.warnings;
  try {
    if (explicit) dicomParser.parseDicomDataSetExplicit(dataSet, stream, end);
    else dicomParser.parseDicomDataSetImplicit(dataSet, stream, end);
  } catch (cause) {
    throw new AttributeError('The data set could not be read.', {
      file,
      remedy: 'Export the file again from its source.',
      cause,
    });
  }
  return dataSet;
}
