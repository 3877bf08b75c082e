/** Signatures and time stamps that others made: DCMTK's `dcmsign`, OpenSSL's `ts`. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { signPart10 } from '../../../src/dicom/signature/signPart10.js';
import { verifySignatures } from '../../../src/dicom/signature/verifySignatures.js';
import { deviceSigning } from '../../../src/keys/deviceKey.js';
import { toDerSignature } from '../../../src/keys/ecdsaSignature.js';
import { issueCertificates } from '../../../src/keys/selfIssued.js';
import { checkTimeStamp, stampTime } from '../../../src/keys/timeStamp.js';
import { installed } from '../write/validators.js';
import { dcmsignVerifies, pem } from './dcmsign.js';
import { sign, turned, unsignedFiles, valueOffset } from './signedFiles.js';
import { openAuthority } from './timeAuthority.js';

const folder = mkdtempSync(join(tmpdir(), 'veritome-others-'));
after(() => rmSync(folder, { recursive: true }));

const { derived } = await unsignedFiles();
const plain = join(folder, 'plain.dcm');

/** Key and certificate as PEM files. */
async function credentials(name: string, algorithm: RsaHashedKeyGenParams | EcKeyGenParams) {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const [certificate, root] = await issueCertificates([pair.publicKey]);
  const key = new Uint8Array(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const paths = { key: join(folder, `${name}-key.pem`), certificate: join(folder, `${name}.pem`) };
  writeFileSync(paths.key, pem(key, 'PRIVATE KEY'));
  writeFileSync(paths.certificate, pem(certificate));
  return { ...paths, root };
}

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};
const EC = { name: 'ECDSA', namedCurve: 'P-256' };

before(() => writeFileSync(plain, derived));

function dcmsign(key: string, certificate: string, ...options: string[]): Uint8Array {
  const target = join(folder, 'theirs.dcm');
  execFileSync('dcmsign', ['+s', key, certificate, ...options, plain, target]);
  return readFileSync(target);
}

test("DCMTK's signatures hold, and break with a pixel", async (t) => {
  if (!installed('dcmsign')) return t.skip('dcmsign is not installed');
  const rsa = await credentials('rsa', RSA);
  const ec = await credentials('ec', EC);
  const cases: [string, Uint8Array][] = [
    ['SHA256', dcmsign(rsa.key, rsa.certificate, '+pc', '+m2')],
    ['SHA1', dcmsign(rsa.key, rsa.certificate, '+pc', '+ms')],
    ['SHA384', dcmsign(rsa.key, rsa.certificate, '+pc', '+m3')],
    ['SHA512', dcmsign(rsa.key, rsa.certificate, '+pc', '+m5', '+sp', '1')],
    ['SHA256', dcmsign(ec.key, ec.certificate, '+m2')],
  ];
  for (const [mac, file] of cases) {
    const [{ state, reason, macAlgorithm, tags }, ...more] = (await verifySignatures(file)).signatures;
    assert.equal(state, 'holds', `${mac}: ${reason}`);
    assert.equal(macAlgorithm, mac);
    assert.equal(more.length, 0);
    assert.ok(tags.includes('x7fe00010'));
    const changed = turned(file, await valueOffset(file, 'x7fe00010'));
    assert.equal((await verifySignatures(changed)).signatures[0].state, 'broken', mac);
  }
});

test('hashes that browsers lack are named, not judged', async (t) => {
  if (!installed('dcmsign')) return t.skip('dcmsign is not installed');
  const { key, certificate } = await credentials('old', RSA);
  for (const [option, name] of [
    ['+mr', /RIPEMD160/],
    ['+mm', /MD5/],
  ] as const) {
    const [{ state, reason }] = (await verifySignatures(dcmsign(key, certificate, option))).signatures;
    assert.equal(state, 'unsupported');
    assert.match(reason ?? '', name);
  }
});

test('a signature of ours and one of DCMTK stand side by side', async (t) => {
  if (!installed('dcmsign')) return t.skip('dcmsign is not installed');
  const { key, certificate, root } = await credentials('second', RSA);
  const { dicom } = await deviceSigning();
  writeFileSync(plain, await sign(derived, dicom));
  const both = dcmsign(key, certificate, '+pc', '+m2');
  writeFileSync(plain, derived);
  const states = (await verifySignatures(both)).signatures.map(({ state }) => state);
  assert.deepEqual(states, ['holds', 'holds']);
  const { ok, text } = dcmsignVerifies(join(folder, 'theirs.dcm'), [dicom.certificates[1], root]);
  assert.ok(ok, text);
});

test('an ECDSA signer signs too, outside the RSA profiles', async (t) => {
  const { claim } = await deviceSigning();
  const signed = await signPart10(derived, claim);
  assert.equal((await verifySignatures(signed)).signatures[0].state, 'holds');
  if (!installed('dcmsign')) return t.skip('dcmsign is not installed');
  const path = join(folder, 'ecdsa.dcm');
  writeFileSync(path, signed);
  const { ok, text } = dcmsignVerifies(path, [claim.certificates[1]], ['+rg']);
  assert.ok(ok, text);
});

test('a certified time stamp is written, checked by both, and belongs to its signature', async (t) => {
  if (!installed('openssl')) return t.skip('openssl is not installed');
  const { timeStamper, root } = openAuthority(folder);
  const { dicom } = await deviceSigning();
  const before = Date.now() - 1000;
  const signed = await signPart10(derived, dicom, { timeStamper });
  const [{ state, timeStamp }] = (await verifySignatures(signed)).signatures;
  assert.equal(state, 'holds');
  assert.ok(timeStamp && timeStamp !== 'damaged' && timeStamp.holds);
  assert.ok(timeStamp.time.getTime() >= before && timeStamp.time.getTime() <= Date.now() + 1000);
  if (installed('dcmsign')) {
    const path = join(folder, 'stamped.dcm');
    writeFileSync(path, signed);
    const { ok, text } = dcmsignVerifies(path, [dicom.certificates[1], root], ['+rc', '+tr']);
    assert.ok(ok, text);
  } else t.diagnostic('dcmsign is not installed');

  const token = await stampTime(Uint8Array.of(1, 2, 3), timeStamper);
  assert.equal((await checkTimeStamp(token, Uint8Array.of(1, 2, 3))).holds, true);
  assert.equal((await checkTimeStamp(token, Uint8Array.of(1, 2, 4))).holds, false);
  // The time inside the token: the authority's signature no longer fits.
  const year = Buffer.from(token).indexOf(Buffer.from(`${new Date().getUTCFullYear()}`));
  assert.equal((await checkTimeStamp(turned(token, year + 3), Uint8Array.of(1, 2, 3))).holds, false);
});

test('r and s keep their length whatever zeros they begin with', () => {
  const signature = Uint8Array.from({ length: 64 }, (_, i) => (i < 3 || i === 32 ? 0 : 0x90));
  assert.deepEqual([...toDerSignature(signature).subarray(0, 5)], [0x30, 30 + 32 + 4, 0x02, 30, 0x00]);
});
