/**
 * Functional groups and dimensions of a segmentation: which frame shows which segment,
 * and where it lies (PS3.3 C.7.6.16, C.7.6.17).
 *
 * @module
 */
import type { Attributes } from './dcmjs.js';
import { TISSUE_SEGMENTS } from './tissueSegments.js';
import type { NewImage } from './writeNewImage.js';
import { codeItem, nearestDecimal } from './writeText.js';

/** CID 7203. */
const SEGMENTED = { value: '113076', scheme: 'DCM', meaning: 'Segmentation' };
/** CID 7202. */
const PROCESSING_SOURCE = {
  value: '121322',
  scheme: 'DCM',
  meaning: 'Source image for image processing operation',
};
const REFERENCED_SEGMENT_NUMBER = 0x0062000b;
const SEGMENT_IDENTIFICATION = 0x0062000a;
const IMAGE_POSITION = 0x00200032;
const PLANE_POSITION = 0x00209113;

/** All frames lie where the slice lies; they differ in their segment alone. */
export function segmentFunctionalGroups({
  image,
  sopInstanceUID,
}: {
  readonly image: NewImage;
  readonly sopInstanceUID: string;
}): Attributes {
  const { plane } = image;
  const decimals = (values: readonly number[], keyword: string) =>
    values.map((value) => nearestDecimal(value, keyword));
  // One organisation an object: its UID need only be unique, which the instance's own already is.
  const DimensionOrganizationUID = sopInstanceUID;
  return {
    SharedFunctionalGroupsSequence: [
      {
        PixelMeasuresSequence: [
          {
            PixelSpacing: decimals(plane.pixelSpacing, 'PixelSpacing'),
            SliceThickness:
              plane.sliceThickness === undefined
                ? undefined
                : nearestDecimal(plane.sliceThickness, 'SliceThickness'),
          },
        ],
        PlaneOrientationSequence: [
          { ImageOrientationPatient: decimals(plane.orientation, 'ImageOrientationPatient') },
        ],
      },
    ],
    PerFrameFunctionalGroupsSequence: TISSUE_SEGMENTS.map(({ code }) => ({
      FrameContentSequence: [{ DimensionIndexValues: [code, 1] }],
      PlanePositionSequence: [{ ImagePositionPatient: decimals(plane.position, 'ImagePositionPatient') }],
      SegmentIdentificationSequence: [{ ReferencedSegmentNumber: code }],
      DerivationImageSequence: [
        { DerivationCodeSequence: [codeItem(SEGMENTED)], SourceImageSequence: [sourceImage(image)] },
      ],
    })),
    DimensionOrganizationSequence: [{ DimensionOrganizationUID }],
    DimensionIndexSequence: [
      {
        DimensionOrganizationUID,
        DimensionIndexPointer: REFERENCED_SEGMENT_NUMBER,
        FunctionalGroupPointer: SEGMENT_IDENTIFICATION,
      },
      {
        DimensionOrganizationUID,
        DimensionIndexPointer: IMAGE_POSITION,
        FunctionalGroupPointer: PLANE_POSITION,
      },
    ],
  };
}

function sourceImage({ sopInstanceUID }: NewImage): Attributes {
  return {
    ReferencedSOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    ReferencedSOPInstanceUID: sopInstanceUID,
    SpatialLocationsPreserved: 'YES',
    PurposeOfReferenceCodeSequence: [codeItem(PROCESSING_SOURCE)],
  };
}
