/**
 * The keys of this installation: made once, kept by the browser, never readable.
 * Where nothing can be kept they last as long as the page or process.
 *
 * ```ts
 * const { dicom, lasting } = await deviceSigning();
 * const signature = await dicom.sign(data);
 * ```
 *
 * @module
 */
import { readCertificate } from './certificate.js';
import { forgetKeys, keepKeys, type StoredKeys, storedKeys } from './keyStore.js';
import { issueCertificates } from './selfIssued.js';
import type { Signer, Signing } from './signer.js';

/** The device's own keys; `lasting` is false where the next page or process will have others. */
export interface DeviceSigning extends Signing {
  readonly lasting: boolean;
}

/** 2048 bits: what PS3.15 C.1 and every verifier take; enough beyond 2030 by NIST SP 800-57. */
const RSA: RsaHashedKeyGenParams = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};
const P256 = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' };

let made: Promise<DeviceSigning> | undefined;

/** The device's signers; makes the keys on first use (about 0.3 s). */
export function deviceSigning(): Promise<DeviceSigning> {
  made ??= open().catch((error) => {
    made = undefined;
    throw error;
  });
  return made;
}

/** Certificates of the device's keys (DER), root included; makes none. */
export async function deviceCertificates(): Promise<readonly Uint8Array[]> {
  if (made) {
    const { dicom, claim } = await made;
    return [...dicom.certificates, ...claim.certificates];
  }
  return (await storedKeys())?.certificates ?? [];
}

async function open(): Promise<DeviceSigning> {
  const kept = await storedKeys();
  if (kept && isValid(kept)) return signingWith(kept, true);
  if (kept) await forgetKeys();
  const fresh = await makeKeys();
  const keeping = await keepKeys(fresh);
  return signingWith(keeping ?? fresh, keeping !== undefined);
}

async function makeKeys(): Promise<StoredKeys> {
  const [dicom, claim] = await Promise.all([
    crypto.subtle.generateKey(RSA, false, ['sign', 'verify']),
    crypto.subtle.generateKey(P256, false, ['sign', 'verify']),
  ]);
  const certificates = await issueCertificates([dicom.publicKey, claim.publicKey]);
  return { dicom: dicom.privateKey, claim: claim.privateKey, certificates };
}

/** Not about to expire. What another version, or a page of the same origin, left may be anything. */
function isValid({ certificates }: StoredKeys): boolean {
  try {
    const soon = Date.now() + 30 * 86_400_000;
    return (
      certificates.length === 3 && certificates.every((der) => readCertificate(der).notAfter.getTime() > soon)
    );
  } catch {
    return false;
  }
}

function signingWith({ dicom, claim, certificates }: StoredKeys, lasting: boolean): DeviceSigning {
  const [ofDicom, ofClaim, root] = certificates;
  return {
    dicom: signerOf('RS256', dicom, RSA, [ofDicom, root]),
    claim: signerOf('ES256', claim, P256, [ofClaim, root]),
    lasting,
  };
}

/** A signer with a key that WebCrypto holds. */
export function signerOf(
  algorithm: Signer['algorithm'],
  key: CryptoKey,
  parameters: AlgorithmIdentifier | EcdsaParams | RsaPssParams,
  certificates: readonly Uint8Array[],
): Signer {
  return {
    algorithm,
    certificates,
    async sign(data) {
      return new Uint8Array(await crypto.subtle.sign(parameters, key, data as Uint8Array<ArrayBuffer>));
    },
  };
}
