import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { codeAttribute } from '../../src/dicom/attributes.js';
import { decodeStored } from '../../src/dicom/frames.js';
import { parsePart10 } from '../../src/dicom/part10.js';
import { exportSeries } from '../../src/pipeline/exportSeries.js';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { verify } from '../../src/pipeline/verify.js';
import { hasPydicom, installed, iodErrors, pydicom } from '../dicom/write/validators.js';
import { sampleFiles } from '../sample.js';
import { filesOf, sampleSeries, sealedSeries } from './sealed.js';

const work = mkdtempSync(join(tmpdir(), 'veritome-capture-'));
after(() => rmSync(work, { recursive: true, force: true }));

const format = 'secondary-capture' as const;

test('a generated slice leaves as a secondary capture with the label in its pixels', async () => {
  const files = await filesOf(exportSeries(await sealedSeries(2), { format }));
  assert.deepEqual(Object.keys(files), ['0001.dcm', '0002.dcm', 'manifest.json']);
  const part10 = parsePart10(files['0001.dcm'], '0001.dcm');
  assert.equal(codeAttribute(part10, 'x00080016'), '1.2.840.10008.5.1.4.1.1.7');
  assert.equal(codeAttribute(part10, 'x00280301'), 'YES');
  assert.equal(codeAttribute(part10, 'x0008001c'), 'YES');
  assert.equal(codeAttribute(part10, 'x00080064'), 'WSD');
  const { stored, bitsAllocated, columns } = await decodeStored(part10);
  assert.equal(bitsAllocated, 8);
  const top = stored.subarray(0, 8 * columns);
  // Light ink on a black plate in the middle of what is air in the scan.
  assert.ok(top.some((v) => v === 255) && top[columns >> 1] === 255);
  const uids = await Promise.all(
    ['0001.dcm', '0002.dcm'].map((name) => codeAttribute(parsePart10(files[name], name), 'x0020000e')),
  );
  assert.equal(uids[0], uids[1], 'one series');
});

test('its record speaks of its own pixels, and coming back in it is badged', async () => {
  const files = await filesOf(exportSeries(await sealedSeries(1), { format }));
  const bytes = files['0001.dcm'];
  const { status, evidence } = await verify(bytes);
  assert.deepEqual([status, evidence.pixelHash.ok, evidence.signature.ok], ['verified', true, true]);
  const changed = bytes.slice();
  changed[parsePart10(bytes, 'x').dataSet.elements.x7fe00010.dataOffset + 1000] ^= 1;
  assert.equal((await verify(changed)).status, 'altered');
  const { series } = await openStudy({ name: 'sc.dcm', bytes });
  assert.equal(series[0].frames[0].kind, 'marked');
});

test('an acquired slice is captured without label and without a claim', async () => {
  const files = await filesOf(exportSeries(await sampleSeries(1), { format }));
  const part10 = parsePart10(files['0001.dcm'], 'x');
  assert.equal(codeAttribute(part10, 'x00280301'), 'NO');
  assert.equal(codeAttribute(part10, 'x0008001c'), 'NO');
  assert.equal(files['manifest.json'], undefined);
});

test('dciodvfy and pydicom read it', async (t) => {
  if (!installed('dciodvfy') || !hasPydicom()) return t.skip('dciodvfy or pydicom is not installed');
  const files = await filesOf(exportSeries(await sealedSeries(1), { format }));
  const path = join(work, 'capture.dcm');
  writeFileSync(path, files['0001.dcm']);
  assert.deepEqual(iodErrors(path), []);
  const [view] = pydicom([path], { pixels: true });
  assert.equal(view.error, undefined);
  const source = parsePart10(sampleFiles('quarter-dose', 1)[0].bytes, 'source');
  assert.equal(view.attributes.StudyInstanceUID, codeAttribute(source, 'x0020000d'));
  assert.equal(view.attributes.PatientName, codeAttribute(source, 'x00100010'));
});
