/**
 * Certificates that an installation issues to its own keys (RFC 5280 §4). A root key
 * signs them and is forgotten: it can never issue another. They prove nothing about
 * who signed, only that two signatures came from one installation.
 *
 * @module
 */
import { OID } from './certificate.js';
import { bits, der, integer, join, oid, sequence, TAG, utcTime, utf8 } from './der.js';
import { toDerSignature } from './ecdsaSignature.js';

/** Common Names of every installation: no host, no user. */
export const ROOT_NAME = 'Veritome device root';
export const KEY_NAME = 'Veritome device key';
const ORGANIZATION = 'Veritome';
const YEARS = 10;
const DAY_MS = 86_400_000;

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
/** emailProtection and timeless: one of those that C2PA accepts in a signer (C2PA 2 §14.5.1). */
const EMAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';
const CRITICAL = der(TAG.boolean, Uint8Array.of(0xff));

/** DER of a certificate for each key, then the root's that issued them all. */
export async function issueCertificates(keys: readonly CryptoKey[], now = new Date()): Promise<Uint8Array[]> {
  const root = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const rootId = await keyIdentifier(root.publicKey);
  const issue = async (key: CryptoKey, name: string, extensions: readonly Uint8Array[]) => {
    const fields = await certificateFields(key, name, now, extensions);
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, root.privateKey, fields);
    return sequence(
      fields,
      sequence(oid(ECDSA_WITH_SHA256)),
      bits(toDerSignature(new Uint8Array(signature))),
    );
  };
  const ofKey = async (key: CryptoKey) =>
    issue(key, KEY_NAME, [
      extension(OID.basicConstraints, sequence(), true),
      extension(OID.keyUsage, der(TAG.bits, Uint8Array.of(7, 0x80)), true),
      extension(OID.extendedKeyUsage, sequence(oid(EMAIL_PROTECTION))),
      extension(OID.subjectKeyIdentifier, der(TAG.octets, await keyIdentifier(key))),
      extension(OID.authorityKeyIdentifier, sequence(der(0x80, rootId))),
    ]);
  const ofRoot = issue(root.publicKey, ROOT_NAME, [
    extension(OID.basicConstraints, sequence(CRITICAL, integer(0)), true),
    // keyCertSign, cRLSign.
    extension(OID.keyUsage, der(TAG.bits, Uint8Array.of(1, 0x06)), true),
    extension(OID.subjectKeyIdentifier, der(TAG.octets, rootId)),
    extension(OID.authorityKeyIdentifier, sequence(der(0x80, rootId))),
  ]);
  return Promise.all([...keys.map(ofKey), ofRoot]);
}

/** TBSCertificate, version 3. */
async function certificateFields(
  key: CryptoKey,
  name: string,
  now: Date,
  extensions: readonly Uint8Array[],
): Promise<Uint8Array<ArrayBuffer>> {
  // From the day before: clocks differ, and some verifiers take local time for UTC.
  const from = new Date(Math.floor(now.getTime() / DAY_MS - 1) * DAY_MS);
  const to = new Date(from);
  to.setUTCFullYear(from.getUTCFullYear() + YEARS);
  const serial = crypto.getRandomValues(new Uint8Array(16));
  serial[0] = (serial[0] & 0x7f) | 0x40;
  return join(
    sequence(
      der(0xa0, integer(2)),
      integer(...serial),
      sequence(oid(ECDSA_WITH_SHA256)),
      distinguishedName(ROOT_NAME),
      sequence(utcTime(from), utcTime(to)),
      distinguishedName(name),
      new Uint8Array(await crypto.subtle.exportKey('spki', key)),
      der(0xa3, sequence(...extensions)),
    ),
  );
}

function distinguishedName(name: string): Uint8Array {
  const attribute = (type: string, text: string) => der(TAG.set, sequence(oid(type), utf8(text)));
  return sequence(attribute(OID.organization, ORGANIZATION), attribute(OID.commonName, name));
}

function extension(type: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(type), ...(critical ? [CRITICAL] : []), der(TAG.octets, value));
}

/** Leftmost 160 bits of SHA-256 of the key (RFC 7093 §2, method 1). */
async function keyIdentifier(key: CryptoKey): Promise<Uint8Array> {
  const digest = await crypto.subtle.digest('SHA-256', await crypto.subtle.exportKey('spki', key));
  return new Uint8Array(digest, 0, 20);
}
