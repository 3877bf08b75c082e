/** The two sequences that carry signatures (PS3.3 C.12.1.1.3): how their items are read and written. */
import { TAG as DER, join, readDer } from '../../keys/der.js';
import { ascii, type Element } from './elementTree.js';
import { header, padding } from './macStream.js';

export const SIGNATURE_TAG = {
  MACIDNumber: 'x04000005',
  MACCalculationTransferSyntaxUID: 'x04000010',
  MACAlgorithm: 'x04000015',
  DataElementsSigned: 'x04000020',
  DigitalSignatureUID: 'x04000100',
  DigitalSignatureDateTime: 'x04000105',
  CertificateType: 'x04000110',
  CertificateOfSigner: 'x04000115',
  Signature: 'x04000120',
  CertifiedTimestampType: 'x04000305',
  CertifiedTimestamp: 'x04000310',
  MACParametersSequence: 'x4ffe0001',
  DigitalSignaturesSequence: 'xfffafffa',
} as const;

/** Elements of a signature's item that come after the MAC and are not part of it (C.12.1.1.3.1.1). */
const AFTER_MAC: ReadonlySet<string> = new Set([
  SIGNATURE_TAG.CertificateOfSigner,
  SIGNATURE_TAG.Signature,
  SIGNATURE_TAG.CertifiedTimestampType,
  SIGNATURE_TAG.CertifiedTimestamp,
]);

export function inMac(item: readonly Element[]): Element[] {
  return item.filter(({ tag }) => !AFTER_MAC.has(tag));
}

/** An element of an item to be written, its value made even. */
export function newElement(tag: string, vr: string, value: Uint8Array | string): Element {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  const even = bytes.length % 2 ? join(bytes, padding(vr)) : bytes;
  return { tag, vr, start: 0, end: 0, value: even };
}

/** Explicit VR Little Endian bytes of a sequence with one item of these elements, lengths given. */
export function sequenceOf(tag: string, item: readonly Element[]): Uint8Array {
  const content = join(...item.flatMap(({ tag, vr, value }) => [header(tag, vr, value.length), value]));
  const itemHeader = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0);
  new DataView(itemHeader.buffer).setUint32(4, content.length, true);
  return join(header(tag, 'SQ', itemHeader.length + content.length), itemHeader, content);
}

/** A signature as it stands in the file, with the MAC parameters of its number. */
export interface SignatureItem {
  readonly elements: readonly Element[];
  /** Undefined where the file has no item of that MAC ID Number. */
  readonly macTransferSyntaxUID: string | undefined;
  readonly macAlgorithm: string | undefined;
  readonly signedTags: readonly string[];
  readonly certificate: Uint8Array | undefined;
  readonly certificateType: string | undefined;
  readonly signature: Uint8Array | undefined;
  readonly dateTime: Date | undefined;
  readonly timeStamp: Uint8Array | undefined;
}

/** The signatures of the main data set; what is missing in one stays undefined. */
export function readSignatureItems(elements: readonly Element[], littleEndian: boolean): SignatureItem[] {
  const itemsOf = (tag: string) => elements.find((element) => element.tag === tag)?.items ?? [];
  const parameters = itemsOf(SIGNATURE_TAG.MACParametersSequence);
  return itemsOf(SIGNATURE_TAG.DigitalSignaturesSequence).map((item) => {
    const number = text(item, SIGNATURE_TAG.MACIDNumber);
    const mac = parameters.find((one) => text(one, SIGNATURE_TAG.MACIDNumber) === number) ?? [];
    return {
      elements: item,
      macTransferSyntaxUID: code(mac, SIGNATURE_TAG.MACCalculationTransferSyntaxUID),
      macAlgorithm: code(mac, SIGNATURE_TAG.MACAlgorithm),
      signedTags: readTags(value(mac, SIGNATURE_TAG.DataElementsSigned), littleEndian),
      certificate: derValue(item, SIGNATURE_TAG.CertificateOfSigner),
      certificateType: code(item, SIGNATURE_TAG.CertificateType),
      signature: value(item, SIGNATURE_TAG.Signature),
      dateTime: readDateTime(code(item, SIGNATURE_TAG.DigitalSignatureDateTime)),
      timeStamp: derValue(item, SIGNATURE_TAG.CertifiedTimestamp),
    };
  });
}

/** AT: group and element of each tag. */
export function writeTags(tags: readonly string[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(tags.length * 4));
  for (const [i, tag] of tags.entries()) {
    view.setUint16(i * 4, Number.parseInt(tag.slice(1, 5), 16), true);
    view.setUint16(i * 4 + 2, Number.parseInt(tag.slice(5), 16), true);
  }
  return new Uint8Array(view.buffer);
}

function readTags(bytes: Uint8Array | undefined, littleEndian: boolean): string[] {
  if (!bytes) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => {
    const number = view.getUint16(i * 4, littleEndian) * 0x10000 + view.getUint16(i * 4 + 2, littleEndian);
    return `x${number.toString(16).padStart(8, '0')}`;
  });
}

/** DT in UTC, to the second: some verifiers ignore the offset, and UTC is then still right. */
export function writeDateTime(date: Date): string {
  return `${date.toISOString().replace(/\D/g, '').slice(0, 14)}+0000`;
}

/** DT (PS3.5 §6.2); local time where no offset is given. Undefined where it is none. */
function readDateTime(text: string | undefined): Date | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d{1,6})?(?:([+-]\d\d)(\d\d))?$/.exec(text ?? '');
  if (!match) return undefined;
  const [, year, month, day, hours, minutes, seconds, offsetHours, offsetMinutes] = match;
  const offset = offsetHours === undefined ? '' : `${offsetHours}:${offsetMinutes}`;
  const date = new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}${offset}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function value(item: readonly Element[], tag: string): Uint8Array | undefined {
  const found = item.find((element) => element.tag === tag)?.value;
  return found && found.length > 0 ? found : undefined;
}

function derValue(item: readonly Element[], tag: string): Uint8Array | undefined {
  const found = value(item, tag);
  return found && withoutPadding(found);
}

/** DER knows its own length: a byte behind it made the element's even. */
export function withoutPadding(bytes: Uint8Array): Uint8Array {
  try {
    const { tag, bytes: own } = readDer(bytes);
    return tag === DER.sequence && bytes.length - own.length === 1 ? own : bytes;
  } catch {
    return bytes;
  }
}

function code(item: readonly Element[], tag: string): string | undefined {
  const bytes = value(item, tag);
  return bytes && ascii(bytes);
}

/** Bytes as a key to compare by. */
function text(item: readonly Element[], tag: string): string {
  return value(item, tag)?.join() ?? '';
}
