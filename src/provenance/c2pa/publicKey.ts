/**
 * The public key of an X.509 certificate, for WebCrypto. Nothing else is read of the
 * certificate here: whom to believe is for `keys` to say.
 *
 * @module
 */
import { damaged } from './damaged.js';

/** DER tags (X.690). */
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const VERSION = 0xa0;

/**
 * SubjectPublicKeyInfo of a certificate (RFC 5280 §4.1), DER.
 *
 * @throws DecodeError when the bytes are no certificate.
 */
export function publicKeyOf(certificate: Uint8Array): Uint8Array {
  const outer = element(certificate, 0, SEQUENCE);
  const body = element(certificate, outer.start, SEQUENCE);
  let at = body.start;
  if (certificate[at] === VERSION) at = element(certificate, at, VERSION).end;
  at = element(certificate, at, INTEGER).end;
  // Signature algorithm, issuer, validity, subject.
  for (let i = 0; i < 4; i++) at = element(certificate, at, SEQUENCE).end;
  return certificate.subarray(at, element(certificate, at, SEQUENCE).end);
}

/** Curve of a key as WebCrypto names it; undefined for keys that are not on a NIST curve. */
export function curveOf(publicKey: Uint8Array): 'P-256' | 'P-384' | 'P-521' | undefined {
  const head = Array.from(publicKey.subarray(0, 32), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (head.includes('06082a8648ce3d030107')) return 'P-256';
  if (head.includes('06052b81040022')) return 'P-384';
  return head.includes('06052b81040023') ? 'P-521' : undefined;
}

/** Where the content of a DER element starts and ends. */
export function element(bytes: Uint8Array, at: number, tag: number): { start: number; end: number } {
  if (at + 2 > bytes.length || bytes[at] !== tag) throw damaged('A certificate is malformed.');
  let length = bytes[at + 1];
  let start = at + 2;
  if (length >= 0x80) {
    const size = length & 0x7f;
    if (size === 0 || size > 4) throw damaged('A certificate is malformed.');
    length = 0;
    for (let i = 0; i < size; i++) length = length * 256 + (bytes[start + i] ?? 0);
    start += size;
  }
  if (start + length > bytes.length) throw damaged('A certificate ends too early.');
  return { start, end: start + length };
}
