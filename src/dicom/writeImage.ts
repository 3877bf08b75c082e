/**
 * Writes a CT or MR slice that no scanner made, from scratch: phantoms, simulated scans,
 * slices out of a generator, as CT or MR Image Storage with every Type 1 and 2 attribute of its modules (PS3.3 A.3, A.4).
 * The same options give the same bytes.
 *
 * ```ts
 * const bytes = await writeNewImage({
 *   patient: { name: 'PHANTOM^CHEST', id: 'PHANTOM-1' },
 *   study: { instanceUID, id: '1', description: 'Phantom', dateTime },
 *   series: { instanceUID: newUID(), number: 1, description: 'Quarter dose', kernel: 'SHARP' },
 *   exposure: { kvp: 120, tubeCurrent: 50, exposureTime: 500 },
 *   equipment: { manufacturer: 'Veritome', model: 'Simulator', softwareVersions: '0.1.0' },
 *   sopInstanceUID: newUID(), instanceNumber: 1, frameOfReferenceUID, plane, pixels, window,
 *   rescale: { slope: 1, intercept: -1024, type: 'HU' }, dateTime,
 * });
 * ```
 *
 * @module
 */
import { type Attributes, loadDcmjs } from './dcmjs.js';
import { codingScheme } from './derivedInstance.js';
import { checkNewImage } from './writeCheck.js';
import { equipmentItems } from './writeEquipment.js';
import { type Packing, SOFTWARE_UID, writeFile } from './writeFile.js';
import type { NewImage } from './writeNewImage.js';
import { pixelModule } from './writePixels.js';
import { privateBlockIsSafe, privateElements } from './writePrivateBlock.js';
import { patientAndStudy, ZONE } from './writeStudy.js';
import { codeItem, exactDecimal, moment, nearestDecimal, shortText } from './writeText.js';

export type { NewImage } from './writeNewImage.js';

/** Part 10 bytes of the slice. */
export async function writeNewImage(image: NewImage): Promise<Uint8Array> {
  checkNewImage(image);
  const dcmjs = await loadDcmjs();
  const packing: Packing = image.packing ?? 'explicit';
  const attributes: Attributes = {
    ...patientAndStudy(image),
    ...seriesAndEquipment(image),
    ...generalImage(image),
    ...(image.modality === 'MR' ? mrImage() : ctImage(image)),
    ...shown(image),
    ...imagePlane(image),
    ...pixelModule(image.pixels),
  };
  const dataSet = {
    ...dcmjs.dataSet(attributes, image.pixels.format.signed),
    ...(image.privateBlock && privateElements(image.privateBlock, dcmjs)),
  };
  return writeFile(dcmjs, dataSet, packing);
}

/** C.7.3.1, C.7.4.1, C.7.5.1. */
function seriesAndEquipment(image: NewImage): Attributes {
  const { series, equipment, frameOfReferenceUID, exposure, dateTime } = image;
  const when = series.dateTime ?? (exposure && dateTime);
  const began = when && moment(when, ZONE);
  return {
    Modality: image.modality ?? 'CT',
    SeriesInstanceUID: series.instanceUID,
    SeriesNumber: series.number,
    SeriesDescription: shortText(series.description, 64),
    SeriesDate: began?.date,
    SeriesTime: began?.time,
    BodyPartExamined: series.bodyPart,
    // Type 2C: a body part that may be one of a pair needs it; where none is named, nobody can tell.
    Laterality: series.bodyPart === undefined ? '' : undefined,
    PatientPosition: series.patientPosition ?? 'HFS',
    FrameOfReferenceUID: frameOfReferenceUID,
    PositionReferenceIndicator: '',
    Manufacturer: equipment.manufacturer,
    ManufacturerModelName: equipment.model,
    SoftwareVersions: equipment.softwareVersions,
  };
}

