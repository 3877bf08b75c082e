/** Kinds of damage, many of each: what `inspect` says of every one of them, soon and in words of ours. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { type Inspection, inspect } from '../../../src/pipeline/inspect.js';
import { concat, dataSet, type Element, fragments, part10, pixels, short, slice, text } from './encode.js';

useLocalAssets();

const RLE = '1.2.840.10008.1.2.5';
const JPEG_LS = '1.2.840.10008.1.2.4.80';
const LIMIT_MS = 2000;
const SECRET = 'Secret^Canary';

type Outcome = 'ok' | 'warned' | 'refused';

async function look(bytes: Uint8Array): Promise<Inspection & { readonly outcome: Outcome }> {
  const start = performance.now();
  const { inspection } = await inspect(bytes, 'variant.dcm');
  assert.ok(performance.now() - start < LIMIT_MS, 'in time');
  const said = [inspection.reason ?? '', ...(inspection.warnings ?? [])].join(' ');
  assert.ok(!said.includes('Canary'), said);
  const outcome =
    inspection.status !== 'ok' ? 'refused' : (inspection.warnings?.length ?? 0) > 0 ? 'warned' : 'ok';
  return { ...inspection, outcome };
}

function changed(change: Readonly<Record<number, Element | undefined>>, syntax?: string): Uint8Array {
  return part10(dataSet(slice({ 1048592: text(0x00100010, 'PN', SECRET), ...change })), syntax);
}

/** Every case by its name, against the outcomes that are honest. */
async function expectEach(
  cases: Readonly<Record<string, Uint8Array>>,
  allowed: readonly Outcome[],
): Promise<void> {
  const wrong: string[] = [];
  for (const [name, bytes] of Object.entries(cases)) {
    const { outcome } = await look(bytes);
    if (!allowed.includes(outcome)) wrong.push(`${name}: ${outcome}`);
  }
  assert.deepEqual(wrong, []);
}

const decimals = (tag: number, values: readonly string[]) =>
  Object.fromEntries(values.map((value) => [value, changed({ [tag]: text(tag, 'DS', value) })]));

test('the file that the variants are made of is fine', async () => {
  assert.equal((await look(changed({}))).outcome, 'ok');
});

test('cut anywhere: never a picture', async () => {
  const whole = changed({});
  const cuts = Array.from({ length: whole.length - 132 }, (_, i) => [
    `${132 + i}`,
    whole.subarray(0, 132 + i),
  ]);
  await expectEach(Object.fromEntries(cuts), ['refused']);
});

test('sizes and depths that are not those of the pixels are refused or told', async () => {
  const sizes = [
    [0, 4],
    [2, 0],
    [3, 4],
    [2, 5],
    [1, 4],
    [2, 3],
    [1, 1],
    [65535, 65535],
  ];
  const cases = sizes.map(([rows, columns]) => [
    `${rows} x ${columns}`,
    changed({ 2621456: short(0x00280010, rows), 2621457: short(0x00280011, columns) }),
  ]);
  const depths = [0, 2, 7, 12, 24, 64, 255].map((bits) => [
    `${bits} bits`,
    changed({ 2621696: short(0x00280100, bits) }),
  ]);
  const frames = ['0', '-1', '2', '1.5', '1e9', '1000000000', 'abc'].map((count) => [
    `${count} frames`,
    changed({ 2621448: text(0x00280008, 'IS', count) }),
  ]);
  await expectEach(Object.fromEntries([...cases, ...depths, ...frames]), ['refused', 'warned']);
});

test('bits that Bits Stored does not account for are told', async () => {
  const values = pixels(Int16Array.from({ length: 8 }, (_, i) => 100 * i));
  const depth = (stored: number) =>
    changed({
      2621697: short(0x00280101, stored),
      2621698: short(0x00280102, stored - 1),
      [values.tag]: values,
    });
  await expectEach({ 1: depth(1), 8: depth(8) }, ['warned']);
  // 700 and its sign fit.
  await expectEach({ 11: depth(11), 12: depth(12) }, ['ok']);
});

const NO_NUMBERS = ['NaN', 'Infinity', '1e400', '1,5', '0x10', '0b1', '0o7', 'abc', '1 2', '\t1', '1\u00a0'];

