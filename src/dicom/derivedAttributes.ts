/**
 * What a derived image says that its source did not, module by module.
 *
 * @module
 */
import type { Rescale } from '../image/frame.js';
import type { Attributes, DataSet } from './dcmjs.js';
import { lossyCompression } from './derivedCompression.js';
import { mapsAs } from './derivedCopy.js';
import type { SourceHeader } from './derivedHeader.js';
import type { DerivedImage } from './derivedImage.js';
import { isLegalUID } from './uid.js';
import { equipmentItems } from './writeEquipment.js';
import { SOFTWARE_UID } from './writeFile.js';
import { pixelModule } from './writePixels.js';
import { privateBlockIsSafe } from './writePrivateBlock.js';
import { codeItem, exactDecimal, type Moment, moment, nearestDecimal, shortText } from './writeText.js';

const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2';
/** CID 7202. */
const PROCESSING_SOURCE = {
  value: '121322',
  scheme: 'DCM',
  meaning: 'Source image for image processing operation',
};

/** CID 7005. */
const ACQUISITION = { value: '109101', scheme: 'DCM', meaning: 'Acquisition Equipment' };

/** All attributes to write over the copy of the source. */
export function derivedAttributes(image: DerivedImage, header: SourceHeader): Attributes {
  const source = header.dataSet;
  const zone = text(source, '00080201');
  const now = moment(image.dateTime, zone);
  return {
    ...sopCommon(image, source, now),
    ...series(image),
    ...generalImage(image, source, now),
    ...provenance(image, source, moment(image.equipment.dateTime, zone)),
    ...imagePlane(image),
    ...modalityLut(image.rescale, source),
    ...pixelModule(image),
    ...lossyCompression(header),
  };
}

function sopCommon(image: DerivedImage, source: DataSet, now: Moment): Attributes {
  const already = text(source, '0008001C') === 'YES';
  return {
    SOPInstanceUID: image.sopInstanceUID,
    InstanceCreationDate: now.date,
    InstanceCreationTime: now.time,
    InstanceCreatorUID: SOFTWARE_UID,
    SyntheticData: already ? 'YES' : image.syntheticData,
    InstanceNumber: image.instanceNumber,
    // An attribute of the Enhanced IODs; here a Standard Extended one: not cleared for diagnosis.
    ContentQualification: 'RESEARCH',
  };
}

function series({ seriesInstanceUID, seriesNumber, seriesDescription }: DerivedImage): Attributes {
  return {
    SeriesInstanceUID: seriesInstanceUID,
    SeriesNumber: seriesNumber,
    SeriesDescription: shortText(seriesDescription, 64),
  };
}

function generalImage(image: DerivedImage, source: DataSet, now: Moment): Attributes {
  return {
    ImageType: ['DERIVED', 'SECONDARY', imageTypeValue3(source), image.imageTypeValue4],
    // Content Date and Time tell when the pixels were made; Acquisition Date and Time stay the scanner's.
    ContentDate: now.date,
    ContentTime: now.time,
    BurnedInAnnotation: text(source, '00280301') ?? 'NO',
    PhotometricInterpretation: text(source, '00280004') ?? 'MONOCHROME2',
  };
}

function imageTypeValue3(source: DataSet): string {
  const value = source['00080008']?.Value[2];
  if (typeof value === 'string' && /^[A-Z0-9_ ]{1,16}$/.test(value.trim())) return value.trim();
  return text(source, '00080016') === CT_IMAGE ? 'AXIAL' : 'OTHER';
}

/** The place and the distances that are not the source's. */
function imagePlane({ position, sliceSpacing }: DerivedImage): Attributes {
  return {
    ImagePositionPatient: position?.map((mm) => nearestDecimal(mm, 'position')),
    SpacingBetweenSlices: sliceSpacing ? nearestDecimal(sliceSpacing, 'sliceSpacing') : undefined,
  };
}

