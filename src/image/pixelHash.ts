/**
 * The identity of a picture: the hash of its stored values.
 *
 * @module
 */
import { sha256 } from '../sha256.js';
import type { StoredPixels } from './frame.js';

/**
 * Hash of stored values in C order, little endian, in the width of Bits Allocated,
 * high bits sign-extended: the same for every lossless transfer syntax.
 * All platforms we run on are little endian, so the array's bytes serve as they are.
 */
export function pixelSha256(stored: StoredPixels | Float32Array | Float64Array): Promise<string> {
  return sha256(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
}
