/**
 * Slices of any size and spacing on one grid: a square field of 400 mm around the
 * middle of the body, averaged over each pixel's area. Sets of slices are compared on it.
 *
 * ```ts
 * const coarse = commonField({ values: hu, rows, columns, pixelSpacing: [0.98, 0.98] }, 64);
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { largestRegion } from './morphology.js';
import { checkSize } from './size.js';

/** One slice in modality units. */
export interface Slice {
  /** rows x columns, C order; HU for CT. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** mm between rows, then between columns. */
  readonly pixelSpacing: readonly [number, number];
}

/** Side of the field in mm: a torso without the arms. */
export const FIELD_MM = 400;
/** Sets are compared on the field at this side: 6 mm a pixel. */
export const COARSE_SIDE = 64;
/** What lies outside the acquired field: air. */
export const OUTSIDE_HU = -1000;
/** HU above which a pixel can be body; lungs are enclosed by what is. */
const BODY_HU = -300;

/** Point of a slice in pixels from the upper left corner of its first pixel. */
export interface Point {
  readonly row: number;
  readonly column: number;
}

/**
 * Middle of the bounding box of the largest part above -300 HU; the middle of the
 * slice where there is none. An image without negative values is all one part.
 */
export function bodyCentre({ values, rows, columns }: Pick<Slice, 'values' | 'rows' | 'columns'>): Point {
  // Every second pixel of a large slice: the box is as good, the search four times as quick.
  const stride = Math.min(rows, columns) >= 400 ? 2 : 1;
  const [down, across] = [Math.floor(rows / stride), Math.floor(columns / stride)];
  const dense = new Uint8Array(down * across);
  for (let r = 0; r < down; r++) {
    for (let c = 0; c < across; c++) {
      if (values[stride * (r * columns + c)] > BODY_HU) dense[r * across + c] = 1;
    }
  }
  const body = largestRegion(dense, down, across);
  let [top, bottom, left, right] = [down, -1, across, -1];
  for (let r = 0; r < down; r++) {
    for (let c = 0; c < across; c++) {
      if (body[r * across + c] === 0) continue;
      if (r < top) top = r;
      bottom = r;
      if (c < left) left = c;
      if (c > right) right = c;
    }
  }
  if (bottom < 0) return { row: rows / 2, column: columns / 2 };
  return { row: (stride * (top + bottom + 1)) / 2, column: (stride * (left + right + 1)) / 2 };
}

/**
 * The slice on a square grid of `size` pixels over `field` mm around `centre`, each
 * pixel the average of the area it covers; {@link OUTSIDE_HU} beyond the slice.
 * Values below it (padding of scanners) count as it.
 *
 * @throws ArgumentError where values and size disagree or the spacing is not above zero.
 */
export function commonField(
  slice: Slice,
  size: number,
  { field = FIELD_MM, centre = bodyCentre(slice) }: { field?: number; centre?: Point } = {},
): Float32Array {
  const { values, rows, columns, pixelSpacing } = slice;
  checkSize(values, rows, columns);
  if (!(pixelSpacing[0] > 0 && pixelSpacing[1] > 0 && size >= 1)) {
    throw new ArgumentError('The slice cannot be brought to a common field without its pixel spacing.', {
      attribute: 'Pixel Spacing (0028,0030)',
      remedy: 'Give slices whose spacing is known, in mm.',
    });
  }
  const step = field / size;
  const down = shares(rows, pixelSpacing[0], centre.row, size, step);
  const across = shares(columns, pixelSpacing[1], centre.column, size, step);
  const strips = new Float64Array(rows * size).fill(OUTSIDE_HU);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < size; c++) {
      const { from, weights } = across[c];
      let sum = OUTSIDE_HU;
      for (let k = 0; k < weights.length; k++) {
        sum += weights[k] * (Math.max(OUTSIDE_HU, values[r * columns + from + k]) - OUTSIDE_HU);
      }
      strips[r * size + c] = sum;
    }
  }
  const result = new Float32Array(size * size).fill(OUTSIDE_HU);
  for (let r = 0; r < size; r++) {
    const { from, weights } = down[r];
    for (let c = 0; c < size; c++) {
      let sum = OUTSIDE_HU;
      for (let k = 0; k < weights.length; k++) {
        sum += weights[k] * (strips[(from + k) * size + c] - OUTSIDE_HU);
      }
      result[r * size + c] = sum;
    }
  }
  return result;
}

/** Which source pixels a target pixel covers, and with what share of its own length. */
interface Share {
  readonly from: number;
  readonly weights: Float64Array;
}

function shares(length: number, spacing: number, centre: number, size: number, step: number): Share[] {
  return Array.from({ length: size }, (_, i) => {
    const start = centre + ((i - size / 2) * step) / spacing;
    const end = start + step / spacing;
    const from = Math.max(0, Math.floor(start));
    const to = Math.min(length, Math.ceil(end));
    if (to <= from) return { from: 0, weights: new Float64Array(0) };
    const weights = Float64Array.from({ length: to - from }, (_, k) => {
      const covered = Math.min(end, from + k + 1) - Math.max(start, from + k);
      return (Math.max(0, covered) * spacing) / step;
    });
    return { from, weights };
  });
}
