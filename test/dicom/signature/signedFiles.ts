/** Files to sign: what each of our writers makes, small. */
import { writeDerivedImage } from '../../../src/dicom/derived.js';
import { readElementTree } from '../../../src/dicom/signature/elementTree.js';
import { signPart10 } from '../../../src/dicom/signature/signPart10.js';
import { type NewImage, writeNewImage } from '../../../src/dicom/writeImage.js';
import { writeSegmentation } from '../../../src/dicom/writeSegmentation.js';
import type { PixelFormat } from '../../../src/image/frame.js';
import type { Signer } from '../../../src/keys/signer.js';
import { derivation, MOMENT, pattern } from '../write/derivation.js';

export const CREATOR = 'VERITOME PROVENANCE';
/** VRs of the private block of `derivation()`. */
export const privateVR = (creator: string, element: number) =>
  creator === CREATOR ? ['', 'UT', 'LO', 'OB'][element] : undefined;

const format: PixelFormat = { bitsAllocated: 16, bitsStored: 12, signed: false };
const [rows, columns] = [24, 32];
const rescale = { slope: 1, intercept: -1024, type: 'HU' };

export function syntheticSlice(change: Partial<NewImage> = {}): NewImage {
  const { derivationDescription, derivationCodes, privateBlock, equipment } = derivation({
    ...{ source: new Uint8Array(), stored: new Uint16Array(), rows, columns, format, rescale },
  });
  return {
    patient: { name: 'SYNTHETIC^1', id: 'SYN-1' },
    study: { instanceUID: '2.25.1', id: '1' },
    series: { instanceUID: '2.25.2', number: 1, description: 'AI SYNTHETIC' },
    equipment: { manufacturer: 'Veritome', model: 'test 1.0', softwareVersions: '0.1.0' },
    ...{ frameOfReferenceUID: '2.25.3', sopInstanceUID: '2.25.4', instanceNumber: 1 },
    imageType: ['DERIVED', 'SECONDARY', 'AXIAL', 'AI_SYNTHESIZED'],
    plane: { pixelSpacing: [1, 1], orientation: [1, 0, 0, 0, 1, 0], position: [0, 0, 0], sliceThickness: 2 },
    pixels: { stored: pattern(format, rows * columns), rows, columns, format },
    ...{ rescale, derivationDescription, derivationCodes, privateBlock },
    contributingEquipment: equipment,
    dateTime: MOMENT,
    ...change,
  };
}

/** A new image, one derived from it, and a segmentation, which has functional groups. */
export async function unsignedFiles(): Promise<Record<'synthetic' | 'derived' | 'segmentation', Uint8Array>> {
  const image = syntheticSlice();
  const { stored } = image.pixels;
  const source = await writeNewImage(
    syntheticSlice({
      syntheticData: 'NO',
      imageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
      privateBlock: undefined,
    }),
  );
  return {
    synthetic: await writeNewImage(image),
    derived: await writeDerivedImage(derivation({ source, stored, rows, columns, format, rescale })),
    segmentation: await writeSegmentation({
      image,
      codes: Uint8Array.from({ length: rows * columns }, (_, i) => (i % 7 === 0 ? 1 : 2)),
      ...{ sopInstanceUID: '2.25.5', seriesInstanceUID: '2.25.6', seriesNumber: 2 },
      seriesDescription: 'TISSUES',
      algorithm: 'test 1.0',
    }),
  };
}

export function sign(file: Uint8Array, signer: Signer): Promise<Uint8Array> {
  return signPart10(file, signer, { privateCreators: [CREATOR], dateTime: new Date() });
}

/** Offset of an element's value, of the whole file or in the first item of a sequence. */
export async function valueOffset(file: Uint8Array, tag: string, inside?: string): Promise<number> {
  const { elements } = await readElementTree(file);
  const level = inside ? elements.find((element) => element.tag === inside)?.items?.[0] : elements;
  const value = level?.find((element) => element.tag === tag)?.value;
  if (!value?.length) throw new Error(`${tag} has no value`);
  return value.byteOffset - file.byteOffset;
}

/** A copy with one bit turned. */
export function turned(file: Uint8Array, offset: number): Uint8Array {
  const copy = file.slice();
  copy[offset] ^= 1;
  return copy;
}
