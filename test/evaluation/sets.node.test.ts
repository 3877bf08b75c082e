import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyCentre, commonField } from '../../src/evaluation/commonField.js';
import { coverageOf } from '../../src/evaluation/coverage.js';
import { duplicateCrops } from '../../src/evaluation/duplicateCrops.js';
import { eigenSymmetric, squareRoot } from '../../src/evaluation/eigen.js';
import { frechetDistance, scaled, scalingOf } from '../../src/evaluation/frechet.js';
import { GLCM_FEATURES, glcmFeatures } from '../../src/evaluation/glcm.js';
import { HISTOGRAM, histogramDistance, huHistogram } from '../../src/evaluation/histogram.js';
import { layoutOf, neighbourFigures } from '../../src/evaluation/memorisation.js';
import { diversityOf, msSsim } from '../../src/evaluation/msSsim.js';
import { patchProjections, slicedWasserstein, thinned } from '../../src/evaluation/slicedWasserstein.js';
import { createRandom } from '../../src/image/random.js';

const random = createRandom(3);
const noise = (length: number, sd: number, mean = 0) =>
  Float32Array.from({ length }, () => mean + sd * random.normal());

test('the common field is centred on the body and keeps its mean', () => {
  const [rows, columns] = [100, 120];
  const values = new Float32Array(rows * columns).fill(-1000);
  for (let r = 10; r < 30; r++) values.fill(40, r * columns + 70, r * columns + 110);
  const slice = { values, rows, columns, pixelSpacing: [2, 2] as const };
  assert.deepEqual(bodyCentre(slice), { row: 20, column: 90 });
  const field = commonField(slice, 64);
  // 40 x 80 mm of the body in pixels of 6.25 mm.
  const mass = field.reduce((sum, value) => sum + (value + 1000) / 1040, 0) * 6.25 ** 2;
  assert.ok(Math.abs(mass - 40 * 80) < 1, `${mass}`);
  assert.ok(field[32 * 64 + 32] > 39);
  assert.equal(field[0], -1000);
});

test('sliced Wasserstein: none between a set and itself, more with blur, the same from few quantiles', () => {
  const set = (sd: number) => Array.from({ length: 24 }, () => noise(1024, sd, 40));
  const options = { patches: 64, projections: 16 };
  const real = patchProjections(set(60), 32, options);
  assert.equal(slicedWasserstein(real, real).mean, 0);
  const alike = slicedWasserstein(patchProjections(set(60), 32, options), real);
  const weaker = slicedWasserstein(patchProjections(set(30), 32, options), real);
  assert.deepEqual(
    alike.scales.map(({ side }) => side),
    [32, 16],
  );
  // The coarse scale of few slices is mostly chance.
  assert.ok(alike.scales[0].distance < 80 && alike.mean < weaker.mean, `${alike.scales[0].distance}`);
  // Half the SD of a normal distribution: E|x| / 2 = 0.4 SD.
  assert.ok(Math.abs(weaker.scales[0].distance - 399) < 25, `${weaker.scales[0].distance}`);
  const shipped = slicedWasserstein(patchProjections(set(30), 32, options), thinned(real, 33));
  assert.ok(Math.abs(shipped.mean / weaker.mean - 1) < 0.1, `${shipped.mean} ${weaker.mean}`);
  assert.throws(() => patchProjections([], 32), /side is a power of two/);
});

test('eigenvalues and roots of a symmetric matrix', () => {
  const matrix = Float64Array.of(4, 1, 0, 1, 3, 1, 0, 1, 2);
  const { values } = eigenSymmetric(matrix);
  assert.ok(Math.abs(values.reduce((a, b) => a + b, 0) - 9) < 1e-9);
  assert.ok(Math.abs(values.reduce((a, b) => a * b, 1) - 18) < 1e-9);
  const root = squareRoot(matrix);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += root[i * 3 + k] * root[k * 3 + j];
      assert.ok(Math.abs(sum - matrix[i * 3 + j]) < 1e-9);
    }
  }
});

test('Fréchet distance of independent normals: the shift, and the difference of the SDs', () => {
  const set = (mean: number, sd: number) =>
    Array.from({ length: 4000 }, () => Float64Array.of(mean + sd * random.normal(), random.normal()));
  const real = set(0, 1);
  assert.ok(frechetDistance(set(0, 1), real) < 0.01);
  assert.ok(Math.abs(frechetDistance(set(2, 1), real) - 4) < 0.3);
  assert.ok(Math.abs(frechetDistance(set(0, 2), real) - 1) < 0.1);
});

