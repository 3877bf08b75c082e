/**
 * The head of a deflated data set (PS3.5 A.5). Only that: the pixels behind it are not
 * read, and a file made to swell to gigabytes is not followed.
 *
 * @module
 */
import { DecodeError } from '../errors.js';

/** Headers take kilobytes; palettes, icons and long annotations a few megabytes. */
const LONGEST_HEADER = 1 << 24;
/** Deflate swells at most a thousandfold: one step gives at most 32 MiB. */
const STEP = 1 << 15;

/** The first 16 MiB or more of what `packed` holds, or all of it. */
export async function inflateHead(packed: Uint8Array): Promise<Uint8Array> {
  const { Inflate } = await import('fflate');
  const chunks: Uint8Array[] = [];
  let length = 0;
  const inflate = new Inflate((chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  });
  try {
    // The padding byte behind the stream is no concern of fflate; DecompressionStream refuses it.
    for (let at = 0; at < packed.length && length < LONGEST_HEADER; at += STEP) {
      inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    }
  } catch (cause) {
    throw new DecodeError('The deflated data set is damaged.', {
      remedy: 'Fetch the file again from its source.',
      cause,
    });
  }
  const head = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    head.set(chunk, offset);
    offset += chunk.length;
  }
  return head;
}
