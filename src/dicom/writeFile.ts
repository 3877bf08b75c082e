/**
 * A data set as a Part 10 file (PS3.10 §7), plain or deflated.
 *
 * @module
 */
import type { DataSet, Dcmjs } from './dcmjs.js';
import { settleCharacterSet } from './derivedText.js';

/** How the data set is packed: Explicit VR Little Endian, as it is or deflated (PS3.5 A.2, A.5). */
export type Packing = 'explicit' | 'deflated';

/** Names this software in File Meta Information and as Instance Creator; a 2.25 UID made once. */
export const SOFTWARE_UID = '2.25.16045870864563366525381982904657541917';
const VERSION_NAME = 'VERITOME';

const TRANSFER_SYNTAX: Readonly<Record<Packing, string>> = {
  explicit: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
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
  const file = dcmjs.write(meta, dataSet);
  return packing === 'deflated' ? deflated(file) : file;
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
