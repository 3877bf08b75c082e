/**
 * Refuses a new image that would lack a Type 1 attribute or overrun a VR.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { NewImage } from './writeNewImage.js';

/** Throws unless the options make a valid CT or MR image. Pixels and numbers are checked where they are written. */
export function checkNewImage(image: NewImage): void {
  const { patient, study, series, equipment, rescale, imageType } = image;
  const texts: readonly (readonly [attribute: string, text: string, limit: number])[] = [
    ['patient.name', patient.name, 64],
    ['patient.id', patient.id, 64],
    ['study.id', study.id, 16],
    ...(series.kernel === undefined ? [] : [['series.kernel', series.kernel, 16] as const]),
    ['equipment.manufacturer', equipment.manufacturer, 64],
    ['equipment.model', equipment.model, 64],
    ['equipment.softwareVersions', equipment.softwareVersions, 64],
    ['rescale.type', rescale.type, 16],
    ...(imageType ?? []).map((value) => ['imageType', value, 16] as const),
  ];
  for (const [attribute, text, limit] of texts) {
    if (text.length > 0 && text.length <= limit && !text.includes('\\')) continue;
    throw new ArgumentError(`A text of 1 to ${limit} characters, without backslash, is needed.`, {
      attribute,
      remedy: 'Shorten it, or give one.',
    });
  }
  if (image.modality === 'MR' && (rescale.slope !== 1 || rescale.intercept !== 0)) {
    throw new ArgumentError('An MR slice is written as it is stored.', {
      attribute: 'rescale',
      remedy: 'Give slope 1 and intercept 0.',
    });
  }
  if (rescale.slope === 0) {
    throw new ArgumentError('Rescale slope must not be zero.', {
      attribute: 'rescale',
      remedy: 'Pass the rescale the stored values were made with.',
    });
  }
}