/** Source, method and maker. */
function provenance(image: DerivedImage, source: DataSet, worked: Moment): Attributes {
  const { equipment, privateBlock } = image;
  const references = referencesTo(source, image.sources);
  // A UID that is none cannot stand in a UI: the link is then kept in words.
  const legal = references.every(({ ReferencedSOPInstanceUID: uid }) => isLegalUID(uid));
  const inWords = legal
    ? ''
    : references.map(({ ReferencedSOPInstanceUID: uid }) => `; source image ${uid}`).join('');
  return {
    DerivationDescription: shortText(image.derivationDescription, 1024 - inWords.length) + inWords,
    DerivationCodeSequence: image.derivationCodes.map(codeItem),
    SourceImageSequence: legal ? references.map((one) => sourceImage(one, image)) : undefined,
    ContributingEquipmentSequence: [...scanner(source), ...equipmentItems(equipment, worked)],
    ...privateBlockIsSafe(privateBlock),
  };
}

/** The equipment that acquired, named beside ours unless the source names it so itself. */
function scanner(source: DataSet): Attributes[] {
  const [manufacturer, model, software] = ['00080070', '00081090', '00181020'].map((tag) =>
    text(source, tag),
  );
  if (!manufacturer || source['0018A001']) return [];
  return [
    {
      PurposeOfReferenceCodeSequence: [codeItem(ACQUISITION)],
      Manufacturer: manufacturer,
      ManufacturerModelName: model,
      SoftwareVersions: software,
    },
  ];
}

function sourceImage(reference: Reference, { position }: DerivedImage): Attributes {
  return {
    ...reference,
    SpatialLocationsPreserved: position ? 'NO' : 'YES',
    PurposeOfReferenceCodeSequence: [codeItem(PROCESSING_SOURCE)],
  };
}

interface Reference extends Attributes {
  readonly ReferencedSOPClassUID: string;
  readonly ReferencedSOPInstanceUID: string;
}

/** To the sources named, else to the source itself: its UIDs are there, `checkDerived` saw to it. */
function referencesTo(source: DataSet, named: DerivedImage['sources']): Reference[] {
  const sources = named ?? [
    { sopClassUID: text(source, '00080016') ?? '', sopInstanceUID: text(source, '00080018') ?? '' },
  ];
  return sources.map(({ sopClassUID, sopInstanceUID }) => ({
    ReferencedSOPClassUID: sopClassUID,
    ReferencedSOPInstanceUID: sopInstanceUID,
  }));
}

/**
 * The source's series, added to the Common Instance Reference of a source that has one.
 * Elsewhere it is left out: the module is user-optional (PS3.3 A.3.3, A.4.3) and, if used,
 * must list every instance referred to with its series (C.12.2), while a source does not
 * tell the series of the images it refers to.
 */
export function commonInstanceReference(source: DataSet, named?: DerivedImage['sources']): Attributes {
  const SeriesInstanceUID = text(source, '0020000E');
  if (!source['00081115'] || !SeriesInstanceUID) return {};
  return {
    ReferencedSeriesSequence: [
      { SeriesInstanceUID, ReferencedInstanceSequence: referencesTo(source, named) },
    ],
  };
}

/** Type 1 in CT; elsewhere only where there is something to say. The source's own digits stay if the map does. */
function modalityLut(rescale: Rescale, source: DataSet): Attributes {
  const ct = text(source, '00080016') === CT_IMAGE;
  if (source['00283000'] && mapsAs(source, rescale)) return {};
  const has = source['00281053'] !== undefined && source['00281052'] !== undefined;
  const identity = rescale.slope === 1 && rescale.intercept === 0;
  if (!ct && !has && identity) return {};
  const same = has && mapsAs(source, rescale);
  const hounsfield = ct && rescale.type === 'HU';
  return {
    RescaleIntercept: same ? undefined : exactDecimal(rescale.intercept, 'rescale.intercept'),
    RescaleSlope: same ? undefined : exactDecimal(rescale.slope, 'rescale.slope'),
    RescaleType: source['00281054'] || hounsfield ? undefined : rescale.type || 'US',
  };
}

function text(dataSet: DataSet, tag: string): string | undefined {
  const value = dataSet[tag]?.Value[0];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
