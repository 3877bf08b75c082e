/**
 * What signs: a key that may lie in the browser, on a smart card, in an HSM or
 * behind a KMS. Veritome sees certificates and signatures, never a private key.
 *
 * @module
 */

/** JOSE names (RFC 7518): RSASSA-PKCS1-v1_5, RSASSA-PSS and ECDSA P-256, each with SHA-256. */
export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256';

/** A key that a host injects, or the device's own. */
export interface Signer {
  readonly algorithm: SigningAlgorithm;
  /** X.509 certificates in DER, the signer's own first. */
  readonly certificates: readonly Uint8Array[];
  /** The signature of `data` (not of its hash); ECDSA as r and s side by side (IEEE P1363). */
  sign(data: Uint8Array): Promise<Uint8Array>;
}

/** Asks a time stamping authority: DER of a TimeStampReq in, DER of the TimeStampResp out (RFC 3161). */
export type TimeStamper = (request: Uint8Array) => Promise<Uint8Array>;

/** Asks whether a certificate was revoked; undefined when that cannot be told now. */
export type RevocationCheck = (
  certificate: Uint8Array,
  issuer: Uint8Array | undefined,
) => Promise<boolean | undefined>;

/** Keys and trust of an installation. */
export interface Signing {
  /** Signs DICOM objects (PS3.15 C.2, Creator RSA Digital Signature Profile): RS256. */
  readonly dicom: Signer;
  /** Signs C2PA claims (C2PA 2 §13.2): ES256 or PS256. */
  readonly claim: Signer;
  readonly timeStamper?: TimeStamper;
}

/** Whom a verifier believes. */
export interface Trust {
  /** Root or intermediate certificates in DER. Empty: nobody, every signer is shown as unknown. */
  readonly anchors: readonly Uint8Array[];
  readonly revoked?: RevocationCheck;
}
