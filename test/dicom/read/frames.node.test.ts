import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { decodeStored, readFrames } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { type ErrorTag, isVeritomeError } from '../../../src/errors.js';
import type { AcquiredFrame } from '../../../src/image/frame.js';
import { dataSet, type Element, part10, pixels, short, slice, text } from './encode.js';

/** Written by pydicom: see fixtures/make.py. */
function fixture(name: string) {
  const path = join(process.cwd(), 'test/dicom/read/fixtures', name);
  return parsePart10(new Uint8Array(readFileSync(path)), name);
}

async function show(change: Readonly<Record<number, Element | undefined>>): Promise<AcquiredFrame> {
  return (await readFrames(parsePart10(part10(dataSet(slice(change))), 'a.dcm')))[0];
}

async function refuses(
  change: Readonly<Record<number, Element | undefined>>,
  attribute: string,
  tag: ErrorTag = 'AttributeError',
): Promise<void> {
  await assert.rejects(show(change), (error) => {
    assert.ok(isVeritomeError(error, tag), String(error));
    assert.equal(error.attribute, attribute);
    return true;
  });
}

const ramp = Array.from({ length: 48 }, (_, i) => i - 20);

for (const name of ['implicit12.dcm', 'bigEndian.dcm', 'deflated.dcm', 'rle.dcm']) {
  test(`${name}: the values that pydicom wrote`, async () => {
    const [frame] = await readFrames(fixture(name));
    assert.deepEqual([...frame.stored], ramp);
    assert.ok(frame.stored instanceof Int16Array);
    assert.deepEqual([frame.rows, frame.columns, frame.modality, frame.instanceNumber], [6, 8, 'CT', 7]);
    assert.deepEqual(frame.rescale, { slope: 2, intercept: -1024, type: 'HU' });
    assert.deepEqual(frame.window, { center: 40, width: 400 });
    assert.deepEqual(frame.plane, {
      pixelSpacing: [0.7, 0.8],
      orientation: [1, 0, 0, 0, 1, 0],
      position: [-10, -20, 30.5],
      sliceThickness: 2.5,
    });
    assert.equal(frame.instance.frameOfReferenceUID, '1.2.826.0.1.3680043.8.498.1.4');
  });
}

test('padding has the signedness of the pixels', async () => {
  assert.deepEqual((await readFrames(fixture('implicit12.dcm')))[0].padding, [-20, -20]);
  const { padding } = await show({
    2621728: short(0x00280120, -2000),
    2621729: short(0x00280121, -2048),
  });
  assert.deepEqual(padding, [-2048, -2000]);
});

test('an enhanced image: each frame has its own place, units and window', async () => {
  const frames = await readFrames(fixture('enhanced.dcm'));
  assert.deepEqual(
    frames.map(({ plane, rescale, window, stored }) => [
      plane?.position[2],
      plane?.pixelSpacing[0],
      rescale.slope,
      window?.center,
      stored[0],
    ]),
    [
      [5, 0.5, 1, 0, 0],
      [3.75, 0.5, 2, 10, 100],
      [2.5, 0.5, 3, 20, 200],
    ],
  );
  assert.equal(frames[0].stored.buffer, frames[2].stored.buffer);
});

test('colour is decoded for its hash and refused for the viewer', async () => {
  const { stored, samplesPerPixel } = await decodeStored(fixture('rgbRle.dcm'));
  assert.equal(samplesPerPixel, 3);
  assert.deepEqual(
    [...stored],
    Array.from({ length: 36 }, (_, i) => i),
  );
  await assert.rejects(readFrames(fixture('rgbRle.dcm')), (error) =>
    isVeritomeError(error, 'AttributeError'),
  );
});

test('uncompressed pixels are a view on the file, copied only to drop unused bits', async () => {
  const bytes = part10(dataSet(slice()));
  const aligned = bytes.byteOffset % 2 === 0;
  const [frame] = await readFrames(parsePart10(bytes, 'a.dcm'));
  assert.ok(aligned && frame.stored.buffer === bytes.buffer);
  const dirty = slice({
    2621697: short(0x00280101, 12),
    2621698: short(0x00280102, 11),
    2145386512: pixels(Uint16Array.of(0xf001, 0x0fff, 2, 3, 4, 5, 6, 7)),
  });
  const file = part10(dataSet(dirty));
  const [cleaned] = await readFrames(parsePart10(file, 'a.dcm'));
  assert.deepEqual([...cleaned.stored], [1, -1, 2, 3, 4, 5, 6, 7]);
  assert.notEqual(cleaned.stored.buffer, file.buffer);
});

