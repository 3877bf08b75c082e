/**
 * Certified time stamps (RFC 3161): an authority's signed word that a signature
 * existed at a moment.
 *
 * @module
 */
import { DecodeError } from '../errors.js';
import { type Certificate, readAlgorithm, readCertificate } from './certificate.js';
import {
  childrenOf,
  type Der,
  der,
  expect,
  integer,
  join,
  oid,
  readDer,
  readOid,
  readTime,
  sameBytes,
  sequence,
  TAG,
} from './der.js';
import { type Hash, hashOf, holdsBy } from './signatureCheck.js';
import type { TimeStamper } from './signer.js';

/** What a time stamp says. */
export interface TimeStamp {
  /** It is of these very bytes, and the authority's signature on it is good. */
  readonly holds: boolean;
  readonly time: Date;
  /** Of the authority, DER, the signer's own first; whether it is trusted is another question. */
  readonly certificates: readonly Uint8Array[];
}

const OID = {
  sha256: '2.16.840.1.101.3.4.2.1',
  signedData: '1.2.840.113549.1.7.2',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
} as const;

/**
 * Asks for a time stamp of `data` and checks the answer.
 *
 * @returns the token, a CMS SignedData in DER.
 * @throws DecodeError when the authority refuses, or its answer does not hold.
 */
export async function stampTime(data: Uint8Array, timeStamper: TimeStamper): Promise<Uint8Array> {
  const digest = await sha(data, 'SHA-256');
  const nonce = crypto.getRandomValues(new Uint8Array(8));
  const imprint = sequence(sequence(oid(OID.sha256), der(0x05)), der(TAG.octets, digest));
  const wantsCertificate = der(TAG.boolean, Uint8Array.of(0xff));
  const answer = await timeStamper(sequence(integer(1), imprint, integer(...nonce), wantsCertificate));
  const token = tokenOf(answer);
  if ((await checkTimeStamp(token, data)).holds) return token;
  throw refusal('The time stamp that came is not of this signature.');
}

/**
 * Reads a token and holds it against `data`.
 *
 * @throws DecodeError where the token is no time stamp.
 */
export async function checkTimeStamp(token: Uint8Array, data: Uint8Array): Promise<TimeStamp> {
  const [type, content] = childrenOf(readDer(token), TAG.sequence);
  if (readOid(type) !== OID.signedData) throw refusal('The time stamp is no CMS signed data.');
  const fields = childrenOf(childrenOf(content)[0], TAG.sequence);
  const [infoType, infoContent] = childrenOf(fields[2], TAG.sequence);
  if (readOid(infoType) !== OID.timeStampInfo) throw refusal('The signed data holds no time stamp.');
  const info = expect(childrenOf(infoContent)[0], TAG.octets).content;
  const [, , imprint, , time] = childrenOf(readDer(info), TAG.sequence);
  const certificates = childrenOf(fields.find(({ tag }) => tag === 0xa0) ?? readDer(der(0xa0)));
  const [signer] = childrenOf(fields.at(-1), TAG.set);
  const own = await signerOf(signer, info, certificates.slice(0, 32));
  return {
    holds: own !== undefined && (await isOf(imprint, data)),
    time: readTime(time),
    certificates: [own, ...certificates.map(({ bytes }) => bytes).filter((one) => one !== own)].filter(
      (one) => one !== undefined,
    ),
  };
}

/** TimeStampResp: status 0 or 1 grants (§2.4.2). */
function tokenOf(answer: Uint8Array): Uint8Array {
  const [status, token] = childrenOf(readDer(answer), TAG.sequence);
  const code = expect(childrenOf(status, TAG.sequence)[0], TAG.integer).content[0];
  if (code > 1 || !token) throw refusal('The time stamping authority refused.');
  return token.bytes;
}

/** The MessageImprint is the hash of these bytes. */
async function isOf(imprint: Der | undefined, data: Uint8Array): Promise<boolean> {
  const [algorithm, digest] = childrenOf(imprint, TAG.sequence);
  const hash = hashOf(readAlgorithm(algorithm));
  return hash !== undefined && sameBytes(expect(digest, TAG.octets).content, await sha(data, hash));
}

/** DER of the certificate whose key signed `info` (RFC 5652 §5.4); undefined where none did. */
async function signerOf(
  signer: Der | undefined,
  info: Uint8Array,
  certificates: readonly Der[],
): Promise<Uint8Array | undefined> {
  const fields = childrenOf(signer, TAG.sequence);
  const hash = hashOf(readAlgorithm(fields[2]));
  const attributes = fields.find(({ tag }) => tag === 0xa0);
  const signature = fields.find(({ tag }) => tag === TAG.octets);
  if (!hash || !attributes || !signature) return undefined;
  const digest = attributeValue(attributes, OID.messageDigest);
  if (!digest || !sameBytes(digest.content, await sha(info, hash))) return undefined;
  const type = attributeValue(attributes, OID.contentType);
  if (!type || readOid(type) !== OID.timeStampInfo) return undefined;
  // Signed as a SET, not under the tag that they stand with.
  const signed = join(Uint8Array.of(TAG.set), attributes.bytes.subarray(1));
  for (const { bytes } of certificates) {
    const certificate = tryRead(bytes);
    if (certificate && (await holdsBy(certificate, hash, signature.content, signed))) return bytes;
  }
  return undefined;
}

function attributeValue(attributes: Der, wanted: string): Der | undefined {
  for (const attribute of childrenOf(attributes)) {
    const [type, values] = childrenOf(attribute, TAG.sequence);
    if (readOid(type) === wanted) return childrenOf(values, TAG.set)[0];
  }
  return undefined;
}

function tryRead(bytes: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(bytes);
  } catch {
    return undefined;
  }
}

async function sha(data: Uint8Array, hash: Hash): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(hash, data as Uint8Array<ArrayBuffer>));
}

function refusal(message: string): DecodeError {
  return new DecodeError(message, {
    attribute: 'CertifiedTimestamp (0400,0310)',
    remedy: 'Ask the time stamping authority again.',
  });
}
