/**
 * The tissues of a label map as DICOM codes them (PS3.16 CID 7150, 7191, 7192; SNOMED CT).
 *
 * @module
 */
import { TISSUES, type Tissue } from '../image/labelMap.js';
import type { Code } from './writeText.js';

/** CID 7150. */
export const TISSUE_CATEGORY: Code = { value: '85756007', scheme: 'SCT', meaning: 'Tissue' };

/** One segment: a tissue, by its code in label maps. Air is what no segment covers. */
export interface TissueSegment {
  /** Index into {@link TISSUES}; the segment's number too. */
  readonly code: number;
  readonly label: Exclude<Tissue, 'air'>;
  readonly type: Code;
}

const TYPES: Readonly<Record<TissueSegment['label'], readonly [value: string, meaning: string]>> = {
  lung: ['39607008', 'Lung'],
  fat: ['55603005', 'Adipose tissue'],
  'soft tissue': ['87784001', 'Soft tissue'],
  bone: ['272673000', 'Bone'],
};

/** All segments, in order of their numbers 1 to 4. */
export const TISSUE_SEGMENTS: readonly TissueSegment[] = TISSUES.flatMap((label, code) => {
  if (label === 'air') return [];
  const [value, meaning] = TYPES[label];
  return [{ code, label, type: { value, scheme: 'SCT', meaning } }];
});
