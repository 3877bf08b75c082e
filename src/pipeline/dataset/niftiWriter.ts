/** NIfTI, gzipped: HU in 16 bits, labels as another volume of the same affine. */
import { pixelsOf } from '../../provenance/markedPixels.js';
import { VERSION } from '../../provenance/record.js';
import { planeOf } from '../syntheticPlane.js';
import { imageName, type SliceWriter } from './format.js';
import { hounsfield } from './hounsfield.js';
import { niftiFile } from './niftiFile.js';
import { labelText, recordOf, recordText } from './recordText.js';

export const writeNifti: SliceWriter = async (slice, { name }) => {
  const { frame, labels } = slice;
  const { rows, columns } = frame;
  const { model } = recordOf(slice);
  const shared = { rows, columns, plane: planeOf(frame) };
  const by = `${model.id} ${model.version}; Veritome ${VERSION}`;
  return {
    image: {
      name: imageName(name, 'nifti'),
      bytes: niftiFile({
        ...shared,
        voxels: hounsfield(pixelsOf(frame), frame),
        description: `AI SYNTHETIC, NO PATIENT; ${by}`,
        comment: recordText(slice),
      }),
    },
    label:
      frame.rescale.type === 'HU'
        ? {
            name: `labels/${name}.nii.gz`,
            bytes: niftiFile({
              ...shared,
              voxels: labels.codes,
              description: `LABELS OF AI SYNTHETIC; ${by}`,
              comment: labelText(slice),
            }),
          }
        : undefined,
  };
};
