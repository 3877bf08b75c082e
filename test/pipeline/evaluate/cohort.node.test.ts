import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode } from 'fast-png';
import { isVeritomeError } from '../../../src/errors.js';
import { besides, spread } from '../../../src/pipeline/evaluate/doses.js';
import { openCohort } from '../../../src/pipeline/evaluate.js';
import { sampleFiles } from '../../sample.js';

function file(name: string, content: Uint8Array | object) {
  const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(JSON.stringify(content));
  return { name, read: async () => bytes };
}

const png = (values: number[]) =>
  encode({ width: 3, height: 2, channels: 1, depth: 16, data: Uint16Array.from(values) });

test('a folder of PNG and meta.json is a series, sorted by name, in HU', async () => {
  const meta = {
    name: 'body',
    modality: 'CT',
    png_offset: 1024,
    pixel_spacing_mm: [0.8, 0.8],
    slice_spacing_mm: 3,
  };
  const { series, refused } = await openCohort([
    file('a/0001.png', png([1025, 2, 3, 4, 5, 65535])),
    file('a/meta.json', meta),
    file('a/0000.png', png([0, 1024, 1064, 24, 2024, 5119])),
    file('a/deeper/0002.png', png([0, 0, 0, 0, 0, 0])),
  ]);
  assert.deepEqual(refused, []);
  assert.equal(series.length, 1);
  const [one] = series;
  assert.deepEqual(
    [one.name, one.modality, one.length, one.independent, one.spacing],
    ['body', 'CT', 2, false, 3],
  );
  const slice = await one.slice(0);
  assert.deepEqual([...slice.values], [-1024, 0, 40, -1000, 1000, 4095]);
  assert.deepEqual([slice.rows, slice.columns, slice.pixelSpacing], [2, 3, [0.8, 0.8]]);
  assert.equal((await one.slice(1)).values[0], 1);
});

test('slices of different scans have their own spacing and no neighbours', async () => {
  const slices = [{ pixel_spacing_mm: [0.8, 0.8] }, { pixel_spacing_mm: [0.6, 0.6] }];
  const { series } = await openCohort([
    file('b/meta.json', { independent_slices: true, slices, png_offset: 0 }),
    file('b/0.png', png([0, 0, 0, 0, 0, 0])),
    file('b/1.png', png([0, 0, 0, 0, 0, 0])),
  ]);
  assert.deepEqual((await series[0].slice(1)).pixelSpacing, [0.6, 0.6]);
  assert.deepEqual(besides(series[0], 0), [undefined, undefined]);
  assert.deepEqual(besides({ ...series[0], independent: false }, 0), [undefined, 1]);
});

test('what is no PNG or no JSON is refused by name', async () => {
  const { refused } = await openCohort([
    file('c/meta.json', new Uint8Array([123])),
    file('c/0.png', png([0, 0, 0, 0, 0, 0])),
  ]);
  assert.equal(refused[0].file, 'c/meta.json');
  const { series } = await openCohort([file('d/meta.json', {}), file('d/0.png', new Uint8Array([1, 2]))]);
  await assert.rejects(series[0].slice(0), (error) => isVeritomeError(error, 'AttributeError'));
});

test('DICOM is opened by the loaders, with its geometry', async () => {
  const files = sampleFiles('full-dose', 3).map(({ name, bytes }) => file(name, bytes));
  const { series, refused } = await openCohort(files);
  assert.deepEqual(refused, []);
  assert.deepEqual([series[0].modality, series[0].length, series[0].spacing], ['CT', 3, 3]);
  const { values, rows, columns } = await series[0].slice(1);
  assert.equal(values.length, rows * columns);
  assert.ok(Math.min(...values.subarray(0, 512)) >= -1024);
});

test('indices spread evenly and never repeat', () => {
  assert.deepEqual(spread(10, 3), [1, 5, 8]);
  assert.deepEqual(spread(2, 10), [0, 1]);
  assert.deepEqual(spread(0, 4), []);
});
