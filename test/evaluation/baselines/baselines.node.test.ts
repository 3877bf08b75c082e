import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../../src/errors.js';
import type { Baseline } from '../../../src/evaluation/baselines/baseline.js';
import { bm3d } from '../../../src/evaluation/baselines/bm3d.js';
import { invertBlock, noiseColour, transformBlock } from '../../../src/evaluation/baselines/cosine.js';
import { gaussian } from '../../../src/evaluation/baselines/gaussian.js';
import { haar, inverseHaar } from '../../../src/evaluation/baselines/haar.js';
import { nonLocalMeans } from '../../../src/evaluation/baselines/nonLocalMeans.js';
import { totalVariation } from '../../../src/evaluation/baselines/totalVariation.js';
import { createRandom } from '../../../src/image/random.js';

const SIZE = 96;
const SIGMA = 20;
const BASELINES: Record<string, { filter: Baseline; strength: number }> = {
  gaussian: { filter: gaussian, strength: 1 },
  nonLocalMeans: { filter: nonLocalMeans, strength: 0.9 },
  totalVariation: { filter: totalVariation, strength: 1 },
  bm3d: { filter: bm3d, strength: 1 },
};

/** White noise of SD sigma about `truth`. */
function noisy(truth: Float32Array, sigma = SIGMA, seed = 1): Float32Array {
  const random = createRandom(seed);
  return truth.map((value) => value + sigma * random.normal());
}

function rms(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ** 2;
  return Math.sqrt(sum / values.length);
}

function error(image: Float32Array, truth: Float32Array): number {
  return rms(image.map((value, i) => value - truth[i]));
}

const flat = new Float32Array(SIZE * SIZE).fill(50);
/** A step of 200 across a slanted line, so that no grid favours it, blurred as a scanner would. */
const edge = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
  const distance = (i % SIZE) + 0.3 * Math.floor(i / SIZE) - 62;
  return 200 / (1 + Math.exp(-2 * distance));
});

for (const [name, { filter, strength }] of Object.entries(BASELINES)) {
  const run = (image: Float32Array, sigma = SIGMA) => filter(image, SIZE, SIZE, { sigma, strength });

  test(`${name} keeps a constant, and the image where there is no noise`, () => {
    for (const value of run(flat)) assert.ok(Math.abs(value - 50) < 1e-3);
    assert.deepEqual(run(edge, 0), edge);
  });

  test(`${name} takes white noise to under two fifths of its SD, mean unmoved`, () => {
    const quiet = run(noisy(flat));
    const left = error(quiet, flat);
    assert.ok(left < 0.4 * SIGMA, `${left}`);
    const mean = quiet.reduce((sum, value) => sum + value, 0) / quiet.length;
    // The mean of n draws has SD sigma / √n; the filters may not add to it.
    assert.ok(Math.abs(mean - 50) < (4 * SIGMA) / SIZE, `${mean}`);
  });

  test(`${name} leaves its input alone and refuses a wrong size`, () => {
    const image = noisy(edge);
    const copy = image.slice();
    run(image);
    assert.deepEqual(image, copy);
    assert.throws(
      () => filter(image, SIZE, SIZE - 1, { sigma: 1, strength: 1 }),
      (e) => isVeritomeError(e, 'ArgumentError'),
    );
  });
}

test('at an edge every method that looks before it smooths beats the Gaussian', () => {
  const image = noisy(edge);
  const errors = Object.fromEntries(
    Object.entries(BASELINES).map(([name, { filter, strength }]) => [
      name,
      error(filter(image, SIZE, SIZE, { sigma: SIGMA, strength }), edge),
    ]),
  );
  for (const name of ['nonLocalMeans', 'totalVariation', 'bm3d']) {
    assert.ok(errors[name] < 0.6 * errors.gaussian, JSON.stringify(errors));
  }
});

test('the Gaussian leaves 1 / (2 √π s) of the SD of white noise', () => {
  const strength = 1.5;
  const left = error(gaussian(noisy(flat), SIZE, SIZE, { sigma: SIGMA, strength }), flat) / SIGMA;
  assert.ok(Math.abs(left * 2 * Math.sqrt(Math.PI) * strength - 1) < 0.1, `${left}`);
});