test('what is no picture, or contradicts itself, is refused by attribute', async () => {
  await assert.rejects(show({ 2145386512: undefined }), (e) => isVeritomeError(e, 'NoPixelDataError'));
  await refuses({ 2621456: short(0x00280010, 0) }, 'Rows (0028,0010)');
  await refuses({ 2621456: undefined }, 'Rows (0028,0010)');
  await refuses({ 2621456: { tag: 0x00280010, vr: 'UL', value: new Uint8Array(4) } }, 'Rows (0028,0010)');
  await refuses({ 2621456: short(0x00280010, 60000) }, 'PixelData (7fe0,0010)', 'TruncatedError');
  await refuses({ 2621456: short(0x00280010, 1) }, 'PixelData (7fe0,0010)');
  await refuses({ 2621448: text(0x00280008, 'IS', '1.5') }, 'NumberOfFrames (0028,0008)');
  await refuses({ 2621448: text(0x00280008, 'IS', '0') }, 'NumberOfFrames (0028,0008)');
  await refuses({ 2621696: short(0x00280100, 12) }, 'BitsAllocated (0028,0100)');
  await refuses({ 2621697: short(0x00280101, 0) }, 'BitsStored (0028,0101)');
  await refuses({ 2621444: text(0x00280004, 'CS', 'RGB') }, 'SamplesPerPixel (0028,0002)');
  const photometric = 'PhotometricInterpretation (0028,0004)';
  await refuses({ 2621444: undefined }, photometric);
  await refuses({ 2621444: text(0x00280004, 'CS', 'constructor') }, photometric);
  await refuses({ 2097166: undefined }, 'SeriesInstanceUID (0020,000e)');
});

test('wrong modality values are refused, absent ones are no HU', async () => {
  for (const slope of ['0', '1,5', 'NaN', '1\\2', '0.11111111111111111']) {
    await refuses({ 2625619: text(0x00281053, 'DS', slope) }, 'RescaleSlope (0028,1053)');
  }
  await refuses({ 2625618: undefined }, 'RescaleIntercept (0028,1052)');
  const { rescale } = await show({ 2625618: undefined, 2625619: undefined });
  assert.deepEqual(rescale, { slope: 1, intercept: 0, type: 'US' });
});

test('nonsense in window or geometry leaves it out', async () => {
  const windowed = (center: string, width: string) =>
    show({ 2625616: text(0x00281050, 'DS', center), 2625617: text(0x00281051, 'DS', width) });
  assert.deepEqual((await windowed('40\\2', '400\\3')).window, { center: 40, width: 400 });
  for (const [center, width] of [
    ['40', '0'],
    ['-1e30', '1e30'],
    ['40', '1,5'],
    ['', '400'],
  ]) {
    assert.equal((await windowed(center, width)).window, undefined);
  }
  for (const orientation of ['1\\0\\0\\1\\0\\0', '2\\0\\0\\0\\1\\0', '1\\0\\0', 'NaN\\0\\0\\0\\1\\0']) {
    const { plane } = await show({ 2097207: text(0x00200037, 'DS', orientation) });
    assert.equal(plane, undefined, orientation);
  }
  assert.equal((await show({ 2621488: text(0x00280030, 'DS', '0\\1') })).plane, undefined);
});

test('a transfer syntax without decoder is named', async () => {
  const file = parsePart10(part10(dataSet(slice()), '1.2.840.10008.1.2.4.110'), 'a.dcm');
  await assert.rejects(
    readFrames(file),
    (error) =>
      isVeritomeError(error, 'UnsupportedTransferSyntaxError') &&
      error.message.includes('JPEG XL Lossless (1.2.840.10008.1.2.4.110)'),
  );
});
