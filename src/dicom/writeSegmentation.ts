/**
 * Writes a label map as a DICOM Segmentation of the CT slice it belongs to: one binary
 * frame a tissue (PS3.3 A.51, C.8.20). The same options give the same bytes.
 *
 * ```ts
 * const bytes = await writeSegmentation({ image, codes, sopInstanceUID, seriesInstanceUID, … });
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { type Attributes, loadDcmjs } from './dcmjs.js';
import { SEGMENTATION } from './segmentationClass.js';
import { segmentFunctionalGroups } from './segmentGroups.js';
import { TISSUE_CATEGORY, TISSUE_SEGMENTS } from './tissueSegments.js';
import { equipmentItems } from './writeEquipment.js';
import { SOFTWARE_UID, writeFile } from './writeFile.js';
import type { NewImage } from './writeNewImage.js';
import { patientAndStudy, ZONE } from './writeStudy.js';
import { codeItem, moment, shortText } from './writeText.js';

/** A label map and the slice it belongs to. */
export interface NewSegmentation {
  /** The CT slice: patient, study, frame of reference, plane and equipment are its own. */
  readonly image: NewImage;
  /** rows x columns codes of tissues, C order; 0 is air. */
  readonly codes: Uint8Array;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly seriesNumber: number;
  readonly seriesDescription: string;
  /** How the codes came to be, in 64 characters. */
  readonly algorithm: string;
}

/** Part 10 bytes of the segmentation. */
export async function writeSegmentation(segmentation: NewSegmentation): Promise<Uint8Array> {
  check(segmentation);
  const dcmjs = await loadDcmjs();
  const attributes: Attributes = {
    ...patientAndStudy(segmentation.image),
    ...seriesAndEquipment(segmentation),
    ...generalImage(segmentation),
    ...segments(segmentation),
    ...segmentFunctionalGroups(segmentation),
    ...pixels(segmentation),
  };
  return writeFile(dcmjs, dcmjs.dataSet(attributes, false));
}

function check({ codes, image }: NewSegmentation): void {
  const { rows, columns } = image.pixels;
  if (codes.length !== rows * columns) {
    throw new ArgumentError(`${codes.length} codes do not label ${rows} rows of ${columns}.`, {
      attribute: 'codes',
      remedy: 'Give the label map of this slice.',
    });
  }
  if (codes.some((code) => code > TISSUE_SEGMENTS.length)) {
    throw new ArgumentError('A label map holds a code that names no tissue.', {
      attribute: 'codes',
      remedy: 'Use the codes of TISSUES.',
    });
  }
}

/** C.7.3.1, C.8.20.1, C.7.4.1, C.7.5.1, C.7.5.2. */
function seriesAndEquipment(segmentation: NewSegmentation): Attributes {
  const { image } = segmentation;
  const { manufacturer, model, softwareVersions } = image.equipment;
  return {
    Modality: 'SEG',
    SeriesInstanceUID: segmentation.seriesInstanceUID,
    SeriesNumber: segmentation.seriesNumber,
    SeriesDescription: shortText(segmentation.seriesDescription, 64),
    FrameOfReferenceUID: image.frameOfReferenceUID,
    PositionReferenceIndicator: '',
    Manufacturer: manufacturer,
    ManufacturerModelName: model,
    // Type 1 here; a program has no other serial number than its version.
    DeviceSerialNumber: softwareVersions,
    SoftwareVersions: softwareVersions,
  };
}

/** C.7.6.1, C.12.1, C.12.2. */
function generalImage({ image, sopInstanceUID }: NewSegmentation): Attributes {
  const made = moment(image.dateTime, ZONE);
  const equipment = image.contributingEquipment;
  return {
    SOPClassUID: SEGMENTATION,
    SOPInstanceUID: sopInstanceUID,
    TimezoneOffsetFromUTC: ZONE,
    InstanceCreationDate: made.date,
    InstanceCreationTime: made.time,
    InstanceCreatorUID: SOFTWARE_UID,
    SyntheticData: image.syntheticData ?? 'YES',
    ContentQualification: 'RESEARCH',
    ContributingEquipmentSequence: equipment && equipmentItems(equipment, ZONE),
    InstanceNumber: image.instanceNumber,
    ContentDate: made.date,
    ContentTime: made.time,
    ReferencedSeriesSequence: [
      {
        SeriesInstanceUID: image.series.instanceUID,
        ReferencedInstanceSequence: [
          {
            ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
            ReferencedSOPInstanceUID: image.sopInstanceUID,
          },
        ],
      },
    ],
  };
}

/** C.8.20.2. */
function segments({ algorithm }: NewSegmentation): Attributes {
  return {
    ImageType: ['DERIVED', 'PRIMARY'],
    SegmentationType: 'BINARY',
    ContentLabel: 'TISSUES',
    ContentDescription: 'Tissues of a synthetic slice',
    ContentCreatorName: '',
    LossyImageCompression: '00',
    BurnedInAnnotation: 'NO',
    SegmentSequence: TISSUE_SEGMENTS.map(({ code, label, type }) => ({
      SegmentNumber: code,
      SegmentLabel: label,
      SegmentAlgorithmType: 'AUTOMATIC',
      SegmentAlgorithmName: shortText(algorithm, 64),
      SegmentedPropertyCategoryCodeSequence: [codeItem(TISSUE_CATEGORY)],
      SegmentedPropertyTypeCodeSequence: [codeItem(type)],
    })),
  };
}

/** C.7.6.3, C.7.6.16: frames of one bit a pixel, one behind the other without padding (PS3.5 §8.1.1). */
function pixels({ image, codes }: NewSegmentation): Attributes {
  const { rows, columns } = image.pixels;
  const bits = codes.length * TISSUE_SEGMENTS.length;
  const packed = new Uint8Array(2 * Math.ceil(bits / 16));
  for (const [frame, { code }] of TISSUE_SEGMENTS.entries()) {
    const start = frame * codes.length;
    for (let i = 0; i < codes.length; i++) {
      if (codes[i] === code) packed[(start + i) >> 3] |= 1 << ((start + i) & 7);
    }
  }
  return {
    NumberOfFrames: TISSUE_SEGMENTS.length,
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: rows,
    Columns: columns,
    BitsAllocated: 1,
    BitsStored: 1,
    HighBit: 0,
    PixelRepresentation: 0,
    PixelData: packed.buffer,
  };
}
