import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadStudy } from '../../src/loaders/study.js';
import { dataSet, type Element, part10, slice, text } from '../dicom/read/encode.js';

/** A slice at height `z`, instance `n`, of patient and study `who`. */
function at(z: number, n: number, who = 1, more: Readonly<Record<number, Element>> = {}): Uint8Array {
  return part10(
    dataSet(
      slice({
        524312: text(0x00080018, 'UI', `1.2.${who}.${n}`),
        528432: text(0x00081030, 'LO', 'Thorax'),
        1048592: text(0x00100010, 'PN', `Patient^${who}`),
        2097165: text(0x0020000d, 'UI', `1.2.${who}`),
        2097166: text(0x0020000e, 'UI', `1.2.${who}.0`),
        2097202: text(0x00200032, 'DS', `0\\0\\${z}`),
        528446: text(0x0008103e, 'LO', 'Axial'),
        2097169: text(0x00200011, 'IS', '3'),
        ...more,
      }),
    ),
  );
}

const named = (bytes: Uint8Array, i: number) => ({ name: `${i}.dcm`, bytes });

test('slices become a sorted series with labels', async () => {
  const study = await loadStudy([at(2, 1), at(0, 2), at(1, 3)].map(named));
  assert.deepEqual(study.refused, []);
  assert.equal(study.studyInstanceUID, '1.2.1');
  assert.deepEqual(study.labels, {
    patientName: 'Patient, 1',
    patientID: '',
    studyDate: '',
    studyDescription: 'Thorax',
  });
  const [series] = study.series;
  assert.deepEqual(
    series.frames.map(({ file }) => file),
    ['1.dcm', '2.dcm', '0.dcm'],
  );
  assert.equal(series.sliceSpacing, 1);
  assert.deepEqual([series.description, series.number, series.modality], ['Axial', 3, 'CT']);
});

test('a file that cannot be used is refused by name, and the rest is done', async () => {
  const html = Uint8Array.from('<html></html>', (c) => c.charCodeAt(0));
  const study = await loadStudy([at(0, 1), html, at(1, 2), at(2, 3).subarray(0, -4)].map(named));
  assert.equal(study.series[0].frames.length, 2);
  assert.deepEqual(
    study.refused.map(({ file, tag }) => [file, tag]),
    [
      ['1.dcm', 'NotDicomError'],
      ['3.dcm', 'TruncatedError'],
    ],
  );
  const none = await loadStudy([named(html, 0)]);
  assert.deepEqual([none.series.length, none.refused.length, none.studyInstanceUID], [0, 1, '']);
});

test('the same file twice counts once; another under its UID is a conflict', async () => {
  const study = await loadStudy([at(0, 1), at(0, 1), at(9, 1), at(1, 2)].map(named));
  assert.equal(study.series[0].frames.length, 2);
  assert.deepEqual(
    study.refused.map(({ file, attribute }) => [file, attribute]),
    [['2.dcm', 'SOPInstanceUID (0008,0018)']],
  );
});

test('with several patients, only the labels they share are told, and the largest study leads', async () => {
  const study = await loadStudy([at(0, 1, 1), at(0, 1, 2), at(1, 2, 2)].map(named));
  assert.equal(study.studyInstanceUID, '1.2.2');
  assert.deepEqual(
    study.series.map(({ frames }) => frames.length),
    [2, 1],
  );
  assert.equal(study.labels.patientName, '');
  assert.equal(study.labels.studyDescription, 'Thorax');
});

test('progress tells each file, and ends at its total', async () => {
  const seen: string[] = [];
  await loadStudy([at(0, 1), at(1, 2), at(2, 3)].map(named), {
    onProgress: ({ job, done, total }) => seen.push(`${job} ${done}/${total}`),
  });
  assert.deepEqual(seen, ['Opening 1/3', 'Opening 2/3', 'Opening 3/3']);
});

test('a cancelled load rejects with the reason of its signal', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const loading = loadStudy([at(0, 1), at(1, 2)].map(named), {
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await assert.rejects(loading, (error) => error === reason);
});

test('the page can breathe while many files load', async () => {
  let ticks = 0;
  const timer = setInterval(() => {
    ticks += 1;
  }, 1);
  await loadStudy(Array.from({ length: 400 }, (_, i) => named(at(i, i), i)));
  clearInterval(timer);
  assert.ok(ticks > 0);
});
