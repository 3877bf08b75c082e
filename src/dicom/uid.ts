/**
 * UIDs under 2.25, the root that needs no registration: a UUID read as one decimal
 * integer (PS3.5 B.2). At most 44 characters.
 *
 * @module
 */

/** A fresh UID from 122 random bits. */
export function newUID(): string {
  return fromUUID(crypto.getRandomValues(new Uint8Array(16)), 4);
}

/**
 * The UID that these parts always give, in this order: a replayed run names its
 * files as the first run did. The UUID is of version 8 (RFC 9562 §5.8), SHA-256 cut
 * to 128 bits.
 */
export async function derivedUID(...parts: string[]): Promise<string> {
  // JSON keeps the borders of the parts: ('ab', 'c') and ('a', 'bc') differ.
  const text = new TextEncoder().encode(JSON.stringify(parts));
  const digest = await crypto.subtle.digest('SHA-256', text);
  return fromUUID(new Uint8Array(digest, 0, 16), 8);
}

/**
 * True for a UID that PS3.5 §9.1 allows. ITU-T's own roots 0.0 and 0.1 (Recommendations,
 * Questions) name no organisation: de-identifiers that overwrite digits leave such UIDs.
 */
export function isLegalUID(uid: string): boolean {
  return uid.length <= 64 && /^(0\.[2-9]|1|2)(\.(0|[1-9]\d*))+$/.test(uid);
}

function fromUUID(uuid: Uint8Array, version: number): string {
  uuid[6] = (uuid[6] & 0x0f) | (version << 4);
  uuid[8] = (uuid[8] & 0x3f) | 0x80;
  let integer = 0n;
  for (const byte of uuid) integer = (integer << 8n) | BigInt(byte);
  return `2.25.${integer}`;
}
