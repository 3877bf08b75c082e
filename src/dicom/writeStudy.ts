/**
 * Patient and study of an object that no scanner made.
 *
 * @module
 */
import type { Attributes } from './dcmjs.js';
import type { NewImage } from './writeNewImage.js';
import { moment, shortText } from './writeText.js';

/** Simulated times have no place on earth: UTC, and said so. */
export const ZONE = '+0000';

/** C.7.1.1, C.7.2.1. */
export function patientAndStudy({ patient, study }: Pick<NewImage, 'patient' | 'study'>): Attributes {
  const began = study.dateTime && moment(study.dateTime, ZONE);
  return {
    PatientName: patient.name,
    PatientID: patient.id,
    PatientBirthDate: patient.birthDate ?? '',
    PatientSex: patient.sex ?? '',
    QualityControlSubject: (patient.qualityControlSubject ?? true) ? 'YES' : 'NO',
    PatientComments: patient.comments,
    StudyInstanceUID: study.instanceUID,
    StudyDate: began?.date ?? '',
    StudyTime: began?.time ?? '',
    ReferringPhysicianName: '',
    StudyID: study.id,
    AccessionNumber: '',
    StudyDescription: study.description && shortText(study.description, 64),
  };
}
