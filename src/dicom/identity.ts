/** Who and what an image is of: labels for the screen, references for provenance. */
import type { InstanceReference } from '../image/frame.js';
import type { StudyLabels } from '../image/series.js';
import {
  type Attributes,
  attributeError,
  codeAttribute,
  integerAttribute,
  textAttribute,
} from './attributes.js';
import { TAG, type Tag } from './attributeTags.js';

/** What the page shows of patient and study. */
export function studyLabels(source: Attributes): StudyLabels {
  return {
    patientName: readableName(label(source, TAG.PatientName)),
    patientID: label(source, TAG.PatientID),
    studyDate: label(source, TAG.StudyDate),
    studyDescription: label(source, TAG.StudyDescription),
  };
}

/** Series Description and Series Number; a number that is none is left out. */
export function seriesLabels(source: Attributes): { description: string; number: number | undefined } {
  return { description: label(source, TAG.SeriesDescription), number: numberOf(source, TAG.SeriesNumber) };
}

/** Instance Number; only a hint for sorting, so a damaged one is left out. */
export function instanceNumber(source: Attributes): number | undefined {
  return numberOf(source, TAG.InstanceNumber);
}

/**
 * The UIDs by which other objects refer to this one. Type 1 in every image IOD:
 * without them a derived image could not name its source.
 */
export function instanceReference(source: Attributes): InstanceReference {
  return {
    sopClassUID: required(source, TAG.SOPClassUID),
    sopInstanceUID: required(source, TAG.SOPInstanceUID),
    seriesInstanceUID: required(source, TAG.SeriesInstanceUID),
    studyInstanceUID: required(source, TAG.StudyInstanceUID),
    frameOfReferenceUID: codeAttribute(source, TAG.FrameOfReferenceUID),
  };
}

/** True where the file names itself, its series and its study: what is computed from it can name its source. */
export function isIdentified(source: Attributes): boolean {
  return REFERENCE.every((tag) => codeAttribute(source, tag) !== undefined);
}

const REFERENCE = [TAG.SOPClassUID, TAG.SOPInstanceUID, TAG.SeriesInstanceUID, TAG.StudyInstanceUID] as const;

/** As {@link instanceReference}, with empty UIDs where there are none: nothing ever refers to a picture. */
export function looseReference(source: Attributes): InstanceReference {
  const [sopClassUID, sopInstanceUID, seriesInstanceUID, studyInstanceUID] = REFERENCE.map(
    (tag) => codeAttribute(source, tag) ?? '',
  );
  const frameOfReferenceUID = codeAttribute(source, TAG.FrameOfReferenceUID);
  return { sopClassUID, sopInstanceUID, seriesInstanceUID, studyInstanceUID, frameOfReferenceUID };
}

function required(source: Attributes, tag: Tag): string {
  const value = codeAttribute(source, tag);
  if (value === undefined) throw attributeError(source, tag, 'The attribute is missing or empty.');
  return value;
}

function numberOf(source: Attributes, tag: Tag): number | undefined {
  const text = codeAttribute(source, tag);
  return text !== undefined && /^[+-]?\d{1,12}$/.test(text) ? integerAttribute(source, tag) : undefined;
}

/** Control characters could move a terminal's cursor; no label needs them. */
function label(source: Attributes, tag: Tag): string {
  return (
    textAttribute(source, tag)
      ?.replace(/\p{Cc}+/gu, ' ')
      .trim() ?? ''
  );
}

/** PN, PS3.5 §6.2.1: the first filled component group, `Family, Given Middle`. */
function readableName(name: string): string {
  const group = name.split('=').find((part) => part.replaceAll('^', '').trim() !== '') ?? '';
  const [family, ...given] = group.split('^').map((part) => part.trim());
  return [family, given.filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
