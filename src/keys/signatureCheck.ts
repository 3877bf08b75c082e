/** Checks a signature with the public key of a certificate (RFC 8017 §8, FIPS 186-5 §6). */
import type { AlgorithmIdentifier, Certificate } from './certificate.js';
import { childrenOf, readOid, TAG } from './der.js';
import { fromDerSignature } from './ecdsaSignature.js';

export type Hash = 'SHA-1' | 'SHA-256' | 'SHA-384' | 'SHA-512';

const RSA = '1.2.840.113549.1.1.1';
const RSA_PSS = '1.2.840.113549.1.1.10';
const EC = '1.2.840.10045.2.1';

/** Curve and bytes of r and of s, by OID. */
const CURVES = new Map<string, readonly [name: string, size: number]>([
  ['1.2.840.10045.3.1.7', ['P-256', 32]],
  ['1.3.132.0.34', ['P-384', 48]],
  ['1.3.132.0.35', ['P-521', 66]],
]);

/** Hashes by OID; SHA-1 is missing: certificates that rest on it can be forged. */
const HASHES = new Map<string, Hash>([
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
  ['1.2.840.113549.1.1.11', 'SHA-256'],
  ['1.2.840.113549.1.1.12', 'SHA-384'],
  ['1.2.840.113549.1.1.13', 'SHA-512'],
  ['1.2.840.10045.4.3.2', 'SHA-256'],
  ['1.2.840.10045.4.3.3', 'SHA-384'],
  ['1.2.840.10045.4.3.4', 'SHA-512'],
]);

/** The hash that an algorithm of hashing or signing names; undefined where it is none we trust. */
export function hashOf(algorithm: AlgorithmIdentifier): Hash | undefined {
  return HASHES.get(algorithm.oid);
}

/**
 * True when `signature` (RSASSA-PKCS1-v1_5, or ECDSA in DER) is the certificate key's
 * over `data`; undefined for a key that browsers cannot use.
 */
export async function holdsBy(
  certificate: Pick<Certificate, 'publicKey' | 'keyAlgorithm'>,
  hash: Hash,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<boolean | undefined> {
  const { oid, parameters } = certificate.keyAlgorithm;
  if (oid === RSA) return verify(certificate, { name: 'RSASSA-PKCS1-v1_5', hash }, signature, data);
  const curve = oid === EC && parameters?.tag === TAG.oid ? CURVES.get(readOid(parameters)) : undefined;
  if (!curve) return undefined;
  const [namedCurve, size] = curve;
  const plain = fromDerSignature(signature, size);
  return plain ? verify(certificate, { name: 'ECDSA', hash, namedCurve }, plain, data) : false;
}

/** True when `issuer` signed `certificate`; undefined for an algorithm not used here. */
export async function issuedBy(certificate: Certificate, issuer: Certificate): Promise<boolean | undefined> {
  const { signatureAlgorithm: algorithm, signature, toBeSigned } = certificate;
  if (algorithm.oid === RSA_PSS) {
    const pss = readPss(algorithm);
    return pss && issuer.keyAlgorithm.oid === RSA
      ? verify(issuer, { name: 'RSA-PSS', ...pss }, signature, toBeSigned)
      : undefined;
  }
  const hash = hashOf(algorithm);
  return hash ? holdsBy(issuer, hash, signature, toBeSigned) : undefined;
}

/** RFC 4055 §3.1; only SHA-2 with its own mask function. */
function readPss({ parameters }: AlgorithmIdentifier): { hash: Hash; saltLength: number } | undefined {
  const fields = new Map(childrenOf(parameters, TAG.sequence).map((field) => [field.tag, field]));
  const [algorithm] = fields.has(0xa0) ? childrenOf(fields.get(0xa0)) : [];
  const [salt] = fields.has(0xa2) ? childrenOf(fields.get(0xa2), 0xa2) : [];
  const hash = algorithm && HASHES.get(readOid(childrenOf(algorithm)[0]));
  return hash && { hash, saltLength: salt?.content[0] ?? 20 };
}

type VerifyAlgorithm = Algorithm & { hash: Hash; namedCurve?: string; saltLength?: number };

async function verify(
  { publicKey }: Pick<Certificate, 'publicKey'>,
  algorithm: VerifyAlgorithm,
  signature: Uint8Array,
  data: Uint8Array,
): Promise<boolean | undefined> {
  const key = await crypto.subtle
    .importKey('spki', publicKey.slice(), algorithm, false, ['verify'])
    .catch(() => undefined);
  if (!key) return undefined;
  return crypto.subtle
    .verify(algorithm, key, signature as Uint8Array<ArrayBuffer>, data as Uint8Array<ArrayBuffer>)
    .catch(() => false);
}
