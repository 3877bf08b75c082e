/** Voxels of one slice, in the machine's byte order, row by row as the slice is to lie. */
import { AttributeError } from '../errors.js';
import type { StoredPixels } from '../image/frame.js';

/** How the file's axes i and j become columns and rows. */
export interface SliceGrid {
  readonly columns: number;
  readonly rows: number;
  readonly flipColumns: boolean;
  readonly flipRows: boolean;
}

/** Integers that a frame stores as they are; other numbers, for the eye; or colours. */
export type Voxels =
  | { readonly kind: 'integer'; readonly stored: StoredPixels }
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'colour'; readonly rgb: Uint8ClampedArray };

interface NiftiType {
  readonly bytes: number;
  readonly kind: Voxels['kind'];
  /** One value; of a colour, its first of three bytes. */
  readonly value: (view: DataView, at: number, littleEndian: boolean) => number;
  readonly array?: new (length: number) => StoredPixels;
}

/** Codes of nifti1.h. */
const TYPES: Readonly<Record<number, NiftiType>> = {
  2: { bytes: 1, kind: 'integer', value: (v, at) => v.getUint8(at), array: Uint8Array },
  4: { bytes: 2, kind: 'integer', value: (v, at, le) => v.getInt16(at, le), array: Int16Array },
  8: { bytes: 4, kind: 'integer', value: (v, at, le) => v.getInt32(at, le), array: Int32Array },
  16: { bytes: 4, kind: 'number', value: (v, at, le) => v.getFloat32(at, le) },
  64: { bytes: 8, kind: 'number', value: (v, at, le) => v.getFloat64(at, le) },
  128: { bytes: 3, kind: 'colour', value: (v, at) => v.getUint8(at) },
  256: { bytes: 1, kind: 'integer', value: (v, at) => v.getInt8(at), array: Int8Array },
  512: { bytes: 2, kind: 'integer', value: (v, at, le) => v.getUint16(at, le), array: Uint16Array },
  768: { bytes: 4, kind: 'integer', value: (v, at, le) => v.getUint32(at, le), array: Uint32Array },
  1024: { bytes: 8, kind: 'number', value: (v, at, le) => Number(v.getBigInt64(at, le)) },
  1280: { bytes: 8, kind: 'number', value: (v, at, le) => Number(v.getBigUint64(at, le)) },
  2304: { bytes: 4, kind: 'colour', value: (v, at) => v.getUint8(at) },
};

/** The type behind a code. */
export function niftiType(datatype: number, file: string): NiftiType {
  const type = Object.hasOwn(TYPES, datatype) ? TYPES[datatype] : undefined;
  if (type) return type;
  throw new AttributeError('Voxels of this NIfTI type are not read: complex numbers, bits or 128 bits.', {
    file,
    attribute: 'datatype',
    remedy: 'Convert the file to integers or floating point.',
  });
}

/** The voxels of the slice that begins at `start`. */
export function readVoxels(
  view: DataView,
  start: number,
  type: NiftiType,
  { columns, rows, flipColumns, flipRows }: SliceGrid,
  littleEndian: boolean,
): Voxels {
  const count = rows * columns;
  const stored = type.array ? new type.array(count) : undefined;
  const values = type.kind === 'number' ? new Float64Array(count) : undefined;
  const rgb = type.kind === 'colour' ? new Uint8ClampedArray(3 * count) : undefined;
  for (let r = 0, to = 0; r < rows; r++) {
    const row = flipRows ? rows - 1 - r : r;
    for (let c = 0; c < columns; c++, to++) {
      const at = start + (row * columns + (flipColumns ? columns - 1 - c : c)) * type.bytes;
      if (stored) stored[to] = type.value(view, at, littleEndian);
      else if (values) values[to] = type.value(view, at, littleEndian);
      else if (rgb) for (let i = 0; i < 3; i++) rgb[3 * to + i] = type.value(view, at + i, littleEndian);
    }
  }
  if (stored) return { kind: 'integer', stored };
  return values ? { kind: 'number', values } : { kind: 'colour', rgb: rgb as Uint8ClampedArray };
}

/**
 * Numbers that are whole and fit, as integers: many programs write HU in floating
 * point. All slices of a volume together, so that they stay one kind.
 */
export function asIntegers(slices: readonly Voxels[]): readonly Voxels[] {
  let [low, high] = [0, 0];
  for (const slice of slices) {
    if (slice.kind !== 'number') return slices;
    for (const value of slice.values) {
      if (!Number.isInteger(value)) return slices;
      if (value < low) low = value;
      else if (value > high) high = value;
    }
  }
  const short = low >= -(2 ** 15) && high < 2 ** 15;
  if (!short && !(low >= -(2 ** 31) && high < 2 ** 31)) return slices;
  return slices.map((slice) => {
    const { values } = slice as Extract<Voxels, { kind: 'number' }>;
    return { kind: 'integer', stored: short ? Int16Array.from(values) : Int32Array.from(values) };
  });
}
