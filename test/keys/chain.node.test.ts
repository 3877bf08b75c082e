/** Whom a verifier believes: chains that OpenSSL issued. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { judgeChain, type Standing } from '../../src/keys/chain.js';
import { deviceSigning } from '../../src/keys/deviceKey.js';
import type { Trust } from '../../src/keys/signer.js';
import { installed } from '../dicom/write/validators.js';
import { AUTHORITY, issueInto, RSA_KEY, SIGNER } from './authority.js';

const folder = mkdtempSync(join(tmpdir(), 'veritome-chain-'));
after(() => rmSync(folder, { recursive: true }));

/** Certificates issued during the test are valid from then on. */
const NOW = new Date(Date.now() + 60_000);
const inDays = (days: number) => new Date(NOW.getTime() + days * 86_400_000);

async function standing(
  certificates: readonly Uint8Array[],
  anchors: readonly Uint8Array[],
  { at = NOW, ...trust }: Partial<Trust> & { at?: Date } = {},
): Promise<Standing> {
  return (await judgeChain(certificates, { at, trust: { ...trust, anchors } })).standing;
}

const skip = installed('openssl') ? false : 'openssl is not installed';

test('a chain is followed to an anchor, whatever its algorithms', { skip }, async () => {
  const issue = issueInto(folder);
  const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32', '-sha256'];
  const root = issue('root', { extensions: AUTHORITY, key: RSA_KEY, sign: ['-sha384'] });
  const middle = issue('middle', { issuer: 'root', extensions: AUTHORITY, sign: pss });
  const leaf = issue('leaf', { issuer: 'middle', extensions: SIGNER, key: RSA_KEY, days: 30 });
  const chain = [leaf.der, middle.der, root.der];

  assert.deepEqual(await judgeChain(chain, { at: NOW, trust: { anchors: [root.der] } }), {
    standing: 'trusted',
    name: 'leaf',
  });
  assert.equal(await standing([leaf.der, middle.der], [root.der]), 'trusted');
  assert.equal(await standing([leaf.der], [root.der, middle.der]), 'trusted');
  assert.equal(await standing([leaf.der], [middle.der]), 'trusted');
  assert.equal(await standing([leaf.der], [leaf.der]), 'trusted');
  assert.equal(await standing(chain, []), 'unknown', 'a root that came with the chain');
  assert.equal(await standing([leaf.der], [root.der]), 'unknown', 'a link is missing');
  assert.equal(await standing(chain, [root.der], { at: inDays(40) }), 'expired');
  assert.equal(await standing(chain, [root.der], { at: inDays(-2) }), 'expired');
  assert.equal(await standing(chain, [], { at: inDays(40) }), 'expired');

  const asked: (Uint8Array | undefined)[] = [];
  const revoked = async (certificate: Uint8Array, issuer: Uint8Array | undefined) => {
    asked.push(issuer);
    return certificate === middle.der || Buffer.from(middle.der).equals(certificate);
  };
  assert.equal(await standing(chain, [root.der], { revoked }), 'revoked');
  assert.deepEqual(
    asked.map((one) => one && Buffer.from(one).toString('hex')),
    [middle.der, root.der, undefined].map((one) => one && Buffer.from(one).toString('hex')),
  );
  const unanswered = () => Promise.reject(new Error('offline'));
  assert.equal(await standing(chain, [root.der], { revoked: unanswered }), 'trusted');
});

test('nobody becomes an authority by himself', { skip }, async () => {
  const issue = issueInto(folder);
  const root = issue('anchor', { extensions: AUTHORITY });
  const noAuthority = issue('person', { issuer: 'anchor', extensions: SIGNER });
  const byPerson = issue('forged', { issuer: 'person', extensions: SIGNER });
  assert.equal(await standing([byPerson.der, noAuthority.der], [root.der]), 'unknown');

  const noSigning = 'basicConstraints=critical,CA:true\nkeyUsage=critical,cRLSign\n';
  const lister = issue('lister', { issuer: 'anchor', extensions: noSigning });
  const byLister = issue('listed', { issuer: 'lister', extensions: SIGNER });
  assert.equal(await standing([byLister.der, lister.der], [root.der]), 'unknown');

  const short = issue('short', { extensions: `${AUTHORITY.replace('CA:true', 'CA:true,pathlen:0')}` });
  const below = issue('below', { issuer: 'short', extensions: AUTHORITY });
  const tooDeep = issue('deep', { issuer: 'below', extensions: SIGNER });
  assert.equal(await standing([tooDeep.der, below.der], [short.der]), 'unknown');

  const bounded = `${AUTHORITY}nameConstraints=critical,permitted;dirName:bound\n[bound]\nO=Nobody\n`;
  const narrow = issue('narrow', { issuer: 'anchor', extensions: bounded });
  const outside = issue('outside', { issuer: 'narrow', extensions: SIGNER });
  assert.equal(await standing([outside.der, narrow.der], [root.der]), 'unknown');

  // Same name as the anchor, another key.
  const other = mkdtempSync(join(folder, 'other-'));
  const impostor = issueInto(other);
  impostor('anchor', { extensions: AUTHORITY });
  const byImpostor = impostor('leaf', { issuer: 'anchor', extensions: SIGNER });
  assert.equal(await standing([byImpostor.der], [root.der]), 'unknown');

  const cannotSign = issue('encipher', {
    issuer: 'anchor',
    extensions: 'basicConstraints=CA:false\nkeyUsage=critical,keyEncipherment\n',
  });
  assert.equal(await standing([cannotSign.der], [root.der]), 'unknown');
});

test('a device key is named as what it is', async () => {
  const { dicom, claim } = await deviceSigning();
  for (const { certificates } of [dicom, claim]) {
    assert.deepEqual(await judgeChain(certificates, { at: NOW, trust: { anchors: [] } }), {
      standing: 'device',
      name: 'Veritome device key',
    });
    assert.equal(await standing(certificates.slice(0, 1), certificates.slice(1)), 'trusted');
  }
});

test('hostile certificates are unreadable or unknown, never a crash', async () => {
  const { dicom } = await deviceSigning();
  const [leaf, root] = dicom.certificates;
  assert.equal(await standing([], []), 'unreadable');
  for (const bytes of [[], [0x30], [0x30, 0x80], [0x30, 0x84, 0xff, 0xff, 0xff, 0xff], [0x1f, 0x1f, 0x1f]]) {
    assert.equal(await standing([Uint8Array.from(bytes)], [root]), 'unreadable', String(bytes));
  }
  let trusted = 0;
  for (let i = 0; i < leaf.length; i++) {
    const changed = leaf.slice();
    changed[i] ^= 0x55;
    if ((await standing([changed, root], [root, changed.subarray(0, i)])) === 'trusted') trusted += 1;
  }
  // Nothing in a certificate may change: fields are signed, the rest is the signature.
  assert.equal(trusted, 0);
});
