/**
 * A result in OHIF's own terms: one instance a slice, with the attributes that the app sorts,
 * lists, measures and labels by. They are those of the source but where the result differs,
 * as they will stand in the file that is stored.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import { DERIVATION, IMAGE_TYPE } from '../../pipeline/derivation.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { NaturalInstance } from './host.js';

/** @param imageIds one a slice, in the order of the series. */
export function instancesOf(
  series: Series<Frame>,
  imageIds: readonly string[],
  sources: readonly NaturalInstance[],
): NaturalInstance[] {
  const bySource = new Map(sources.map((instance) => [instance.SOPInstanceUID, instance]));
  return series.frames.map((frame, index) => {
    const from = frame.kind === 'marked' ? frame.origin.sources : [frame.repeats ?? frame.instance];
    const source = from.map(({ sopInstanceUID }) => bySource.get(sopInstanceUID)).find(Boolean) ?? sources[0];
    return {
      ...kept(source),
      ...geometryOf(frame),
      ...packingOf(frame),
      ...originOf(frame),
      StudyInstanceUID: frame.instance.studyInstanceUID,
      SeriesInstanceUID: frame.instance.seriesInstanceUID,
      SOPInstanceUID: instanceUID(series, index),
      SOPClassUID: CLASSIC[frame.modality] ?? frame.instance.sopClassUID,
      Modality: frame.modality,
      SeriesNumber: series.number,
      SeriesDescription: series.description,
      InstanceNumber: index + 1,
      NumberOfFrames: undefined,
      // The app's own loaders must not look for the file of the source.
      url: undefined,
      wadoRoot: undefined,
      imageId: imageIds[index],
    };
  });
}

/** Slices of an enhanced image share an instance: on show each is one of its own. */
function instanceUID({ frames }: Series<Frame>, index: number): string {
  const { sopInstanceUID, frameNumber } = frames[index].instance;
  return frameNumber === undefined ? sopInstanceUID : `${sopInstanceUID}.${frameNumber}`;
}

/** Storage classes of one picture an instance: how slices of an enhanced image are shown. */
const CLASSIC: Readonly<Record<string, string>> = {
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
};

/** Own attributes of the source; what the app hangs on an instance beside them stays there. */
function kept(source: NaturalInstance | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(source ?? {}).filter(([name]) => /^[A-Z]/.test(name) && !LEFT_OUT.test(name)),
  );
}

const LEFT_OUT =
  /^(PerFrame|SharedFunctional|DigitalSignatures|PixelData|IconImage|LossyImage|Referenced|SourceImage)/;

function geometryOf({ plane, instance, rows, columns }: Frame): Record<string, unknown> {
  return {
    Rows: rows,
    Columns: columns,
    FrameOfReferenceUID: instance.frameOfReferenceUID,
    ...(plane && {
      PixelSpacing: [...plane.pixelSpacing],
      ImageOrientationPatient: [...plane.orientation],
      ImagePositionPatient: [...plane.position],
      ...(plane.sliceThickness !== undefined && { SliceThickness: plane.sliceThickness }),
    }),
  };
}

function packingOf({ format, rescale, photometric, window }: Frame): Record<string, unknown> {
  return {
    SamplesPerPixel: 1,
    PhotometricInterpretation: photometric,
    BitsAllocated: format.bitsAllocated,
    BitsStored: format.bitsStored,
    HighBit: format.bitsStored - 1,
    PixelRepresentation: format.signed ? 1 : 0,
    RescaleSlope: rescale.slope,
    RescaleIntercept: rescale.intercept,
    RescaleType: rescale.type,
    ...(window && { WindowCenter: window.center, WindowWidth: window.width }),
  };
}

function originOf(frame: Frame): Record<string, unknown> {
  const made = frame.kind === 'marked' ? frame.origin.class : undefined;
  if (!made || made === 'unknown') return { SyntheticData: made ? 'YES' : 'NO' };
  const { value, scheme, meaning } = DERIVATION[made];
  return {
    SyntheticData: 'YES',
    ImageType: ['DERIVED', 'SECONDARY', 'AXIAL', IMAGE_TYPE[made]],
    DerivationCodeSequence: [{ CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning }],
  };
}

/** What metadata providers are asked of an image: the whole instance, and what OHIF alone asks. */
export function metadataOf(type: string, instance: NaturalInstance): object | undefined {
  switch (type) {
    case 'instance':
      return instance;
    case 'frameModule':
      return {
        frameNumber: 1,
        numberOfFrames: 1,
        sopClassUID: instance.SOPClassUID,
        sopInstanceUID: instance.SOPInstanceUID,
        seriesInstanceUID: instance.SeriesInstanceUID,
        studyInstanceUID: instance.StudyInstanceUID,
      };
    case 'patientModule':
      return {
        patientName: instance.PatientName,
        patientId: instance.PatientID,
        patientSex: instance.PatientSex,
        patientBirthDate: instance.PatientBirthDate,
      };
    case 'generalStudyModule':
      return {
        studyDescription: instance.StudyDescription,
        studyInstanceUID: instance.StudyInstanceUID,
        studyDate: instance.StudyDate,
        studyTime: instance.StudyTime,
        accessionNumber: instance.AccessionNumber,
      };
    default:
      return undefined;
  }
}
