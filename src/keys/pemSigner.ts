/** Signers from PEM files (RFC 7468): a certificate with its chain, and a PKCS#8 key. */
import { ArgumentError } from '../errors.js';
import { type Certificate, readCertificate } from './certificate.js';
import { readOid, TAG } from './der.js';
import { signerOf } from './deviceKey.js';
import type { Signer, Signing } from './signer.js';

const RSA = '1.2.840.113549.1.1.1';
const P256 = '1.2.840.10045.3.1.7';

/**
 * A signer with this key: ES256 for P-256; for RSA RS256 in DICOM, PS256 in claims.
 *
 * @param certificatePem the signer's certificate first, those of its issuers behind it.
 * @throws ArgumentError when the texts are no certificate and key, or do not belong together.
 */
export async function signerFromPem(
  certificatePem: string,
  keyPem: string,
  use: keyof Pick<Signing, 'dicom' | 'claim'> = 'dicom',
): Promise<Signer> {
  const certificates = pemBlocks(certificatePem, 'CERTIFICATE');
  if (certificates.length === 0) throw refused('certificate', 'The text holds no certificate.');
  const [key] = pemBlocks(keyPem, 'PRIVATE KEY');
  if (!key) {
    throw refused(
      'key',
      'The text holds no private key in PKCS#8 without a password.',
      'Convert it: openssl pkcs8 -topk8 -nocrypt -in key.pem -out pkcs8.pem.',
    );
  }
  const certificate = read(certificates[0]);
  const [algorithm, parameters] = algorithmOf(certificate, use);
  const privateKey = await crypto.subtle
    .importKey('pkcs8', key, parameters, false, ['sign'])
    .catch((cause) => {
      throw refused('key', 'The key is not of the kind that the certificate names.', undefined, cause);
    });
  const signer = signerOf(algorithm, privateKey, parameters, certificates);
  await checkPair(signer, certificate, parameters);
  return signer;
}

/** A key that signs what its certificate cannot verify would spoil every file in silence. */
async function checkPair(signer: Signer, { publicKey }: Certificate, parameters: Parameters): Promise<void> {
  const probe = crypto.getRandomValues(new Uint8Array(32));
  const key = await crypto.subtle.importKey('spki', publicKey, parameters, false, ['verify']);
  const signature = (await signer.sign(probe)) as Uint8Array<ArrayBuffer>;
  if (await crypto.subtle.verify(parameters, key, signature, probe)) return;
  throw refused('key', 'The key does not belong to the certificate.');
}

interface Parameters {
  readonly name: string;
  readonly hash: string;
  readonly namedCurve?: string;
  readonly saltLength?: number;
}

function algorithmOf(
  { keyAlgorithm: { oid, parameters } }: Certificate,
  use: 'dicom' | 'claim',
): [Signer['algorithm'], Parameters] {
  if (oid === RSA && use === 'claim') return ['PS256', { name: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 }];
  if (oid === RSA) return ['RS256', { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }];
  if (parameters?.tag === TAG.oid && readOid(parameters) === P256) {
    return ['ES256', { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' }];
  }
  throw refused('certificate', 'The certificate is for a key that is neither RSA nor P-256.');
}

function read(der: Uint8Array): Certificate {
  try {
    return readCertificate(der);
  } catch (cause) {
    throw refused('certificate', 'The certificate is damaged.', undefined, cause);
  }
}

/** DER of the blocks with this label, in order. */
export function pemBlocks(text: string, label: string): Uint8Array<ArrayBuffer>[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\s]*)-----END \1-----/g);
  return [...blocks]
    .filter(([, found]) => found === label)
    .map(([, , base64]) => Uint8Array.from(atob(base64.replace(/\s/g, '')), (byte) => byte.charCodeAt(0)));
}

function refused(
  attribute: string,
  message: string,
  remedy = 'Give the certificate and its own key as PEM files.',
  cause?: unknown,
): ArgumentError {
  return new ArgumentError(message, { attribute, remedy, cause });
}
