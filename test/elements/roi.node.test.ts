import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  drawnRoi,
  isInside,
  movedRoi,
  placedRoi,
  type Roi,
  resizedRoi,
  squareIn,
} from '../../src/elements/stage/roi.js';
import { contrastToNoise, roiFigures, unitOf } from '../../src/elements/stage/roiFigures.js';
import { roiSpectrum, squaresIn } from '../../src/elements/stage/roiSpectrum.js';
import { createRandom } from '../../src/image/random.js';
import { ctFrame, denoisedFrame, expectedHU, SIZE } from './fixtures.js';

const GRID = { rows: 100, columns: 200, stretch: 1 };

/** Mean and SD by the definition, over the pixels that `holds`. */
function byHand(holds: (x: number, y: number) => boolean): { pixels: number; mean: number; sd: number } {
  const values: number[] = [];
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) if (holds(x, y)) values.push(expectedHU(x, y));
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { pixels: values.length, mean, sd: Math.sqrt(squares / (values.length - 1)) };
}

test('a rectangle is drawn from corner to corner, in whole pixels, inside the image', () => {
  const box = { x: 10, y: 20, width: 31, height: 12 };
  assert.deepEqual(drawnRoi('rectangle', { x: 10.4, y: 20.6 }, { x: 40.2, y: 31.9 }, GRID), {
    shape: 'rectangle',
    ...box,
  });
  assert.deepEqual(
    drawnRoi('rectangle', { x: 40.2, y: 31.9 }, { x: 10.4, y: 20.6 }, GRID),
    drawnRoi('rectangle', { x: 10.4, y: 20.6 }, { x: 40.2, y: 31.9 }, GRID),
  );
  const outside = drawnRoi('rectangle', { x: 190, y: 90 }, { x: 230, y: 120 }, GRID);
  assert.ok(outside.x + outside.width <= 200 && outside.y + outside.height <= 100);
});

test('a circle grows about its centre and is round in millimetres', () => {
  const circle = drawnRoi('circle', { x: 50, y: 50 }, { x: 62, y: 66 }, GRID);
  assert.deepEqual(circle, { shape: 'circle', x: 30, y: 30, width: 40, height: 40 });
  const flat = drawnRoi('circle', { x: 50, y: 50 }, { x: 70, y: 50 }, { ...GRID, stretch: 2 });
  assert.deepEqual([flat.width, flat.height], [40, 20]);
});

test('a region moves and grows by whole pixels and stays in the image', () => {
  const roi: Roi = { shape: 'rectangle', x: 5, y: 5, width: 10, height: 10 };
  assert.deepEqual(movedRoi(roi, -9, 3, GRID), { ...roi, x: 0, y: 8 });
  assert.deepEqual(movedRoi(roi, 500, 500, GRID), { ...roi, x: 190, y: 90 });
  assert.deepEqual(resizedRoi(roi, 1, -1, GRID), { shape: 'rectangle', x: 4, y: 6, width: 12, height: 8 });
  assert.equal(resizedRoi(roi, -50, 0, GRID).width, 2);
  const placed = placedRoi('circle', GRID);
  assert.deepEqual(placed, { shape: 'circle', x: 90, y: 40, width: 20, height: 20 });
});

test('the figures are those of the pixels inside, acquired and generated', () => {
  const frame = ctFrame();
  const rectangle: Roi = { shape: 'rectangle', x: 20, y: 30, width: 12, height: 8 };
  const circle: Roi = { shape: 'circle', x: 20, y: 20, width: 21, height: 21 };
  const cases = [
    [rectangle, (x: number, y: number) => x >= 20 && x < 32 && y >= 30 && y < 38],
    [circle, (x: number, y: number) => Math.hypot(x + 0.5 - 30.5, y + 0.5 - 30.5) <= 10.5],
  ] as const;
  for (const [roi, holds] of cases) {
    const found = roiFigures(frame, roi)!;
    const truth = byHand(holds);
    assert.equal(found.pixels, truth.pixels);
    assert.ok(Math.abs(found.mean - truth.mean) < 1e-9);
    assert.ok(Math.abs(found.sd - truth.sd) < 1e-9);
    const generated = roiFigures(denoisedFrame(frame, 8), roi)!;
    assert.ok(Math.abs(generated.mean - truth.mean - 8) < 1e-9);
  }
  assert.equal(isInside(circle, 30.5, 30.5), true);
  assert.equal(isInside(circle, 20.5, 20.5), false);
});

