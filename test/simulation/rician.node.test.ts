import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { createFft } from '../../src/image/fft.js';
import { ricianNoise } from '../../src/simulation/rician.js';

const SIGMA = 7;
const ROWS = 256;
const COLUMNS = 256;
const flat = (signal: number) => new Float32Array(ROWS * COLUMNS).fill(signal);
const white = { sigma: SIGMA, seed: 4 };
const correlated = { ...white, zeroFilled: { rows: ROWS, columns: COLUMNS, measured: [0.5, 0.75] } } as const;

function moments(values: Float32Array) {
  let first = 0;
  let second = 0;
  for (const v of values) {
    first += v / values.length;
    second += (v * v) / values.length;
  }
  return { first, second };
}

for (const [name, options] of [
  ['white', white],
  ['correlated', correlated],
] as const) {
  test(`${name} noise has Rayleigh's moments in air and A² + 2 sigma² everywhere`, () => {
    const air = moments(ricianNoise(flat(0), options));
    assert.ok(Math.abs(air.first / (SIGMA * Math.sqrt(Math.PI / 2)) - 1) < 0.015, `mean ${air.first}`);
    for (const signal of [0, 5, 20, 200]) {
      const { second } = moments(ricianNoise(flat(signal), options));
      const wanted = signal * signal + 2 * SIGMA * SIGMA;
      assert.ok(Math.abs(second / wanted - 1) < 0.025, `${signal}: ${second}, not ${wanted}`);
    }
  });
}

test('where the signal is strong the noise is Gaussian of SD sigma around sqrt(A² + sigma²)', () => {
  const { first, second } = moments(ricianNoise(flat(200), white));
  assert.ok(Math.abs(first - Math.sqrt(200 ** 2 + SIGMA ** 2)) < 0.15, `${first}`);
  assert.ok(Math.abs(Math.sqrt(second - first * first) / SIGMA - 1) < 0.02);
});

test('zero-filled noise holds only frequencies that were measured', () => {
  const noise = ricianNoise(flat(1000), correlated);
  const along = (start: number, stride: number) => {
    const re = Float64Array.from({ length: 256 }, (_, i) => noise[start + i * stride] - 1000);
    const im = new Float64Array(256);
    createFft(256)(re, im, false);
    return re.map((v, k) => v * v + im[k] ** 2);
  };
  const inside = (power: Float64Array, part: number) => {
    const sum = (from: number, to: number) => power.slice(from, to).reduce((a, b) => a + b, 0);
    const edge = (part * 256) / 2;
    return sum(1, edge + 1) / sum(1, 128);
  };
  assert.ok(inside(along(7, COLUMNS), 0.5) > 0.99);
  assert.ok(inside(along(7 * COLUMNS, 1), 0.75) > 0.99);
});

test('a seed replays; other seeds and slices draw other noise; none leaves the magnitude', () => {
  const draw = (change: object) => ricianNoise(flat(50), { ...white, ...change });
  assert.deepEqual(draw({}), draw({}));
  assert.notDeepEqual(draw({ seed: 5 }), draw({}));
  assert.notDeepEqual(draw({ slice: 1 }), draw({}));
  assert.deepEqual(draw({ sigma: 0 }), flat(50));
});

test('a noise or k-space that cannot be is refused', () => {
  const zeroFilled = { rows: 3, columns: 3, measured: [1, 1] };
  for (const change of [{ sigma: -1 }, { sigma: Number.NaN }, { zeroFilled }]) {
    assert.throws(
      () => ricianNoise(flat(1), { ...white, ...change } as Parameters<typeof ricianNoise>[1]),
      (error) => isVeritomeError(error, 'ArgumentError'),
    );
  }
});
