/** What signatures prove, in words, and that all we write is signed. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, test } from 'node:test';
import { signPart10 } from '../../src/dicom/signature/signPart10.js';
import { deviceSigning } from '../../src/keys/deviceKey.js';
import { pemBlocks, signerFromPem } from '../../src/keys/pemSigner.js';
import { issueCertificates } from '../../src/keys/selfIssued.js';
import type { Trust } from '../../src/keys/signer.js';
import { configureSigning } from '../../src/keys/signing.js';
import { signatureFinding } from '../../src/pipeline/signatureFinding.js';
import { signedDicom } from '../../src/pipeline/signedDicom.js';
import { pem } from '../dicom/signature/dcmsign.js';
import { turned, unsignedFiles, valueOffset } from '../dicom/signature/signedFiles.js';
import { openAuthority } from '../dicom/signature/timeAuthority.js';
import { installed } from '../dicom/write/validators.js';
import { AUTHORITY, issueInto, RSA_KEY, SIGNER } from '../keys/authority.js';

const folder = mkdtempSync(join(tmpdir(), 'veritome-finding-'));
after(() => rmSync(folder, { recursive: true }));
afterEach(() => configureSigning({ signing: undefined }));

const NOBODY: Trust = { anchors: [] };
const { derived } = await unsignedFiles();
const { dicom } = await deviceSigning();

async function otherInstallation(): Promise<{ certificate: string; key: string }> {
  const parameters = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048 };
  const pair = await crypto.subtle.generateKey(
    { ...parameters, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  );
  const [certificate] = await issueCertificates([pair.publicKey]);
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  return { certificate: pem(certificate), key: pem(key, 'PRIVATE KEY') };
}

test('the device, another installation, an anchor: each in its own words', async () => {
  const file = await signedDicom(derived);
  const own = await signatureFinding(file, NOBODY);
  assert.equal(own.ok, true);
  assert.deepEqual(own.signer, { name: 'Veritome device key', standing: 'this device' });
  assert.equal(own.sentence, "What was signed is unchanged. The signer is this device's own key.");
  for (const name of ['PixelData (7fe0,0010)', 'SyntheticData (0008,001c)', '(0099,1001)', '(0018,a001)']) {
    assert.ok(own.covers.includes(name), name);
  }
  assert.ok(!own.covers.some((one) => one.startsWith('Patient')));

  const anchored = await signatureFinding(file, { anchors: [dicom.certificates[1]] });
  assert.deepEqual([anchored.ok, anchored.signer?.standing], [true, 'trusted']);

  const { certificate, key } = await otherInstallation();
  configureSigning({ signing: { dicom: await signerFromPem(certificate, key) } });
  const foreign = await signatureFinding(await signedDicom(derived), NOBODY);
  assert.deepEqual([foreign.ok, foreign.signer?.standing], [true, 'device']);
  assert.match(foreign.sentence, /nobody vouches/);
});

test('changed, unsigned, unreadable and revoked files', async () => {
  const file = await signedDicom(derived);
  const changed = await signatureFinding(turned(file, await valueOffset(file, 'x7fe00010')), NOBODY);
  assert.deepEqual([changed.ok, changed.signer, changed.covers], [false, null, []]);
  assert.match(changed.sentence, /has been changed since/);

  const unsigned = await signatureFinding(derived, NOBODY);
  assert.deepEqual([unsigned.ok, unsigned.sentence], [null, 'The file carries no digital signature.']);
  assert.equal((await signatureFinding(file.subarray(0, 900), NOBODY)).ok, null);
  assert.equal((await signatureFinding(Uint8Array.of(1, 2, 3), NOBODY)).ok, null);

  const revoked = await signatureFinding(file, { ...NOBODY, revoked: async () => true });
  assert.deepEqual([revoked.ok, revoked.signer?.standing], [false, 'revoked']);
});

test('an overlay drawn after signing is not vouched for', async () => {
  const file = await signedDicom(derived);
  const at = (await valueOffset(file, 'x7fe00010')) - 12;
  // (6000,3000) OW, four bytes.
  const overlay = Uint8Array.of(0, 0x60, 0, 0x30, 0x4f, 0x57, 0, 0, 4, 0, 0, 0, 1, 2, 3, 4);
  const drawn = Buffer.concat([file.subarray(0, at), overlay, file.subarray(at)]);
  const { ok, sentence } = await signatureFinding(drawn, NOBODY);
  assert.deepEqual([ok, sentence], [null, 'A digital signature holds, but does not cover (6000,3000).']);
});

test('a signature that leaves marks or pixels out proves little', async (t) => {
  if (!installed('dcmsign')) return t.skip('dcmsign is not installed');
  const { certificate, key } = await otherInstallation();
  const path = (name: string) => join(folder, name);
  writeFileSync(path('key.pem'), key);
  writeFileSync(path('certificate.pem'), certificate);
  writeFileSync(path('plain.dcm'), derived);
  const credentials = [path('key.pem'), path('certificate.pem')];
  /** Signs the SOP Instance UID and nothing else. */
  const signPart = () => {
    const files = [path('plain.dcm'), path('part.dcm')];
    execFileSync('dcmsign', ['+s', ...credentials, '+m2', '-t', '0008,0018', ...files]);
  };
  signPart();
  const { ok, sentence, covers } = await signatureFinding(readFileSync(path('part.dcm')), NOBODY);
  assert.equal(ok, null);
  assert.match(sentence, /does not cover .*SyntheticData.*PixelData/);
  assert.deepEqual(covers, ['SOPInstanceUID (0008,0018)']);

  // Signed in part by a trusted key, and in full by a stranger's: the stranger's word is what stands for the pixels.
  const trusted = await signedDicom(derived);
  writeFileSync(path('plain.dcm'), trusted);
  signPart();
  const partIsTrusted = await signatureFinding(readFileSync(path('part.dcm')), {
    anchors: pemBlocks(certificate, 'CERTIFICATE'),
  });
  assert.deepEqual([partIsTrusted.ok, partIsTrusted.signer?.standing], [true, 'this device']);
  const wholeIsTrusted = await signatureFinding(readFileSync(path('part.dcm')), {
    anchors: dicom.certificates,
  });
  assert.deepEqual([wholeIsTrusted.ok, wholeIsTrusted.signer?.standing], [true, 'trusted']);
});

