/**
 * Writes pixels that were computed from an acquired image as a DICOM instance of its
 * own: same patient, study and place, new series and UIDs, and every sign the standard
 * has for "not acquired" (PS3.3 C.7.6.1.1.2 Image Type, C.7.6.1.1.4 Source Image,
 * C.12.1 Synthetic Data, C.12.1 Contributing Equipment).
 *
 * ```ts
 * const bytes = await writeDerivedImage({
 *   source, stored, rows, columns, format, rescale,
 *   sopInstanceUID: newUID(), seriesInstanceUID, seriesNumber: 9001, instanceNumber: 1,
 *   seriesDescription: 'AI DENOISED - Chest', imageTypeValue4: 'AI_DENOISED', syntheticData: 'YES',
 *   derivationDescription, derivationCodes, equipment, privateBlock, dateTime: new Date(),
 * });
 * ```
 *
 * Type 2 attributes that the source lacks are not invented: the copy has the source's
 * faults and none of its own.
 *
 * @module
 */
import { type DataSet, loadDcmjs } from './dcmjs.js';
import { derivedAttributes } from './derivedAttributes.js';
import { checkDerived } from './derivedCheck.js';
import { copyHolding, leavePlace } from './derivedCopy.js';
import { readHeader } from './derivedHeader.js';
import type { DerivedImage } from './derivedImage.js';
import { keepItems } from './derivedKept.js';
import { commonInstanceReference, selfReference } from './derivedReferences.js';
import { writeFile } from './writeFile.js';
import { privateElements } from './writePrivateBlock.js';

export type {
  ContributingEquipment,
  Derivation,
  DerivedImage,
  DerivedInstance,
  PrivateBlock,
  PrivateElement,
} from './derivedImage.js';
export type { Code } from './writeText.js';

const SPACING_BETWEEN_SLICES = '00180088';

/**
 * Part 10 bytes of the derived image, Explicit VR Little Endian.
 *
 * @throws AttributeError if the source cannot be the source of a single monochrome frame.
 * @throws ArgumentError if pixels, format or rescale contradict each other or the source.
 */
export async function writeDerivedImage(image: DerivedImage): Promise<Uint8Array> {
  const dcmjs = await loadDcmjs();
  const header = readHeader(image.source, dcmjs);
  checkDerived(image, header.dataSet);
  const { signed } = image.format;
  const copy = copyHolding(header.dataSet, image.format, image.rescale);
  if (image.position) leavePlace(copy);
  if (image.sliceSpacing === null) delete copy[SPACING_BETWEEN_SLICES];
  const sources = image.sources ?? [selfReference(header.dataSet)];
  const dataSet: DataSet = {
    ...copy,
    ...dcmjs.dataSet(derivedAttributes(image, header), signed),
    ...dcmjs.dataSet(commonInstanceReference(copy, sources), signed),
    ...(image.privateBlock && privateElements(image.privateBlock, dcmjs)),
  };
  keepItems(dataSet, header.dataSet);
  return writeFile(dcmjs, dataSet);
}
