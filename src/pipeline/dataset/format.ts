/**
 * The formats of a data set, and how its files are named: by their position in the
 * whole job, so that the shares of several machines never collide.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { ExportedFile } from '../exportSeries.js';
import type { SyntheticSlice } from '../syntheticSlice.js';

export const DATASET_FORMATS = ['dicom', 'png', 'nifti', 'npz'] as const;

export type DatasetFormat = (typeof DATASET_FORMATS)[number];

/** What is written of one slice. */
export interface SliceFiles {
  readonly image: ExportedFile;
  /** Absent where the image's file holds the labels too, and where there are none (MR). */
  readonly label: ExportedFile | undefined;
}

/** Where a slice stands, and what all files share. */
export interface SlicePlace {
  /** Name without extension: `0001`. */
  readonly name: string;
  /** Slices of the whole job. */
  readonly count: number;
  readonly jobTime: Date | undefined;
}

/** Writes one slice; keeps nothing of it. */
export type SliceWriter = (slice: SyntheticSlice, place: SlicePlace) => Promise<SliceFiles>;

/** A PNG loses its text chunks easily: its name says what it is. */
const EXTENSION: Readonly<Record<DatasetFormat, string>> = {
  dicom: 'dcm',
  png: 'synthetic.png',
  nifti: 'nii.gz',
  npz: 'npz',
};

/** `0001` for index 0; wider where the job is larger. */
export function positionName(index: number, count: number): string {
  return String(index + 1).padStart(Math.max(4, String(count).length), '0');
}

/** `0001.dcm` */
export function imageName(name: string, format: DatasetFormat): string {
  return `${name}.${EXTENSION[format]}`;
}

/** The format of this name. */
export function datasetFormat(name: string): DatasetFormat {
  const format = DATASET_FORMATS.find((one) => one === name);
  if (format) return format;
  throw new ArgumentError(`There is no data set format "${name}".`, {
    attribute: 'format',
    remedy: `Choose one of: ${DATASET_FORMATS.join(', ')}.`,
  });
}
