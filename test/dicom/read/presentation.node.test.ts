import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadDcmjs } from '../../../src/dicom/dcmjs.js';
import { copyHolding } from '../../../src/dicom/derivedCopy.js';
import { readHeader } from '../../../src/dicom/derivedHeader.js';
import { decodeStored, readFrames } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { readAny } from '../../../src/dicom/pictures.js';
import { warningsOf } from '../../../src/dicom/warnings.js';
import { isVeritomeError } from '../../../src/errors.js';
import { concat, dataSet, type Element, long, part10, pixels, short, slice, text } from './encode.js';

function file(...change: readonly Element[]) {
  const replaced = Object.fromEntries(change.map((element) => [element.tag, element]));
  return parsePart10(part10(dataSet(slice(replaced))), 'a.dcm');
}

function shorts(tag: number, vr: string, ...values: number[]): Element {
  return { tag, vr, value: new Uint8Array(Int16Array.from(values).buffer) };
}

/** A sequence of one item. */
function sequence(tag: number, ...elements: readonly Element[]): Element {
  const item = dataSet(elements);
  return { tag, vr: 'SQ', value: concat(Uint8Array.of(0xfe, 0xff, 0, 0xe0), long(item.length), item) };
}

const NO_RESCALE = { 2625618: undefined, 2625619: undefined };

test('all windows with their explanations, and the function that they are for', async () => {
  const [{ window, presentation }] = await readFrames(
    file(
      text(0x00281050, 'DS', '40\\-600\\7'),
      text(0x00281051, 'DS', '400\\1500\\0'),
      text(0x00281055, 'LO', 'SOFT\\LUNG\\NONE'),
      text(0x00281056, 'CS', 'SIGMOID'),
    ),
  );
  assert.deepEqual(window, { center: 40, width: 400 });
  assert.deepEqual(presentation?.windows, [
    { center: 40, width: 400, explanation: 'SOFT' },
    { center: -600, width: 1500, explanation: 'LUNG' },
  ]);
  assert.equal(presentation?.voiFunction, 'SIGMOID');
});

test('a slice that asks for nothing has no presentation', async () => {
  assert.equal((await readFrames(file()))[0].presentation, undefined);
});

test('VOI LUT: the first value is negative where modality values are', async () => {
  const lut = sequence(
    0x00283010,
    shorts(0x00283002, 'US', 4, -1000, 12),
    text(0x00283003, 'LO', 'BONE'),
    shorts(0x00283006, 'US', 0, 100, 2000, 4095),
  );
  const [{ presentation }] = await readFrames(file(lut));
  assert.deepEqual(presentation?.luts, [
    { first: -1000, values: Uint16Array.of(0, 100, 2000, 4095), bits: 12, explanation: 'BONE' },
  ]);
});

test('a modality table is applied: stored values are its output, and no model takes them for HU', async () => {
  const table = sequence(
    0x00283000,
    shorts(0x00283002, 'SS', 6, 1, 16),
    text(0x00283004, 'LO', 'OD'),
    shorts(0x00283006, 'US', 500, 400, 300, 200, 100, 0),
  );
  const bytes = part10(dataSet(slice({ ...NO_RESCALE, [table.tag]: table })));
  const source = parsePart10(bytes, 'a.dcm');
  const [{ stored, rescale, format }] = await readFrames(source);
  assert.deepEqual([...stored], [500, 500, 400, 300, 200, 100, 0, 0]);
  assert.deepEqual(rescale, { slope: 1, intercept: 0, type: 'OD' });
  assert.deepEqual(format, { bitsAllocated: 16, bitsStored: 16, signed: false });
  // The hash is of what the file stores.
  assert.deepEqual([...(await decodeStored(source)).stored], [0, 1, 2, 3, 4, 5, 6, 7]);
  // A derived image holds the output: under the table again, it would be other values.
  const { dataSet: header } = readHeader(bytes, await loadDcmjs());
  assert.ok(header['00283000']);
  assert.equal(copyHolding(header, format, rescale)['00283000'], undefined);
});

test('a table beside a linear map is refused', async () => {
  const table = sequence(0x00283000, shorts(0x00283002, 'US', 2, 0, 16), shorts(0x00283006, 'US', 0, 1));
  await assert.rejects(
    readFrames(file(table)),
    (error) =>
      isVeritomeError(error, 'AttributeError') && error.attribute === 'ModalityLUTSequence (0028,3000)',
  );
});

