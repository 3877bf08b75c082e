/** What a derived image adds where its source is silent, and where it holds its tongue. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import dicomParser from 'dicom-parser';
import { type DerivedImage, writeDerivedImage } from '../../../src/dicom/derived.js';
import type { PixelFormat } from '../../../src/image/frame.js';
import { derivation, pattern } from './derivation.js';
import { type Elements, item, part10, sequence, words } from './part10.js';

const format: PixelFormat = { bitsAllocated: 16, bitsStored: 12, signed: false };
const CT = '1.2.840.10008.5.1.4.1.1.2';
const SOURCE: Elements = {
  '00080016 UI': CT,
  '00080018 UI': '1.2.3.4',
  '00100010 PN': 'Test^Name',
  '0020000D UI': '1.2.3',
  '0020000E UI': '1.2.3.3',
  '00280004 CS': 'MONOCHROME2',
  '00280010 US': words(3),
  '00280011 US': words(4),
  '00280100 US': words(16),
  '00280103 US': words(0),
  '7FE00010 OW': words(...new Array(12).fill(7)),
};

async function derived(
  more: Elements = {},
  change: Partial<DerivedImage> = {},
): Promise<dicomParser.DataSet> {
  const image = derivation({
    source: part10({ ...SOURCE, ...more }),
    ...{ stored: pattern(format, 12), rows: 3, columns: 4, format },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
    ...change,
  });
  return dicomParser.parseDicom(await writeDerivedImage(image));
}

const first = (data: dicomParser.DataSet | undefined, sequenceTag: string) =>
  data?.elements[sequenceTag]?.items?.[0].dataSet;
const reference = (uid: string) => item({ '00081150 UI': CT, '00081155 UI': uid });

test('Quality Control Subject (PS3.3 C.7.1.1): as the source, or unsaid like there', async () => {
  assert.equal((await derived()).elements.x00100200, undefined);
  for (const said of ['YES', 'NO']) {
    assert.equal((await derived({ '00100200 CS': said })).string('x00100200'), said);
  }
});

test('Recognizable Visual Features (PS3.3 C.7.6.1): YES for a head, unless told or defaced', async () => {
  const method = sequence(item({ '00080100 SH': '113101', '00080102 SH': 'DCM' }));
  const head = { '00180015 CS': 'HEAD' };
  assert.equal((await derived(head)).string('x00280302'), 'YES');
  assert.equal((await derived({ '00180015 CS': 'CHEST' })).elements.x00280302, undefined);
  assert.equal((await derived({ ...head, '00280302 CS': 'NO' })).string('x00280302'), 'NO');
  assert.equal((await derived({ ...head, '00120064 SQ': method })).elements.x00280302, undefined);
});

test('Common Instance Reference (PS3.3 C.12.2): whole, or not at all', async () => {
  const alone = first(await derived(), 'x00081115');
  assert.equal(alone?.string('x0020000e'), '1.2.3.3');
  assert.equal(first(alone, 'x0008114a')?.string('x00081155'), '1.2.3.4');
  const elsewhere = await derived({ '00081140 SQ': sequence(reference('1.2.9')) });
  assert.equal(elsewhere.elements.x00081115, undefined);
  const study = await derived({ '00081110 SQ': sequence(reference('1.2.3')) });
  assert.ok(study.elements.x00081115, 'a study is no instance of a series');
});

test('Common Instance Reference of the source: its instances stay, ours joins the same series', async () => {
  const listed = (series: string, uid: string) =>
    sequence(item({ '0020000E UI': series, '0008114A SQ': sequence(reference(uid)) }));
  const uids = (data: dicomParser.DataSet) =>
    data.elements.x00081115.items?.map(({ dataSet }) => [
      dataSet?.string('x0020000e'),
      ...(dataSet?.elements.x0008114a.items?.map((one) => one.dataSet?.string('x00081155')) ?? []),
    ]);
  assert.deepEqual(uids(await derived({ '00081115 SQ': listed('1.2.3.3', '1.2.9') })), [
    ['1.2.3.3', '1.2.9', '1.2.3.4'],
  ]);
  assert.deepEqual(uids(await derived({ '00081115 SQ': listed('1.2.8', '1.2.9') })), [
    ['1.2.8', '1.2.9'],
    ['1.2.3.3', '1.2.3.4'],
  ]);
});

test('a UID that is none stands in words, not in a UI (PS3.5 9.1)', async () => {
  const data = await derived({ '00080018 UI': '0.01.2' });
  assert.equal(data.elements.x00082112, undefined);
  assert.equal(data.elements.x00081115, undefined);
  assert.match(data.string('x00082111') ?? '', /source image 0\.01\.2$/);
  assert.equal((await derived({ '0020000E UI': '1.02' })).elements.x00081115, undefined);
});

test('Coding Scheme Identification (PS3.3 C.12.1): ours once, behind those of the source, and only where used', async () => {
  const schemes = (data: dicomParser.DataSet) =>
    data.elements.x00080110?.items?.map(({ dataSet }) => dataSet?.string('x00080102'));
  assert.deepEqual(schemes(await derived()), ['99VERITOME']);
  const known = sequence(item({ '00080102 SH': '99OTHER' }), item({ '00080102 SH': '99VERITOME' }));
  assert.deepEqual(schemes(await derived({ '00080110 SQ': known })), ['99OTHER', '99VERITOME']);
  const standard = { value: '113085', scheme: 'DCM', meaning: 'Spatial resampling' };
  assert.equal(schemes(await derived({}, { derivationCodes: [standard] })), undefined);
});

test('private elements are defined where their definition is given (PS3.3 C.12.1)', async () => {
  const block = {
    group: 0x0099,
    creator: 'TEST',
    elements: [
      { element: 1, vr: 'LO', value: 'plain' },
      {
        element: 5,
        vr: 'SQ',
        value: [{ AlgorithmName: 'one' }, { AlgorithmName: 'two' }],
        definition: { name: 'Algorithms', keyword: 'Algorithms', description: 'What ran.' },
      },
    ],
  } as const;
  const data = await derived({}, { privateBlock: block });
  const names = data.elements.x00991005.items?.map(({ dataSet }) => dataSet?.string('x00660036'));
  assert.deepEqual(names, ['one', 'two']);
  const told = first(data, 'x00080300');
  assert.equal(told?.elements.x00080310.items?.length, 1);
  const definition = first(told, 'x00080310');
  assert.equal(definition?.uint16('x00080308'), 5);
  assert.equal(definition?.string('x0008030a'), 'SQ');
  assert.equal(definition?.uint32('x0008030b'), 2);
  assert.equal(definition?.string('x0008030e'), 'What ran.');
});

test('at another place nothing of one exposure stays; at the same place all of it', async () => {
  const exposed: Elements = {
    '00080022 DA': '20260102',
    '00080032 TM': '1020',
    '0008002A DT': '202601021020',
    '00181150 IS': '1000',
    '00181151 IS': '200',
    '00201041 DS': '5',
  };
  const tags = ['x00080022', 'x00080032', 'x0008002a', 'x00181150', 'x00181151', 'x00201041'];
  const [stays, moved] = [await derived(exposed), await derived(exposed, { position: [0, 0, 2.5] })];
  for (const tag of tags) {
    assert.notEqual(stays.elements[tag], undefined, tag);
    assert.equal(moved.elements[tag], undefined, tag);
  }
  assert.equal(moved.string('x00200032'), '0\\0\\2.5');
});
