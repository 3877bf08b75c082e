/**
 * References that hold a box by its hash (C2PA 2 §8.4.2).
 *
 * @module
 */
import type { CborValue } from './cbor.js';
import { damaged } from './damaged.js';

export interface Reference {
  readonly url: string;
  readonly hash: Uint8Array;
  readonly alg: CborValue;
}

/** C2PA's names of hashes as WebCrypto knows them (§13.1). */
const HASHES: ReadonlyMap<CborValue, string> = new Map([
  ['sha256', 'SHA-256'],
  ['sha384', 'SHA-384'],
  ['sha512', 'SHA-512'],
]);

/** More assertions than any store that is read has boxes. */
const MAX_REFERENCES = 4096;

/** The references of a list in a claim; none when there is no list. */
export function referencesOf(list: CborValue): Reference[] {
  if (list === undefined) return [];
  if (!Array.isArray(list) || list.length > MAX_REFERENCES)
    throw damaged('The claim lists its assertions in an unknown way.');
  return list.map((entry: CborValue) => {
    const url = entry instanceof Map ? entry.get('url') : undefined;
    const hash = entry instanceof Map ? entry.get('hash') : undefined;
    if (!(entry instanceof Map) || typeof url !== 'string' || !(hash instanceof Uint8Array)) {
      throw damaged('A reference of the claim is malformed.');
    }
    return { url, hash, alg: entry.get('alg') };
  });
}

/** True when the bytes have the hash; the reference's own algorithm goes before the claim's. */
export async function checkReference(
  { hash, alg }: Pick<Reference, 'hash' | 'alg'>,
  bytes: Uint8Array,
  fallback: CborValue,
): Promise<boolean> {
  const name = HASHES.get(alg ?? fallback ?? 'sha256');
  if (!name) throw damaged('A hash of the manifest has an unknown algorithm.');
  const now = new Uint8Array(await crypto.subtle.digest(name, bytes as Uint8Array<ArrayBuffer>));
  return now.length === hash.length && now.every((byte, i) => byte === hash[i]);
}
