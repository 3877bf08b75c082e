/**
 * 16-bit grey PNG for training: value = HU + 1024, nothing burned in. The text chunks
 * carry the record, the spacing and the offset; a C2PA manifest signs the file.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import { labelOf } from '../../provenance/label.js';
import { pixelsOf } from '../../provenance/markedPixels.js';
import { withManifest } from '../credential.js';
import { imageName, type SliceWriter } from './format.js';
import { hounsfield } from './hounsfield.js';
import { labelText, recordText } from './recordText.js';

/** As the field does it: air at 24, water at 1024. */
export const PNG_OFFSET = 1024;

/** Text chunk of a label map that gives the distance of rows and of columns in mm. */
export const PNG_SPACING = 'Pixel Spacing';

export const writePng: SliceWriter = async (slice, { name }) => {
  const { encode } = await import('fast-png');
  const { frame, labels } = slice;
  const { rows: height, columns: width } = frame;
  const tissues = frame.rescale.type === 'HU';
  const values = hounsfield(pixelsOf(frame), frame);
  const grey = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (values[i] < -PNG_OFFSET) {
      throw new ArgumentError(`A value of the slice lies below ${-PNG_OFFSET} HU.`, {
        file: frame.file,
        attribute: 'format',
        remedy: 'Export as dicom, nifti or npz.',
      });
    }
    grey[i] = values[i] + PNG_OFFSET;
  }
  const source = labelOf(frame).replaceAll('·', '-');
  const spacing = labels.pixelSpacing.join(' ');
  const image = encode({
    ...{ width, height, data: grey, channels: 1, depth: 16 },
    text: {
      Source: source,
      Comment: `${tissues ? 'HU' : 'Arbitrary unit'} = value - ${PNG_OFFSET}`,
      [PNG_SPACING]: spacing,
      Veritome: recordText(slice),
    },
  });
  const label = encode({
    ...{ width, height, data: labels.codes, channels: 1, depth: 8 },
    text: { Source: `Labels of: ${source}`, [PNG_SPACING]: spacing, Veritome: labelText(slice) },
  });
  return {
    image: { name: imageName(name, 'png'), bytes: await withManifest(image, frame) },
    label: tissues ? { name: `labels/${name}.png`, bytes: label } : undefined,
  };
};
