/**
 * Slices as callers have them (rows x columns, HU) on the square grid the projector needs, and back.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { attenuation, WATER_PER_MM } from './noise.js';

/** Size and spacing of a slice. */
export interface SliceGrid {
  readonly rows: number;
  readonly columns: number;
  /** Distance between rows, then between columns, in mm (Pixel Spacing (0028,0030)). */
  readonly pixelSpacing: readonly [number, number];
}

/** Throws unless `slice` fills the grid and its pixels are square. */
export function checkSlice(slice: Float32Array, { rows, columns, pixelSpacing }: SliceGrid): void {
  const [down, across] = pixelSpacing;
  if (!(rows >= 8 && columns >= 8 && slice.length === rows * columns)) {
    throw new ArgumentError('The slice does not have rows x columns pixels.', {
      attribute: 'rows, columns',
      remedy: 'Give the HU of one whole slice, at least 8 x 8.',
    });
  }
  if (!(down > 0 && across > 0 && Math.abs(down / across - 1) < 0.01)) {
    throw new ArgumentError('The pixels are not square.', {
      attribute: 'Pixel Spacing (0028,0030)',
      remedy: 'Resample the slice to square pixels before simulating dose.',
    });
  }
}

/** Throws unless `dose` is a fraction of the full one. */
export function checkDose(dose: number): void {
  if (!(dose > 0 && dose <= 1)) {
    throw new ArgumentError('The dose is not a fraction of the full dose.', {
      attribute: 'dose',
      remedy: 'Give a number above 0 and up to 1, such as 0.25.',
    });
  }
}

/** Side of the square that holds the slice. */
export function squareSize({ rows, columns }: SliceGrid): number {
  return Math.max(rows, columns);
}

/** Attenuation per mm on the square, air outside the slice and outside the inscribed circle: the field of view. */
export function toSquare(slice: Float32Array, grid: SliceGrid): Float32Array {
  const size = squareSize(grid);
  const { rows, columns } = grid;
  const square = new Float32Array(size * size).fill(-1000);
  const top = (size - rows) >> 1;
  const left = (size - columns) >> 1;
  const centre = (size - 1) / 2;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      if ((r + top - centre) ** 2 + (c + left - centre) ** 2 > (size / 2) ** 2) continue;
      square[(r + top) * size + c + left] = slice[r * columns + c];
    }
  }
  return attenuation(square, square);
}

/** The slice's part of a square image (per mm), as multiples of 1000 HU of water. */
export function fromSquare(square: Float32Array, grid: SliceGrid): Float32Array {
  const size = squareSize(grid);
  const { rows, columns } = grid;
  const top = (size - rows) >> 1;
  const left = (size - columns) >> 1;
  const slice = new Float32Array(rows * columns);
  const scale = 1000 / WATER_PER_MM;
  for (let r = 0; r < rows; r++) {
    const from = (r + top) * size + left;
    for (let c = 0; c < columns; c++) slice[r * columns + c] = square[from + c] * scale;
  }
  return slice;
}
