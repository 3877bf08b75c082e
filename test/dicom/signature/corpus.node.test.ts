/** Files of many makers: what we derive from them is signed by the profile, and all of them are read. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeDerivedImage } from '../../../src/dicom/derived.js';
import { readFrames } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isVeritomeError } from '../../../src/errors.js';
import { deviceSigning } from '../../../src/keys/deviceKey.js';
import { signatureFinding } from '../../../src/pipeline/signatureFinding.js';
import { derivation } from '../write/derivation.js';
import { installed } from '../write/validators.js';
import { dcmsignVerifies } from './dcmsign.js';
import { sign } from './signedFiles.js';

const CORPUS = ['../shared/corpus', '../shared/corpus-bad'];
const LARGEST = 4_000_000;

const folder = mkdtempSync(join(tmpdir(), 'veritome-sign-corpus-'));
after(() => rmSync(folder, { recursive: true }));

function corpus(): string[] {
  return CORPUS.filter((path) => existsSync(path)).flatMap((path) =>
    readdirSync(path, { recursive: true, encoding: 'utf8' })
      .map((name) => join(path, name))
      .filter((file) => statSync(file).isFile() && statSync(file).size < LARGEST),
  );
}

test('every file of the corpus has a finding, and none that is unsigned a signature', async (t) => {
  const files = corpus();
  if (files.length === 0) return t.skip('no corpus here');
  for (const file of files) {
    const { ok } = await signatureFinding(readFileSync(file), { anchors: [] });
    assert.equal(ok, null, file);
  }
});

test('what is derived from the corpus is signed as dcmsign wants it', async (t) => {
  const files = corpus();
  if (files.length === 0) return t.skip('no corpus here');
  if (!installed('dcmsign')) return t.skip('dcmsign is not installed');
  const { dicom } = await deviceSigning();
  const faults: string[] = [];
  let signed = 0;
  for (const file of files) {
    const source = new Uint8Array(readFileSync(file));
    let derived: Uint8Array;
    try {
      const [{ stored, rows, columns, format, rescale }] = await readFrames(parsePart10(source, file));
      derived = await writeDerivedImage(derivation({ source, stored, rows, columns, format, rescale }));
    } catch (error) {
      // Nothing is derived from what is no single grey slice.
      if (isVeritomeError(error)) continue;
      throw error;
    }
    const path = join(folder, 'derived.dcm');
    const bytes = await sign(derived, dicom);
    writeFileSync(path, bytes);
    const { ok, text } = dcmsignVerifies(path, dicom.certificates.slice(1));
    const finding = await signatureFinding(bytes, { anchors: [] });
    if (ok && finding.ok) signed += 1;
    else
      faults.push(
        `${file}: ${finding.sentence} ${text.split('\n').filter((line) => /^[EF]:|Signature Ver/.test(line))}`,
      );
  }
  t.diagnostic(`${signed} derived images signed`);
  assert.deepEqual(faults, []);
  assert.ok(signed > 0);
});
