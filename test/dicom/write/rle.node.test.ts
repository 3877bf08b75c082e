import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFrames } from '../../../src/dicom/frames.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { newUID } from '../../../src/dicom/uid.js';
import { writeNewImage } from '../../../src/dicom/writeImage.js';
import { allocateStored, type StoredPixels } from '../../../src/image/frame.js';

async function roundTrip(stored: StoredPixels, rows: number, columns: number, bits: 8 | 16, signed: boolean) {
  const dateTime = new Date(0);
  const bytes = await writeNewImage({
    patient: { name: 'PHANTOM', id: '1' },
    study: { instanceUID: newUID(), id: '1', dateTime },
    series: { instanceUID: newUID(), number: 1, description: 'RLE', kernel: 'K' },
    exposure: { kvp: 120, tubeCurrent: 100, exposureTime: 500 },
    equipment: { manufacturer: 'Veritome', model: 'Test', softwareVersions: '0' },
    frameOfReferenceUID: newUID(),
    sopInstanceUID: newUID(),
    instanceNumber: 1,
    plane: { pixelSpacing: [1, 1], orientation: [1, 0, 0, 0, 1, 0], position: [0, 0, 0], sliceThickness: 1 },
    pixels: { rows, columns, stored, format: { bitsAllocated: bits, bitsStored: bits, signed } },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
    dateTime,
    packing: 'rle',
  });
  const part10 = parsePart10(bytes, 'rle.dcm');
  assert.equal(part10.transferSyntaxUID, '1.2.840.10008.1.2.5');
  const [frame] = await readFrames(part10);
  assert.deepEqual(frame.stored, stored);
  return bytes.length;
}

test('RLE keeps runs, literals and their borders, at odd sizes', async () => {
  for (const [rows, columns] of [
    [1, 1],
    [7, 13],
    [3, 129],
    [2, 300],
    [64, 64],
  ]) {
    for (const [bits, signed] of [
      [16, false],
      [16, true],
      [8, false],
    ] as const) {
      for (const value of [
        () => 77,
        (i: number) => (i * 7919) % 251,
        (i: number) => (i % 5 < 3 ? 9 : i % 120),
        (i: number) => Math.floor(i / 128) % 100,
      ]) {
        const stored = allocateStored({ bitsAllocated: bits, bitsStored: bits, signed }, rows * columns);
        for (let i = 0; i < stored.length; i++) stored[i] = value(i);
        await roundTrip(stored, rows, columns, bits, signed);
      }
    }
  }
});

test('a flat picture shrinks', async () => {
  assert.ok((await roundTrip(new Int16Array(256 * 256), 256, 256, 16, true)) < 10_000);
});
