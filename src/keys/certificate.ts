/** Reads an X.509 certificate (RFC 5280 §4.1) into what the chain check needs. */
import {
  childrenOf,
  type Der,
  damaged,
  expect,
  readBits,
  readDer,
  readOid,
  readTime,
  sameBytes,
  TAG,
} from './der.js';

export interface Certificate {
  readonly der: Uint8Array;
  /** What its issuer signed. */
  readonly toBeSigned: Uint8Array;
  /** OID, and the DER of its parameters where there are any. */
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** Names as DER: equal bytes are equal names. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Common Name of the subject, else its last attribute; empty where it has none. */
  readonly name: string;
  /** The issuer's Common Name. */
  readonly issuerName: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo, as WebCrypto imports it. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly keyAlgorithm: AlgorithmIdentifier;
  /** Basic Constraints says CA. */
  readonly isAuthority: boolean;
  /** Certificates that may stand between this authority and a signer's; undefined: any number. */
  readonly pathLength: number | undefined;
  /** First byte of Key Usage (§4.2.1.3); undefined where the extension is absent: everything is allowed. */
  readonly keyUsage: number | undefined;
  /** A critical extension is there that is not read here: nobody may rely on the certificate (§4.2). */
  readonly beyondUs: boolean;
}

export interface AlgorithmIdentifier {
  readonly oid: string;
  readonly parameters: Der | undefined;
}

export const KEY_USAGE = { digitalSignature: 0x80, nonRepudiation: 0x40, keyCertSign: 0x04 } as const;
export const OID = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  subjectAltName: '2.5.29.17',
  certificatePolicies: '2.5.29.32',
} as const;
const UNDERSTOOD: ReadonlySet<string> = new Set(Object.values(OID));

/** Version and extensions stand behind context tags. */
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/** @throws DecodeError where the bytes are no certificate. */
export function readCertificate(der: Uint8Array): Certificate {
  const [toBeSigned, algorithm, signature] = childrenOf(readDer(der), TAG.sequence);
  const fields = childrenOf(toBeSigned, TAG.sequence);
  if (fields[0]?.tag === VERSION) fields.shift();
  const [, innerAlgorithm, issuer, validity, subject, publicKey] = fields;
  // RFC 5280 §4.1.1.2: the algorithm stands twice, and only one of the two is signed.
  if (!sameBytes(expect(innerAlgorithm).bytes, expect(algorithm).bytes)) throw damaged();
  const [notBefore, notAfter] = childrenOf(validity, TAG.sequence);
  const extensions = readExtensions(fields.slice(6).find(({ tag }) => tag === EXTENSIONS));
  return {
    der: readDer(der).bytes,
    toBeSigned: expect(toBeSigned).bytes,
    signatureAlgorithm: readAlgorithm(algorithm),
    signature: readBits(signature),
    issuer: expect(issuer, TAG.sequence).bytes,
    subject: expect(subject, TAG.sequence).bytes,
    name: commonName(subject),
    issuerName: commonName(issuer),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    publicKey: expect(publicKey, TAG.sequence).bytes.slice(),
    keyAlgorithm: readAlgorithm(childrenOf(publicKey)[0]),
    ...basicConstraints(extensions.get(OID.basicConstraints)?.value),
    keyUsage: keyUsage(extensions.get(OID.keyUsage)?.value),
    beyondUs: [...extensions].some(([oid, { critical }]) => critical && !UNDERSTOOD.has(oid)),
  };
}

export function readAlgorithm(value: Der | undefined): AlgorithmIdentifier {
  const [name, parameters] = childrenOf(value, TAG.sequence);
  return { oid: readOid(name), parameters };
}

interface Extension {
  readonly critical: boolean;
  readonly value: Der;
}

/** The extensions by OID. */
function readExtensions(value: Der | undefined): Map<string, Extension> {
  const found = new Map<string, Extension>();
  if (!value) return found;
  for (const extension of childrenOf(childrenOf(value)[0], TAG.sequence)) {
    const parts = childrenOf(extension, TAG.sequence);
    const critical = parts[1]?.tag === TAG.boolean && parts[1].content[0] !== 0;
    found.set(readOid(parts[0]), { critical, value: readDer(expect(parts.at(-1), TAG.octets).content) });
  }
  return found;
}

function basicConstraints(value: Der | undefined): Pick<Certificate, 'isAuthority' | 'pathLength'> {
  const parts = value ? childrenOf(value, TAG.sequence) : [];
  const authority = parts.find(({ tag }) => tag === TAG.boolean);
  const length = parts.find(({ tag }) => tag === TAG.integer);
  return { isAuthority: authority?.content[0] === 0xff, pathLength: length?.content[0] };
}

function keyUsage(value: Der | undefined): number | undefined {
  return value && (expect(value, TAG.bits).content[1] ?? 0);
}

/** The Common Name, or the last attribute that a name has. */
function commonName(name: Der | undefined): string {
  let text = '';
  for (const set of childrenOf(name, TAG.sequence)) {
    for (const attribute of childrenOf(set, TAG.set)) {
      const [type, value] = childrenOf(attribute, TAG.sequence);
      text = readText(value);
      if (readOid(type) === OID.commonName) return text;
    }
  }
  return text;
}

const BMP_STRING = 0x1e;

/** A directory string; control characters must reach no screen, and no name is longer than 128. */
function readText(value: Der | undefined): string {
  const { tag, content } = expect(value);
  const decoder = new TextDecoder(tag === BMP_STRING ? 'utf-16be' : 'utf-8');
  return decoder.decode(content.subarray(0, 256)).replace(/\p{C}/gu, '').slice(0, 128);
}
