/**
 * Writes frames that were computed from an Enhanced CT or MR image as one Enhanced
 * instance (PS3.3 A.38, A.36; A.70, A.71 for converted ones): the functional groups of
 * each frame stay, and a Derivation Image group of its own tells what was done to it.
 *
 * ```ts
 * const bytes = await writeDerivedFrames({
 *   source, rows, columns, format, sopInstanceUID, seriesInstanceUID, seriesNumber: 9001, instanceNumber: 1,
 *   seriesDescription: 'AI DENOISED - Chest', syntheticData: 'YES', equipment: [ours], privateBlock, dateTime,
 *   frames: [{ like: 1, stored, imageTypeValue4: 'AI_DENOISED', derivationDescription, derivationCodes }],
 * });
 * ```
 *
 * @module
 */
import { type Attributes, type DataSet, loadDcmjs } from './dcmjs.js';
import { lossyCompression } from './derivedCompression.js';
import { copyHolding } from './derivedCopy.js';
import { checkDerivedFrames } from './derivedEnhancedCheck.js';
import { functionalGroupsOf } from './derivedFrameGroups.js';
import { readHeader, type SourceHeader } from './derivedHeader.js';
import type { DerivedFrames, SourceReference } from './derivedImage.js';
import { codingScheme, derivedInstance } from './derivedInstance.js';
import { keepItems } from './derivedKept.js';
import { commonInstanceReference, selfReference, sourceEvidence } from './derivedReferences.js';
import { isItem } from './derivedText.js';
import { writeFile } from './writeFile.js';
import { framesModule } from './writePixels.js';
import { privateElements } from './writePrivateBlock.js';
import { nearestDecimal } from './writeText.js';

export type { DerivedFrame, DerivedFrames } from './derivedImage.js';

const SHARED = '52009229';
const PER_FRAME = '52009230';
const PIXEL_MEASURES = '00289110';
const SPACING_BETWEEN_SLICES = '00180088';
/**
 * MR Pulse Sequence and Bulk Motion Synchronization: 1C, for ORIGINAL and MIXED images alone,
 * and not to be there otherwise (PS3.3 C.8.13.4, C.7.6.18.3; PS3.5 §7.4.2). The source has them.
 */
const OF_ORIGINALS: readonly string[] = [
  ...['00180023', '00189005', '00189008', '00189012', '00189014', '00189015', '00189017'],
  ...['00189018', '00189024', '00189025', '00189029', '00189032', '00189033', '00189034', '00189093'],
  ...['00189094', '00189172', '00189173'],
];
/** 3D and 3D_TEMPORAL ask for equal distances (PS3.3 C.7.6.17.2), which a new stack need not have. */
const DIMENSION_ORGANIZATION_TYPE = '00209311';

/**
 * Part 10 bytes of the derived instance, Explicit VR Little Endian.
 *
 * @throws AttributeError if the source is no Enhanced image of monochrome frames.
 * @throws ArgumentError if pixels, format or frame numbers contradict each other or the source.
 */
export async function writeDerivedFrames(image: DerivedFrames): Promise<Uint8Array> {
  const dcmjs = await loadDcmjs();
  const header = readHeader(image.source, dcmjs);
  const source = header.dataSet;
  const kind = checkDerivedFrames(image, source);
  const { signed } = image.format;
  const copy = copyHolding(source, image.format, rescaleOf(source));
  if (kind === 'MR') for (const tag of OF_ORIGINALS) delete copy[tag];
  if (image.frames.some(({ position }) => position)) delete copy[DIMENSION_ORGANIZATION_TYPE];
  const groups = functionalGroupsOf(image, source, kind, (attributes) => dcmjs.dataSet(attributes, signed));
  const sources = sourcesOf(image, source);
  const dataSet: DataSet = {
    ...copy,
    ...groups.dimensions,
    ...dcmjs.dataSet(instanceAttributes(image, header, groups.frameTypes, sources), signed),
    ...dcmjs.dataSet(commonInstanceReference(copy, sources), signed),
    [SHARED]: { vr: 'SQ', Value: [groups.shared] },
    [PER_FRAME]: { vr: 'SQ', Value: groups.perFrame },
    ...(image.privateBlock && privateElements(image.privateBlock, dcmjs)),
  };
  respace(dataSet, image.sliceSpacing);
  keepItems(dataSet, source);
  return writeFile(dcmjs, dataSet);
}

function instanceAttributes(
  image: DerivedFrames,
  header: SourceHeader,
  frameTypes: readonly (readonly string[])[],
  sources: readonly SourceReference[],
): Attributes {
  return {
    ...derivedInstance(image, image.equipment, header.dataSet),
    ...codingScheme(image.frames.flatMap(({ derivationCodes }) => derivationCodes)),
    ...sourceEvidence(header.dataSet, sources),
    ImageType: mixed(frameTypes),
    ...framesModule(image),
    ...lossyCompression(header),
  };
}

/** Image Type of frames that need not agree (PS3.3 C.8.16.1). */
function mixed(frameTypes: readonly (readonly string[])[]): string[] {
  return [0, 1, 2, 3].map((at) => {
    const values = new Set(frameTypes.map((values) => values[at]));
    return values.size === 1 ? frameTypes[0][at] : 'MIXED';
  });
}

/** All images that any of the frames was made from. */
function sourcesOf({ frames }: DerivedFrames, source: DataSet): SourceReference[] {
  return frames.flatMap(({ sources }) => sources ?? [selfReference(source)]);
}

/** Of the file as a whole, where some writers repeat it; the frames keep their own. */
function rescaleOf(source: DataSet) {
  const number = (tag: string, absent: number) => Number(source[tag]?.Value[0] ?? absent);
  return { slope: number('00281053', 1), intercept: number('00281052', 0), type: '' };
}

/** Spacing Between Slices wherever the source states it: in the file or in Pixel Measures. */
function respace(dataSet: DataSet, sliceSpacing: DerivedFrames['sliceSpacing']): void {
  if (sliceSpacing === undefined) return;
  for (const [tag, { Value }] of Object.entries(dataSet)) {
    if (tag === SPACING_BETWEEN_SLICES) {
      if (sliceSpacing === null) delete dataSet[tag];
      else dataSet[tag] = { vr: 'DS', Value: [nearestDecimal(sliceSpacing, 'sliceSpacing')] };
    }
    if (tag === SHARED || tag === PER_FRAME || tag === PIXEL_MEASURES) {
      for (const item of Value) if (isItem(item)) respace(item, sliceSpacing);
    }
  }
}
