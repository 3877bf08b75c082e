import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFft } from '../../src/image/fft.js';

test('the transform of a cosine has two lines, and the inverse returns it', () => {
  const n = 64;
  const fft = createFft(n);
  const re = Float64Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * 5 * i) / n));
  const im = new Float64Array(n);
  const original = re.slice();
  fft(re, im, false);
  re.forEach((value, k) => {
    assert.ok(Math.abs(value - (k === 5 || k === n - 5 ? n / 2 : 0)) < 1e-9);
  });
  fft(re, im, true);
  re.forEach((value, i) => {
    assert.ok(Math.abs(value - original[i]) < 1e-12);
  });
});
