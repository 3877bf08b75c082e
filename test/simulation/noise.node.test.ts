import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/image/random.js';
import { measure, missingNoise } from '../../src/simulation/noise.js';

const BINS = 60_000;
const ELECTRONIC = 15;

function variance(values: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (const v of values) {
    sum += v;
    squares += v * v;
  }
  return squares / values.length - (sum / values.length) ** 2;
}

const scanned = (photons: number, dose: number, seed = 1) =>
  measure(new Float32Array(BINS), new Float32Array(BINS).fill(photons), dose, ELECTRONIC, createRandom(seed));

test('the variance of a line integral is 1 / n of the quanta and sigma² / n² of the electronics', () => {
  for (const photons of [400, 2000, 50_000]) {
    for (const dose of [1, 0.5]) {
      const n = photons * dose;
      const wanted = (n + ELECTRONIC ** 2) / n ** 2;
      const found = variance(scanned(photons, dose));
      assert.ok(Math.abs(found / wanted - 1) < 0.035, `${n} photons: ${found}, not ${wanted}`);
    }
  }
});

test('a full dose with the missing noise has the variance of a low dose', () => {
  for (const photons of [1200, 4000, 50_000]) {
    const full = scanned(photons, 1);
    const counts = new Float32Array(BINS).fill(photons);
    const missing = missingNoise(counts, 0.25, ELECTRONIC, createRandom(2));
    const found = variance(full.map((v, i) => v + missing[i]));
    const wanted = variance(scanned(photons, 0.25, 3));
    assert.ok(Math.abs(found / wanted - 1) < 0.05, `${photons} photons: ${found}, a scan has ${wanted}`);
  }
});
