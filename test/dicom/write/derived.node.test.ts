/** A derived image read back by dicom-parser, from sources built here byte by byte. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import dicomParser from 'dicom-parser';
import { type DerivedImage, writeDerivedImage } from '../../../src/dicom/derived.js';
import { isVeritomeError } from '../../../src/errors.js';
import type { PixelFormat } from '../../../src/image/frame.js';
import { derivation, pattern } from './derivation.js';
import { type Elements, item, part10, sequence, words } from './part10.js';
import { hasPydicom, installed, iodErrors, pydicom } from './validators.js';

const format: PixelFormat = { bitsAllocated: 16, bitsStored: 12, signed: false };
const stored = pattern(format, 12);
const folder = mkdtempSync(join(tmpdir(), 'veritome-derived-'));
after(() => rmSync(folder, { recursive: true }));

const CT: Elements = {
  '00080008 CS': 'ORIGINAL\\PRIMARY\\AXIAL\\CT_SOM5 SPI',
  '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
  '00080018 UI': '1.2.3.4',
  '00080060 CS': 'CT',
  '00100010 PN': 'Test^Name',
  '0020000D UI': '1.2.3',
  '0020000E UI': '1.2.3.3',
  '00200032 DS': '-120.50\\+1E2\\ 003.0',
  '00280004 CS': 'MONOCHROME2',
  '00280010 US': words(3),
  '00280011 US': words(4),
  '00280030 DS': '0.4882810 \\0.488281',
  '00280100 US': words(16),
  '00280103 US': words(0),
  '00281052 DS': '-1024.0',
  '00281053 DS': '1.00',
  '7FE00010 OW': words(...new Array(12).fill(7)),
};

function image(source: Elements, change: Partial<DerivedImage> = {}, options = {}) {
  const rescale = { slope: 1, intercept: -1024, type: 'HU' };
  const given = { source: part10(source, options), stored, rows: 3, columns: 4, format, rescale };
  return writeDerivedImage(derivation({ ...given, ...change }));
}

const read = async (...given: Parameters<typeof image>) => dicomParser.parseDicom(await image(...given));

test('numbers of the source keep their digits', async () => {
  const data = await read(CT);
  assert.equal(data.string('x00200032'), '-120.50\\+1E2\\ 003.0');
  // dicom-parser trims the ends of a string; what stands between stays.
  assert.equal(data.string('x00280030'), '0.4882810 \\0.488281');
  assert.equal(data.string('x00281052'), '-1024.0');
  assert.equal(data.string('x00281053'), '1.00');
});

test('it says what it is and where it comes from', async () => {
  const data = await read(CT);
  assert.equal(data.string('x00080008'), 'DERIVED\\SECONDARY\\AXIAL\\AI_DENOISED');
  assert.equal(data.string('x0008001c'), 'YES');
  assert.equal(data.string('x00189004'), 'RESEARCH');
  const [source] = data.elements.x00082112.items ?? [];
  assert.equal(source.dataSet?.string('x00081155'), '1.2.3.4');
  assert.equal(source.dataSet?.string('x0028135a'), 'YES');
  assert.equal(source.dataSet?.elements.x0040a170.items?.[0].dataSet?.string('x00080100'), '121322');
  assert.equal(data.string('x00990010'), 'VERITOME PROVENANCE');
  assert.equal(data.string('x00991001'), '{"class":"denoised"}');
  assert.deepEqual([data.uint16('x00280106'), data.uint16('x00280107')], [0, 4095]);
  assert.equal(data.string('x00020010'), '1.2.840.10008.1.2.1');
  const { dataOffset, length } = data.elements.x7fe00010;
  assert.deepEqual(new Uint16Array(data.byteArray.slice(dataOffset, dataOffset + length).buffer), stored);
});

test('what spoke of the old pixels stays behind', async () => {
  const data = await read({
    ...CT,
    '00080000 UL': words(1, 0),
    '00090010 LO': 'SOMEBODY',
    '00091001 LO': 'private',
    '00081140 SQ': sequence(item({ '00081150 UI': '1.2.840.10008.5.1.4.1.1.2' })),
    '00880200 SQ': sequence(item({ '00280010 US': words(1) })),
    '4FFE0001 SQ': sequence(item({ '04000005 US': words(1) })),
    '60000010 US': words(3),
    '60003000 OW': words(1, 2),
    '00400275 SQ': sequence(item({ '00091001 LO': 'private', '00400009 SH': 'STEP' })),
    'FFFAFFFA SQ': sequence(item({ '04000005 US': words(1) })),
  });
  const gone = ['x00080000', 'x00090010', 'x00091001', 'x00081140', 'x00880200', 'x4ffe0001', 'x60000010'];
  for (const tag of [...gone, 'x60003000', 'xfffafffa']) assert.equal(data.elements[tag], undefined, tag);
  const kept = data.elements.x00400275.items?.[0].dataSet;
  assert.equal(kept?.string('x00400009'), 'STEP');
  assert.equal(kept?.elements.x00091001, undefined);
});

test('marks of the source stay: synthetic, lossy, earlier equipment, padding', async () => {
  const data = await read(
    {
      ...CT,
      '0008001C CS': 'YES',
      '0018A001 SQ': sequence(item({ '00080070 LO': 'First' })),
      '00280120 US': words(2048),
      '00280301 CS': 'YES',
      '00282110 CS': '01',
      '00282112 DS': '9.5',
    },
    { syntheticData: 'NO' },
  );
  assert.equal(data.string('x0008001c'), 'YES');
  assert.equal(data.uint16('x00280120'), 2048);
  assert.equal(data.string('x00280301'), 'YES');
  assert.equal(data.string('x00282110'), '01');
  assert.equal(data.string('x00282112'), '9.5');
  const makers = data.elements.x0018a001.items?.map(({ dataSet }) => dataSet?.string('x00080070'));
  assert.deepEqual(makers, ['First', 'Veritome']);
});

test('padding and tables go when the stored values mean something else', async () => {
  const table = item({ '00283002 US': words(2, 0, 16), '00283006 OW': words(0, 1) });
  const source = { ...CT, '00280120 US': words(2048), '00283010 SQ': sequence(table) };
  const data = await read(source, { rescale: { slope: 2, intercept: -1024, type: 'HU' } });
  assert.equal(data.elements.x00280120, undefined);
  assert.equal(data.elements.x00283010, undefined);
  assert.equal(data.string('x00281053'), '2');
});

test('signed pixels get signed padding, however the source wrote it', async () => {
  const signed: PixelFormat = { bitsAllocated: 16, bitsStored: 16, signed: true };
  const source = { ...CT, '00280103 US': words(1), '00280120 US': words(63536) };
  const data = await read(source, { format: signed, stored: pattern(signed, 12) });
  assert.equal(data.elements.x00280120.vr, 'SS');
  assert.equal(data.int16('x00280120'), -2000);
  assert.equal(data.int16('x00280106'), -32768);
});

const NAMES: readonly (readonly [terms: string | undefined, bytes: number[], name: string])[] = [
  ['ISO_IR 100', [0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72], 'Müller'],
  ['ISO_IR 192', [...new TextEncoder().encode('Müller^山田')], 'Müller^山田'],
  // PS3.5 H.3: Yamada^Tarou=山田^太郎=やまだ^たろう.
  [
    '\\ISO 2022 IR 87',
    [...'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B'].map((c) =>
      c.charCodeAt(0),
    ),
    'Yamada^Tarou=山田^太郎=やまだ^たろう',
  ],
  // PS3.5 H.3, with katakana of ISO_IR 13.
  ['ISO 2022 IR 13\\ISO 2022 IR 87', [0xd4, 0xcf, 0xc0, 0xde], 'ﾔﾏﾀﾞ'],
  // PS3.5 I.2.
  ['\\ISO 2022 IR 149', [...'Hong=\x1b$)C\xfb\xf3'].map((c) => c.charCodeAt(0)), 'Hong=洪'],
  ['GB18030', [0xcd, 0xf5], '王'],
  ['ISO_IR 144', [0xbb, 0xee], 'Лю'],
];

test('names survive in every character set, in sequences too', async () => {
  for (const [terms, bytes, name] of NAMES) {
    const named = { '00100010 PN': Uint8Array.from(bytes) };
    const nested = item({ '00101001 PN': Uint8Array.from(bytes) });
    const data = await read({
      ...CT,
      ...named,
      ...(terms === undefined ? {} : { '00080005 CS': terms }),
      '04000561 SQ': sequence(nested),
    });
    const utf8 = ({ byteArray, elements }: dicomParser.DataSet, tag: string) => {
      const { dataOffset, length } = elements[tag];
      return new TextDecoder().decode(byteArray.subarray(dataOffset, dataOffset + length)).trimEnd();
    };
    assert.equal(data.string('x00080005'), 'ISO_IR 192');
    assert.equal(utf8(data, 'x00100010'), name);
    const inside = data.elements.x04000561.items?.[0].dataSet;
    assert.ok(inside);
    assert.equal(utf8(inside, 'x00101001'), name);
  }
});

test('ASCII text leaves the character set as declared', async () => {
  assert.equal((await read({ ...CT, '00080005 CS': 'ISO_IR 100' })).string('x00080005'), 'ISO_IR 100');
  assert.equal((await read(CT)).elements.x00080005, undefined);
});

test('implicit, big-endian and deflated sources, UN sequences and empty items are read', async () => {
  const rich = {
    ...CT,
    '00081140 SQ': sequence(
      item({ '00081150 UI': '1.2.840.10008.5.1.4.1.1.2', '00081155 UI': '1.2.3.9' }, true),
    ),
    '00400275 SQ': sequence(item({})),
    '00400555 UN': sequence(item({ '0040A160 UT': 'unknown once' })),
  };
  for (const encoding of ['implicit', 'bigEndian', 'deflated', 'explicit'] as const) {
    const data = await read(rich, {}, { encoding });
    assert.equal(data.string('x00200032'), '-120.50\\+1E2\\ 003.0', encoding);
    assert.equal(data.elements.x00081140.items?.[0].dataSet?.string('x00081155'), '1.2.3.9', encoding);
    assert.equal(data.elements.x00400275.items?.length, 1, encoding);
    const unknown = data.elements.x00400555.items?.[0].dataSet;
    assert.equal(unknown?.string('x0040a160'), 'unknown once', encoding);
  }
});

test('nothing is printed, and the same options give the same bytes', async (t) => {
  const printed: unknown[] = [];
  for (const method of ['log', 'info', 'warn', 'error'] as const) {
    t.mock.method(console, method, (...words: unknown[]) => printed.push(words));
  }
  const long = { ...CT, '00081030 LO': 'x'.repeat(70), '00180050 DS': '1.23456789012345678' };
  assert.deepEqual(await image(long), await image(long));
  assert.deepEqual(printed, []);
});

test('a source or pixels that do not fit are refused', async () => {
  const refused: readonly (readonly [string, Elements, Partial<DerivedImage>])[] = [
    ['AttributeError', { ...CT, '00080018 UI': '' }, {}],
    ['AttributeError', { ...CT, '00280008 IS': '12' }, {}],
    ['AttributeError', { ...CT, '52009230 SQ': sequence(item({})) }, {}],
    ['AttributeError', { ...CT, '00280004 CS': 'RGB' }, {}],
    ['ArgumentError', CT, { rows: 4, columns: 3 }],
    ['ArgumentError', CT, { stored: new Uint16Array(12).fill(4096) }],
    ['ArgumentError', CT, { stored: new Uint16Array(11) }],
    ['ArgumentError', CT, { format: { ...format, bitsAllocated: 8 } }],
    ['ArgumentError', CT, { rescale: { slope: 1 / 3, intercept: 0, type: 'HU' } }],
    ['ArgumentError', CT, { rescale: { slope: Number.NaN, intercept: 0, type: 'HU' } }],
    ['ArgumentError', CT, { imageTypeValue4: 'LOW_DOSE_SIMULATED' }],
    ['ArgumentError', CT, { privateBlock: { group: 0x0098, creator: 'X', elements: [] } }],
    ['NotDicomError', {}, {}],
  ];
  for (const [tag, source, change] of refused) {
    await assert.rejects(image(source, change), (error) => isVeritomeError(error) && error.tag === tag);
  }
  const cut = derivation({
    ...{ source: part10(CT).subarray(0, 300), stored, rows: 3, columns: 4, format },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
  });
  await assert.rejects(writeDerivedImage(cut), (error) => isVeritomeError(error, 'TruncatedError'));
  const packed = part10(CT, { encoding: 'deflated' });
  packed.fill(0xff, packed.length - 200);
  const damaged = { ...cut, source: packed };
  await assert.rejects(writeDerivedImage(damaged), (error) => isVeritomeError(error, 'DecodeError'));
});

test('a simulated low dose needs no private block', async () => {
  const data = await read(CT, { imageTypeValue4: 'SIM_LOW_DOSE', privateBlock: undefined });
  assert.equal(data.string('x00080008'), 'DERIVED\\SECONDARY\\AXIAL\\SIM_LOW_DOSE');
  assert.equal(data.elements.x00080300, undefined);
});

test('pydicom and dciodvfy read the names and know no foreign element', async (t) => {
  const path = join(folder, 'name.dcm');
  const [, bytes, name] = NAMES[2];
  const source = { ...CT, '00080005 CS': '\\ISO 2022 IR 87', '00100010 PN': Uint8Array.from(bytes) };
  writeFileSync(path, await image(source));
  if (hasPydicom()) assert.equal(pydicom([path])[0].attributes.PatientName, name);
  else t.diagnostic('pydicom is not installed: its reading not compared');
  if (!installed('dciodvfy')) return t.skip('dciodvfy is not installed');
  const foreign = iodErrors(path).filter((line) => /not a recognized|VR|Bad/.test(line));
  assert.deepEqual(foreign, []);
});
