/** The device's keys, signers from PEM, and what a host sets. */
import assert from 'node:assert/strict';
import { verify as nodeVerify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { deviceCertificates, deviceSigning } from '../../src/keys/deviceKey.js';
import { signerFromPem } from '../../src/keys/pemSigner.js';
import type { Signer } from '../../src/keys/signer.js';
import { configureSigning, currentSigning, currentTrust } from '../../src/keys/signing.js';
import { installed } from '../dicom/write/validators.js';
import { issueInto, RSA_KEY, SIGNER } from './authority.js';

const folder = mkdtempSync(join(tmpdir(), 'veritome-signers-'));
after(() => rmSync(folder, { recursive: true }));
afterEach(() => configureSigning({ signing: undefined, trust: { anchors: [] } }));

const DATA = Uint8Array.from({ length: 1000 }, (_, i) => i);

/** Node's own OpenSSL holds the signature against the certificate. */
async function nodeAccepts({ algorithm, certificates, sign }: Signer): Promise<boolean> {
  const key = new X509Certificate(certificates[0]).publicKey;
  const parameters =
    algorithm === 'PS256' ? { padding: 6, saltLength: 32 } : { dsaEncoding: 'ieee-p1363' as const };
  return nodeVerify('sha256', DATA, { key, ...parameters }, await sign(DATA));
}

test('device keys: certificates of the C2PA profile, names that tell nothing', async () => {
  assert.deepEqual(await deviceCertificates(), [], 'asking makes no keys');
  const device = await deviceSigning();
  assert.equal(await deviceSigning(), device);
  assert.equal(device.lasting, false, 'Node has no IndexedDB');
  assert.deepEqual([device.dicom.algorithm, device.claim.algorithm], ['RS256', 'ES256']);
  for (const signer of [device.dicom, device.claim]) {
    assert.ok(await nodeAccepts(signer));
    const [leaf, root] = signer.certificates.map((der) => new X509Certificate(der));
    assert.equal(leaf.subject, 'O=Veritome\nCN=Veritome device key');
    assert.equal(root.subject, 'O=Veritome\nCN=Veritome device root');
    assert.deepEqual([leaf.ca, root.ca], [false, true]);
    assert.deepEqual(leaf.keyUsage, ['1.3.6.1.5.5.7.3.4']);
    assert.ok(leaf.verify(root.publicKey) && root.verify(root.publicKey));
    assert.ok(leaf.checkIssued(root), 'names, key identifiers and usage fit');
    const from = new Date(leaf.validFrom).getTime();
    assert.ok(from < Date.now() && new Date(leaf.validTo).getTime() > Date.now() + 9 * 365 * 86_400_000);
  }
  assert.equal((await deviceCertificates()).length, 4);
});

const skip = installed('openssl') ? false : 'openssl is not installed';

test('a key in PEM signs with its certificate', { skip }, async () => {
  const issue = issueInto(folder);
  const rsa = issue('rsa', { extensions: SIGNER, key: RSA_KEY });
  const ec = issue('ec', { extensions: SIGNER });
  const expected = [
    [rsa, 'dicom', 'RS256'],
    [rsa, 'claim', 'PS256'],
    [ec, 'dicom', 'ES256'],
    [ec, 'claim', 'ES256'],
  ] as const;
  for (const [{ certificatePem, keyPem, der }, use, algorithm] of expected) {
    const signer = await signerFromPem(`comment\n${certificatePem}${rsa.certificatePem}`, keyPem, use);
    assert.equal(signer.algorithm, algorithm);
    assert.deepEqual(signer.certificates, [der, rsa.der]);
    assert.ok(await nodeAccepts(signer));
  }
  const other = issue('other', { extensions: SIGNER, key: RSA_KEY });
  const wrong: [string, string][] = [
    [rsa.certificatePem, other.keyPem],
    [rsa.certificatePem, ec.keyPem],
    ['', rsa.keyPem],
    [rsa.certificatePem, ''],
    [rsa.certificatePem.replace(/\n[^-\n]{64}\n/, '\nAAAA\n'), rsa.keyPem],
    [rsa.certificatePem, rsa.keyPem.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY')],
  ];
  for (const [certificate, key] of wrong) {
    await assert.rejects(signerFromPem(certificate, key), (error) => isVeritomeError(error, 'ArgumentError'));
  }
});

test("a host's signer and trust replace the device's, one by one", async () => {
  const device = await deviceSigning();
  assert.equal((await currentSigning()).dicom, device.dicom);
  assert.deepEqual(currentTrust().anchors, []);
  const hsm: Signer = { algorithm: 'RS256', certificates: [DATA], sign: async () => DATA };
  const timeStamper = async () => DATA;
  configureSigning({ signing: { dicom: hsm, timeStamper } });
  const { dicom, claim, timeStamper: stamper } = await currentSigning();
  assert.deepEqual([dicom, claim, stamper], [hsm, device.claim, timeStamper]);
  configureSigning({ trust: { anchors: [DATA] } });
  assert.equal((await currentSigning()).dicom, hsm, 'what is not named stays');
  assert.deepEqual(currentTrust().anchors, [DATA]);
});
