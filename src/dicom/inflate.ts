/** Inflates a deflated data set within a budget: zlib would give a bomb all the memory it asks for. */
import { Inflate } from 'fflate';
import { DecodeError, OutOfMemoryError } from '../errors.js';

const CHUNK = 1 << 13;
const MEBIBYTE = 1 << 20;
/** Far above what images reach (CT 3 : 1, masks 50 : 1) and below what deflate can (1032 : 1). */
const MAX_RATIO = 64;
const ALWAYS_ALLOWED = 32 * MEBIBYTE;
const NEVER_ALLOWED = 512 * MEBIBYTE;

/**
 * The bytes of a raw deflate stream (RFC 1951; PS3.5 A.5).
 *
 * @param file name for messages.
 * @throws DecodeError for a damaged or unfinished stream, OutOfMemoryError beyond the budget.
 */
export function inflateDataSet(deflated: Uint8Array, file?: string): Uint8Array {
  // Of what was read so far: a bomb shows itself long before its end.
  let budget = ALWAYS_ALLOWED;
  const chunks: Uint8Array[] = [];
  let length = 0;
  let finished = false;
  const inflate = new Inflate((chunk, final) => {
    length += chunk.length;
    if (length > budget) throw bomb(file);
    if (chunk.length > 0) chunks.push(chunk);
    finished = final;
  });
  try {
    for (let i = 0; i < deflated.length && !finished; i += CHUNK) {
      budget = Math.min(NEVER_ALLOWED, Math.max(ALWAYS_ALLOWED, MAX_RATIO * (i + CHUNK)));
      inflate.push(deflated.subarray(i, i + CHUNK), i + CHUNK >= deflated.length);
    }
  } catch (cause) {
    if (cause instanceof OutOfMemoryError) throw cause;
    throw damaged(file, cause);
  }
  if (!finished) throw damaged(file);
  return join(chunks, length, file);
}

function join(chunks: Uint8Array[], length: number, file: string | undefined): Uint8Array {
  try {
    const whole = new Uint8Array(length);
    let position = 0;
    for (const chunk of chunks) {
      whole.set(chunk, position);
      position += chunk.length;
    }
    return whole;
  } catch (cause) {
    throw bomb(file, cause);
  }
}

function bomb(file: string | undefined, cause?: unknown): OutOfMemoryError {
  return new OutOfMemoryError('The deflated data set unpacks to more than the memory budget.', {
    file,
    remedy: 'Convert the file to an uncompressed transfer syntax, if it is one of yours.',
    cause,
  });
}

function damaged(file: string | undefined, cause?: unknown): DecodeError {
  return new DecodeError('The deflated data set is damaged or incomplete.', {
    file,
    remedy: 'Fetch the file again from its source.',
    cause,
  });
}
