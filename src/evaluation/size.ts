/**
 * The door of every metric: images have rows x columns pixels, masks have as many, and something lies inside.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

/** Throws unless `image` has rows x columns pixels. */
export function checkSize(image: ArrayLike<number>, rows: number, columns: number): void {
  if (!(rows >= 1 && columns >= 1 && image.length === rows * columns)) {
    throw new ArgumentError('The image does not have rows x columns pixels.', {
      attribute: 'rows, columns',
      remedy: 'Give one whole slice and its own size.',
    });
  }
}

/** Throws unless two images, an image and its mask, or two sets have the same number of members. */
export function checkAlike(a: ArrayLike<unknown>, b: ArrayLike<unknown>): void {
  if (a.length === 0 || a.length !== b.length) {
    throw new ArgumentError('Image, reference and mask differ in size.', {
      attribute: 'length',
      remedy: 'Compare slices of the same rows and columns, with a mask of that size.',
    });
  }
}

/** Throws where a mask, a list of regions or a set of images leaves nothing to measure. */
export function checkSome(count: number, what: string): void {
  if (count > 0) return;
  throw new ArgumentError(`There is nothing to measure: no ${what}.`, {
    attribute: what,
    remedy: 'Leave this figure out for this image, or choose other limits.',
  });
}
