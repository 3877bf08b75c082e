/**
 * One `.npz` a slice: HU, labels and what is known of it, in one file that NumPy opens.
 * A file a slice, not one a hundred: a loader that shuffles reads what it needs, a file
 * is whole or absent, and the shares of several machines are the files of one.
 *
 * @module
 */
import { zipSync } from 'fflate';
import { pixelsOf } from '../../provenance/markedPixels.js';
import { imageName, type SliceWriter } from './format.js';
import { hounsfield } from './hounsfield.js';
import { npyArray, npyText } from './npy.js';
import { recordText } from './recordText.js';

export const writeNpz: SliceWriter = async (slice, { name }) => {
  const { frame, labels, index, seed, realism } = slice;
  const shape = [frame.rows, frame.columns];
  const values = hounsfield(pixelsOf(frame), frame);
  const members = {
    ...(frame.rescale.type === 'HU'
      ? { 'hu.npy': npyArray(values, shape), 'labels.npy': npyArray(labels.codes, shape) }
      : { 'values.npy': npyArray(values, shape) }),
    'pixel_spacing.npy': npyArray(Float64Array.from(labels.pixelSpacing), [2]),
    'index.npy': npyArray(Int32Array.of(index), []),
    'seed.npy': npyArray(BigInt64Array.of(BigInt(seed)), []),
    'class.npy': npyText(slice.class),
    'realism.npy': npyArray(Float64Array.of(realism ?? Number.NaN), []),
    'provenance.json': new TextEncoder().encode(recordText(slice)),
  };
  // The earliest date that a zip can hold: the same slice gives the same bytes.
  const bytes = zipSync(members, { level: 1, mtime: new Date(1980, 0, 1) });
  return { image: { name: imageName(name, 'npz'), bytes }, label: undefined };
};
