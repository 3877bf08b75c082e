/**
 * The classical denoisers that a network has to beat. Each is told the true SD of
 * the noise, which no scanner tells anyone: a generous rival. Each has one strength,
 * tuned on training subjects ({@link TUNED}).
 *
 * ```ts
 * const quiet = nonLocalMeans(slice, rows, columns, { sigma: 35, strength: TUNED.ct.nonLocalMeans });
 * ```
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';

/** What every baseline is told. */
export interface BaselineOptions {
  /** SD of the noise in the image's own unit (HU for CT); 0 returns the image. */
  readonly sigma: number;
  /** How hard it smooths, in units of sigma unless the method says otherwise. */
  readonly strength: number;
}

/** A denoiser of one slice: rows x columns values in, as many out. */
export type Baseline = (
  image: Float32Array,
  rows: number,
  columns: number,
  options: BaselineOptions,
  dst?: Float32Array,
) => Float32Array;

/** Throws unless `image` fills rows x columns and the options are usable. */
export function checkBaseline(
  image: Float32Array,
  rows: number,
  columns: number,
  { sigma, strength }: BaselineOptions,
): void {
  if (!(rows >= 8 && columns >= 8 && image.length === rows * columns)) {
    throw new ArgumentError('The image does not have rows x columns pixels.', {
      attribute: 'rows, columns',
      remedy: 'Give one whole slice, at least 8 x 8.',
    });
  }
  if (!(sigma >= 0 && strength >= 0)) {
    throw new ArgumentError('Noise SD and strength must not be negative.', {
      attribute: 'sigma, strength',
      remedy: 'Give the SD of the noise in the unit of the image.',
    });
  }
}

/** Copy with a margin of `margin` pixels on every side, mirrored without repeating the edge pixel. */
export function mirrored(image: Float32Array, rows: number, columns: number, margin: number): Float32Array {
  const width = columns + 2 * margin;
  const padded = new Float32Array(width * (rows + 2 * margin));
  const source = new Int32Array(width);
  for (let x = 0; x < width; x++) source[x] = mirror(x - margin, columns);
  for (let y = 0; y < rows + 2 * margin; y++) {
    const from = mirror(y - margin, rows) * columns;
    const to = y * width;
    for (let x = 0; x < width; x++) padded[to + x] = image[from + source[x]];
  }
  return padded;
}

/** Index inside 0 … size − 1 that `i` is the mirror image of. */
function mirror(i: number, size: number): number {
  const period = 2 * (size - 1);
  const folded = ((i % period) + period) % period;
  return folded < size ? folded : period - folded;
}