test('coverage: a set like the real one covers it, one mode covers its own share', () => {
  const cloud = (x: number) => Array.from({ length: 60 }, () => [x + random.normal(), random.normal()]);
  const real = [...cloud(0), ...cloud(20)];
  const good = coverageOf([...cloud(0), ...cloud(20)], real);
  assert.ok(good.precision > 0.85 && good.recall > 0.85 && good.coverage > 0.85, JSON.stringify(good));
  const one = coverageOf([...cloud(0), ...cloud(0)], real);
  assert.ok(one.precision > 0.85 && one.recall < 0.6 && one.coverage < 0.6, JSON.stringify(one));
  const far = coverageOf(cloud(100), real);
  assert.deepEqual([far.precision, far.density, far.coverage], [0, 0, 0]);
  assert.throws(() => coverageOf(real.slice(0, 5), real), /too small/);
});

test('co-occurrence of a checkerboard, by hand', () => {
  const levels = Uint8Array.from({ length: 16 }, (_, i) => (Math.floor(i / 4) + i) % 2);
  const features = glcmFeatures(levels, new Uint8Array(16).fill(1), 4, 4, 2);
  const named = (name: (typeof GLCM_FEATURES)[number]) => features[GLCM_FEATURES.indexOf(name)];
  // 24 pairs along the axes differ, 18 along the diagonals do not.
  assert.ok(Math.abs(named('contrast') - 24 / 42) < 1e-12);
  assert.ok(Math.abs(named('joint average') - 1.5) < 1e-12);
  assert.ok(Math.abs(named('inverse difference') - (18 + 24 / 2) / 42) < 1e-12);
  assert.ok(Math.abs(named('correlation') - (18 - 24) / 42) < 1e-12);
  assert.deepEqual(glcmFeatures(levels, new Uint8Array(16), 4, 4, 2), new Float64Array(GLCM_FEATURES.length));
});

test('MS-SSIM: 1 for equal slices, less with noise; a set of copies has no diversity', () => {
  const limits = [-160, 240] as const;
  const base = noise(64 * 64, 80);
  const disturbed = base.map((value) => value + 40 * random.normal());
  assert.ok(Math.abs(msSsim(base, base, 64, limits) - 1) < 1e-9);
  assert.ok(msSsim(base, disturbed, 64, limits) < 0.97);
  const { msSsim: similarity, rms, pairs } = diversityOf([base, base, base], 64, limits);
  assert.deepEqual([Math.round(similarity * 1e6), rms, pairs], [1e6, 0, 3]);
});

test('layouts keep distances, and copies have a neighbour ratio near zero', () => {
  const fields = Array.from({ length: 20 }, () => noise(32 * 32, 100, -300));
  const layouts = fields.map(layoutOf);
  let [ratio, pairs] = [0, 0];
  for (let i = 1; i < fields.length; i++) {
    const rms = Math.sqrt(fields[i].reduce((sum, v, k) => sum + (v - fields[0][k]) ** 2, 0) / 1024);
    const kept = Math.sqrt(layouts[i].reduce((sum, v, k) => sum + (v - layouts[0][k]) ** 2, 0));
    ratio += kept / rms;
    pairs += 1;
  }
  assert.ok(Math.abs(ratio / pairs - 1) < 0.1, `${ratio / pairs}`);
  const training = { layouts: layouts.slice(0, 10), subjects: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] };
  assert.ok(neighbourFigures(layouts.slice(0, 5), training).ratio < 1e-6);
  assert.ok(neighbourFigures(layouts.slice(10), training).ratio > 0.8);
});

test('a square that was copied and moved by two pixels is found, another person’s is not', () => {
  const side = 256;
  const [mine, theirs] = [noise(side * side, 60), noise(side * side, 60)];
  assert.equal(duplicateCrops(mine, theirs, side).copied, 0);
  const copy = mine.slice();
  for (let r = 0; r < 64; r++) {
    copy.set(theirs.subarray((98 + r) * side + 96, (98 + r) * side + 160), (100 + r) * side + 96);
  }
  assert.ok(duplicateCrops(copy, theirs, side).copied >= 1);
});

test('histogram distance is how far the pixels moved', () => {
  const a = huHistogram([new Float32Array(100).fill(-5)]);
  const b = huHistogram([new Float32Array(100).fill(-5 + 10 * HISTOGRAM.width)]);
  assert.ok(Math.abs(histogramDistance(a, b) - 200) < 1e-9);
});

test('scaling is by the reference, and no feature decides alone', () => {
  const scaling = scalingOf([
    [0, 5],
    [2, 5],
  ]);
  assert.deepEqual([...scaled([[1e9, 6]], scaling)[0]], [8, 1]);
  assert.throws(() => scaled([[1]], scaling), /different lengths/);
});
