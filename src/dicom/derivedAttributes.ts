/**
 * What a derived image of one frame says that its source did not, module by module.
 *
 * @module
 */
import type { Rescale } from '../image/frame.js';
import type { Attributes, DataSet } from './dcmjs.js';
import { lossyCompression } from './derivedCompression.js';
import { mapsAs } from './derivedCopy.js';
import type { SourceHeader } from './derivedHeader.js';
import type { DerivedImage } from './derivedImage.js';
import { codingScheme, derivedInstance, textOf } from './derivedInstance.js';
import { derivationOf, selfReference } from './derivedReferences.js';
import { pixelModule } from './writePixels.js';
import { exactDecimal, nearestDecimal } from './writeText.js';

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';

/** All attributes to write over the copy of the source. */
export function derivedAttributes(image: DerivedImage, header: SourceHeader): Attributes {
  const source = header.dataSet;
  return {
    ...derivedInstance(image, [image.equipment], source),
    ...codingScheme(image.derivationCodes),
    ...derivationOf(image, image.sources ?? [selfReference(source)]),
    ImageType: ['DERIVED', 'SECONDARY', imageTypeValue3(source), image.imageTypeValue4],
    ...imagePlane(image),
    ...modalityLut(image.rescale, source),
    ...pixelModule(image),
    ...lossyCompression(header),
  };
}

function imageTypeValue3(source: DataSet): string {
  const value = source['00080008']?.Value[2];
  if (typeof value === 'string' && /^[A-Z0-9_ ]{1,16}$/.test(value.trim())) return value.trim();
  return textOf(source, '00080016') === CT_IMAGE ? 'AXIAL' : 'OTHER';
}

/** The place and the distances that are not the source's. */
function imagePlane({ position, sliceSpacing }: DerivedImage): Attributes {
  return {
    ImagePositionPatient: position?.map((mm) => nearestDecimal(mm, 'position')),
    SpacingBetweenSlices: sliceSpacing ? nearestDecimal(sliceSpacing, 'sliceSpacing') : undefined,
  };
}

/** Type 1 in CT; elsewhere only where there is something to say. The source's own digits stay if the map does. */
function modalityLut(rescale: Rescale, source: DataSet): Attributes {
  const ct = textOf(source, '00080016') === CT_IMAGE;
  const has = source['00281053'] !== undefined && source['00281052'] !== undefined;
  const identity = rescale.slope === 1 && rescale.intercept === 0;
  // After a table, the identity says what its output is (PS3.3 C.11.1).
  if (!ct && !has && identity && !source['00283000']) return {};
  const same = has && mapsAs(source, rescale);
  const hounsfield = ct && rescale.type === 'HU';
  return {
    RescaleIntercept: same ? undefined : exactDecimal(rescale.intercept, 'rescale.intercept'),
    RescaleSlope: same ? undefined : exactDecimal(rescale.slope, 'rescale.slope'),
    RescaleType: source['00281054'] || hounsfield ? undefined : rescale.type || 'US',
  };
}
