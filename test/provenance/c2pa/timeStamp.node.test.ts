import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pictureFinding } from '../../../src/pipeline/pictureFinding.js';
import { addManifest } from '../../../src/provenance/c2pa/addManifest.js';
import { readManifest } from '../../../src/provenance/c2pa/readManifest.js';
import { openAuthority } from '../../dicom/signature/timeAuthority.js';
import { installed } from '../../dicom/write/validators.js';
import { readWithC2paRs } from './c2paRs.js';
import { PNG, pictureOf } from './pictures.js';
import { recordOf } from './record.js';
import { testSigner } from './testSigner.js';

const folder = mkdtempSync(join(tmpdir(), 'veritome-c2pa-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a time stamp of an authority is found valid by c2pa-rs', async (t) => {
  if (!installed('openssl')) return t.skip('openssl is not installed');
  const { timeStamper } = openAuthority(folder);
  const record = recordOf('interpolated');
  const picture = await addManifest(pictureOf(PNG), { record }, await testSigner(), timeStamper);
  const reading = await readWithC2paRs(picture, PNG);
  assert.equal(reading.validation_state, 'Valid');
  const codes = reading.validation_results?.activeManifest.success.map(({ code }) => code);
  assert.ok(codes?.includes('timeStamp.validated'), codes?.join());
  const read = await readManifest(picture);
  assert.equal(read.holds, true);
  const { time, certificates } = read.timeStamp!;
  assert.ok(Math.abs(time.getTime() - Date.now()) < 60_000);
  assert.ok(certificates.length > 0);
});

test('a signature counts at the time that a believed authority stamped it', async (t) => {
  if (!installed('openssl')) return t.skip('openssl is not installed');
  const { timeStamper, root } = openAuthority(mkdtempSync(join(folder, 'other-')));
  const signer = await testSigner();
  const claim = { record: recordOf('synthetic') };
  const stamped = await addManifest(pictureOf(PNG), claim, signer, timeStamper);
  const bare = await addManifest(pictureOf(PNG), claim, signer);
  // The signer's certificate ends in 2036.
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2037-01-01') });
  const codeOf = async (picture: Uint8Array, anchors: Uint8Array[]) =>
    (await pictureFinding(picture, { anchors }))?.code;
  assert.equal(await codeOf(stamped, [root, signer.root]), 'c2pa.trusted');
  assert.equal(await codeOf(stamped, [signer.root]), 'c2pa.expired');
  assert.equal(await codeOf(bare, [root, signer.root]), 'c2pa.expired');
});
