/**
 * Writes an 8-bit picture as Secondary Capture Image Storage (PS3.3 A.8.1), one slice a
 * file: for slides, reports and viewers that must show the label whatever they do with
 * attributes. Geometry and modality units stay behind: nobody measures on it.
 *
 * ```ts
 * const bytes = await writeCapture({ source, grey, rows, columns, … });
 * ```
 *
 * @module
 */
import type { InstanceReference } from '../image/frame.js';
import { type Attributes, type DataSet, loadDcmjs } from './dcmjs.js';
import { readHeader } from './derivedHeader.js';
import type { ContributingEquipment, PrivateBlock } from './derivedImage.js';
import { isLegalUID } from './uid.js';
import { equipmentItems } from './writeEquipment.js';
import { SOFTWARE_UID, writeFile } from './writeFile.js';
import type { NewImage } from './writeNewImage.js';
import { pixelModule } from './writePixels.js';
import { privateBlockIsSafe, privateElements } from './writePrivateBlock.js';
import { patientAndStudy, ZONE } from './writeStudy.js';
import { type Code, codeItem, type Moment, moment, shortText } from './writeText.js';

/** An 8-bit picture, and whose it is. */
export interface Capture {
  /** Patient and study: those of a Part 10 file, or named. */
  readonly of: Uint8Array | Pick<NewImage, 'patient' | 'study'>;
  /** rows x columns, MONOCHROME2. */
  readonly grey: Uint8Array;
  readonly rows: number;
  readonly columns: number;
  readonly modality: string;
  readonly sopInstanceUID: string;
  readonly seriesInstanceUID: string;
  readonly seriesNumber: number;
  /** Cut at 64 characters. */
  readonly seriesDescription: string;
  readonly instanceNumber: number;
  /** Value 4 of Image Type; absent for an acquired picture. */
  readonly imageTypeValue4?: string;
  readonly syntheticData: 'YES' | 'NO';
  /** A label lies over the picture. */
  readonly burnedIn: boolean;
  /** Cut at 1024 characters. */
  readonly derivationDescription: string;
  readonly derivationCodes: readonly Code[];
  /** The images it shows or was computed from. */
  readonly sources: readonly Pick<InstanceReference, 'sopClassUID' | 'sopInstanceUID'>[];
  readonly equipment: ContributingEquipment;
  readonly privateBlock?: PrivateBlock;
  readonly dateTime: Date;
}

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
/** Patient, Clinical Trial Subject and General Study (PS3.3 C.7.1, C.7.2), with the character set they are in. */
const PATIENT_AND_STUDY =
  /^(0010|0012|00080005|00080020|00080030|00080050|00080090|00081030|00080201|00200010|0020000D)/;
/** Of the scanned body part, as the picture still shows it. */
const BODY_PART = '00180015';

/** Part 10 bytes of the capture, Explicit VR Little Endian. */
export async function writeCapture(capture: Capture): Promise<Uint8Array> {
  const dcmjs = await loadDcmjs();
  const { of } = capture;
  const copied = of instanceof Uint8Array ? subjectOf(readHeader(of, dcmjs).dataSet) : undefined;
  const zone = copied ? textOf(copied, '00080201') : ZONE;
  const now = moment(capture.dateTime, zone);
  const attributes: Attributes = {
    ...(of instanceof Uint8Array ? {} : patientAndStudy(of)),
    ...seriesAndEquipment(capture, copied?.[BODY_PART] !== undefined),
    ...generalImage(capture, now, zone),
    ...pixelModule({
      stored: capture.grey,
      rows: capture.rows,
      columns: capture.columns,
      format: { bitsAllocated: 8, bitsStored: 8, signed: false },
    }),
  };
  return writeFile(dcmjs, {
    ...copied,
    ...dcmjs.dataSet(attributes, false),
    ...(capture.privateBlock && privateElements(capture.privateBlock, dcmjs)),
  });
}

/** What stays of the source: whom it shows, and in which study. */
function subjectOf(source: DataSet): DataSet {
  const kept = Object.entries(source).filter(([tag]) => PATIENT_AND_STUDY.test(tag) || tag === BODY_PART);
  const copied = Object.fromEntries(kept);
  // Type 2: empty where the source says nothing.
  for (const [tag, vr] of TYPE_2) copied[tag] ??= { vr, Value: [] };
  return copied;
}

const TYPE_2 = [
  ['00100010', 'PN'],
  ['00100020', 'LO'],
  ['00100030', 'DA'],
  ['00100040', 'CS'],
  ['00080020', 'DA'],
  ['00080030', 'TM'],
  ['00080050', 'SH'],
  ['00080090', 'PN'],
  ['00200010', 'SH'],
] as const;

/** C.7.3.1, C.8.6.1: the workstation made it. */
function seriesAndEquipment(capture: Capture, hasBodyPart: boolean): Attributes {
  const { equipment } = capture;
  return {
    Modality: capture.modality || 'OT',
    SeriesInstanceUID: capture.seriesInstanceUID,
    SeriesNumber: capture.seriesNumber,
    SeriesDescription: shortText(capture.seriesDescription, 64),
    // Type 2C: a body part that may be one of a pair needs it; where none is named, nobody can tell.
    Laterality: hasBodyPart ? undefined : '',
    ConversionType: 'WSD',
    SecondaryCaptureDeviceManufacturer: shortText(equipment.manufacturer, 64),
    SecondaryCaptureDeviceManufacturerModelName: shortText(equipment.model, 64),
    SecondaryCaptureDeviceSoftwareVersions: shortText(equipment.softwareVersions, 64),
  };
}

/** C.7.6.1, C.8.6.2, C.12.1. */
function generalImage(capture: Capture, now: Moment, zone: string | undefined): Attributes {
  const legal = capture.sources.filter(({ sopInstanceUID }) => isLegalUID(sopInstanceUID));
  const fourth = capture.imageTypeValue4;
  return {
    SOPClassUID: SECONDARY_CAPTURE,
    SOPInstanceUID: capture.sopInstanceUID,
    InstanceCreationDate: now.date,
    InstanceCreationTime: now.time,
    InstanceCreatorUID: SOFTWARE_UID,
    SyntheticData: capture.syntheticData,
    ContentQualification: 'RESEARCH',
    InstanceNumber: capture.instanceNumber,
    PatientOrientation: '',
    // Value 3 has no defined term for a capture; it is there so that value 4 can be.
    ImageType: ['DERIVED', 'SECONDARY', ...(fourth ? ['OTHER', fourth] : [])],
    ContentDate: now.date,
    ContentTime: now.time,
    DateOfSecondaryCapture: now.date,
    TimeOfSecondaryCapture: now.time,
    DerivationDescription: shortText(capture.derivationDescription, 1024),
    DerivationCodeSequence:
      capture.derivationCodes.length > 0 ? capture.derivationCodes.map(codeItem) : undefined,
    SourceImageSequence:
      legal.length > 0
        ? legal.map(({ sopClassUID, sopInstanceUID }) => ({
            ReferencedSOPClassUID: sopClassUID,
            ReferencedSOPInstanceUID: sopInstanceUID,
          }))
        : undefined,
    ContributingEquipmentSequence: equipmentItems(capture.equipment, zone),
    ...privateBlockIsSafe(capture.privateBlock),
    BurnedInAnnotation: capture.burnedIn ? 'YES' : 'NO',
    LossyImageCompression: '00',
    PhotometricInterpretation: 'MONOCHROME2',
  };
}

function textOf(dataSet: DataSet, tag: string): string | undefined {
  const value = dataSet[tag]?.Value[0];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
