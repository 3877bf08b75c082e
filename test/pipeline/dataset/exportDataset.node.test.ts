/** Data sets as their users open them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { textAttribute } from '../../../src/dicom/attributes.js';
import { TAG } from '../../../src/dicom/attributeTags.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { isVeritomeError } from '../../../src/errors.js';
import { parseDatasetManifest } from '../../../src/pipeline/dataset/datasetManifest.js';
import { type DatasetOptions, exportDataset } from '../../../src/pipeline/dataset/exportDataset.js';
import { DATASET_FORMATS, type DatasetFormat } from '../../../src/pipeline/dataset/format.js';
import { type ExportedFile, exportSeries } from '../../../src/pipeline/exportSeries.js';
import { openStudy } from '../../../src/pipeline/openStudy.js';
import type { SyntheticSlice } from '../../../src/pipeline/syntheticSlice.js';
import { verify } from '../../../src/pipeline/verify.js';
import { pixelsOf } from '../../../src/provenance/markedPixels.js';
import { entityErrors, hasPydicom, installed, iodErrors, pydicom } from '../../dicom/write/validators.js';
import { COLUMNS, fakeJob, fakeSlices, MODEL, ROWS } from './fakeSlices.js';
import { hasPython, NIFTI, NPZ, PNG, python } from './readers.js';

const folder = mkdtempSync(join(tmpdir(), 'veritome-dataset-'));
after(() => rmSync(folder, { recursive: true }));

const JOB = { count: 3, seed: 7 };
const slices = await fakeJob(JOB);
const hex = (values: { buffer: ArrayBufferLike }) => Buffer.from(values.buffer).toString('hex');

async function write(
  format: DatasetFormat,
  change: Partial<DatasetOptions> = {},
  from: AsyncIterable<SyntheticSlice> = fakeSlices(JOB),
) {
  const root = join(folder, `${format}-${Math.random()}`);
  const names: string[] = [];
  for await (const { name, bytes } of exportDataset(from, { format, job: JOB, ...change })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), bytes);
    names.push(name);
  }
  return {
    names,
    path: (name: string) => join(root, name),
    text: (name: string) => readFileSync(join(root, name), 'utf8'),
  };
}

test('every format names its files by position, the manifest last', async () => {
  const names = Object.fromEntries(
    await Promise.all(DATASET_FORMATS.map(async (format) => [format, (await write(format)).names])),
  );
  const end = ['labels.csv', 'README.md', 'manifest.json'];
  assert.deepEqual(names.dicom, [
    ...['labels/0001.dcm', '0001.dcm', 'labels/0002.dcm', '0002.dcm', 'labels/0003.dcm', '0003.dcm'],
    ...end,
  ]);
  assert.deepEqual(names.npz, ['0001.npz', '0002.npz', '0003.npz', ...end]);
  assert.deepEqual(names.png.slice(0, 2), ['labels/0001.png', '0001.synthetic.png']);
  assert.deepEqual(names.nifti.slice(0, 2), ['labels/0001.nii.gz', '0001.nii.gz']);
});

test('manifest, table and card tell of every slice', async () => {
  const { text, path } = await write('dicom', { jobTime: new Date('2026-11-24T08:00:00Z') });
  const image = parsePart10(new Uint8Array(readFileSync(path('0001.dcm'))), '0001.dcm');
  assert.equal(textAttribute(image, TAG.StudyDate), '20261124');
  const manifest = parseDatasetManifest(text('manifest.json'));
  assert.deepEqual(manifest.model, MODEL);
  assert.deepEqual(
    [manifest.command, manifest.seed, manifest.count, manifest.shard, manifest.format, manifest.jobTime],
    ['generate', 7, 3, null, 'dicom', '2026-11-24T08:00:00.000Z'],
  );
  assert.deepEqual(manifest.options, { truncation: 0.8 }, 'the default that was taken');
  for (const [i, { frame, seed, realism }] of slices.entries()) {
    const row = manifest.files[i];
    assert.deepEqual(
      [row.file, row.label, row.index, row.seed, row.class, row.realism, row.pixelSha256, row.sources],
      [
        ...[`000${i + 1}.dcm`, `labels/000${i + 1}.dcm`, i, seed, slices[i].class, realism],
        ...[frame.origin.record?.pixels.sha256, []],
      ],
    );
    assert.equal(row.sopInstanceUID, frame.instance.sopInstanceUID);
  }
  const [header, first] = text('labels.csv').split('\n');
  assert.equal(
    header,
    'file,label_file,class,seed,realism,air_fraction,lung_fraction,fat_fraction,soft_tissue_fraction,bone_fraction',
  );
  const fractions = first.split(',').slice(5).map(Number);
  assert.ok(Math.abs(fractions.reduce((sum, one) => sum + one, 0) - 1) < 1e-4);
  assert.match(
    text('README.md'),
    /fake-slices 1\.0\.0[\s\S]*No patient|No patient[\s\S]*fake-slices 1\.0\.0/,
  );
});

test('DICOM is clean, of one study, and marked for every reader', async (t) => {
  const { path } = await write('dicom');
  const images = [1, 2, 3].map((n) => path(`000${n}.dcm`));
  const labels = [1, 2, 3].map((n) => path(`labels/000${n}.dcm`));
  for (const image of images) {
    const verdict = await verify(readFileSync(image), image);
    assert.deepEqual(
      [verdict.status, verdict.class, verdict.model],
      ['verified', 'synthetic', 'fake-slices 1.0.0'],
    );
    assert.equal(verdict.evidence.pixelHash.ok, true);
  }
  const study = await openStudy(images.map((name) => ({ name, bytes: new Uint8Array(readFileSync(name)) })));
  assert.equal(study.series.length, 1);
  assert.ok(
    study.series[0].frames.every((frame) => frame.kind === 'marked' && frame.origin.class === 'synthetic'),
  );
  if (installed('dciodvfy')) {
    for (const file of [...images, ...labels]) assert.deepEqual(iodErrors(file), [], file);
    assert.deepEqual(entityErrors([...images, ...labels]), []);
  } else t.diagnostic('dciodvfy is not installed');
  if (!hasPydicom()) return t.skip('pydicom is not installed');
  for (const [i, { pixelSha256 }] of pydicom(images, { pixels: true }).entries()) {
    assert.equal(pixelSha256, slices[i].frame.origin.record?.pixels.sha256);
  }
});

test('a marked frame of a data set leaves the workbench as DICOM too', async () => {
  const frames = slices.map(({ frame }) => frame);
  const [{ instance }] = frames;
  const series = {
    ...{ seriesInstanceUID: instance.seriesInstanceUID, studyInstanceUID: instance.studyInstanceUID },
    ...{ modality: 'CT', description: '', number: undefined, frames, sliceSpacing: undefined, notes: [] },
  };
  const files: ExportedFile[] = [];
  for await (const file of exportSeries(series, { format: 'dicom' })) files.push(file);
  assert.deepEqual(
    files.map(({ name }) => name),
    ['0001.dcm', '0002.dcm', '0003.dcm', 'manifest.json'],
  );
  assert.equal((await verify(files[0].bytes)).class, 'synthetic');
  // Opened and saved again, they are the same bytes.
  const study = await openStudy(files.slice(0, 3));
  for await (const { name, bytes } of exportSeries(study.series[0], { format: 'dicom' })) {
    const file = files.find((one) => one.name === name);
    if (name !== 'manifest.json') assert.deepEqual(bytes, file?.bytes);
  }
});

test('NumPy reads npz', async (t) => {
  if (!hasPython('numpy')) return t.skip('NumPy is not installed');
  const { path } = await write('npz');
  const read = python(NPZ, ...[1, 2, 3].map((n) => path(`000${n}.npz`)));
  for (const [i, { frame, labels, seed, realism, index }] of slices.entries()) {
    const { record, ...rest } = read[i];
    assert.deepEqual(rest, {
      ...{ hu: hex(pixelsOf(frame)), dtype: 'int16', shape: [ROWS, COLUMNS], labels: hex(labels.codes) },
      ...{ seed, index, class: slices[i].class, realism, spacing: [0.75, 0.8] },
    });
    assert.equal(record.class, 'synthetic');
    assert.equal(record.pixels.sha256, frame.origin.record?.pixels.sha256);
  }
});

test('nibabel reads NIfTI in its place', async (t) => {
  if (!hasPython('nibabel', 'numpy')) return t.skip('nibabel is not installed');
  const { path } = await write('nifti');
  const [image, label] = python(NIFTI, path('0002.nii.gz'), path('labels/0002.nii.gz'));
  assert.equal(image.voxels, hex(pixelsOf(slices[1].frame)));
  assert.equal(label.voxels, hex(slices[1].labels.codes));
  assert.deepEqual([image.dtype, label.dtype, image.units], ['int16', 'uint8', 'mm']);
  assert.deepEqual(image.shape, [COLUMNS, ROWS, 1]);
  // First pixel at (-18, -15, 0) in LPS, a column 0.8 mm further in L, a row 0.75 mm further in P.
  const affine = image.affine.flat().map((value: number) => Math.round(value * 1e5) / 1e5 || 0);
  assert.deepEqual(affine, [-0.8, 0, 0, 18, 0, -0.75, 0, 15, 0, 0, 2.5, 0, 0, 0, 0, 1]);
  assert.match(image.description, /^AI SYNTHETIC, NO PATIENT; fake-slices 1\.0\.0; Veritome/);
  assert.deepEqual(image.codes, [6]);
  assert.equal(image.record.pixels.sha256, slices[1].frame.origin.record?.pixels.sha256);
  assert.equal(label.record.labelsOf, image.record.pixels.sha256);
});

test('PNG holds HU + 1024 in 16 bits, nothing burned in', async (t) => {
  if (!hasPython('numpy')) return t.skip('NumPy is not installed');
  const { path } = await write('png');
  const [image, label] = python(PNG, path('0003.synthetic.png'), path('labels/0003.png'));
  assert.deepEqual([image.depth, image.width, image.height, label.depth], [16, COLUMNS, ROWS, 8]);
  assert.equal(image.values, hex(pixelsOf(slices[2].frame)));
  assert.equal(label.values, hex(slices[2].labels.codes));
  assert.match(image.text.Source, /^GENERATED - SYNTHETIC, NO PATIENT - fake-slices/);
  assert.equal(JSON.parse(image.text.Veritome).pixels.sha256, slices[2].frame.origin.record?.pixels.sha256);
  assert.match(label.text.Source, /SYNTHETIC/);
});

test('slices are taken one at a time, and stopping ends the source', async () => {
  let made = 0;
  let ended = false;
  async function* counted() {
    try {
      for await (const slice of fakeSlices({ ...JOB, onSlice: () => made++ })) yield slice;
    } finally {
      ended = true;
    }
  }
  for await (const { name } of exportDataset(counted(), { format: 'npz', job: JOB })) {
    assert.equal(name, '0001.npz');
    assert.equal(made, 1);
    break;
  }
  assert.ok(ended);
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await assert.rejects(write('npz', { signal: stop.signal }), /enough/);
});

test('what a format cannot hold is refused, not rounded', async () => {
  const job = { ...JOB, count: 2 };
  await assert.rejects(write('npz', { job }), (e) => isVeritomeError(e, 'ArgumentError'));
  await assert.rejects(write('jpeg' as DatasetFormat), (e) => isVeritomeError(e, 'ArgumentError'));
});
