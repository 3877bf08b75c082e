/** CT Image Storage, and the label map as a Segmentation that refers to it; both signed. MR Image Storage alone where nothing is in HU. */
import { derivedUID } from '../../dicom/uid.js';
import { writeNewImage } from '../../dicom/writeImage.js';
import { writeSegmentation } from '../../dicom/writeSegmentation.js';
import { withClaim } from '../credential.js';
import { signedDicom } from '../signedDicom.js';
import { syntheticImage } from '../syntheticImage.js';
import { imageName, type SliceWriter } from './format.js';
import { recordOf } from './recordText.js';

export const writeDicom: SliceWriter = async (slice, { name, count, jobTime }) => {
  const { frame, labels, index, seed, realism } = slice;
  const comments = [
    `class ${slice.class}`,
    `seed ${seed}`,
    ...(realism === undefined ? [] : [`realism ${realism.toFixed(3)}`]),
    `slice ${index + 1} of ${count}`,
  ].join('; ');
  const image = await withClaim(
    await syntheticImage(frame, { instanceNumber: index + 1, jobTime, comments }),
  );
  const written = {
    name: imageName(name, 'dicom'),
    bytes: await signedDicom(await writeNewImage(image)),
  };
  if (frame.rescale.type !== 'HU') return { image: written, label: undefined };
  const { model } = recordOf(slice);
  const { seriesInstanceUID, sopInstanceUID } = frame.instance;
  const segmentation = await writeSegmentation({
    image,
    codes: labels.codes,
    sopInstanceUID: await derivedUID('veritome-labels', sopInstanceUID),
    seriesInstanceUID: await derivedUID('veritome-labels', seriesInstanceUID),
    seriesNumber: 9002,
    seriesDescription: 'TISSUES OF AI SYNTHETIC SLICES',
    algorithm: `Label map of ${model.id} ${model.version}`,
  });
  return {
    image: written,
    label: { name: `labels/${name}.dcm`, bytes: await signedDicom(segmentation) },
  };
};
