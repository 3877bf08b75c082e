/** One gzipped file (RFC 1952), within a budget: a small file may unpack to anything. */
import { Gunzip } from 'fflate';
import { DecodeError, OutOfMemoryError } from '../errors.js';
import { crc32 } from './crc32.js';

/** Bytes unpacked at a time. */
const STEP = 2 ** 16;
/** A volume of 512 slices of 512 x 512 in floating point is 512 MiB. */
const MAX_BYTES = 2 ** 30;

/**
 * What the file unpacks to.
 *
 * @throws DecodeError for a damaged or unfinished stream, OutOfMemoryError beyond 1 GiB.
 */
export function gunzip(packed: Uint8Array, file: string, budget = MAX_BYTES): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  let further = 0;
  try {
    const stream = new Gunzip((part) => {
      size += part.length;
      if (size > budget) throw tooLarge(file);
      if (part.length > 0) parts.push(part);
    });
    stream.onmember = () => {
      further += 1;
    };
    for (let at = 0; at < packed.length; at += STEP) {
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
    }
  } catch (cause) {
    if (cause instanceof OutOfMemoryError) throw cause;
    throw damaged(file, cause);
  }
  const whole = join(parts, size, file);
  if (further === 0 && !matchesTrailer(whole, packed)) throw damaged(file);
  return whole;
}

/** CRC-32 and length modulo 2^32 stand last (RFC 1952 §2.3.1); with several members, those of the last. */
function matchesTrailer(whole: Uint8Array, packed: Uint8Array): boolean {
  if (packed.length < 18) return false;
  const trailer = new DataView(packed.buffer, packed.byteOffset + packed.length - 8, 8);
  return trailer.getUint32(0, true) === crc32(whole) && trailer.getUint32(4, true) === whole.length % 2 ** 32;
}

function join(parts: readonly Uint8Array[], size: number, file: string): Uint8Array {
  if (parts.length === 1) return parts[0];
  try {
    const whole = new Uint8Array(size);
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  } catch (cause) {
    throw tooLarge(file, cause);
  }
}

function damaged(file: string, cause?: unknown): DecodeError {
  return new DecodeError('The gzipped file is damaged or incomplete.', {
    file,
    remedy: 'Fetch it again from its source.',
    cause,
  });
}

function tooLarge(file: string, cause?: unknown): OutOfMemoryError {
  return new OutOfMemoryError('The gzipped file unpacks to more than the memory budget.', {
    file,
    remedy: 'Unpack it, and open what it holds.',
    cause,
  });
}
