/**
 * COSE_Sign1 (RFC 9052 §4.2) as C2PA signs claims (C2PA 2 §13.2): the certificates in
 * the protected header, the payload detached in pictures and enclosed in DICOM.
 *
 * @module
 */

import { ArgumentError, isVeritomeError } from '../../errors.js';
import { readCertificate } from '../../keys/certificate.js';
import { readOid, TAG } from '../../keys/der.js';
import type { Signer, SigningAlgorithm, TimeStamper } from '../../keys/signer.js';
import { checkTimeStamp, stampTime, type TimeStamp } from '../../keys/timeStamp.js';
import { type CborMap, type CborValue, decodeCbor, encodeCbor, Tagged } from './cbor.js';
import { damaged } from './damaged.js';

/** Tag of COSE_Sign1. */
const SIGN1 = 18;
/** Header labels: algorithm (RFC 9052 §3.1), x5chain (RFC 9360 §2). */
const ALG = 1;
const X5CHAIN = 33;

/** COSE numbers of the algorithms that C2PA allows (RFC 9053, RFC 8230) as WebCrypto names them. */
const ALGORITHMS: ReadonlyMap<number, { name: 'ECDSA' | 'RSA-PSS' | 'Ed25519'; hash: string; salt: number }> =
  new Map([
    [-7, { name: 'ECDSA', hash: 'SHA-256', salt: 0 }],
    [-35, { name: 'ECDSA', hash: 'SHA-384', salt: 0 }],
    [-36, { name: 'ECDSA', hash: 'SHA-512', salt: 0 }],
    [-37, { name: 'RSA-PSS', hash: 'SHA-256', salt: 32 }],
    [-38, { name: 'RSA-PSS', hash: 'SHA-384', salt: 48 }],
    [-39, { name: 'RSA-PSS', hash: 'SHA-512', salt: 64 }],
    [-8, { name: 'Ed25519', hash: '', salt: 0 }],
  ]);
/** Curves of FIPS 186-5 by OID. */
const CURVES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10045.3.1.7', 'P-256'],
  ['1.3.132.0.34', 'P-384'],
  ['1.3.132.0.35', 'P-521'],
]);
const NUMBERS: Partial<Record<SigningAlgorithm, number>> = { ES256: -7, PS256: -37 };

/** Room for a signature of RSA with 4096 bits and the heads around it. */
const SIGNATURE_ROOM = 640;
/** Room for a time stamp token with its certificates. */
const TIME_STAMP_ROOM = 10_240;

/** Bytes that {@link signDetached} fills, whatever the key. */
export function reservedSize({ certificates }: Signer, timeStamper: TimeStamper | undefined): number {
  const chain = certificates.reduce((total, { length }) => total + length + 8, 0);
  return chain + SIGNATURE_ROOM + (timeStamper ? TIME_STAMP_ROOM : 0);
}

/** A signature with its payload elsewhere, padded to `size` bytes (C2PA 2 §13.2.4). */
export async function signDetached(
  payload: Uint8Array,
  signer: Signer,
  size: number,
  timeStamper?: TimeStamper,
): Promise<Uint8Array> {
  const { head, signature } = await signed(payload, signer);
  const stamps =
    timeStamper &&
    new Map([['tstTokens', [{ val: await stampTime(counterSigned(head, signature), timeStamper) }]]]);
  const written = (pad: number) => {
    const unprotected = { pad: new Uint8Array(pad), ...(stamps && { sigTst2: stamps }) };
    return encodeCbor(new Tagged(SIGN1, [head, unprotected, null, signature] as unknown as CborValue));
  };
  // The pad's own length takes one to five bytes: what is left is met from above.
  for (let pad = size - written(0).length; pad >= 0 && pad > size - written(0).length - 8; pad--) {
    const bytes = written(pad);
    if (bytes.length === size) return bytes;
  }
  throw new ArgumentError('The signature with its time stamp needs more room than a manifest reserves.', {
    attribute: 'signing',
    remedy: 'Use a time stamping authority that answers with fewer certificates.',
  });
}

/** A signature around its payload. */
export async function signEnclosed(payload: Uint8Array, signer: Signer): Promise<Uint8Array> {
  const { head, signature } = await signed(payload, signer);
  return encodeCbor(new Tagged(SIGN1, [head, new Map(), payload, signature]));
}

async function signed(payload: Uint8Array, signer: Signer) {
  const alg = NUMBERS[signer.algorithm];
  if (alg === undefined || signer.certificates.length === 0) {
    throw new ArgumentError('C2PA claims are signed with ES256 or PS256 and a certificate.', {
      attribute: 'signing.claim',
      remedy: 'Give a signer of either algorithm with its X.509 certificate.',
    });
  }
  const chain = signer.certificates.length === 1 ? signer.certificates[0] : signer.certificates;
  const head = encodeCbor(
    new Map<number, CborValue>([
      [ALG, alg],
      [X5CHAIN, chain],
    ]),
  );
  return { head, signature: await signer.sign(toBeSigned(head, payload)) };
}

