/** ECDSA signatures: r and s side by side for WebCrypto (IEEE P1363), DER in certificates and DICOM. */
import { childrenOf, expect, integer, join, readDer, sequence, TAG } from './der.js';

/** An ECDSA signature (r and s side by side) as SEQUENCE of two INTEGER (RFC 3279 §2.2.3). */
export function toDerSignature(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  return sequence(integer(...signature.subarray(0, half)), integer(...signature.subarray(half)));
}

/** r and s side by side, as WebCrypto has them; undefined where the DER holds something else. */
export function fromDerSignature(signature: Uint8Array, size: number): Uint8Array | undefined {
  try {
    const parts = childrenOf(readDer(signature), TAG.sequence).map((part) => {
      const { content } = expect(part, TAG.integer);
      const magnitude = content.subarray(content.findIndex((byte) => byte !== 0));
      if (magnitude.length > size) return undefined;
      return join(new Uint8Array(size - magnitude.length), magnitude);
    });
    return parts.length === 2 && parts[0] && parts[1] ? join(parts[0], parts[1]) : undefined;
  } catch {
    return undefined;
  }
}
