/** Every single-frame CT and MR file of the corpus as the source of a derived image. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { writeDerivedImage } from '../../../src/dicom/derived.js';
import type { PixelFormat } from '../../../src/image/frame.js';
import { derivation, pattern } from './derivation.js';
import { added, entityErrors, hasPydicom, installed, iodErrors, pydicom } from './validators.js';

const CORPUS = '../shared/corpus';
const CT_OR_MR = ['1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.5.1.4.1.1.4'];
const SAME = [
  ...['PatientName', 'PatientID', 'StudyInstanceUID', 'FrameOfReferenceUID', 'PixelSpacing', 'SOPClassUID'],
  ...[
    'ImagePositionPatient',
    'ImageOrientationPatient',
    'SliceThickness',
    'WindowCenter',
    'WindowWidth',
    'KVP',
  ],
  ...[
    'Manufacturer',
    'InstitutionName',
    'StudyDescription',
    'PhotometricInterpretation',
    'ReferringPhysicianName',
  ],
  ...['PixelRepresentation', 'BitsStored', 'RescaleSlope', 'RescaleIntercept'],
];

interface Entry {
  readonly file: string;
  readonly sop?: string;
  readonly pixel?: { readonly shape?: number[] };
}

const folder = mkdtempSync(join(tmpdir(), 'veritome-write-'));
after(() => rmSync(folder, { recursive: true }));

test('derived images of the corpus add no error of their own', async (t) => {
  if (!existsSync(`${CORPUS}/manifest-dev.json`)) return t.skip(`no corpus at ${CORPUS}`);
  if (!hasPydicom()) return t.skip('pydicom is not installed');
  const manifest = readFileSync(`${CORPUS}/manifest-dev.json`, 'utf8').replace(/\bNaN\b/g, 'null');
  const entries = (JSON.parse(manifest).files as Entry[]).filter(
    ({ sop, pixel }) => CT_OR_MR.includes(sop ?? '') && (pixel?.shape?.[0] ?? 0) === 1,
  );
  const sources = pydicom(entries.map(({ file }) => `${CORPUS}/${file}`));
  const validates = installed('dciodvfy');
  if (!validates) t.diagnostic('dciodvfy is not installed: errors not compared');

  const faults: string[] = [];
  const written: { path: string; sha256: string; source: (typeof sources)[number] }[] = [];
  let [clean, stillClean] = [0, 0];
  for (const [i, source] of sources.entries()) {
    const of = (name: string) => Number(source.attributes[name]);
    const format = {
      bitsAllocated: of('BitsAllocated'),
      bitsStored: of('BitsStored'),
      signed: of('PixelRepresentation') === 1,
    } as PixelFormat;
    const [rows, columns] = [of('Rows'), of('Columns')];
    const stored = pattern(format, rows * columns);
    const { RescaleSlope = '1', RescaleIntercept = '0' } = source.attributes;
    const path = join(folder, `${i}.dcm`);
    try {
      const image = derivation({
        ...{ source: readFileSync(source.path), stored, rows, columns, format },
        rescale: { slope: Number(RescaleSlope), intercept: Number(RescaleIntercept), type: 'HU' },
      });
      writeFileSync(path, await writeDerivedImage(image));
    } catch (error) {
      faults.push(`${source.path}: ${error}`);
      continue;
    }
    written.push({
      path,
      source,
      sha256: createHash('sha256').update(new Uint8Array(stored.buffer)).digest('hex'),
    });
    if (!validates) continue;
    const before = iodErrors(source.path);
    const now = iodErrors(path);
    clean += Number(before.length === 0);
    stillClean += Number(before.length === 0 && now.length === 0);
    faults.push(...added(before, now).map((line) => `${source.path}: ${line}`));
  }

  const read = pydicom(
    written.map(({ path }) => path),
    { pixels: true },
  );
  let equal = 0;
  for (const [i, { source, sha256 }] of written.entries()) {
    if (read[i].pixelSha256 === sha256) equal++;
    else faults.push(`${source.path}: pixels differ, ${read[i].error ?? ''}`);
    for (const name of SAME) {
      const was = source.attributes[name];
      if (was !== undefined && was !== '' && read[i].attributes[name] !== was) {
        faults.push(`${source.path}: ${name} was ${was}, is ${read[i].attributes[name]}`);
      }
    }
    const { private: ours } = read[i].attributes;
    if (!/^(\(0099, \w{4}\) ?){4}$/.test(ours)) faults.push(`${source.path}: private elements ${ours}`);
  }
  t.diagnostic(
    `${entries.length} sources, ${written.length} written, ${equal} with equal pixels in pydicom, ` +
      `${stillClean} of ${clean} clean in dciodvfy stay clean`,
  );
  assert.deepEqual(faults, []);
});

test('source and derived image are one patient and one study', async (t) => {
  if (!existsSync(CORPUS)) return t.skip(`no corpus at ${CORPUS}`);
  if (!installed('dcentvfy')) return t.skip('dcentvfy is not installed');
  if (!hasPydicom()) return t.skip('pydicom is not installed');
  const manifest = readFileSync(`${CORPUS}/manifest-dev.json`, 'utf8').replace(/\bNaN\b/g, 'null');
  const entries = (JSON.parse(manifest).files as Entry[]).filter(
    ({ sop, pixel, file }) =>
      CT_OR_MR.includes(sop ?? '') && (pixel?.shape?.[0] ?? 0) === 1 && file.includes('dcm_qa'),
  );
  const sources = pydicom(entries.map(({ file }) => `${CORPUS}/${file}`));
  const faults: string[] = [];
  for (const [i, { path: sourcePath, attributes }] of sources.entries()) {
    const format: PixelFormat = { bitsAllocated: 16, bitsStored: 16, signed: true };
    const [rows, columns] = [Number(attributes.Rows), Number(attributes.Columns)];
    const path = join(folder, `entity-${i}.dcm`);
    const image = derivation({
      ...{ source: readFileSync(sourcePath), stored: pattern(format, rows * columns), rows, columns, format },
      rescale: { slope: 1, intercept: 0, type: 'HU' },
    });
    writeFileSync(path, await writeDerivedImage(image));
    faults.push(...added(entityErrors([sourcePath]), entityErrors([sourcePath, path])));
  }
  t.diagnostic(`${sources.length} pairs`);
  assert.deepEqual(faults, []);
});
