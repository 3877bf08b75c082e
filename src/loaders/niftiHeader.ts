/**
 * The header of a NIfTI-1 or -2 file (nifti1.h, nifti2.h): size, type, scale and place
 * of its voxels.
 *
 * @module
 */
import { NIFTI1, NIFTI2 } from 'nifti-reader-js';
import { AttributeError, NotDicomError, TruncatedError } from '../errors.js';

/** Rows of the affine from voxel indices to millimetres, RAS. */
export type Affine = readonly (readonly [number, number, number, number])[];

/** What is read of a header. */
export interface NiftiHeader {
  /** Along i, j, k. */
  readonly size: readonly [number, number, number];
  /** Volumes of that size, one after another. */
  readonly volumes: number;
  readonly datatype: number;
  readonly littleEndian: boolean;
  /** Where the voxels begin. */
  readonly offset: number;
  readonly slope: number;
  readonly intercept: number;
  /** Undefined where the file does not say how its axes lie. */
  readonly affine: Affine | undefined;
  /** Window that the file suggests, after scaling. */
  readonly range: readonly [number, number] | undefined;
  /** Text of the first comment extension. */
  readonly comment: string;
}

const BYTES = { 1: 348, 2: 540 } as const;
const MAGIC = { 1: 344, 2: 4 } as const;
const SROW = { 1: 280, 2: 400 } as const;
const COMMENT = 6;
/** A hundred times what scanners make along an axis. */
const MAX_SIDE = 65_535;
const MILLIMETRES: Readonly<Record<number, number>> = { 0: 1, 1: 1000, 2: 1, 3: 0.001 };

/** Which of the two a file is; undefined for neither. Header and image must be one file. */
export function niftiVersion(bytes: Uint8Array): 1 | 2 | undefined {
  const first = bytes.length < 12 ? 0 : viewOf(bytes).getInt32(0, true);
  const swapped = bytes.length < 12 ? 0 : viewOf(bytes).getInt32(0, false);
  if ((first === 348 || swapped === 348) && magicOf(bytes, MAGIC[1]) === 'n') return 1;
  if ((first === 540 || swapped === 540) && magicOf(bytes, MAGIC[2]) === 'n') return 2;
  return undefined;
}

function magicOf(bytes: Uint8Array, at: number, length = 1): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/**
 * @throws NotDicomError, TruncatedError, AttributeError.
 */
export function readNiftiHeader(bytes: Uint8Array, version: 1 | 2, file: string): NiftiHeader {
  const length = BYTES[version];
  if (/^ni/.test(magicOf(bytes, MAGIC[version], 2))) {
    const remedy = 'Convert the pair .hdr and .img to one .nii file.';
    throw attribute(file, 'magic', 'The NIfTI header stands without its image.', remedy);
  }
  if (bytes.length < length + 4) throw truncated(file);
  // A copy without its extensions: the library would follow their lengths wherever they lead.
  const head = bytes.slice(0, length + 4);
  head.fill(0, length);
  const header = version === 1 ? new NIFTI1() : new NIFTI2();
  try {
    header.readHeader(head.buffer as ArrayBuffer);
  } catch (cause) {
    throw new NotDicomError('The NIfTI header cannot be read.', { file, remedy: AGAIN, cause });
  }
  const view = viewOf(head);
  const { littleEndian } = header;
  const [rank, ...dims] = header.dims;
  if (!(Number.isInteger(rank) && rank >= 1 && rank <= 7))
    throw attribute(file, 'dim', 'The NIfTI file has no usable size.');
  const sides = dims.slice(0, rank);
  if (!sides.every((side) => Number.isInteger(side) && side >= 1 && side <= MAX_SIDE)) {
    throw attribute(file, 'dim', 'The NIfTI file has no usable size.');
  }
  const [i, j = 1, k = 1, ...more] = sides;
  const offset = header.vox_offset;
  if (!(Number.isInteger(offset) && offset >= length && offset <= bytes.length)) {
    throw attribute(file, 'vox_offset', 'The voxels of the NIfTI file begin outside it.');
  }
  return {
    size: [i, j, k],
    volumes: more.reduce((product, side) => product * side, 1),
    datatype: header.datatypeCode,
    littleEndian,
    offset,
    ...scaleOf(header),
    affine: affineOf(header, view, version),
    range: header.cal_max > header.cal_min ? [header.cal_min, header.cal_max] : undefined,
    comment: commentOf(bytes, length, offset, littleEndian),
  };
}

/** A slope of zero: the values are as they stand (nifti1.h). */
function scaleOf({ scl_slope, scl_inter }: NIFTI1 | NIFTI2): { slope: number; intercept: number } {
  const scaled = Number.isFinite(scl_slope) && scl_slope !== 0 && Number.isFinite(scl_inter);
  return scaled ? { slope: scl_slope, intercept: scl_inter } : { slope: 1, intercept: 0 };
}

/** The sform where there is one, then the qform; as nibabel chooses. */
function affineOf(header: NIFTI1 | NIFTI2, view: DataView, version: 1 | 2): Affine | undefined {
  const unit = MILLIMETRES[header.xyzt_units & 7] ?? 1;
  let rows: number[][];
  if (header.sform_code > 0) {
    rows = [0, 1, 2].map((row) =>
      [0, 1, 2, 3].map((column) => {
        const index = 4 * row + column;
        return version === 1
          ? view.getFloat32(SROW[1] + 4 * index, header.littleEndian)
          : view.getFloat64(SROW[2] + 8 * index, header.littleEndian);
      }),
    );
  } else if (header.qform_code > 0) rows = header.getQformMat();
  else return undefined;
  const affine = rows.slice(0, 3).map(([a, b, c, d]) => [a * unit, b * unit, c * unit, d * unit] as const);
  return affine.flat().every(Number.isFinite) ? affine : undefined;
}

/** Read here, within the bounds of what is there. */
function commentOf(bytes: Uint8Array, length: number, offset: number, littleEndian: boolean): string {
  if (bytes[length] === 0 || offset < length + 12) return '';
  const view = viewOf(bytes);
  for (let at = length + 4; at + 8 <= offset; ) {
    const size = view.getInt32(at, littleEndian);
    if (size < 8 || at + size > offset) return '';
    if (view.getInt32(at + 4, littleEndian) === COMMENT) {
      return new TextDecoder().decode(bytes.subarray(at + 8, at + size)).replace(/\0+$/, '');
    }
    at += size;
  }
  return '';
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const AGAIN = 'Convert it again from its source.';

function attribute(file: string, field: string, message: string, remedy = AGAIN): AttributeError {
  return new AttributeError(message, { file, attribute: field, remedy });
}

export function truncated(file: string): TruncatedError {
  return new TruncatedError('The NIfTI file ends before its voxels do.', {
    file,
    remedy: 'Fetch it again from its source.',
  });
}
