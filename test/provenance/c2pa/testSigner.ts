/** Signers for tests: a certificate authority and a leaf as C2PA wants it (C2PA 2 §14.5), made anew each time. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { Signer } from '../../../src/keys/signer.js';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const PSS = {
  name: 'RSA-PSS',
  hash: 'SHA-256',
  publicExponent: Uint8Array.of(1, 0, 1),
  modulusLength: 2048,
  saltLength: 32,
} as const;

export interface TestSigner extends Signer {
  /** The authority's certificate, DER. */
  readonly root: Uint8Array;
  /** PKCS #8. */
  readonly privateKey: CryptoKey;
}

/** A signer whose authority nobody knows. */
export async function testSigner(algorithm: 'ES256' | 'PS256' = 'ES256'): Promise<TestSigner> {
  x509.cryptoProvider.set(crypto);
  const scheme = algorithm === 'ES256' ? ECDSA : PSS;
  const generate = () =>
    crypto.subtle.generateKey(scheme, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;
  const [authority, own] = [await generate(), await generate()];
  const dates = { notBefore: new Date('2026-01-01'), notAfter: new Date('2036-01-01') };
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name: 'CN=Test authority, O=Veritome tests',
    ...dates,
    signingAlgorithm: scheme,
    keys: authority,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    serialNumber: '02',
    subject: 'CN=Test device, O=Veritome tests',
    issuer: root.subject,
    ...dates,
    signingAlgorithm: scheme,
    publicKey: own.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.emailProtection]),
      await x509.SubjectKeyIdentifierExtension.create(own.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
    ],
  });
  return {
    algorithm,
    certificates: [new Uint8Array(leaf.rawData)],
    root: new Uint8Array(root.rawData),
    privateKey: own.privateKey,
    sign: async (data) =>
      new Uint8Array(await crypto.subtle.sign(scheme, own.privateKey, data as Uint8Array<ArrayBuffer>)),
  };
}
