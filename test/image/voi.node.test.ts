import assert from 'node:assert/strict';
import { test } from 'node:test';
import { greyOf, windowOfLut } from '../../src/image/voi.js';

const VALUES = [-2000, -1024, -160, -159.5, 0, 39, 39.5, 40, 41, 100, 239, 240, 3000];
const window = { center: 40, width: 400 };

test('LINEAR, LINEAR_EXACT and SIGMOID are the formulas of PS3.3 C.11.2', () => {
  const linear = greyOf({ window, function: 'LINEAR' });
  const exact = greyOf({ window, function: 'LINEAR_EXACT' });
  const sigmoid = greyOf({ window, function: 'SIGMOID' });
  const { center: c, width: w } = window;
  for (const x of VALUES) {
    // As the pseudo-code of the standard has it, branch by branch.
    let y: number;
    if (x <= c - 0.5 - (w - 1) / 2) y = 0;
    else if (x > c - 0.5 + (w - 1) / 2) y = 255;
    else y = ((x - (c - 0.5)) / (w - 1) + 0.5) * 255;
    assert.equal(linear(x), Math.round(y), `LINEAR of ${x}`);
    if (x <= c - w / 2) y = 0;
    else if (x > c + w / 2) y = 255;
    else y = ((x - c) / w + 0.5) * 255;
    assert.equal(exact(x), Math.round(y), `LINEAR_EXACT of ${x}`);
    assert.equal(sigmoid(x), Math.round(255 / (1 + Math.exp((-4 * (x - c)) / w))), `SIGMOID of ${x}`);
  }
  assert.notEqual(linear(-100), sigmoid(-100));
  assert.equal(greyOf({ window: { center: 0, width: 1 }, function: 'LINEAR' })(-0.6), 0);
  assert.equal(greyOf({ window: { center: 0, width: 1 }, function: 'LINEAR' })(0), 255);
});

test('a table starts at its first value, and its ends go on for ever', () => {
  const lut = { first: -10, values: Uint16Array.of(0, 100, 4095, 2048), bits: 12, explanation: '' };
  const grey = greyOf({ lut });
  assert.deepEqual(
    [-500, -10, -9, -8, -7, 900].map(grey),
    [0, 0, 100, 4095, 2048, 2048].map((value) => Math.round((value / 4095) * 255)),
  );
  assert.deepEqual(windowOfLut(lut), { center: -8, width: 4 });
});

test('what is not a number is black', () => {
  for (const kind of ['LINEAR', 'LINEAR_EXACT', 'SIGMOID'] as const) {
    assert.equal(greyOf({ window, function: kind })(Number.NaN), 0);
  }
});
