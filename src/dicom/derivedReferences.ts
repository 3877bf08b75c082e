/**
 * How a derived image names the images it was made from (PS3.3 C.7.6.1.1.4 Source
 * Image, Table 10-3 Image SOP Instance Reference, C.12.2 Common Instance Reference).
 *
 * @module
 */
import type { Attributes, DataSet } from './dcmjs.js';
import type { Derivation, SourceReference } from './derivedImage.js';
import { textOf } from './derivedInstance.js';
import { isItem } from './derivedText.js';
import { isLegalUID } from './uid.js';
import { codeItem, shortText } from './writeText.js';

/** CID 7202. */
const PROCESSING_SOURCE = {
  value: '121322',
  scheme: 'DCM',
  meaning: 'Source image for image processing operation',
};
/** References to what is no instance of a series: study, performed step, patient, request. */
const NO_INSTANCES: readonly string[] = ['00081110', '00081111', '00081120', '00400275'];

/** Derivation Description, codes and Source Image Sequence of one frame. */
export function derivationOf(frame: Derivation, sources: readonly SourceReference[]): Attributes {
  // A UID that is none cannot stand in a UI: the link is then kept in words.
  const legal = allLegal(sources);
  const inWords = legal
    ? ''
    : sources.map(({ sopInstanceUID }) => `; source image ${sopInstanceUID}`).join('');
  return {
    DerivationDescription: shortText(frame.derivationDescription, 1024 - inWords.length) + inWords,
    DerivationCodeSequence: frame.derivationCodes.map(codeItem),
    SourceImageSequence: legal ? sources.map((source) => sourceImage(source, frame)) : undefined,
  };
}

function sourceImage(source: SourceReference, { position }: Derivation): Attributes {
  return {
    ...instanceItem(source),
    ReferencedFrameNumber: source.frameNumber,
    SpatialLocationsPreserved: position ? 'NO' : 'YES',
    PurposeOfReferenceCodeSequence: [codeItem(PROCESSING_SOURCE)],
  };
}

function allLegal(sources: readonly SourceReference[]): boolean {
  return sources.every(({ sopInstanceUID }) => isLegalUID(sopInstanceUID));
}

function instanceItem({ sopClassUID, sopInstanceUID }: SourceReference): Attributes {
  return { ReferencedSOPClassUID: sopClassUID, ReferencedSOPInstanceUID: sopInstanceUID };
}

/** The source as a reference: its UIDs are there, `checkDerived` saw to it. */
export function selfReference(source: DataSet): SourceReference {
  return { sopClassUID: textOf(source, '00080016') ?? '', sopInstanceUID: textOf(source, '00080018') ?? '' };
}

/** By series, each instance once; undefined where a UID is none and cannot stand in a list of them. */
function bySeries(
  source: DataSet,
  sources: readonly SourceReference[],
): [string, Attributes[]][] | undefined {
  const own = textOf(source, '0020000E') ?? '';
  const series = new Map<string, Map<string, Attributes>>();
  for (const one of sources) {
    const uid = one.seriesInstanceUID ?? own;
    const instances = series.get(uid) ?? new Map<string, Attributes>();
    series.set(uid, instances.set(one.sopInstanceUID, instanceItem(one)));
  }
  if (!allLegal(sources) || ![...series.keys()].every(isLegalUID)) return undefined;
  return [...series].map(([uid, instances]) => [uid, [...instances.values()]]);
}

/**
 * Common Instance Reference: the module is user-optional (PS3.3 A.3.3, A.4.3) and, if
 * used, must list every instance referred to with its series. So it is written where the
 * copy refers to nothing else, and added to where the source kept such a list; elsewhere
 * nobody tells the series of the images that the source refers to.
 */
export function commonInstanceReference(copy: DataSet, sources: readonly SourceReference[]): Attributes {
  const listed = copy['00081115'] !== undefined;
  if (!listed && refersElsewhere(copy)) return {};
  return {
    ReferencedSeriesSequence: bySeries(copy, sources)?.map(([SeriesInstanceUID, items]) => ({
      SeriesInstanceUID,
      ReferencedInstanceSequence: items,
    })),
  };
}

function refersElsewhere(dataSet: DataSet): boolean {
  return Object.entries(dataSet).some(
    ([tag, { Value }]) =>
      tag === '00081155' ||
      (!NO_INSTANCES.includes(tag) && Value.some((value) => isItem(value) && refersElsewhere(value))),
  );
}

/** Source Image Evidence, 1C in Enhanced CT and MR with a Source Image Sequence (PS3.3 C.8.15.2, C.8.13.1). */
export function sourceEvidence(source: DataSet, sources: readonly SourceReference[]): Attributes {
  const StudyInstanceUID = textOf(source, '0020000D');
  const series = bySeries(source, sources);
  if (!StudyInstanceUID || !series) return {};
  return {
    SourceImageEvidenceSequence: [
      {
        StudyInstanceUID,
        ReferencedSeriesSequence: series.map(([SeriesInstanceUID, items]) => ({
          SeriesInstanceUID,
          ReferencedSOPSequence: items,
        })),
      },
    ],
  };
}