test('non-local means is what its definition says, pixel by pixel', () => {
  const rows = 24;
  const image = noisy(new Float32Array(rows * rows), 10, 3);
  const options = { sigma: 10, strength: 0.8 };
  const quiet = nonLocalMeans(image, rows, rows, options);
  const at = (y: number, x: number) => image[fold(y, rows) * rows + fold(x, rows)];
  for (const [y, x] of [
    [12, 12],
    [0, 5],
    [23, 23],
  ]) {
    let total = 0;
    let weights = 0;
    for (let dy = -8; dy <= 8; dy++) {
      for (let dx = -8; dx <= 8; dx++) {
        let distance = 0;
        for (let v = -2; v <= 2; v++) {
          for (let u = -2; u <= 2; u++) distance += (at(y + v, x + u) - at(y + dy + v, x + dx + u)) ** 2;
        }
        const weight = Math.exp(-Math.max(distance / 25 - 200, 0) / 64);
        total += weight * at(y + dy, x + dx);
        weights += weight;
      }
    }
    assert.ok(Math.abs(quiet[y * rows + x] - total / weights) < 0.05, `${y}, ${x}`);
  }
});

/** Index mirrored into 0 … size − 1. */
function fold(i: number, size: number): number {
  return i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i;
}

test('with Rician noise, squares and their bias leave the background near zero', () => {
  const random = createRandom(5);
  const magnitude = new Float32Array(SIZE * SIZE).map(
    () => SIGMA * Math.hypot(random.normal(), random.normal()),
  );
  const options = { sigma: SIGMA, strength: 1 };
  const mean = (image: Float32Array) => image.reduce((sum, value) => sum + value, 0) / image.length;
  // Rayleigh mean, Gudbjartsson and Patz 1995: sigma √(π/2).
  assert.ok(Math.abs(mean(nonLocalMeans(magnitude, SIZE, SIZE, options)) / SIGMA - 1.253) < 0.1);
  assert.ok(mean(nonLocalMeans(magnitude, SIZE, SIZE, { ...options, rician: true })) < 0.35 * SIGMA);
});

test('total variation is the minimum: no small change lowers its energy', () => {
  const rows = 16;
  const image = noisy(new Float32Array(rows * rows), 10, 7);
  const lambda = 8;
  const quiet = totalVariation(image, rows, rows, { sigma: 10, strength: 0.8 });
  const energy = (u: Float32Array) => {
    let sum = 0;
    for (let i = 0; i < u.length; i++) {
      const down = i + rows < u.length ? u[i + rows] - u[i] : 0;
      const right = (i + 1) % rows !== 0 ? u[i + 1] - u[i] : 0;
      sum += 0.5 * (u[i] - image[i]) ** 2 + lambda * Math.hypot(down, right);
    }
    return sum;
  };
  const least = energy(quiet);
  assert.ok(least < 0.7 * energy(image));
  const random = createRandom(8);
  for (let trial = 0; trial < 50; trial++) {
    const other = quiet.map((value) => value + 0.5 * random.normal());
    assert.ok(energy(other) > least, `${energy(other)} under ${least}`);
  }
});

test('cosine and Haar transforms are orthonormal and undo themselves', () => {
  const image = noisy(new Float32Array(64), 1, 2);
  const stack = new Float32Array(16 * 64);
  for (let n = 0; n < 16; n++) stack.set(noisy(new Float32Array(64), 1, n), n * 64);
  const before = stack.slice();
  haar(stack, 16, 64);
  assert.ok(Math.abs(rms(stack) - rms(before)) < 1e-5);
  inverseHaar(stack, 16, 64);
  assert.ok(rms(stack.map((value, i) => value - before[i])) < 1e-5);
  const block = new Float32Array(64);
  transformBlock(image, 8, 0, block, 0);
  assert.ok(Math.abs(rms(block) - rms(image)) < 1e-5);
  invertBlock(block, 0);
  assert.ok(rms(block.map((value, i) => value - image[i])) < 1e-5);
});

test('BM3D told the colour of correlated noise beats BM3D that takes it for white', () => {
  const noise = gaussian(noisy(new Float32Array(SIZE * SIZE), 60, 11), SIZE, SIZE, {
    sigma: 1,
    strength: 0.8,
  });
  const image = noise.map((value, i) => value + edge[i]);
  const sigma = rms(noise);
  const colour = noiseColour(noise, SIZE, SIZE);
  assert.ok(Math.abs(colour.reduce((sum, value) => sum + value, 0) / 64 - 1) < 1e-9);
  const white = error(bm3d(image, SIZE, SIZE, { sigma, strength: 1 }), edge);
  const coloured = error(bm3d(image, SIZE, SIZE, { sigma, strength: 1, colour }), edge);
  assert.ok(coloured < 0.85 * white, `${coloured} against ${white}`);
});
