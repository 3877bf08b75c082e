/**
 * Is the signer somebody this page believes? Follows the issuers from a signer's
 * certificate to a trust anchor (RFC 5280 §6, without policies; what constrains names leads to no anchor).
 *
 * @module
 */
import { type Certificate, KEY_USAGE, readCertificate } from './certificate.js';
import { sameBytes } from './der.js';
import { KEY_NAME, ROOT_NAME } from './selfIssued.js';
import { issuedBy } from './signatureCheck.js';
import type { Trust } from './signer.js';

/**
 * `trusted`: leads to an anchor. `device`: issued by an installation of this software
 * to itself. `unknown`: leads nowhere we know. `expired`: outside its dates at the time
 * asked for. `revoked`: its issuer took it back. `unreadable`: no certificate.
 */
export type Standing = 'trusted' | 'device' | 'unknown' | 'expired' | 'revoked' | 'unreadable';

export interface ChainVerdict {
  readonly standing: Standing;
  /** Common Name of the signer; empty where it cannot be read. */
  readonly name: string;
}

export interface ChainQuestion {
  /** When the signature was made, as far as that is proven; else now. */
  readonly at: Date;
  readonly trust: Trust;
}

/** Longer chains are made to keep a verifier busy. */
const MOST_ISSUERS = 8;
const MOST_CERTIFICATES = 32;

/** Judges the first certificate; the others may help to reach an anchor. Never throws on bad DER. */
export async function judgeChain(
  certificates: readonly Uint8Array[],
  { at, trust }: ChainQuestion,
): Promise<ChainVerdict> {
  const signer = certificates[0] && tryRead(certificates[0]);
  if (!signer) return { standing: 'unreadable', name: '' };
  const { name } = signer;
  const anchors = trust.anchors.map(tryRead).filter((one) => one !== undefined);
  const others = certificates
    .slice(1, MOST_CERTIFICATES)
    .map(tryRead)
    .filter((one) => one !== undefined);
  const path = maySign(signer) ? await pathToAnchor(signer, anchors, others) : undefined;

  if (await isRevoked(path ?? [signer], trust)) return { standing: 'revoked', name };
  if (!(path ?? [signer]).every((one) => one.notBefore <= at && at <= one.notAfter)) {
    return { standing: 'expired', name };
  }
  if (path) return { standing: 'trusted', name };
  const ofDevice = name === KEY_NAME && signer.issuerName === ROOT_NAME;
  return { standing: ofDevice ? 'device' : 'unknown', name };
}

/** From the signer to an anchor, both included; undefined where none is reached. */
async function pathToAnchor(
  signer: Certificate,
  anchors: readonly Certificate[],
  others: readonly Certificate[],
): Promise<Certificate[] | undefined> {
  const path = [signer];
  const isAnchor = (one: Certificate) => anchors.some((anchor) => sameBytes(anchor.der, one.der));
  while (path.length <= MOST_ISSUERS) {
    const last = path[path.length - 1];
    if (isAnchor(last)) return path;
    const issuer = await issuerOf(last, path, [...anchors, ...others]);
    if (!issuer) return undefined;
    path.push(issuer);
  }
  return undefined;
}

/** The first that has the name, may issue below it, and did sign; anchors are asked first. */
async function issuerOf(
  certificate: Certificate,
  path: readonly Certificate[],
  candidates: readonly Certificate[],
): Promise<Certificate | undefined> {
  for (const candidate of candidates) {
    const between = path.length - 1;
    const fits =
      sameBytes(candidate.subject, certificate.issuer) &&
      mayIssue(candidate, between) &&
      !path.some((one) => sameBytes(one.der, candidate.der));
    if (fits && (await issuedBy(certificate, candidate))) return candidate;
  }
  return undefined;
}

function mayIssue({ isAuthority, keyUsage, pathLength, beyondUs }: Certificate, between: number): boolean {
  return (
    isAuthority &&
    !beyondUs &&
    (keyUsage === undefined || (keyUsage & KEY_USAGE.keyCertSign) !== 0) &&
    (pathLength === undefined || pathLength >= between)
  );
}

function maySign({ keyUsage, beyondUs }: Certificate): boolean {
  if (beyondUs) return false;
  const { digitalSignature, nonRepudiation } = KEY_USAGE;
  return keyUsage === undefined || (keyUsage & (digitalSignature | nonRepudiation)) !== 0;
}

/** An unanswered question is no revocation: the host decides by what it answers. */
async function isRevoked(path: readonly Certificate[], { revoked }: Trust): Promise<boolean> {
  if (!revoked) return false;
  const answers = path.map((one, i) => revoked(one.der, path[i + 1]?.der).catch(() => undefined));
  return (await Promise.all(answers)).includes(true);
}

function tryRead(der: Uint8Array): Certificate | undefined {
  try {
    return readCertificate(der);
  } catch {
    return undefined;
  }
}
