import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boxMean } from '../../src/image/air.js';
import { planTiles, readTile, writeTile } from '../../src/inference/tiles.js';

/** A stand-in for a network: 9 x 9 mean, so a receptive field of 9. */
function tiled(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length).fill(Number.NaN);
  for (const tile of planTiles(rows, columns, 8, 9)) {
    assert.equal(tile.readRows % 8, 0);
    assert.equal(tile.readColumns % 8, 0);
    assert.ok(tile.readRows <= 640 + 16 && tile.readColumns <= 640 + 16);
    const read = readTile(values, rows, columns, tile);
    writeTile(boxMean(read, tile.readRows, tile.readColumns, 4), out, columns, tile);
  }
  return out;
}

test('tiles give the interior of the whole without a seam, at sizes that are no multiples', () => {
  for (const [rows, columns] of [
    [512, 512],
    [1500, 700],
    [641, 1283],
    [513, 516],
  ]) {
    const values = Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(i * 0.37) * 100);
    const whole = boxMean(values, rows, columns, 4);
    const parts = tiled(values, rows, columns);
    for (let r = 4; r < rows - 4; r++) {
      for (let c = 4; c < columns - 4; c++) {
        const i = r * columns + c;
        if (!(Math.abs(whole[i] - parts[i]) < 1e-3)) assert.fail(`seam at ${r},${c} of ${rows} x ${columns}`);
      }
    }
    assert.ok(parts.every(Number.isFinite), 'every pixel is answered for');
  }
});

test('tiny and thin slices are mirrored up to the network’s multiple', () => {
  for (const [rows, columns] of [
    [1, 1],
    [3, 70],
    [5, 2],
  ]) {
    const [tile, ...rest] = planTiles(rows, columns, 8, 9);
    assert.equal(rest.length, 0);
    const values = Float32Array.from({ length: rows * columns }, (_, i) => i + 1);
    const read = readTile(values, rows, columns, tile);
    assert.equal(read.length, tile.readRows * tile.readColumns);
    const out = new Float32Array(values.length);
    writeTile(read, out, columns, tile);
    assert.deepEqual(out, values);
  }
});
