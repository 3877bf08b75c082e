/** Where the data set of a file begins, and in which transfer syntax (PS3.10 §7). */
import { AttributeError, NotDicomError, TruncatedError } from '../errors.js';
import { attributeName, TAG } from './attributeTags.js';
import { EXPLICIT_BIG_ENDIAN, EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from './transferSyntaxes.js';
import { hasLongLength, isVR } from './valueRepresentations.js';

export interface FileMeta {
  readonly transferSyntaxUID: string;
  /** Offset of the first data element after the File Meta Information. */
  readonly dataSetStart: number;
  /** What is odd in it and was read over, in sentences that name the attribute. */
  readonly oddities: readonly string[];
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
  if (transferSyntaxUID) {
    const guessed = `${attributeName(TAG.TransferSyntaxUID)} is missing with all meta information: the encoding is guessed.`;
    return { transferSyntaxUID, dataSetStart: 0, oddities: [guessed] };
  }
  throw new NotDicomError('The file is not DICOM: neither the prefix DICM nor a data element is found.', {
    file,
    remedy: 'Choose DICOM files; other image formats carry no Hounsfield units.',
  });
}

/** PS3.10 §7.1: group 0002 in Explicit VR Little Endian. Its length element is often wrong, so its tags end it. */
function readMetaGroup(bytes: Uint8Array, start: number, file: string | undefined): FileMeta {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let transferSyntaxUID: string | undefined;
  let promisedEnd: number | undefined;
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
    if (tag === TAG.FileMetaInformationGroupLength && length === 4) {
      promisedEnd = position + view.getUint32(value, true);
    }
  }
  if (transferSyntaxUID) {
    const oddities = preambleOddity(bytes, start);
    if (promisedEnd !== undefined && promisedEnd !== position) {
      oddities.push(
        `${attributeName(TAG.FileMetaInformationGroupLength)} is wrong: the elements themselves end the group.`,
      );
    }
    return { transferSyntaxUID, dataSetStart: position, oddities };
  }
  if (bytes.length - position < 8) throw cut(TAG.TransferSyntaxUID, file);
  throw new AttributeError('The File Meta Information does not say how the file is encoded.', {
    file,
    attribute: attributeName(TAG.TransferSyntaxUID),
    remedy: 'Export the file again from its source.',
  });
}

/** First bytes of what runs, or shows, as something else than DICOM (CVE-2019-11687): PE, ELF, Mach-O, Java, PDF, ZIP, GIF, scripts. */
const FOREIGN =
  '4d5a 7f454c46 feedface feedfacf cefaedfe cffaedfe cafebabe 25504446 504b0304 47494638 2321'.split(' ');
const MARKUP = /<[a-z!?/]/i;

function preambleOddity(bytes: Uint8Array, start: number): string[] {
  if (start === 0) return [];
  const hex = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const foreign = FOREIGN.some((magic) => hex.startsWith(magic)) || MARKUP.test(ascii(bytes, 0, PREAMBLE));
  if (!foreign) return [];
  return [
    'The preamble before FileMetaInformationGroupLength (0002,0000) holds a program or a page: let nothing but DICOM readers open this file.',
  ];
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
