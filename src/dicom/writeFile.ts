/**
 * A data set as a Part 10 file (PS3.10 §7), plain or deflated.
 *
 * @module
 */
import type { DataSet, Dcmjs } from './dcmjs.js';
import { settleCharacterSet } from './derivedText.js';
import { DEFLATED_LITTLE_ENDIAN, EXPLICIT_LITTLE_ENDIAN, RLE_LOSSLESS } from './transferSyntaxes.js';
import { encodeRle } from './writeRle.js';

/** How the file is packed: Explicit VR Little Endian, as it is, deflated, or with RLE pixels (PS3.5 A.2, A.5, A.4.2). */
export type Packing = 'explicit' | 'deflated' | 'rle';

/** Names this software in File Meta Information and as Instance Creator; a 2.25 UID made once. */
export const SOFTWARE_UID = '2.25.16045870864563366525381982904657541917';
const VERSION_NAME = 'VERITOME';

const TRANSFER_SYNTAX: Readonly<Record<Packing, string>> = {
  explicit: EXPLICIT_LITTLE_ENDIAN,
  deflated: DEFLATED_LITTLE_ENDIAN,
  rle: RLE_LOSSLESS,
};

/** Part 10 bytes. The data set's SOP Class and Instance UID name the file; its character set is settled here. */
export async function writeFile(
  dcmjs: Dcmjs,
  dataSet: DataSet,
  packing: Packing = 'explicit',
): Promise<Uint8Array> {
  settleCharacterSet(dataSet);
  const uid = (tag: string) => dataSet[tag].Value[0] as string;
  const meta = dcmjs.dataSet(
    {
      FileMetaInformationVersion: new Uint8Array([0, 1]).buffer,
      MediaStorageSOPClassUID: uid('00080016'),
      MediaStorageSOPInstanceUID: uid('00080018'),
      TransferSyntaxUID: TRANSFER_SYNTAX[packing],
      ImplementationClassUID: SOFTWARE_UID,
      ImplementationVersionName: VERSION_NAME,
    },
    false,
  );
  if (packing === 'rle') {
    const { [PIXEL_DATA]: pixels, ...header } = dataSet;
    return append(dcmjs.write(meta, header), encapsulated(pixels.Value[0] as ArrayBuffer, dataSet));
  }
  const file = dcmjs.write(meta, dataSet);
  return packing === 'deflated' ? deflated(file) : file;
}

const PIXEL_DATA = '7FE00010';

/** Pixel Data, the last element, as one RLE fragment behind an empty offset table (PS3.5 A.4). */
function encapsulated(pixels: ArrayBuffer, dataSet: DataSet): Uint8Array {
  const [bits, columns] = ['00280100', '00280011'].map((tag) => dataSet[tag].Value[0] as number);
  const stream = encodeRle(new Uint8Array(pixels), bits / 8, columns);
  const element = new Uint8Array(36 + stream.length);
  const view = new DataView(element.buffer);
  const tag = (at: number, group: number, number: number) => {
    view.setUint16(at, group, true);
    view.setUint16(at + 2, number, true);
  };
  // OB of undefined length, item of the offset table, item of the frame, end of the sequence.
  tag(0, 0x7fe0, 0x0010);
  element.set([0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff], 4);
  tag(12, 0xfffe, 0xe000);
  tag(20, 0xfffe, 0xe000);
  view.setUint32(24, stream.length, true);
  element.set(stream, 28);
  tag(28 + stream.length, 0xfffe, 0xe0dd);
  return element;
}

function append(file: Uint8Array, element: Uint8Array): Uint8Array {
  const whole = new Uint8Array(file.length + element.length);
  whole.set(file);
  whole.set(element, file.length);
  return whole;
}

/** dcmjs names the deflated syntax but writes the data set plain: everything behind the meta group is packed here. */
async function deflated(file: Uint8Array): Promise<Uint8Array> {
  const { deflateSync } = await import('fflate');
  // Preamble, prefix, and the group length element, whose value counts the bytes that follow it.
  const metaStart = 128 + 4 + 12;
  const dataSetStart = metaStart + new DataView(file.buffer, file.byteOffset).getUint32(metaStart - 4, true);
  const packed = deflateSync(file.subarray(dataSetStart), { level: 6 });
  const whole = new Uint8Array(dataSetStart + packed.length + (packed.length % 2));
  whole.set(file.subarray(0, dataSetStart));
  whole.set(packed, dataSetStart);
  return whole;
}
