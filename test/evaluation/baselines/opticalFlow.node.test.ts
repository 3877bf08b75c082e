import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowBetween } from '../../../src/evaluation/baselines/opticalFlow.js';

const SIZE = 96;

/** A soft disc of 40 HU in fat, its centre at column `x`. */
function disc(x: number): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const distance = Math.hypot((i % SIZE) - x, Math.floor(i / SIZE) - SIZE / 2);
    return -100 + 140 / (1 + Math.exp(distance - 18));
  });
}

test('what moves is found half-way, where linear interpolation shows it twice', () => {
  const [before, wanted, after] = [disc(44), disc(48), disc(52)];
  const error = (image: Float32Array) => Math.hypot(...image.map((value, i) => value - wanted[i]));
  const linear = before.map((value, i) => (value + after[i]) / 2);
  const flow = flowBetween(before, after, SIZE, SIZE, { fraction: 0.5 });
  assert.ok(error(flow) < 0.3 * error(linear), `${error(flow)} against ${error(linear)}`);
});

test('what stays is left alone, and a quarter of the way is a quarter of the motion', () => {
  const still = disc(48);
  const same = flowBetween(still, still, SIZE, SIZE, { fraction: 0.5 });
  for (let i = 0; i < same.length; i++) assert.ok(Math.abs(same[i] - still[i]) < 0.01);
  const [before, wanted, after] = [disc(44), disc(46), disc(52)];
  const flow = flowBetween(before, after, SIZE, SIZE, { fraction: 0.25 });
  const linear = before.map((value, i) => value + (after[i] - value) / 4);
  const error = (image: Float32Array) => Math.hypot(...image.map((value, i) => value - wanted[i]));
  assert.ok(error(flow) < 0.5 * error(linear));
});
