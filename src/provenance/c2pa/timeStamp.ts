/**
 * Asks an authority when a signature was there (RFC 3161).
 *
 * @module
 */
import { AssetError } from '../../errors.js';
import type { TimeStamper } from '../../keys/signer.js';
import { joined } from './cbor.js';
import { element } from './publicKey.js';

const SEQUENCE = 0x30;
const INTEGER = 0x02;
/** AlgorithmIdentifier of SHA-256: OID 2.16.840.1.101.3.4.2.1, NULL. */
const SHA256 = [0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00];

/**
 * The TimeStampToken of a message, DER.
 *
 * @throws AssetError when the authority refuses; what the stamper throws when it is out of reach.
 */
export async function timeStampToken(message: Uint8Array, stamper: TimeStamper): Promise<Uint8Array> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', message as Uint8Array<ArrayBuffer>));
  const nonce = crypto.getRandomValues(new Uint8Array(8));
  // A DER integer is positive when its first bit is 0, and does not start with a zero byte.
  nonce[0] = (nonce[0] & 0x7f) | 0x40;
  const imprint = der(SEQUENCE, joined([Uint8Array.from(SHA256), der(0x04, digest)]));
  const request = der(
    SEQUENCE,
    joined([der(INTEGER, Uint8Array.of(1)), imprint, der(INTEGER, nonce), der(0x01, Uint8Array.of(0xff))]),
  );
  const response = await stamper(request);
  try {
    const outer = element(response, 0, SEQUENCE);
    const status = element(response, outer.start, SEQUENCE);
    const code = element(response, status.start, INTEGER);
    // Granted, with or without modifications (RFC 3161 §2.4.2).
    if (response[code.start] <= 1)
      return response.slice(status.end, element(response, status.end, SEQUENCE).end);
  } catch {
    // Answered below, like a refusal.
  }
  throw new AssetError('The time stamping authority gave no time stamp.', {
    attribute: 'signing.timeStamper',
    remedy: 'Check its address, or sign without it.',
  });
}

function der(tag: number, content: Uint8Array): Uint8Array {
  if (content.length > 127) throw new TypeError('Requests for time stamps are short.');
  return joined([Uint8Array.of(tag, content.length), content]);
}