test('after its certificate has expired, a signature needs a trusted time stamp', async (t) => {
  if (!installed('openssl')) return t.skip('openssl is not installed');
  const issue = issueInto(folder);
  const root = issue('hospital', { extensions: AUTHORITY });
  const leaf = issue('scanner', { issuer: 'hospital', extensions: SIGNER, key: RSA_KEY, days: 10 });
  const signer = await signerFromPem(leaf.certificatePem, leaf.keyPem);
  const time = openAuthority(folder);
  configureSigning({ signing: { dicom: signer, timeStamper: time.timeStamper } });
  const stamped = await signedDicom(derived);
  const plain = await signPart10(derived, signer, { privateCreators: ['VERITOME PROVENANCE'] });

  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 400 * 86_400_000 });
  const trust = { anchors: [root.der, time.root] };
  const [late, proven, unproven] = [
    await signatureFinding(plain, trust),
    await signatureFinding(stamped, trust),
    await signatureFinding(stamped, { anchors: [root.der] }),
  ];
  assert.deepEqual(late.signer, { name: 'scanner', standing: 'expired' });
  assert.deepEqual(proven.signer, { name: 'scanner', standing: 'trusted' });
  assert.match(proven.sentence, /A trusted time stamp says \d{4}-\d\d-\d\d \d\d:\d\d UTC\./);
  assert.deepEqual(unproven.signer, { name: 'scanner', standing: 'expired' });
});
