/**
 * Small squares with and without a lesion, for a model observer.
 *
 * @module
 */
import type { Region } from '../../evaluation/noise.js';
import type { End } from './contender.js';
import { cropped, type DiscKind, nameOf, type Pair } from './lesions.js';

/** Side of the squares in pixels. */
export const CROP = 32;

/** The lesion the observer looks for in acquired slices: large and faint. */
const SOUGHT = '15 HU 10 mm';

/** Squares of one slice; present[i] and absent[i] are of one place and share their noise. */
export type Crops = Readonly<Partial<Record<'input' | End, Squares>>>;

export interface Squares {
  readonly present: readonly Float32Array[];
  readonly absent: readonly Float32Array[];
}

/** Squares around the regions, before and after the model; undefined for other kinds of disc. */
export function cropsOf(
  kind: DiscKind,
  input: Pair,
  present: Partial<Record<End, Float32Array>>,
  absent: Partial<Record<End, Float32Array>>,
  regions: readonly Region[],
  columns: number,
): Crops | undefined {
  if (nameOf(kind) !== SOUGHT) return undefined;
  const rows = input.present.length / columns;
  const centres = regions.map(({ row, column, size }) => ({
    row: row + size / 2,
    column: column + size / 2,
  }));
  const squares = (image: Float32Array) => squaresAround(image, rows, columns, centres);
  const crops: Partial<Record<'input' | End, Squares>> = {
    input: { present: squares(input.present), absent: squares(input.absent) },
  };
  for (const end of Object.keys(present) as End[]) {
    crops[end] = { present: squares(present[end]!), absent: squares(absent[end]!) };
  }
  return crops;
}

/** Squares of {@link CROP} pixels whose middle is nearest to each centre; those that would leave the image are left out. */
export function squaresAround(
  image: Float32Array,
  rows: number,
  columns: number,
  centres: readonly { readonly row: number; readonly column: number }[],
): Float32Array[] {
  return centres.flatMap(({ row, column }) => {
    const top = Math.round(row) - CROP / 2;
    const left = Math.round(column) - CROP / 2;
    if (top < 0 || left < 0 || top + CROP > rows || left + CROP > columns) return [];
    return [cropped(image, columns, { row: top, column: left, rows: CROP, columns: CROP })];
  });
}