/** Sig_structure (RFC 9052 §4.4). */
function toBeSigned(head: Uint8Array, payload: Uint8Array): Uint8Array {
  return encodeCbor(['Signature1', head, new Uint8Array(0), payload]);
}

/** What a time stamp of the second kind is over (C2PA 2 §13.2.5, `sigTst2`): the CBOR of the signature. */
function counterSigned(head: Uint8Array, signature: Uint8Array): Uint8Array {
  return encodeCbor(['CounterSignature', head, new Uint8Array(0), encodeCbor(signature)]);
}

/** A COSE_Sign1 that was read. */
export interface Sign1 {
  readonly algorithm: number;
  readonly head: Uint8Array;
  /** Undefined where it is detached. */
  readonly payload: Uint8Array | undefined;
  readonly signature: Uint8Array;
  /** DER, the signer's own first. */
  readonly certificates: readonly Uint8Array[];
  /** Token of a time stamp of the second kind (CMS, DER); undefined where there is none. */
  readonly timeStampToken: Uint8Array | undefined;
}

/**
 * Reads a COSE_Sign1.
 *
 * @throws DecodeError
 */
export function parseSign1(bytes: Uint8Array): Sign1 {
  const value = decodeCbor(bytes);
  const parts = value instanceof Tagged && value.tag === SIGN1 ? value.value : value;
  if (!Array.isArray(parts) || parts.length !== 4) throw damaged('The signature is no COSE_Sign1.');
  const [head, open, payload, signature] = parts as CborValue[];
  if (!(head instanceof Uint8Array) || !(open instanceof Map) || !(signature instanceof Uint8Array)) {
    throw damaged('The signature is no COSE_Sign1.');
  }
  const protectedHead = head.length > 0 ? decodeCbor(head) : new Map();
  if (!(protectedHead instanceof Map)) throw damaged('The signature has no protected header.');
  const algorithm = protectedHead.get(ALG);
  if (typeof algorithm !== 'number') throw damaged('The signature names no algorithm.');
  return {
    algorithm,
    head,
    payload: payload instanceof Uint8Array ? payload : undefined,
    signature,
    certificates: chainOf(protectedHead, open as CborMap),
    timeStampToken: tokenIn(open as CborMap),
  };
}

/** The first token of `sigTst2`. */
function tokenIn(open: CborMap): Uint8Array | undefined {
  const stamps = open.get('sigTst2');
  const tokens = stamps instanceof Map ? stamps.get('tstTokens') : undefined;
  const [first] = Array.isArray(tokens) ? tokens : [];
  const value = first instanceof Map ? first.get('val') : undefined;
  return value instanceof Uint8Array ? value : undefined;
}

/** The time stamp of a signature, when it is of this signature; else undefined. */
export async function timeStampOf({
  head,
  signature,
  timeStampToken,
}: Sign1): Promise<TimeStamp | undefined> {
  if (!timeStampToken) return undefined;
  try {
    const stamp = await checkTimeStamp(timeStampToken, counterSigned(head, signature));
    return stamp.holds ? stamp : undefined;
  } catch (error) {
    if (isVeritomeError(error, 'DecodeError')) return undefined;
    throw error;
  }
}

/** x5chain from the protected header, or from the other one, where C2PA 1 put it. */
function chainOf(...heads: readonly CborMap[]): Uint8Array[] {
  for (const head of heads) {
    const chain = head.get(X5CHAIN) ?? head.get('x5chain');
    if (chain instanceof Uint8Array) return [chain];
    if (Array.isArray(chain) && chain.length > 0 && chain.every((one) => one instanceof Uint8Array))
      return chain;
  }
  throw damaged('The signature brings no certificate.');
}

/** True when the certificate's key made this signature of the payload; null for an algorithm not checked here. */
export async function verifySign1(
  { algorithm, head, signature, certificates }: Sign1,
  payload: Uint8Array,
): Promise<boolean | null> {
  const known = ALGORITHMS.get(algorithm);
  if (!known) return null;
  const { name, hash, salt } = known;
  const { publicKey, keyAlgorithm } = readCertificate(certificates[0]);
  const { parameters } = keyAlgorithm;
  const namedCurve = parameters?.tag === TAG.oid ? CURVES.get(readOid(parameters)) : undefined;
  let key: CryptoKey;
  try {
    const algorithm = { name, hash, namedCurve } as EcKeyImportParams;
    key = await crypto.subtle.importKey('spki', publicKey, algorithm, false, ['verify']);
  } catch {
    // A browser without Ed25519, or a key in a form that WebCrypto does not read.
    return null;
  }
  return crypto.subtle.verify(
    { name, hash, saltLength: salt } as EcdsaParams,
    key,
    signature as Uint8Array<ArrayBuffer>,
    toBeSigned(head, payload) as Uint8Array<ArrayBuffer>,
  );
}
