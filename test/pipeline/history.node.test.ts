/** Marks that sources carried: on record in what is made from them, whoever made them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import dicomParser from 'dicom-parser';
import { openStudy } from '../../src/pipeline/openStudy.js';
import { verify } from '../../src/pipeline/verify.js';
import { distinctMarks, type EarlierMark, wordsOf } from '../../src/provenance/earlierMark.js';
import { type FrameRecord, packRecords, unpackRecords } from '../../src/provenance/frameRecords.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import { type ProvenanceRecord, parseRecord } from '../../src/provenance/record.js';
import { item, sequence, words } from '../dicom/write/part10.js';
import { between, denoised, files, slice } from './attributes/written.js';

const SYNTHETIC = { '0008001C CS': 'YES' };
const SIGNED = { 'FFFAFFFA SQ': sequence(item({ '04000005 US': words(1) })) };
const OTHER = { '00110010 LO': 'OTHER MAKER', '00111001 LO': 'whatever it says' };

async function opened(...all: Uint8Array[]): Promise<readonly Frame[]> {
  const study = await openStudy(all.map((bytes, i) => ({ name: `${i}.dcm`, bytes })));
  assert.deepEqual(study.refused, []);
  return study.series[0].frames;
}

const parsed = (bytes: Uint8Array) => dicomParser.parseDicom(bytes);
const recordIn = (bytes: Uint8Array) => parseRecord(parsed(bytes).string('x00991001') ?? '');
const description = (bytes: Uint8Array) => parsed(bytes).string('x00082111') ?? '';

test('a slice of a scanner has no history', async () => {
  const [bytes] = await files(await denoised(await opened(slice(0), slice(1))));
  assert.equal(recordIn(bytes)?.history, undefined);
  assert.doesNotMatch(description(bytes), /its source/);
});

test('denoised twice: the second record knows the first, and the file holds the second alone', async () => {
  const once = await files(await denoised(await opened(slice(0), slice(1))));
  const [twice] = await files(await denoised(await opened(...once)));
  const first = recordIn(once[0]);
  assert.deepEqual(recordIn(twice)?.history, [
    { class: 'denoised', toldBy: 'record', model: first?.model, pixelSha256: first?.pixels.sha256 },
  ]);
  assert.notEqual(recordIn(twice)?.pixels.sha256, first?.pixels.sha256);
  assert.match(description(twice), /its source was denoised by test-net 1\.2\.3/);
  const creators = Object.keys(parsed(twice).elements).filter((tag) => /^x009900/.test(tag));
  assert.deepEqual(creators, ['x00990010']);
  assert.equal((await verify(twice)).status, 'verified');
  const makers = parsed(twice).elements.x0018a001.items?.map(({ dataSet }) =>
    dataSet?.elements.x0040a170.items?.[0].dataSet?.string('x00080100'),
  );
  assert.deepEqual(makers, ['109101', '109102', '109103', '109102', '109103']);
});

test('three times: the oldest stands first', async () => {
  let frames = await opened(slice(0), slice(1));
  const hashes: (string | undefined)[] = [];
  for (let i = 0; i < 3; i++) {
    const all = await files(await denoised(frames));
    hashes.push(recordIn(all[0])?.pixels.sha256);
    frames = await opened(...all);
  }
  const [frame] = frames;
  assert.ok(frame.kind === 'marked');
  assert.deepEqual(
    frame.origin.record?.history?.map(({ pixelSha256 }) => pixelSha256),
    hashes.slice(0, 2),
  );
});

test('between denoised slices: both are on record, on this page and out of files', async () => {
  const quiet = await denoised(await opened(slice(0), slice(1)));
  const saved = await opened(...(await files(quiet)));
  const expected = quiet.frames.map(({ origin }) => origin.record?.pixels.sha256);
  for (const frames of [quiet.frames, saved]) {
    const made = (await files(await between(frames)))[1];
    assert.deepEqual(
      recordIn(made)?.history?.map(({ pixelSha256 }) => pixelSha256),
      expected,
    );
    assert.equal(parsed(made).string('x0008001c'), 'YES');
    const makers = parsed(made).elements.x0018a001.items?.map(({ dataSet }) => dataSet?.string('x00081090'));
    const net = 'test-net 1.2.3';
    // Out of a file: the denoiser's two items; on this page: one of what the file does not tell.
    const denoiser = frames === saved ? [net, net] : [net];
    assert.deepEqual(makers, ['Scanner', ...denoiser, net]);
  }
});

test('what another maker declares is kept as declared, with its creators and its signature', async () => {
  const source = slice(0, { ...SYNTHETIC, ...OTHER, ...SIGNED });
  const [bytes] = await files(await denoised(await opened(source)));
  assert.deepEqual(recordIn(bytes)?.history, [
    { class: 'unknown', toldBy: 'file', privateCreators: ['OTHER MAKER'], signed: true },
  ]);
  assert.match(description(bytes), /its source is synthetic data and signed, as declared by its file/);
  assert.equal(parsed(bytes).elements.x00110010, undefined);
  // The one signature is ours: the source's has no certificate.
  const signatures = parsed(bytes).elements.xfffafffa?.items ?? [];
  assert.equal(signatures.length, 1);
  assert.ok(signatures[0].dataSet?.elements.x04000115);
});

test('a signature of a scanner stays with the source, and is told of', async () => {
  const [bytes] = await files(await denoised(await opened(slice(0, { ...OTHER, ...SIGNED }))));
  assert.deepEqual(recordIn(bytes)?.history, [{ class: 'none', toldBy: 'file', signed: true }]);
  assert.match(description(bytes), /the signature stays with the source/);
  assert.equal((await verify(bytes)).class, 'denoised');
});

test('Synthetic Data is inherited by everything, an unchanged copy too (PS3.3 C.12.1)', async () => {
  const phantom = { ...SYNTHETIC, '00100200 CS': 'YES' };
  const frames = await opened(slice(0, phantom), slice(1, phantom));
  assert.ok(frames.every(({ kind }) => kind === 'acquired'));
  const all = await files(await between(frames));
  assert.deepEqual(
    all.map((bytes) => parsed(bytes).string('x0008001c')),
    ['YES', 'YES', 'YES'],
  );
  assert.equal(parsed(all[0]).string('x00100200'), 'YES');
  assert.deepEqual(recordIn(all[1])?.history, [{ class: 'unknown', toldBy: 'file' }]);
});

test('one source of two is synthetic: the slice between says which it knows', async () => {
  const frames = await opened(slice(0), slice(1, SYNTHETIC));
  const all = await files(await between(frames));
  assert.deepEqual(recordIn(all[1])?.history, [{ class: 'unknown', toldBy: 'file' }]);
});

const RECORD = {
  schema: 'veritome-record/1',
  tool: { name: 'Veritome', version: '0.1.0' },
  class: 'denoised',
  model: { id: 'test-net', version: '1.2.3', weightsSha256: 'ab'.repeat(32) },
  options: { strength: 1 },
  execution: { provider: 'wasm', device: '1 thread', reason: 'asked for', runtime: 'test' },
  createdAt: '2026-11-30T09:15:30.250Z',
  pixels: {
    sha256: '00'.repeat(32),
    rows: 2,
    columns: 3,
    format: { bitsAllocated: 16, bitsStored: 12, signed: false },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
  },
} satisfies ProvenanceRecord;

test('a record with history is read back; a history that is none makes it unreadable', () => {
  const history: EarlierMark[] = [
    { class: 'denoised', toldBy: 'record', model: RECORD.model, pixelSha256: '11'.repeat(32) },
    { class: 'unknown', toldBy: 'file' },
  ];
  assert.deepEqual(parseRecord(JSON.stringify({ ...RECORD, history })), { ...RECORD, history });
  for (const broken of [
    'none',
    {},
    [null],
    [{ class: 'denoised' }],
    [{ class: 'denoised', toldBy: 'record' }],
  ]) {
    assert.equal(parseRecord(JSON.stringify({ ...RECORD, history: broken })), undefined);
  }
});

test('the same mark is kept once, and each sentence said once', () => {
  const mark: EarlierMark = { class: 'denoised', toldBy: 'record', model: RECORD.model, pixelSha256: 'aa' };
  assert.equal(distinctMarks([mark, { ...mark }, { ...mark, pixelSha256: 'bb' }]).length, 2);
  assert.equal(wordsOf([mark, { ...mark, pixelSha256: 'bb' }]).length, 1);
});

test('records of frames: packed as what differs, read back whole', () => {
  const guard = { score: 2, threshold: 5, flagged: false };
  const other = { ...RECORD, pixels: { ...RECORD.pixels, sha256: '22'.repeat(32) } };
  const frames: FrameRecord[] = ['33'.repeat(32), { ...RECORD, guard }, other];
  const packed = packRecords(frames);
  assert.ok(packed);
  assert.deepEqual(packed.record, { ...RECORD, guard });
  assert.deepEqual(unpackRecords(packed.record, packed.frames), frames);
  assert.deepEqual(JSON.parse(packed.frames)[1], {});
  assert.deepEqual(JSON.parse(packed.frames)[2], { guard: null, pixels: other.pixels });
  assert.equal(packRecords(['33'.repeat(32)]), undefined);
  for (const broken of ['{', '{}', '["short"]', '[1]', '[{"class":"acquired"}]', '[null]']) {
    assert.equal(unpackRecords(RECORD, broken), undefined, broken);
  }
});
