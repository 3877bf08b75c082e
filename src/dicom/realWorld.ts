/** Real World Value Mapping (PS3.3 C.7.6.16.2.11), its linear form: what floating-point pixels mean. */
import type { Rescale } from '../image/frame.js';
import { type Attributes, attributeError, codeAttribute, itemsOf } from './attributes.js';
import { TAG, type Tag } from './attributeTags.js';
import type { FunctionalGroups } from './functionalGroups.js';
import { readRescale } from './modality.js';

/** The first linear mapping of a frame, its type the code of the unit (UCUM); else the linear modality LUT. */
export function readRealWorld(groups: FunctionalGroups, modality: string): Rescale {
  const item = groups.of(TAG.RealWorldValueMappingSequence);
  // The group's item, or, where the file has no groups, the sequence in the file itself.
  const mapping = double(item, TAG.RealWorldValueSlope)
    ? item
    : itemsOf(item, TAG.RealWorldValueMappingSequence).find((one) => double(one, TAG.RealWorldValueSlope));
  if (!mapping) return readRescale(groups.of(TAG.PixelValueTransformationSequence), modality);
  const slope = finite(mapping, TAG.RealWorldValueSlope);
  const intercept = finite(mapping, TAG.RealWorldValueIntercept);
  const [unit] = itemsOf(mapping, TAG.MeasurementUnitsCodeSequence);
  return { slope, intercept, type: (unit && codeAttribute(unit, TAG.CodeValue)) ?? 'US' };
}

function finite(source: Attributes, tag: Tag): number {
  const value = double(source, tag);
  if (value === undefined || !Number.isFinite(value)) {
    throw attributeError(source, tag, 'The value is not a finite number.');
  }
  return value;
}

function double({ dataSet }: Attributes, tag: Tag): number | undefined {
  return dataSet.elements[tag]?.length === 8 ? dataSet.double(tag) : undefined;
}
