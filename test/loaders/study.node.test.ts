import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { here } from '../../src/loaders/contents.js';
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

/** A reader whose files come back in the order that the test asks for. */
function heldReader(width: number) {
  const held = new Map<string, () => void>();
  return {
    release: (name: string) => held.get(name)?.(),
    waiting: () => [...held.keys()],
    reader: {
      width,
      async read(file: Parameters<typeof here.read>[0]) {
        await new Promise<void>((resolve) => held.set(file.name, resolve));
        return here.read(file, undefined);
      },
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !holds(); i++) await tick();
  assert.ok(holds());
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

test('files that come back in any order give the study that their order gives', async () => {
  const html = Uint8Array.from('<html></html>', (c) => c.charCodeAt(0));
  const files = [at(2, 1), html, at(0, 2), at(9, 1), at(1, 3), at(0, 1, 2)].map(named);
  const inOrder = await loadStudy(files);
  const held = heldReader(6);
  const loading = loadStudy(files, { reader: held.reader });
  await until(() => held.waiting().length === files.length);
  for (const i of [5, 3, 4, 1, 0, 2]) {
    await tick();
    held.release(`${i}.dcm`);
  }
  const anyOrder = await loading;
  assert.deepEqual(
    anyOrder.refused.map((e) => e.describe()),
    inOrder.refused.map((e) => e.describe()),
  );
  assert.deepEqual(
    anyOrder.series.map(({ frames }) => frames.map(({ file }) => file)),
    inOrder.series.map(({ frames }) => frames.map(({ file }) => file)),
  );
});

test('no more files are fetched than the reader works on', async () => {
  const held = heldReader(2);
  const loading = loadStudy([at(0, 1), at(1, 2), at(2, 3)].map(named), { reader: held.reader });
  await until(() => held.waiting().length > 1);
  await tick();
  assert.deepEqual(held.waiting(), ['0.dcm', '1.dcm']);
  for (const name of ['0.dcm', '1.dcm', '2.dcm']) {
    await until(() => held.waiting().includes(name));
    held.release(name);
  }
  assert.equal((await loading).series[0].frames.length, 3);
});

test('the study is told with its first slice, sorted as it grows, and whole at the end', async () => {
  const held = heldReader(3);
  const seen: { files: string[]; frames: readonly unknown[] }[] = [];
  const loading = loadStudy([at(2, 1), at(0, 2), at(1, 3)].map(named), {
    reader: held.reader,
    onGrowth: ({ series }) =>
      seen.push({ files: series[0].frames.map(({ file }) => file), frames: series[0].frames }),
  });
  await until(() => held.waiting().length === 3);
  held.release('2.dcm');
  await until(() => seen.length > 0);
  assert.deepEqual(
    seen.map(({ files }) => files),
    [['2.dcm']],
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  held.release('0.dcm');
  await until(() => seen.length > 1);
  assert.deepEqual(seen[1].files, ['2.dcm', '0.dcm']);
  held.release('1.dcm');
  const study = await loading;
  assert.deepEqual(seen.at(-1)?.files, ['1.dcm', '2.dcm', '0.dcm']);
  // The very same slices: whoever shows one need not draw it again.
  assert.ok(study.series[0].frames.includes(seen[0].frames[0] as never));
});

test('a zip under another name is opened all the same', async () => {
  const zip = zipSync({ 'a.dcm': at(0, 1), 'b.dcm': at(1, 2) });
  const file = new File([zip as Uint8Array<ArrayBuffer>], 'study.dcm');
  const told: string[] = [];
  const study = await loadStudy([file, new File([at(2, 3) as Uint8Array<ArrayBuffer>], 'c.dcm')], {
    onProgress: ({ done, total }) => told.push(`${done}/${total}`),
  });
  assert.equal(study.series[0].frames.length, 3);
  assert.deepEqual(study.refused, []);
  assert.equal(told.at(-1), '3/3');
});
