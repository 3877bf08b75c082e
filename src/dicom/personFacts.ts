/**
 * What viewers of others ask of patient and study, read from the file of a slice when it
 * is first asked for. Shown by them; never logged, stored or sent by us.
 *
 * @module
 */
import { type Attributes, codeAttribute, decimalOf, textAttribute } from './attributes.js';
import { TAG } from './attributeTags.js';
import { type Part10, parsePart10 } from './part10.js';

/** Values as the file has them (PS3.5 §6.2); undefined where it does not say. */
export interface PersonFacts {
  /** PN with its carets. */
  readonly patientName: string | undefined;
  readonly patientID: string | undefined;
  /** DA. */
  readonly birthDate: string | undefined;
  readonly sex: string | undefined;
  /** AS: `042Y`. */
  readonly age: string | undefined;
  /** In m. */
  readonly size: number | undefined;
  /** In kg. */
  readonly weight: number | undefined;
  /** DA. */
  readonly studyDate: string | undefined;
  /** TM. */
  readonly studyTime: string | undefined;
  readonly studyDescription: string | undefined;
  readonly accessionNumber: string | undefined;
}

const PATIENT_BIRTH_DATE = 'x00100030';
const PATIENT_SEX = 'x00100040';
const PATIENT_AGE = 'x00101010';
const PATIENT_SIZE = 'x00101020';
const PATIENT_WEIGHT = 'x00101030';
const STUDY_TIME = 'x00080030';
const ACCESSION_NUMBER = 'x00080050';

const read = new WeakMap<Uint8Array, PersonFacts | undefined>();

/** Reads a file that was opened before; undefined where it is none. What is broken in it counts as not said. */
export function personFactsOf(bytes: Uint8Array): PersonFacts | undefined {
  if (!read.has(bytes)) read.set(bytes, factsOf(bytes));
  return read.get(bytes);
}

function factsOf(bytes: Uint8Array): PersonFacts | undefined {
  let part10: Part10;
  try {
    part10 = parsePart10(bytes, '');
  } catch {
    return undefined;
  }
  return {
    patientName: textAttribute(part10, TAG.PatientName),
    patientID: textAttribute(part10, TAG.PatientID),
    birthDate: codeAttribute(part10, PATIENT_BIRTH_DATE),
    sex: codeAttribute(part10, PATIENT_SEX),
    age: codeAttribute(part10, PATIENT_AGE),
    size: numberOf(part10, PATIENT_SIZE),
    weight: numberOf(part10, PATIENT_WEIGHT),
    studyDate: codeAttribute(part10, TAG.StudyDate),
    studyTime: codeAttribute(part10, STUDY_TIME),
    studyDescription: textAttribute(part10, TAG.StudyDescription),
    accessionNumber: textAttribute(part10, ACCESSION_NUMBER),
  };
}

function numberOf(source: Attributes, tag: string): number | undefined {
  const value = decimalOf(codeAttribute(source, tag) ?? '');
  return Number.isNaN(value) ? undefined : value;
}
