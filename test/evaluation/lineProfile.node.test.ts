import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineProfile } from '../../src/evaluation/lineProfile.js';

const ROWS = 40;
const COLUMNS = 60;
const GRID = { rows: ROWS, columns: COLUMNS, spacing: [0.8, 0.5] as const };

test('a plane is sampled exactly between its pixels, along any line', () => {
  const plane = (x: number, y: number) => 3 * x - 2 * y + 7;
  const from = { x: 3.2, y: 35.9 };
  const to = { x: 55.7, y: 4.4 };
  const { distance, value } = lineProfile(plane, GRID, from, to);
  const last = value.length - 1;
  assert.ok(last >= 2 * Math.hypot(52.5, 31.5), 'a sample every half pixel');
  for (let i = 0; i <= last; i++) {
    const x = from.x + (i / last) * (to.x - from.x) - 0.5;
    const y = from.y + (i / last) * (to.y - from.y) - 0.5;
    assert.ok(Math.abs(value[i] - plane(x, y)) < 1e-9);
  }
  assert.equal(distance[0], 0);
  assert.ok(
    Math.abs(distance[last] - Math.hypot(52.5 * 0.5, 31.5 * 0.8)) < 1e-9,
    'columns and rows by their spacing',
  );
});

test('a step has half its height between the two pixels, and all of it at their centres', () => {
  const { distance, value } = lineProfile(
    (x) => (x < 30 ? 0 : 100),
    { rows: 8, columns: 60 },
    { x: 29.5, y: 4.5 },
    { x: 30.5, y: 4.5 },
  );
  assert.deepEqual([...distance], [0, 0.5, 1]);
  assert.deepEqual([...value], [0, 50, 100]);
});

test('outside the image and beside pixels without a value there is none', () => {
  const hole = (x: number, y: number) => (x === 5 && y === 2 ? Number.NaN : 1);
  const { value, distance } = lineProfile(hole, { rows: 6, columns: 8 }, { x: -2, y: 2.5 }, { x: 9, y: 2.5 });
  distance.forEach((along, i) => {
    const x = along - 2;
    const beside = Math.abs(x - 5.5) < 1 - 1e-9;
    const inside = x > -1e-9 && x < 8 + 1e-9;
    assert.equal(Number.isNaN(value[i]), beside || !inside, `at ${x}`);
  });
});

test('a line without length has two samples of one pixel', () => {
  const { value, distance } = lineProfile(() => 4, GRID, { x: 5, y: 5 }, { x: 5, y: 5 });
  assert.deepEqual(
    [[...value], [...distance]],
    [
      [4, 4],
      [0, 0],
    ],
  );
});
