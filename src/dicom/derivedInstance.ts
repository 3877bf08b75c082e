/**
 * What a derived instance of one frame or of many says as a whole: identity, series,
 * subject, makers (PS3.3 C.12.1, C.7.3.1, C.7.1.1, C.7.6.1).
 *
 * @module
 */
import type { Attributes, DataSet } from './dcmjs.js';
import type { ContributingEquipment, DerivedInstance } from './derivedImage.js';
import { isItem } from './derivedText.js';
import { equipmentItems } from './writeEquipment.js';
import { SOFTWARE_UID } from './writeFile.js';
import { privateBlockIsSafe } from './writePrivateBlock.js';
import { type Code, codeItem, moment, shortText } from './writeText.js';

/** CID 7005. */
const ACQUISITION = { value: '109101', scheme: 'DCM', meaning: 'Acquisition Equipment' };
/** Our codes are private ones: who is behind the designator (PS3.3 C.12.1). */
const CODING_SCHEME = {
  CodingSchemeDesignator: '99VERITOME',
  CodingSchemeName: 'Veritome derivation codes',
  CodingSchemeResponsibleOrganization: 'Veritome',
};
/** Body Part Examined (PS3.16 Annex L) of images that a face could be rendered from. */
const FACES: readonly string[] = [
  'HEAD',
  'BRAIN',
  'SKULL',
  'FACE',
  'HEADNECK',
  'ORBIT',
  'SINUS',
  'JAW',
  'MAXILLA',
];
/** CID 7050, Clean Recognizable Visual Features Option. */
const DEFACED = '113101';

/** Attributes of the instance, its series and its makers. */
export function derivedInstance(
  image: DerivedInstance,
  equipment: readonly ContributingEquipment[],
  source: DataSet,
): Attributes {
  const zone = textOf(source, '00080201');
  const now = moment(image.dateTime, zone);
  return {
    SOPInstanceUID: image.sopInstanceUID,
    InstanceCreationDate: now.date,
    InstanceCreationTime: now.time,
    InstanceCreatorUID: SOFTWARE_UID,
    SyntheticData: textOf(source, '0008001C') === 'YES' ? 'YES' : image.syntheticData,
    InstanceNumber: image.instanceNumber,
    // An attribute of the Enhanced IODs; elsewhere a Standard Extended one: not cleared for diagnosis.
    ContentQualification: 'RESEARCH',
    SeriesInstanceUID: image.seriesInstanceUID,
    SeriesNumber: image.seriesNumber,
    SeriesDescription: shortText(image.seriesDescription, 64),
    // Content Date and Time tell when the pixels were made; Acquisition Date and Time stay the scanner's.
    ContentDate: now.date,
    ContentTime: now.time,
    BurnedInAnnotation: textOf(source, '00280301') ?? 'NO',
    PhotometricInterpretation: textOf(source, '00280004') ?? 'MONOCHROME2',
    ...subject(source),
    ContributingEquipmentSequence: [
      ...scanner(source),
      ...[...(image.earlierEquipment ?? []), ...equipment].flatMap((one) => equipmentItems(one, zone)),
    ],
    ...privateBlockIsSafe(image.privateBlock),
  };
}

/** Coding Scheme Identification of our codes, where any stands in the instance. */
export function codingScheme(codes: readonly Code[]): Attributes {
  const ours = codes.some(({ scheme }) => scheme === CODING_SCHEME.CodingSchemeDesignator);
  return { CodingSchemeIdentificationSequence: ours ? [CODING_SCHEME] : undefined };
}

/**
 * What PS3.3 lets a writer say of the subject where the source is silent. Quality Control
 * Subject is not said: it is the patient's, whose other images would then disagree.
 */
function subject(source: DataSet): Attributes {
  const bodyPart = textOf(source, '00180015')?.toUpperCase() ?? '';
  const face = FACES.includes(bodyPart) && !isDefaced(source);
  return {
    RecognizableVisualFeatures: source['00280302']?.Value.length || !face ? undefined : 'YES',
  };
}

function isDefaced(source: DataSet): boolean {
  const methods = source['00120064']?.Value ?? [];
  return methods.some((item) => isItem(item) && textOf(item, '00080100') === DEFACED);
}

/** The equipment that acquired, named beside ours unless the source names it so itself. */
function scanner(source: DataSet): Attributes[] {
  const [manufacturer, model, software] = ['00080070', '00081090', '00181020'].map((tag) =>
    textOf(source, tag),
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

/** First value of a text element, trimmed; undefined where absent or blank. */
export function textOf(dataSet: DataSet, tag: string): string | undefined {
  const value = dataSet[tag]?.Value[0];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
