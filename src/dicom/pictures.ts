/**
 * Whatever a file shows: slices to compute on where it has grey integers, else pictures
 * to look at.
 *
 * ```ts
 * const read = await readAny(parsePart10(bytes, file.name));
 * if ('frames' in read) denoise(read.frames);
 * else show(read.pictures);
 * ```
 *
 * @module
 */
import type { AcquiredFrame } from '../image/frame.js';
import type { Picture } from '../image/picture.js';
import { readFrames } from './frames.js';
import type { Part10 } from './part10.js';

/** The frames of one file: all of one kind, at least one. */
export type ReadImage =
  | { readonly frames: readonly AcquiredFrame[] }
  | { readonly pictures: readonly Picture[] };

/**
 * Decodes all frames of a file.
 *
 * @throws NoPixelDataError, AttributeError, UnsupportedTransferSyntaxError,
 *   DecodeError, TruncatedError, OutOfMemoryError.
 */
export async function readAny(part10: Part10): Promise<ReadImage> {
  return { frames: await readFrames(part10) };
}