test('a map that is no number gives no slice in silence', async () => {
  await expectEach(decimals(0x00281053, [...NO_NUMBERS, '0', '1e30', '1\\2']), ['warned', 'refused']);
  await expectEach(decimals(0x00281052, [...NO_NUMBERS, '1e30']), ['warned', 'refused']);
  await expectEach(decimals(0x00281053, [' 1.0 ', '+1', '1e0', '1.']), ['ok']);
});

test('a place that is none is told', async () => {
  const spacing = ['0\\0', '-1\\1', '0.5', ...NO_NUMBERS.map((value) => `${value}\\1`)];
  await expectEach(decimals(0x00280030, spacing), ['warned']);
  const cosines = ['0\\0\\0\\0\\0\\0', '1\\0\\0\\1\\0\\0', '1\\0\\0\\0.5\\1\\0', '1\\0\\0\\0\\1'];
  await expectEach(decimals(0x00200037, cosines), ['warned']);
});

test('colours that the pixels cannot have are refused or told', async () => {
  const words = ['RGB', 'HSV', 'MONOCHROME3', 'YBR_FULL', 'PALETTE COLOR', '', '__proto__', 'constructor'];
  const cases = words.map((word) => [word, changed({ 2621444: text(0x00280004, 'CS', word) })]);
  await expectEach(Object.fromEntries(cases), ['refused']);
  const compressed = ['YBR_RCT', 'YBR_ICT', 'XYB'].map((word) => [
    word,
    changed({
      2621442: short(0x00280002, 3),
      2621444: text(0x00280004, 'CS', word),
      2621446: short(0x00280006, 0),
      2145386512: pixels(new Uint16Array(24)),
    }),
  ]);
  await expectEach(Object.fromEntries(compressed), ['warned']);
});

test('two kinds of pixels in one file are told', async () => {
  const floats = { tag: 0x7fe00008, vr: 'OF', value: new Uint8Array(32) };
  await expectEach({ both: changed({ 2145386504: floats }) }, ['warned']);
});

/** One RLE frame of 2 x 4 pixels of 16 bits, literal runs, and what stands behind its last segment. */
function rle(behind: readonly number[]): Uint8Array {
  const header = new Uint8Array(64);
  new DataView(header.buffer).setUint32(0, 2, true);
  new DataView(header.buffer).setUint32(4, 64, true);
  new DataView(header.buffer).setUint32(8, 74, true);
  const plane = [7, 0, 1, 2, 3, 4, 5, 6, 7, 0];
  return concat(header, Uint8Array.from(plane), Uint8Array.from([...plane.slice(0, 9), ...behind]));
}

test('RLE rows beyond those of the data set are no padding', async () => {
  const file = (behind: readonly number[], rows = 2) =>
    changed({ 2621456: short(0x00280010, rows), 2145386512: fragments(new Uint8Array(), rle(behind)) }, RLE);
  await expectEach({ zero: file([0]), zeros: file([0, 0, 0]), nothing: file([128, 128, 0]) }, ['ok']);
  await expectEach({ row: file([3, 1, 2, 3, 4]), less: file([0], 1), more: file([0], 3) }, ['refused']);
});

/** JPEG-LS of 2 x 4 pixels of 16 bits, its scan cut to some zeros. */
function jpegLs(scan: readonly number[]): Uint8Array {
  const head = [0xff, 0xd8, 0xff, 0xf7, 0, 11, 16, 0, 2, 0, 4, 1, 1, 0x11, 0];
  return Uint8Array.from([...head, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0, 0, ...scan]);
}

test('a JPEG-LS scan without its end is refused at once, not searched for ever', async () => {
  const file = (scan: readonly number[]) =>
    changed({ 2145386512: fragments(new Uint8Array(), jpegLs(scan)) }, JPEG_LS);
  const cut = [[], [0, 0], [0xff, 0], [1, 2, 3, 4], [0xd9, 0xd9], [0xff, 0x7f, 0xff, 0x7f]];
  for (const scan of cut) {
    const { outcome, reason = '' } = await look(file(scan));
    assert.equal(outcome, 'refused');
    assert.match(reason, /ends before its pixels do/);
  }
});
