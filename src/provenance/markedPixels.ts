/**
 * The one way to the pixels of a marked frame. dependency-cruiser lets only those
 * import this file that mark what they pass on: the exporters, the stage that
 * paints the badge, the pipelines that seal again, and the verifier.
 *
 * @module
 */
import type { AcquiredFrame, StoredPixels } from '../image/frame.js';
import { type MarkedFrame, storedOf } from './markedFrame.js';

/** Stored pixels of any frame that may be shown or written. Read-only by agreement. */
export function pixelsOf(frame: AcquiredFrame | MarkedFrame): StoredPixels {
  return frame.kind === 'acquired' ? frame.stored : storedOf(frame);
}
