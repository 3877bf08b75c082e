/** Where the data set of a file begins, and in which transfer syntax (PS3.10 §7). */
import { AttributeError, NotDicomError, TruncatedError } from '../errors.js';
import { attributeName, TAG } from './attributeTags.js';
import { EXPLICIT_BIG_ENDIAN, EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from './transferSyntaxes.js';
import { hasLongLength, isVR } from './valueRepresentations.js';

export interface FileMeta {
  readonly transferSyntaxUID: string;
  /** Offset of the first data element after the File Meta Information. */
  readonly dataSetStart: number;
}

const PREAMBLE = 128;

/**
 * Reads the File Meta Information. A file without preamble is taken for what its
 * first element shows: meta elements, or a bare data set in one of the three
 * uncompressed encodings. Anything else is no DICOM.
 *
 * @param file name for messages.
 */
export function readFileMeta(bytes: Uint8Array, file?: string): FileMeta {
  if (ascii(bytes, PREAMBLE, 4) === 'DICM') return readMetaGroup(bytes, PREAMBLE + 4, file);
  if (startsWithGroup(bytes, 0x0002) && isVR(ascii(bytes, 4, 2))) return readMetaGroup(bytes, 0, file);
  const transferSyntaxUID = guessEncoding(bytes);
  if (transferSyntaxUID) return { transferSyntaxUID, dataSetStart: 0 };
  throw new NotDicomError('The file is not DICOM: neither the prefix DICM nor a data element is found.', {
    file,
    remedy: 'Choose DICOM files; other image formats carry no Hounsfield units.',
  });
}

/** PS3.10 §7.1: group 0002 in Explicit VR Little Endian. Its length element is often wrong, so its tags end it. */
function readMetaGroup(bytes: Uint8Array, start: number, file: string | undefined): FileMeta {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let transferSyntaxUID: string | undefined;
  let position = start;
  while (position + 8 <= bytes.length && view.getUint16(position, true) === 0x0002) {
    const tag = `x0002${view
      .getUint16(position + 2, true)
      .toString(16)
      .padStart(4, '0')}`;
    const vr = ascii(bytes, position + 4, 2);
    if (!isVR(vr)) throw unreadable(tag, file);
    const long = hasLongLength(vr);
    if (long && position + 12 > bytes.length) throw cut(tag, file);
    const length = long ? view.getUint32(position + 8, true) : view.getUint16(position + 6, true);
    const value = position + (long ? 12 : 8);
    if (value + length > bytes.length) throw cut(tag, file);
    if (tag === TAG.TransferSyntaxUID) {
      transferSyntaxUID = ascii(bytes, value, length).replace(/[\0 ]+$/, '');
    }
    position = value + length;
  }
  if (transferSyntaxUID) return { transferSyntaxUID, dataSetStart: position };
  if (bytes.length - position < 8) throw cut(TAG.TransferSyntaxUID, file);
  throw new AttributeError('The File Meta Information does not say how the file is encoded.', {
    file,
    attribute: attributeName(TAG.TransferSyntaxUID),
    remedy: 'Export the file again from its source.',
  });
}

/** A bare data set starts with group 0008, as a VR or a believable length after the first tag shows. */
function guessEncoding(bytes: Uint8Array): string | undefined {
  const explicit = isVR(ascii(bytes, 4, 2));
  if (startsWithGroup(bytes, 0x0008)) {
    if (explicit) return EXPLICIT_LITTLE_ENDIAN;
    const length = bytes.length >= 8 ? new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true) : NaN;
    return length <= 0x400 && 8 + length <= bytes.length ? IMPLICIT_LITTLE_ENDIAN : undefined;
  }
  return explicit && bytes[0] === 0x00 && bytes[1] === 0x08 ? EXPLICIT_BIG_ENDIAN : undefined;
}

function startsWithGroup(bytes: Uint8Array, group: number): boolean {
  return bytes[0] === group && bytes[1] === 0;
}

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function cut(tag: string, file: string | undefined): TruncatedError {
  return new TruncatedError('The file ends inside its File Meta Information.', {
    file,
    attribute: attributeName(tag),
    remedy: 'Fetch the file again from its source.',
  });
}

function unreadable(tag: string, file: string | undefined): AttributeError {
  return new AttributeError('The File Meta Information is damaged.', {
    file,
    attribute: attributeName(tag),
    remedy: 'Fetch the file again from its source.',
  });
}