test('overlays: bits of their own, and those in unused bits of the pixels', async () => {
  const own = [
    short(0x60000010, 1),
    short(0x60000011, 3),
    text(0x60000040, 'CS', 'R'),
    shorts(0x60000050, 'SS', 2, -1),
    short(0x60000100, 1),
    short(0x60000102, 0),
    { tag: 0x60003000, vr: 'OW', value: Uint8Array.of(0b101, 0) },
  ];
  const embedded = [
    short(0x60020010, 2),
    short(0x60020011, 4),
    text(0x60020040, 'CS', 'G'),
    shorts(0x60020050, 'SS', 1, 1),
    short(0x60020100, 16),
    short(0x60020102, 12),
    short(0x00280101, 12),
    short(0x00280102, 11),
    pixels(Uint16Array.of(0x1001, 2, 3, 4, 5, 6, 7, 0x1008)),
  ];
  const source = file(...own, ...embedded);
  const [{ presentation, stored }] = await readFrames(source);
  assert.deepEqual([...stored], [1, 2, 3, 4, 5, 6, 7, 8]);
  assert.deepEqual(presentation?.overlays, [
    { rows: 1, columns: 3, type: 'R', label: '', origin: [1, -2], bits: Uint8Array.of(1, 0, 1) },
    {
      rows: 2,
      columns: 4,
      type: 'G',
      label: '',
      origin: [0, 0],
      bits: Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1),
    },
  ]);
  assert.deepEqual(warningsOf(source), []);
});

test('a damaged overlay is left out, and told of', async () => {
  const source = file(short(0x60000010, 100), short(0x60000011, 100), {
    tag: 0x60003000,
    vr: 'OW',
    value: new Uint8Array(4),
  });
  assert.equal((await readFrames(source))[0].presentation, undefined);
  assert.match(warningsOf(source)[0], /\(6000,3000\): an overlay is damaged/);
});

test('more rows than the file says: to be looked at, never computed on', async () => {
  const source = file(short(0x00280010, 1));
  const read = await readAny(source);
  assert.ok('pictures' in read);
  assert.deepEqual(read.pictures[0].pixels, { values: Float32Array.of(-1024, -1023, -1022, -1021) });
  assert.match(warningsOf(source).join(' '), /holds more rows/);
  await assert.rejects(readFrames(source), (error) => isVeritomeError(error, 'AttributeError'));
});

test('a palette: indices outside it take its ends, 16-bit entries lose their low byte', async () => {
  const colours = [1, 2, 3].flatMap((colour) => [
    shorts(0x00281100 + colour, 'SS', 3, -1, 16),
    shorts(0x00281200 + colour, 'OW', 0x0100 * colour, 0x1000, 0x7f00),
  ]);
  const read = await readAny(
    file(
      ...colours,
      text(0x00280004, 'CS', 'PALETTE COLOR'),
      pixels(Int16Array.of(-9, -1, 0, 1, 2, 900, 0, 0)),
    ),
  );
  assert.ok('pictures' in read);
  const [{ pixels: shown, rescale }] = read.pictures;
  assert.ok('rgb' in shown);
  const expected = [
    [1, 2, 3],
    [1, 2, 3],
    [16, 16, 16],
    [127, 127, 127],
    [127, 127, 127],
    [127, 127, 127],
  ];
  assert.deepEqual([...shown.rgb.subarray(0, 18)], expected.flat());
  assert.deepEqual(rescale, { slope: 1, intercept: 0, type: 'US' });
});

test('a segmented palette that refers to itself without end is refused soon', async () => {
  const endless = Array.from({ length: 3000 }, () => [2, 65535, 0, 0]).flat();
  const colours = [1, 2, 3].flatMap((colour) => [
    shorts(0x00281100 + colour, 'US', 0, 0, 16),
    shorts(0x00281220 + colour, 'OW', ...endless),
  ]);
  const start = performance.now();
  await assert.rejects(readAny(file(...colours, text(0x00280004, 'CS', 'PALETTE COLOR'))), (error) =>
    isVeritomeError(error, 'AttributeError'),
  );
  assert.ok(performance.now() - start < 2000);
});
