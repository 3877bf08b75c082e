import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, fromState, normalQuantile } from '../../src/image/random.js';

function moments(draw: () => number, count: number) {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  return { mean: sum / count, variance: squares / count - (sum / count) ** 2 };
}

test('xoshiro128** gives the outputs of the reference implementation 1.1', () => {
  const random = fromState([1, 2, 3, 4]);
  const expected = [
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ];
  assert.deepEqual(
    expected.map(() => random.uint32()),
    expected,
  );
});

test('normal quantiles agree with the values AS 241 was published with', () => {
  assert.ok(Math.abs(normalQuantile(0.25) - -0.6744897501960817) < 1e-14);
  assert.ok(Math.abs(normalQuantile(0.001) - -3.090232306167814) < 1e-13);
  assert.ok(Math.abs(normalQuantile(1e-20) - -9.262340089798409) < 1e-12);
  assert.ok(Math.abs(normalQuantile(0.975) - 1.959963984540054) < 1e-14);
});

test('a seed replays, another seed and every fork differ', () => {
  const draw = (random: { uint32(): number }) => Array.from({ length: 6 }, () => random.uint32());
  assert.deepEqual(draw(createRandom(7)), draw(createRandom(7)));
  assert.notDeepEqual(draw(createRandom(7)), draw(createRandom(8)));
  const parent = createRandom(7);
  const early = draw(parent.fork('noise'));
  parent.normal();
  assert.deepEqual(draw(parent.fork('noise')), early, 'a fork does not depend on what was drawn');
  assert.notDeepEqual(draw(parent.fork(1)), draw(parent.fork(2)));
});

test('forks of neighbouring slices do not correlate', () => {
  const a = createRandom(1).fork(10);
  const b = createRandom(1).fork(11);
  let product = 0;
  const n = 50_000;
  for (let i = 0; i < n; i++) product += a.normal() * b.normal();
  assert.ok(Math.abs(product / n) < 4 / Math.sqrt(n));
});

test('uniform and normal have their moments', () => {
  const random = createRandom(3);
  const uniform = moments(random.uniform, 200_000);
  assert.ok(Math.abs(uniform.mean - 0.5) < 0.003 && Math.abs(uniform.variance - 1 / 12) < 0.001);
  const normal = moments(random.normal, 200_000);
  assert.ok(Math.abs(normal.mean) < 0.01 && Math.abs(normal.variance - 1) < 0.015);
});

for (const lambda of [0.3, 4, 9.99, 10, 60, 2e4]) {
  test(`Poisson of mean ${lambda} has mean and variance ${lambda}`, () => {
    const random = createRandom(5);
    const n = 100_000;
    const { mean, variance } = moments(() => random.poisson(lambda), n);
    assert.ok(Math.abs(mean - lambda) < 5 * Math.sqrt(lambda / n), `mean ${mean}`);
    // Variance of the sample variance of a Poisson: (lambda + 2 lambda^2) / n.
    assert.ok(
      Math.abs(variance - lambda) < 5 * Math.sqrt((lambda + 2 * lambda * lambda) / n),
      `variance ${variance}`,
    );
  });
}

test('Poisson of mean 12 has the probabilities of the formula', () => {
  const random = createRandom(9);
  const n = 200_000;
  const seen = new Float64Array(60);
  for (let i = 0; i < n; i++) seen[random.poisson(12)]++;
  let p = Math.exp(-12);
  let chiSquare = 0;
  for (let k = 0; k < 26; k++) {
    if (k >= 4) chiSquare += (seen[k] - n * p) ** 2 / (n * p);
    p *= 12 / (k + 1);
  }
  assert.ok(chiSquare < 55, `chi-square ${chiSquare} at 22 degrees of freedom`);
});

test('no light, no photons', () => {
  assert.equal(createRandom(1).poisson(0), 0);
});
