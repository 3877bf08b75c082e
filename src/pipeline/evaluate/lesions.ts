/**
 * Discs put into the flat soft tissue of a noisy slice, and what the denoisers leave of them.
 *
 * @module
 */

import { isVeritomeError } from '../../errors.js';
import type { Disc } from '../../evaluation/disc.js';
import { matchedDetector } from '../../evaluation/matchedDetector.js';
import type { Region } from '../../evaluation/noise.js';
import { judgeLesion, type LesionVerdict, recoveredContrast } from '../../evaluation/safety.js';
import type { SliceGrid } from '../../simulation/grid.js';
import { type Lesion, lesionImage } from '../../simulation/lesion.js';

/** Contrast in HU and diameter in mm of the discs every model is asked about. */
export const DISCS = [15, 40].flatMap((contrast) =>
  [3, 6, 10].map((diameter) => ({ contrast, diameter })),
) as readonly DiscKind[];

export interface DiscKind {
  readonly contrast: number;
  readonly diameter: number;
}

/** `15 HU 6 mm` */
export function nameOf({ contrast, diameter }: DiscKind): string {
  return `${contrast} HU ${diameter} mm`;
}

/** Discs of one kind in every region, and what they add. */
export interface Planting {
  readonly kind: DiscKind;
  readonly lesions: readonly Lesion[];
  readonly discs: readonly Disc[];
  /** rows x columns HU. */
  readonly signal: Float32Array;
}

/** One disc of a kind in the middle of each region. */
export function plant(kind: DiscKind, regions: readonly Region[], grid: SliceGrid): Planting {
  const lesions = regions.map(({ row, column, size }) => ({
    shape: 'disc' as const,
    row: row + (size - 1) / 2,
    column: column + (size - 1) / 2,
    ...kind,
  }));
  return {
    kind,
    lesions,
    discs: lesions.map(({ row, column, diameter }) => ({
      row,
      column,
      radius: diameter / 2 / grid.pixelSpacing[0],
    })),
    signal: lesionImage(grid, lesions),
  };
}

/**
 * The same lesions as they show in a slice `distance` mm away: balls, not rods. Most
 * small ones are gone there, so that a network of three slices gets no help that a
 * patient would not give it.
 */
export function besideSignal({ lesions, kind }: Planting, grid: SliceGrid, distance: number): Float32Array {
  const left = kind.diameter ** 2 - (2 * distance) ** 2;
  const chord = left > 0 ? Math.sqrt(left) : 0;
  // A chord thinner than a pixel adds nothing that is worth a scan.
  if (chord < grid.pixelSpacing[0]) return new Float32Array(grid.rows * grid.columns);
  return lesionImage(
    grid,
    lesions.map((lesion) => ({ ...lesion, diameter: chord })),
  );
}

/** Shares of contrast left: the slice denoised with and without the discs, same noise. */
export function shares(
  present: Float32Array,
  absent: Float32Array,
  { discs, signal }: Planting,
  { rows, columns }: SliceGrid,
): number[] {
  return discs.map((disc) => recoveredContrast(present, absent, signal, rows, columns, disc));
}

/** Side of the square around a disc that is judged by itself. */
const VIEW = 160;
/** Score in SDs at which the detector finds something; a lesion counts as clear at twice that. */
const THRESHOLD = 3;

/** One disc judged, and the same place without it. */
export interface DiscVerdict extends LesionVerdict {
  /** Index of the disc among those planted. */
  readonly place: number;
  /** The place without a disc looks, after the denoiser and only then, like a clear lesion. */
  readonly invented: boolean;
}

/**
 * Whether discs that stood clearly out of the input are still found, and whether any
 * appear where none were. Each is judged in its own surroundings; left out where there
 * is too little soft tissue to learn the noise from.
 */
export function verdicts(
  input: Pair,
  output: Pair,
  { discs, signal }: Planting,
  { rows, columns }: SliceGrid,
  tissue: Uint8Array,
): DiscVerdict[] {
  return discs.flatMap((disc, place) => {
    const view = viewAround(disc, rows, columns);
    const part = (image: Float32Array) => cropped(image, columns, view);
    const trial = {
      disc: { ...disc, row: disc.row - view.row, column: disc.column - view.column },
      signal: part(signal),
      input: { present: part(input.present), absent: part(input.absent) },
      output: { present: part(output.present), absent: part(output.absent) },
      mask: Uint8Array.from(part(Float32Array.from(tissue))),
    };
    try {
      const verdict = judgeLesion(trial, view.rows, view.columns, { threshold: THRESHOLD });
      const score = (image: Float32Array) =>
        matchedDetector(trial.signal, trial.disc, image, view.rows, view.columns, trial.mask).score(image);
      const invented = score(trial.output.absent) >= 2 * THRESHOLD && score(trial.input.absent) < THRESHOLD;
      return [{ ...verdict, place, invented }];
    } catch (error) {
      if (isVeritomeError(error, 'ArgumentError')) return [];
      throw error;
    }
  });
}

/** Diameters in mm of the clear discs, light and dark in turn; none of {@link DISCS}, so that names tell them apart. */
const CLEAR = [7, 8, 9, 12] as const;
/** SDs that a clear disc stands out of the input: a margin over twice the threshold, for noise differs by place. */
const CLEAR_SCORE = 8;

/**
 * Discs that nobody may miss in this noise: their contrast in HU is what the matched
 * detector needs in three of four places for a score well above twice its threshold.
 */
export function plantClear(
  input: Float32Array,
  regions: readonly Region[],
  grid: SliceGrid,
  tissue: Uint8Array,
): Planting[] {
  return CLEAR.flatMap((diameter, k) => {
    const one = plant({ contrast: 1, diameter }, regions, grid);
    const expected = one.discs.flatMap((disc) => {
      try {
        return [matchedDetector(one.signal, disc, input, grid.rows, grid.columns, tissue).expected];
      } catch (error) {
        if (isVeritomeError(error, 'ArgumentError')) return [];
        throw error;
      }
    });
    if (expected.length === 0) return [];
    const low = expected.sort((a, b) => a - b)[expected.length >> 2];
    const contrast = Math.ceil(CLEAR_SCORE / low) * (k % 2 === 0 ? 1 : -1);
    return [plant({ contrast, diameter }, regions, grid)];
  });
}

/** A slice with the discs and, with the same noise, without. */
export interface Pair {
  readonly present: Float32Array;
  readonly absent: Float32Array;
}

export interface View {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

function viewAround({ row, column }: Disc, rows: number, columns: number): View {
  const top = Math.max(0, Math.min(rows - VIEW, Math.round(row) - VIEW / 2));
  const left = Math.max(0, Math.min(columns - VIEW, Math.round(column) - VIEW / 2));
  return { row: top, column: left, rows: Math.min(VIEW, rows), columns: Math.min(VIEW, columns) };
}

/** A part of an image. */
export function cropped(image: Float32Array, columns: number, view: View): Float32Array {
  const part = new Float32Array(view.rows * view.columns);
  for (let r = 0; r < view.rows; r++) {
    const from = (view.row + r) * columns + view.column;
    part.set(image.subarray(from, from + view.columns), r * view.columns);
  }
  return part;
}

/** A copy of an image with a part replaced. */
export function pasted(image: Float32Array, columns: number, part: Float32Array, view: View): Float32Array {
  const whole = image.slice();
  for (let r = 0; r < view.rows; r++) {
    whole.set(
      part.subarray(r * view.columns, (r + 1) * view.columns),
      (view.row + r) * columns + view.column,
    );
  }
  return whole;
}
