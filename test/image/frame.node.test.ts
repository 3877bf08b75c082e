import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxMean, untouchable } from '../../src/image/air.js';
import { storedRange, toModality, toStored } from '../../src/image/frame.js';
import { displayGrey } from '../../src/image/window.js';

test('stored values survive the way to modality units and back, for every 12-bit value and odd rescales', () => {
  const stored = Uint16Array.from({ length: 4096 }, (_, i) => i);
  const format = { bitsAllocated: 16, bitsStored: 12, signed: false } as const;
  for (const [slope, intercept] of [
    [1, -1024],
    [0.0123, -3.5],
    [4, -8192],
    [1.7e-5, 0.25],
  ]) {
    const rescale = { slope, intercept, type: 'HU' };
    assert.deepEqual(toStored(toModality(stored, rescale), format, rescale), stored);
  }
});

test('values beyond Bits Stored are clamped, never wrapped', () => {
  const rescale = { slope: 1, intercept: -1024, type: 'HU' };
  const format = { bitsAllocated: 16, bitsStored: 12, signed: false } as const;
  assert.deepEqual(storedRange(format), [0, 4095]);
  assert.deepEqual([...toStored(Float32Array.of(-9999, 9999), format, rescale)], [0, 4095]);
  assert.deepEqual(storedRange({ ...format, signed: true }), [-2048, 2047]);
});

test('the linear window is the standard’s (PS3.3 C.11.2.1.2.1 worked example)', () => {
  const window = { center: 2048, width: 4096 };
  assert.equal(displayGrey(0, window), 0);
  assert.equal(displayGrey(4095, window), 255);
  assert.equal(displayGrey(2047.5, window), 128);
  assert.deepEqual(
    [99, 100].map((v) => displayGrey(v, { center: 100, width: 1 })),
    [0, 255],
  );
});

test('the box mean equals the plain sum over the clipped square', () => {
  const [rows, columns, radius] = [9, 11, 3];
  const values = Float32Array.from({ length: rows * columns }, (_, i) => ((i * 7919) % 101) - 50);
  const mean = boxMean(values, rows, columns, radius);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      let [sum, n] = [0, 0];
      for (let y = Math.max(0, r - radius); y <= Math.min(rows - 1, r + radius); y++) {
        for (let x = Math.max(0, c - radius); x <= Math.min(columns - 1, c + radius); x++) {
          sum += values[y * columns + x];
          n++;
        }
      }
      assert.ok(Math.abs(mean[r * columns + c] - sum / n) < 1e-4);
    }
  }
});

test('air and padding are left alone, noisy lung is not', () => {
  const [rows, columns] = [40, 60];
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < values.length; i++) {
    const column = i % columns;
    const noise = 40 * Math.sin(i * 12.9898);
    values[i] = (column < 20 ? -1000 : column < 40 ? -850 : 40) + noise;
  }
  const stored = Int16Array.from(values);
  stored[columns + 50] = -2000;
  values[columns + 50] = -2000;
  const keep = untouchable(values, stored, { rows, columns, padding: [-2000, -2000], modality: 'CT' });
  const share = (from: number, to: number) => {
    let [kept, n] = [0, 0];
    for (let i = 0; i < keep.length; i++) {
      if (i % columns >= from && i % columns < to) {
        kept += keep[i];
        n++;
      }
    }
    return kept / n;
  };
  assert.equal(share(0, 15), 1);
  assert.equal(share(25, 40), 0);
  assert.equal(keep[columns + 50], 1);
  assert.ok(share(42, 60) < 0.01);
  const mr = untouchable(values, stored, { rows, columns, padding: undefined, modality: 'MR' });
  assert.ok(mr.every((k) => k === 0));
});
