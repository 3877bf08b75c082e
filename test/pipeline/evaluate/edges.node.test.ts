import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../../src/image/random.js';
import { edgesOf } from '../../../src/pipeline/evaluate/figures.js';

test('an edge of 100 HU counts as one, the steep pixels of noise do not', () => {
  const [rows, columns, middle] = [96, 96, 48];
  const random = createRandom(5);
  const image = Float32Array.from(
    { length: rows * columns },
    (_, i) => (i % columns < middle ? 0 : 100) + 25 * random.normal(),
  );
  const edges = edgesOf(image, rows, columns, new Uint8Array(rows * columns).fill(1));
  let along = 0;
  let elsewhere = 0;
  for (let r = 8; r < rows - 8; r++) {
    along += edges[r * columns + middle];
    for (let c = 8; c < columns - 8; c++) {
      if (Math.abs(c - middle) > 10) elsewhere += edges[r * columns + c];
    }
  }
  assert.equal(along, rows - 16);
  assert.equal(elsewhere, 0);
  const nobody = edgesOf(image, rows, columns, new Uint8Array(rows * columns));
  assert.ok(nobody.every((value) => value === 0));
});
