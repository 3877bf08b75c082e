/**
 * SHA-256 in every runtime we support, through WebCrypto.
 *
 * @module
 */
import type { StoredPixels } from './frame.js';

/** Lower-case hex SHA-256 of bytes. */
export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
}

/**
 * Hash of stored values in C order, little endian, in the width of Bits Allocated,
 * high bits sign-extended: the same for every lossless transfer syntax.
 * All platforms we run on are little endian, so the array's bytes serve as they are.
 */
export function pixelSha256(stored: StoredPixels): Promise<string> {
  return sha256(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength));
}
