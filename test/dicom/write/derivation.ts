/** A derivation for tests: everything but the source and what depends on it. */
import type { DerivedImage } from '../../../src/dicom/derived.js';
import {
  allocateStored,
  type PixelFormat,
  type StoredPixels,
  storedRange,
} from '../../../src/image/frame.js';

/** A moment that is the same in every test. */
export const MOMENT = new Date('2026-11-23T08:30:15.250Z');

/** Options of a derived image as the denoiser gives them. */
export function derivation(
  change: Pick<DerivedImage, 'source' | 'stored' | 'rows' | 'columns' | 'format' | 'rescale'> &
    Partial<DerivedImage>,
): DerivedImage {
  return {
    sopInstanceUID: '2.25.101',
    seriesInstanceUID: '2.25.102',
    seriesNumber: 9001,
    seriesDescription: 'AI DENOISED - test',
    instanceNumber: 1,
    imageTypeValue4: 'AI_DENOISED',
    syntheticData: 'YES',
    derivationDescription: 'Denoised by neural network test 1.0',
    derivationCodes: [
      { value: 'AI-DENOISE', scheme: '99VERITOME', meaning: 'Noise reduction by neural network' },
    ],
    equipment: {
      manufacturer: 'Veritome',
      model: 'test 1.0',
      softwareVersions: '0.1.0',
      description: 'Denoised by neural network test 1.0',
      purposeOfReference: [{ value: '109102', scheme: 'DCM', meaning: 'Processing Equipment' }],
      dateTime: MOMENT,
    },
    privateBlock: {
      group: 0x0099,
      creator: 'VERITOME PROVENANCE',
      elements: [
        { element: 0x01, vr: 'UT', value: '{"class":"denoised"}' },
        { element: 0x02, vr: 'LO', value: 'ab'.repeat(32) },
        { element: 0x03, vr: 'OB', value: Uint8Array.of(1, 2, 3) },
      ],
    },
    dateTime: MOMENT,
    ...change,
  };
}

/** Pixels that reach both ends of the range and are nowhere plain. */
export function pattern(format: PixelFormat, length: number): StoredPixels {
  const stored = allocateStored(format, length);
  const [low, high] = storedRange(format);
  for (let i = 0; i < length; i++) stored[i] = low + ((i * 2654435761) % (high - low + 1));
  stored[0] = low;
  stored[length - 1] = high;
  return stored;
}
