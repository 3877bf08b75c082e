/** Whole Hounsfield units: the currency of every format that has no rescale. */
import { ArgumentError } from '../../errors.js';
import type { FrameInfo, StoredPixels } from '../../image/frame.js';

/**
 * Stored values as HU in 16 bits, exact.
 *
 * @throws ArgumentError where a value is no whole number of HU, or leaves 16 bits: it is never rounded in silence.
 */
export function hounsfield(stored: StoredPixels, { rescale, file }: FrameInfo): Int16Array {
  const { slope, intercept } = rescale;
  const values = new Int16Array(stored.length);
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i] * slope + intercept;
    values[i] = value;
    if (values[i] !== value) {
      throw new ArgumentError('A value of the slice is no whole number of HU in 16 bits.', {
        file,
        attribute: 'format',
        remedy: 'Export as dicom, which keeps the rescale.',
      });
    }
  }
  return values;
}
