/**
 * Where an inserted disc lies, in pixels.
 *
 * @module
 */

/** A disc by its centre (fractional pixels; whole numbers are pixel centres) and radius in pixels. */
export interface Disc {
  readonly row: number;
  readonly column: number;
  readonly radius: number;
}

/**
 * Pixels whose centre lies less than `radius` from the centre of a disc, as indices into rows x columns;
 * the nearest pixel alone where none does.
 */
export function pixelsWithin(
  { row, column }: Pick<Disc, 'row' | 'column'>,
  radius: number,
  rows: number,
  columns: number,
): number[] {
  const pixels: number[] = [];
  const reach = Math.ceil(radius);
  const middleRow = Math.round(row);
  const middleColumn = Math.round(column);
  for (let r = Math.max(0, middleRow - reach); r <= Math.min(rows - 1, middleRow + reach); r++) {
    for (let c = Math.max(0, middleColumn - reach); c <= Math.min(columns - 1, middleColumn + reach); c++) {
      if (Math.hypot(r - row, c - column) < radius) pixels.push(r * columns + c);
    }
  }
  const nearest = middleRow >= 0 && middleRow < rows && middleColumn >= 0 && middleColumn < columns;
  if (pixels.length === 0 && nearest) pixels.push(middleRow * columns + middleColumn);
  return pixels;
}