test('rescale counts, and padding is left out', () => {
  const frame = ctFrame(0, { rescale: { slope: 2, intercept: -10, type: 'HU' } });
  const roi: Roi = { shape: 'rectangle', x: 20, y: 20, width: 10, height: 10 };
  const plain = roiFigures(ctFrame(), roi)!;
  const scaled = roiFigures(frame, roi)!;
  assert.ok(Math.abs(scaled.sd - 2 * plain.sd) < 1e-9);
  assert.ok(Math.abs(scaled.mean - (2 * (plain.mean + 1024) - 10)) < 1e-9);
  const padded = { ...ctFrame(), padding: [0, 9999] as const };
  assert.equal(roiFigures(padded, roi), undefined);
});

test('contrast to noise: the means apart, over the noise of what surrounds', () => {
  const object = { pixels: 9, mean: 60, sd: 4 };
  const around = { pixels: 9, mean: 40, sd: 10 };
  assert.equal(contrastToNoise(object, around), 2);
  assert.equal(contrastToNoise(around, object), 5);
  assert.equal(contrastToNoise(object, { ...around, sd: 0 }), undefined);
  assert.equal(contrastToNoise(object, undefined), undefined);
});

test('units are those a reader writes', () => {
  assert.equal(unitOf(ctFrame()), 'HU');
  assert.equal(unitOf(ctFrame(0, { modality: 'MR', rescale: { slope: 1, intercept: 0, type: 'US' } })), '');
});

test('squares for the spectrum lie inside the region and cover it', () => {
  for (const roi of [
    { shape: 'rectangle', x: 3, y: 5, width: 90, height: 41 },
    { shape: 'circle', x: 10, y: 10, width: 100, height: 100 },
    { shape: 'circle', x: 0, y: 0, width: 23, height: 40 },
  ] as const) {
    const squares = squaresIn(roi);
    assert.ok(squares.length > 0);
    for (const { row, column, size } of squares) {
      for (const [x, y] of [
        [column + 0.5, row + 0.5],
        [column + size - 0.5, row + 0.5],
        [column + 0.5, row + size - 0.5],
        [column + size - 0.5, row + size - 0.5],
      ]) {
        assert.ok(isInside(roi, x, y), `${JSON.stringify(roi)} ${x} ${y}`);
      }
    }
  }
  const wide = squaresIn({ shape: 'rectangle', x: 3, y: 5, width: 90, height: 41 });
  assert.equal(Math.min(...wide.map(({ column }) => column)), 3);
  assert.equal(Math.max(...wide.map(({ column, size }) => column + size)), 93);
  assert.deepEqual(squaresIn({ shape: 'circle', x: 0, y: 0, width: 20, height: 20 }), []);
  assert.equal(squareIn({ shape: 'circle', x: 0, y: 0, width: 100, height: 100 }), 70);
});

test('the spectrum of white noise is flat at variance times the area of a pixel', async () => {
  const rows = 128;
  const random = createRandom(11);
  const stored = Int16Array.from({ length: rows * rows }, () => Math.round(20 * random.normal()));
  const frame = ctFrame(0, {
    rows,
    columns: rows,
    stored,
    format: { bitsAllocated: 16, bitsStored: 16, signed: true },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
  });
  const roi: Roi = { shape: 'rectangle', x: 0, y: 0, width: rows, height: rows };
  const { frequency, power, inMillimetres } = (await roiSpectrum(frame, roi))!;
  // Pixels of 0.5 mm: 20² HU² over 0.25 mm²; Nyquist at 1 cycle/mm.
  const expected = 400 * 0.25;
  assert.equal(inMillimetres, true);
  assert.ok(Math.abs(frequency.at(-1)! - 1) < 0.05);
  const mean = power.reduce((sum, value) => sum + value, 0) / power.length;
  assert.ok(Math.abs(mean / expected - 1) < 0.1, `${mean} against ${expected}`);
  assert.equal(await roiSpectrum(frame, { ...roi, width: 15 }), undefined);
});