/** C.7.6.1, C.12.1. */
function generalImage(image: NewImage): Attributes {
  const made = moment(image.dateTime, ZONE);
  const equipment = image.contributingEquipment;
  return {
    SOPClassUID: image.modality === 'MR' ? '1.2.840.10008.5.1.4.1.1.4' : '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: image.sopInstanceUID,
    TimezoneOffsetFromUTC: ZONE,
    InstanceCreationDate: made.date,
    InstanceCreationTime: made.time,
    InstanceCreatorUID: SOFTWARE_UID,
    SyntheticData: image.syntheticData ?? 'YES',
    ContentQualification: 'RESEARCH',
    InstanceNumber: image.instanceNumber,
    ImageType: image.imageType ?? ['ORIGINAL', 'PRIMARY', 'AXIAL'],
    // Type 2: empty where nothing was acquired.
    AcquisitionNumber: image.exposure ? 1 : '',
    AcquisitionDate: image.exposure && made.date,
    AcquisitionTime: image.exposure && made.time,
    ContentDate: made.date,
    ContentTime: made.time,
    DerivationDescription: image.derivationDescription && shortText(image.derivationDescription, 1024),
    DerivationCodeSequence: image.derivationCodes?.map(codeItem),
    ...codingScheme(image.derivationCodes ?? []),
    ContributingEquipmentSequence: equipment && equipmentItems(equipment, ZONE),
    ...privateBlockIsSafe(image.privateBlock),
    ImageComments: image.imageComments,
    BurnedInAnnotation: 'NO',
    RecognizableVisualFeatures: 'NO',
    LossyImageCompression: '00',
  };
}

/** C.8.2.1. */
function ctImage({ exposure, series, rescale }: NewImage): Attributes {
  return {
    ...(exposure ? exposed(exposure) : { KVP: '' }),
    ConvolutionKernel: series.kernel,
    ReconstructionDiameter: decimal(exposure?.reconstructionDiameter, 'ReconstructionDiameter'),
    RescaleIntercept: exactDecimal(rescale.intercept, 'RescaleIntercept'),
    RescaleSlope: exactDecimal(rescale.slope, 'RescaleSlope'),
    RescaleType: rescale.type,
  };
}

/** C.8.3.1: nothing was excited and nothing rang; of Type 1 only a research sequence and no variant are true of that. */
function mrImage(): Attributes {
  return {
    ScanningSequence: 'RM',
    SequenceVariant: 'NONE',
    ScanOptions: '',
    MRAcquisitionType: '',
    RepetitionTime: '',
    EchoTime: '',
    EchoTrainLength: '',
  };
}

/** C.7.6.3, C.11.2. */
function shown({ window }: NewImage): Attributes {
  return {
    WindowCenter: decimal(window?.center, 'WindowCenter'),
    WindowWidth: decimal(window?.width, 'WindowWidth'),
    PhotometricInterpretation: 'MONOCHROME2',
  };
}

function decimal(value: number | undefined, keyword: string): string | undefined {
  return value === undefined ? undefined : nearestDecimal(value, keyword);
}

function exposed({ kvp, tubeCurrent, exposureTime }: NonNullable<NewImage['exposure']>): Attributes {
  return {
    KVP: nearestDecimal(kvp, 'KVP'),
    // IS: whole mA, ms and mAs.
    XRayTubeCurrent: Math.round(tubeCurrent),
    ExposureTime: Math.round(exposureTime),
    Exposure: Math.round((tubeCurrent * exposureTime) / 1000),
    GantryDetectorTilt: '0',
  };
}

/** C.7.6.2. */
function imagePlane({ plane }: NewImage): Attributes {
  const decimals = (values: readonly number[], keyword: string) =>
    values.map((value) => nearestDecimal(value, keyword));
  const { sliceThickness, orientation: o, position: p } = plane;
  // Along the normal of the slice, so that it grows slice by slice in any orientation.
  const normal = [o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]];
  const location = p[0] * normal[0] + p[1] * normal[1] + p[2] * normal[2];
  return {
    PixelSpacing: decimals(plane.pixelSpacing, 'PixelSpacing'),
    ImageOrientationPatient: decimals(o, 'ImageOrientationPatient'),
    ImagePositionPatient: decimals(p, 'ImagePositionPatient'),
    SliceThickness: sliceThickness === undefined ? '' : nearestDecimal(sliceThickness, 'SliceThickness'),
    SliceLocation: nearestDecimal(location, 'SliceLocation'),
  };
}
