/**
 * The noise power spectrum of a region: how strong the noise is at each frequency,
 * which is what a reader sees as its grain.
 *
 * @module
 */
import type { Nps, Region } from '../../evaluation/noise.js';
import type { Shown } from '../../provenance/shown.js';
import { type Roi, squareIn } from './roi.js';
import { samplesOf } from './samples.js';

/** The radial curve of a region. */
export type RoiSpectrum = Pick<Nps, 'frequency' | 'power' | 'peak' | 'centroid'> & {
  /** False where the file gives no pixel spacing: frequencies are in cycles/px then. */
  readonly inMillimetres: boolean;
};

/** A square smaller than this resolves too few frequencies to be drawn as a curve. */
export const SMALLEST_SQUARE = 16;
/** Squares of more pixels than this a side gain nothing but a rougher curve. */
const LARGEST_SQUARE = 64;

/** The spectrum of a region on a frame; undefined where the region is too small. */
export async function roiSpectrum(frame: Shown, roi: Roi): Promise<RoiSpectrum | undefined> {
  const squares = squaresIn(roi);
  const samples = samplesOf(frame);
  if (squares.length === 0 || !samples) return undefined;
  const { nps } = await import('../../evaluation/noise.js');
  const { rows, columns, plane } = frame;
  const { slope, intercept } = samples;
  const values = Float32Array.from(samples.values, (value) => value * slope + intercept);
  const { frequency, power, peak, centroid } = nps(values, rows, columns, squares, plane?.pixelSpacing);
  return { frequency, power, peak, centroid, inMillimetres: plane !== undefined };
}

/**
 * Squares that cover the largest one inside the region, half over each other: the
 * spectrum of one square alone is as uncertain as it is high, so several are averaged
 * (AAPM TG-233 §6.2).
 */
export function squaresIn(roi: Roi): Region[] {
  const side = squareIn(roi);
  if (side < SMALLEST_SQUARE) return [];
  let size = SMALLEST_SQUARE;
  while (size < LARGEST_SQUARE && 4 * size <= side) size *= 2;
  const across = { first: roi.x, length: roi.shape === 'circle' ? side : roi.width };
  const down = { first: roi.y, length: roi.shape === 'circle' ? side : roi.height };
  if (roi.shape === 'circle') {
    across.first += (roi.width - side) >> 1;
    down.first += (roi.height - side) >> 1;
  }
  const squares: Region[] = [];
  for (const row of steps(down, size)) {
    for (const column of steps(across, size)) squares.push({ row, column, size });
  }
  return squares;
}

/** First pixels of stretches of `size` that cover `length`, half over each other. */
function steps({ first, length }: { first: number; length: number }, size: number): number[] {
  const count = Math.max(1, Math.ceil((length - size) / (size / 2)) + 1);
  return Array.from({ length: count }, (_, k) =>
    Math.round(first + (count === 1 ? 0 : (k * (length - size)) / (count - 1))),
  );
}
