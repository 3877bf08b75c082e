/**
 * A single-slice NIfTI-1 file (nifti1.h, NIMH 2007), gzipped: header, one comment
 * extension, voxels.
 *
 * @module
 */
import { gzipSync } from 'fflate';
import type { Plane } from '../../image/frame.js';

const HEADER = 348;
const DATATYPE = { int16: [4, 16], uint8: [2, 8] } as const;
const UNITS_MM = 2;
const SFORM_SCANNER = 1;
const INTENT_LABEL = 1002;
/** `NIFTI_ECODE_COMMENT`: text for anyone to read. */
const COMMENT = 6;

/** One slice; `int16` values, or `uint8` labels. */
export interface NiftiSlice {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns, C order. */
  readonly voxels: Int16Array | Uint8Array;
  readonly plane: Plane;
  /** Cut at 79 characters. */
  readonly description: string;
  readonly comment: string;
}

/** Bytes of `.nii.gz`. The first axis runs along a row: voxel [column, row, 0]. */
export function niftiFile(slice: NiftiSlice): Uint8Array {
  const { rows, columns, voxels, plane, comment } = slice;
  const text = new TextEncoder().encode(comment);
  // An extension is as long as a multiple of 16, its own 8 bytes counted.
  const extension = 16 * Math.ceil((8 + text.length) / 16);
  const start = HEADER + 4 + extension;
  const file = new Uint8Array(start + voxels.byteLength);
  const view = new DataView(file.buffer);
  const label = voxels instanceof Uint8Array;
  const [datatype, bits] = DATATYPE[label ? 'uint8' : 'int16'];
  const thickness = plane.sliceThickness ?? 1;
  const [betweenRows, betweenColumns] = plane.pixelSpacing;

  view.setInt32(0, HEADER, true);
  const dimensions = [3, columns, rows, 1, 1, 1, 1, 1];
  for (const [i, size] of dimensions.entries()) view.setInt16(40 + 2 * i, size, true);
  view.setInt16(68, label ? INTENT_LABEL : 0, true);
  view.setInt16(70, datatype, true);
  view.setInt16(72, bits, true);
  const steps = [1, betweenColumns, betweenRows, thickness];
  for (const [i, step] of steps.entries()) view.setFloat32(76 + 4 * i, step, true);
  view.setFloat32(108, start, true);
  view.setFloat32(112, 1, true);
  file[123] = UNITS_MM;
  writeText(file, 148, slice.description, 79);
  view.setInt16(254, SFORM_SCANNER, true);
  for (const [i, value] of affine(plane, thickness).entries()) view.setFloat32(280 + 4 * i, value, true);
  writeText(file, 344, 'n+1', 4);

  // Four bytes that say whether extensions follow.
  file[HEADER] = 1;
  view.setInt32(HEADER + 4, extension, true);
  view.setInt32(HEADER + 8, COMMENT, true);
  file.set(text, HEADER + 12);
  file.set(new Uint8Array(voxels.buffer, voxels.byteOffset, voxels.byteLength), start);
  // Without a time, the same slice gives the same bytes.
  return gzipSync(file, { level: 4, mtime: 0 });
}

/** Three rows of the affine from voxel indices to RAS millimetres; DICOM's own axes are LPS. */
function affine({ pixelSpacing, orientation: o, position }: Plane, thickness: number): number[] {
  const [betweenRows, betweenColumns] = pixelSpacing;
  const normal = [o[1] * o[5] - o[2] * o[4], o[2] * o[3] - o[0] * o[5], o[0] * o[4] - o[1] * o[3]];
  return [0, 1, 2].flatMap((axis) => {
    const sign = axis < 2 ? -1 : 1;
    return [
      sign * o[axis] * betweenColumns,
      sign * o[3 + axis] * betweenRows,
      sign * normal[axis] * thickness,
      sign * position[axis],
    ];
  });
}

function writeText(file: Uint8Array, offset: number, text: string, limit: number): void {
  file.set(new TextEncoder().encode(text.replace(/[^\x20-\x7e]/g, '-')).subarray(0, limit), offset);
}
