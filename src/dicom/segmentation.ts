/**
 * Reads tissues out of a DICOM Segmentation: ours, or any binary one that codes its
 * segments as we do.
 *
 * @module
 */
import type { LabelMap } from '../image/labelMap.js';
import { type Attributes, attributeError, codeAttribute, itemsOf, shortAttribute } from './attributes.js';
import { TAG } from './attributeTags.js';
import { decodeStored } from './frames.js';
import { functionalGroups } from './functionalGroups.js';
import type { Part10 } from './part10.js';
import { readPlane } from './plane.js';
import { SEGMENTATION } from './segmentationClass.js';
import { TISSUE_SEGMENTS } from './tissueSegments.js';

const SEGMENT_SEQUENCE = 'x00620002';
const SEGMENT_NUMBER = 'x00620004';
const SEGMENT_IDENTIFICATION = 'x0062000a';
const REFERENCED_SEGMENT = 'x0062000b';
const PROPERTY_TYPE = 'x0062000f';
const CODE_VALUE = 'x00080100';

/** True for a DICOM Segmentation. */
export function isSegmentation(part10: Part10): boolean {
  return codeAttribute(part10, TAG.SOPClassUID) === SEGMENTATION;
}

/**
 * The label map of a segmentation of one slice; what no segment covers is air, and
 * where two overlap the later frame holds.
 *
 * @throws AttributeError where a segment is no tissue, or frames lie in several places.
 */
export async function readLabelMap(part10: Part10): Promise<LabelMap> {
  const { rows, columns, frames, bitsAllocated, stored } = await decodeStored(part10);
  if (bitsAllocated !== 1) {
    throw attributeError(part10, TAG.BitsAllocated, 'Only binary segmentations are read.');
  }
  const tissues = tissueNumbers(part10);
  const codes = new Uint8Array(rows * columns);
  const groups = functionalGroups(part10, frames);
  const place = placeOf(part10, groups[0]);
  for (const [frame, group] of groups.entries()) {
    const number = shortAttribute(group.of(SEGMENT_IDENTIFICATION), REFERENCED_SEGMENT);
    const code = tissues.get(number ?? -1);
    if (code === undefined) {
      throw attributeError(part10, REFERENCED_SEGMENT, 'A frame belongs to no segment.');
    }
    if (String(placeOf(part10, group).position) !== String(place.position)) {
      throw attributeError(
        part10,
        TAG.ImagePositionPatient,
        'The segmentation is of several slices.',
        'Give one file a slice.',
      );
    }
    const start = frame * codes.length;
    for (let i = 0; i < codes.length; i++) if (stored[start + i] !== 0) codes[i] = code;
  }
  return { rows, columns, pixelSpacing: place.pixelSpacing, codes };
}

/** Our code of every segment, by its number in the file. */
function tissueNumbers(part10: Part10): Map<number, number> {
  return new Map(
    itemsOf(part10, SEGMENT_SEQUENCE).map((segment) => {
      const number = shortAttribute(segment, SEGMENT_NUMBER) ?? -1;
      const value = itemsOf(segment, PROPERTY_TYPE).map((item: Attributes) =>
        codeAttribute(item, CODE_VALUE),
      )[0];
      const tissue = TISSUE_SEGMENTS.find(({ type }) => type.value === value);
      if (tissue) return [number, tissue.code];
      throw attributeError(
        part10,
        PROPERTY_TYPE,
        'A segment is none of the tissues of a label map.',
        `Code segments as ${TISSUE_SEGMENTS.map(({ label, type }) => `${label} (${type.value}, SCT)`).join(', ')}.`,
      );
    }),
  );
}

function placeOf(part10: Part10, group: ReturnType<typeof functionalGroups>[number]) {
  const plane = readPlane({
    measures: group.of(TAG.PixelMeasuresSequence),
    orientation: group.of(TAG.PlaneOrientationSequence),
    position: group.of(TAG.PlanePositionSequence),
  });
  if (plane) return plane;
  throw attributeError(part10, TAG.PixelSpacing, 'The segmentation does not say where it lies.');
}
