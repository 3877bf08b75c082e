/** Label maps as they come back from files. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'fast-png';
import { isVeritomeError } from '../../../src/errors.js';
import { exportDataset } from '../../../src/pipeline/dataset/exportDataset.js';
import type { DatasetFormat } from '../../../src/pipeline/dataset/format.js';
import { labelMapSha256, readLabels } from '../../../src/pipeline/dataset/readLabels.js';
import { fakeJob, fakeSlices } from './fakeSlices.js';

const JOB = { count: 2, seed: 3 };
const slices = await fakeJob(JOB);

async function filesOf(format: DatasetFormat, wanted: (name: string) => boolean) {
  const files = [];
  for await (const file of exportDataset(fakeSlices(JOB), { format, job: JOB })) {
    if (wanted(file.name)) files.push(file);
  }
  return files;
}

test('label maps written as PNG and as Segmentation are read back', async () => {
  for (const format of ['png', 'dicom'] as const) {
    const maps = await readLabels(await filesOf(format, (name) => name.startsWith('labels/')));
    assert.deepEqual(
      maps,
      slices.map(({ labels }) => labels),
      format,
    );
  }
});

test('tissues of scans are found by whoever can', async () => {
  const scans = await filesOf('dicom', (name) => /^\d+\.dcm$/.test(name));
  const seen: string[] = [];
  const maps = await readLabels(scans, {
    segment: (frame) => {
      seen.push(frame.instance.sopInstanceUID);
      return slices[0].labels;
    },
  });
  assert.equal(maps.length, 2);
  assert.deepEqual(seen.sort(), slices.map(({ frame }) => frame.instance.sopInstanceUID).sort());
  await assert.rejects(readLabels(scans), (e) => isVeritomeError(e, 'ArgumentError'));
});

test('a drawn PNG needs its spacing, and codes that name tissues', async () => {
  const picture = { width: 3, height: 2, channels: 1, depth: 8 as const };
  const bytes = encode({ ...picture, data: Uint8Array.of(0, 1, 2, 3, 4, 0) });
  const [map] = await readLabels([{ name: 'a.png', bytes }], { pixelSpacing: [0.7, 0.7] });
  assert.deepEqual([map.rows, map.columns, [...map.codes]], [2, 3, [0, 1, 2, 3, 4, 0]]);
  const strange = encode({ ...picture, data: Uint8Array.of(0, 1, 2, 3, 5, 0) });
  const colour = encode({ width: 1, height: 1, channels: 3, depth: 8, data: Uint8Array.of(0, 0, 0) });
  for (const one of [bytes, strange, colour]) {
    await assert.rejects(
      readLabels([{ name: 'a.png', bytes: one }]),
      (e) => isVeritomeError(e, 'ArgumentError') && e.file === 'a.png',
    );
  }
  await assert.rejects(readLabels([{ name: 'a.png', bytes: bytes.slice(0, 40) }]), (e) =>
    isVeritomeError(e, 'DecodeError'),
  );
});

test('the identity of a label map is its codes, size and spacing', async () => {
  const { labels } = slices[0];
  const hash = await labelMapSha256(labels);
  assert.equal(await labelMapSha256({ ...labels, codes: labels.codes.slice() }), hash);
  assert.notEqual(await labelMapSha256({ ...labels, pixelSpacing: [1, 1] }), hash);
  const codes = labels.codes.slice();
  codes[5] ^= 1;
  assert.notEqual(await labelMapSha256({ ...labels, codes }), hash);
});
