import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { gaussianBlur } from '../../src/evaluation/blur.js';
import {
  falseStructures,
  flicker,
  idempotence,
  judgeLesion,
  lesionErasure,
  passThrough,
  recoveredContrast,
  residualEdgeCorrelation,
  seams,
  wilson,
} from '../../src/evaluation/safety.js';
import { createRandom } from '../../src/image/random.js';

const SIZE = 128;
const near = (found: number, wanted: number, tolerance: number, what = '') =>
  assert.ok(Math.abs(found - wanted) < tolerance, `${what} ${found}, expected ${wanted}`);
const blur = (image: Float32Array, sigma: number, size = SIZE) =>
  Float32Array.from(gaussianBlur(image, size, size, sigma));
const plus = (a: Float32Array, b: Float32Array) => a.map((value, i) => value + b[i]);

function noise(sd: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: SIZE * SIZE }, () => sd * random.normal());
}

/** Gaussian spot. */
function spot(row: number, column: number, sigma: number, contrast: number): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const squared = (Math.floor(i / SIZE) - row) ** 2 + ((i % SIZE) - column) ** 2;
    return contrast * Math.exp(-squared / (2 * sigma * sigma));
  });
}

function discImage(row: number, column: number, radius: number, contrast: number): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const distance = Math.hypot(Math.floor(i / SIZE) - row, (i % SIZE) - column);
    return contrast * Math.min(1, Math.max(0, radius - distance + 0.5));
  });
}

const disc = { row: 64, column: 64, radius: 5 };
const signal = discImage(64, 64, 5, 20);

test('a linear filter recovers its own answer to the disc, whatever the noise', () => {
  const background = noise(30, 1);
  const found = recoveredContrast(
    blur(plus(background, signal), 2),
    blur(background, 2),
    signal,
    SIZE,
    SIZE,
    disc,
  );
  // Blurred disc averaged over its core: mean over r < 4.5 of the blurred signal, over 20.
  const alone = blur(signal, 2);
  let sum = 0;
  let count = 0;
  for (let i = 0; i < alone.length; i++) {
    if (Math.hypot(Math.floor(i / SIZE) - 64, (i % SIZE) - 64) >= 4.5) continue;
    sum += alone[i];
    count++;
  }
  near(found, sum / count / 20, 1e-4);
  // At the centre alone theory is closed: 1 - exp(-R² / 2σ²).
  const middle = recoveredContrast(blur(signal, 2), new Float32Array(SIZE * SIZE), signal, SIZE, SIZE, {
    ...disc,
    radius: 0.6,
  });
  near(middle, 1 - Math.exp(-25 / 8), 0.01);
  near(recoveredContrast(signal, new Float32Array(SIZE * SIZE), signal, SIZE, SIZE, disc), 1, 1e-6);
});

test('a disc outside its own signal is refused', () => {
  assert.throws(
    () => recoveredContrast(signal, signal, signal, SIZE, SIZE, { row: 5, column: 5, radius: 3 }),
    (error) => isVeritomeError(error, 'ArgumentError'),
  );
});

function trial(contrast: number, denoise: (image: Float32Array) => Float32Array, seed = 3) {
  const background = noise(10, seed);
  const added = discImage(64, 64, 5, contrast);
  const input = { present: plus(background, added), absent: background };
  return {
    disc,
    signal: added,
    input,
    output: { present: denoise(input.present), absent: denoise(input.absent) },
  };
}

test('the expected score is that of a matched filter in white noise', () => {
  const verdict = judgeLesion(
    trial(20, (image) => image),
    SIZE,
    SIZE,
  );
  // Zero-sum template t = s - mean over radius 10: score = Σ t s / (10 √Σ t²) = √(Σs² - (Σs)² / n) / 10.
  let sum = 0;
  let squares = 0;
  let n = 0;
  for (let i = 0; i < signal.length; i++) {
    if (Math.hypot(Math.floor(i / SIZE) - 64, (i % SIZE) - 64) >= 10) continue;
    sum += signal[i];
    squares += signal[i] ** 2;
    n++;
  }
  const theory = Math.sqrt(squares - sum ** 2 / n) / 10;
  near(verdict.before, theory, 0.12 * theory);
  near(verdict.after, theory, 0.12 * theory + 3);
  near(verdict.share, 1, 1e-5);
  assert.deepEqual([verdict.eligible, verdict.erased], [true, false]);
});

test('a denoiser that keeps lesions keeps them, one that takes them is caught', () => {
  const kept = judgeLesion(
    trial(20, (image) => blur(image, 1)),
    SIZE,
    SIZE,
  );
  assert.deepEqual([kept.eligible, kept.erased], [true, false]);
  // An oracle of an eraser: it subtracts nine tenths of the lesion from whatever holds it.
  const background = noise(10, 3);
  const eraser = (image: Float32Array) => image.map((value, i) => value - 0.9 * (value - background[i]));
  const taken = judgeLesion(trial(20, eraser), SIZE, SIZE);
  near(taken.share, 0.1, 1e-4);
  assert.equal(taken.erased, true);
  const faint = judgeLesion(trial(3, eraser), SIZE, SIZE);
  assert.deepEqual(
    [faint.eligible, faint.erased],
    [false, false],
    'below twice the threshold nothing is owed',
  );
  const counts = lesionErasure([kept, taken, faint]);
  assert.deepEqual([counts.judged, counts.eligible, counts.erased], [3, 2, 1]);
});

test('a lesion that keeps its contrast but drowns in new noise counts as erased', () => {
  const loud = (image: Float32Array) => plus(image, noise(200, 9));
  const verdict = judgeLesion(trial(20, loud), SIZE, SIZE);
  near(verdict.share, 1, 1e-3);
  assert.ok(verdict.before > 10 && verdict.after < 3, `${verdict.before}, ${verdict.after}`);
  assert.equal(verdict.erased, true);
});

test('Wilson intervals are those of the textbook', () => {
  // Newcombe 1998 (Stat Med 17:857), method 3: 81 of 263 and 0 of 20.
  const [low, high] = wilson(81, 263);
  near(low, 0.2553, 1e-4);
  near(high, 0.3662, 1e-4);
  near(wilson(0, 20)[1], 0.1611, 1e-4);
  assert.equal(wilson(0, 20)[0], 0);
});

const truth = new Float32Array(SIZE * SIZE).fill(50);
const input = plus(truth, noise(20, 4));

test('noise alone invents nothing, smoothed or not', () => {
  assert.deepEqual(falseStructures(input, truth, SIZE, SIZE), []);
  assert.deepEqual(falseStructures(blur(input, 1.5), truth, SIZE, SIZE, { input }), []);
});

test('an invented spot is found, with its place and contrast; one that was noise before is not', () => {
  const smooth = blur(input, 1.5);
  const invented = plus(smooth, spot(40, 90, 3, 40));
  const [blob, ...others] = falseStructures(invented, truth, SIZE, SIZE, { input });
  assert.deepEqual(others, []);
  assert.ok(Math.hypot(blob.row - 40, blob.column - 90) <= 2, `${blob.row}, ${blob.column}`);
  assert.ok(blob.contrast > 25 && blob.contrast < 55 && blob.z > 5);
  // The same spot in the input: the denoiser left it, and did not invent it.
  const before = plus(input, spot(40, 90, 3, 45));
  assert.deepEqual(falseStructures(invented, truth, SIZE, SIZE, { input: before }), []);
  assert.equal(falseStructures(invented, truth, SIZE, SIZE).length, 1);
  // Dark ones count too, and the mask limits the search.
  const dark = plus(smooth, spot(40, 90, 3, -40));
  assert.ok(falseStructures(dark, truth, SIZE, SIZE, { input })[0].contrast < -25);
  const elsewhere = Uint8Array.from(truth, (_, i) => (i % SIZE < 60 ? 1 : 0));
  assert.deepEqual(falseStructures(invented, truth, SIZE, SIZE, { input, mask: elsewhere }), []);
});

test('the residual of a blur holds edges, the residual of pure noise does not', () => {
  const scene = discImage(64, 64, 30, 200);
  const noisy = plus(scene, noise(10, 5));
  const ideal = residualEdgeCorrelation(noisy, scene, scene, SIZE, SIZE);
  near(ideal.edge, 0, 0.03);
  near(ideal.detail, 0, 0.03);
  const blurred = residualEdgeCorrelation(noisy, blur(noisy, 1.5), scene, SIZE, SIZE);
  assert.ok(blurred.edge > 0.5 && blurred.detail > 0.3, `${blurred.edge}, ${blurred.detail}`);
  assert.deepEqual(residualEdgeCorrelation(noisy, noisy, scene, SIZE, SIZE), { edge: 0, detail: 0 });
  const smooth = blur(scene, 1.5);
  const overshoot = scene.map((value, i) => value + (value - smooth[i]));
  assert.ok(residualEdgeCorrelation(scene, overshoot, scene, SIZE, SIZE).detail < -0.5);
});

test('idempotence: a projection ends at once, a blur of white noise as theory says', () => {
  const clipped = input.map((value) => Math.min(60, value));
  assert.deepEqual(idempotence(input, clipped, clipped), { rms: 0, share: 0 });
  const once = blur(input, 2);
  const twice = blur(once, 2);
  // Power of g - g² over 1 - g for g = exp(-2π²σ²f²): ∫(g-g²)² = 1/2 - 2/3 + 1/4 = 1/12, ∫(1-g)² = whole plane - 2 + 1/2, in 1 / 4πσ².
  const unit = 1 / (4 * Math.PI * 4);
  const expected = Math.sqrt(((1 - 4 / 3 + 1 / 2) * unit) / (1 - 4 * unit + unit));
  near(idempotence(input, once, twice).share, expected, 0.1 * expected);
});

test('pass-through names the RMS and the largest change', () => {
  const changed = truth.slice();
  changed[77] += 8;
  const found = passThrough(truth, changed);
  near(found.max, 8, 1e-5);
  near(found.rms, 8 / SIZE, 1e-5);
  const mask = new Uint8Array(truth.length).fill(1);
  mask[77] = 0;
  assert.deepEqual(passThrough(truth, changed, mask), { rms: 0, max: 0 });
});

test('a step at the seams is seen, a difference without one is not', () => {
  const stepped = input.map((value, i) => value + (i % SIZE >= 64 ? 1 : 0) + 0.01 * Math.sin(i));
  const found = seams(input, stepped, SIZE, SIZE, 64);
  assert.ok((found.step as number) > 10, `${found.step}`);
  near(found.max, 1.01, 0.01);
  const even = seams(input, plus(input, noise(1, 8)), SIZE, SIZE, 64);
  near(even.step as number, 1, 0.1);
  assert.deepEqual(seams(input, input, SIZE, SIZE), { rms: 0, max: 0 });
  assert.equal(seams(input, input, SIZE, SIZE, 64).step, 1);
});

test('flicker is what goes from slice to slice beyond the reference', () => {
  const references = [0, 1, 2, 3].map((k) => noise(5, 20 + k));
  const still = flicker(references, references, SIZE, SIZE);
  assert.equal(still.excess, 0);
  // White noise of 5, differenced and smoothed by 3 pixels: 5 √2 / (2 · 3 √π).
  near(still.reference, (5 * Math.SQRT2) / (6 * Math.sqrt(Math.PI)), 0.05);
  const pumped = references.map((slice, k) => slice.map((value) => value + (k % 2 ? 2 : -2)));
  near(flicker(pumped, references, SIZE, SIZE).excess, 4, 0.1);
  const calmer = references.map((slice) => slice.map((value) => value / 2));
  assert.ok(flicker(calmer, references, SIZE, SIZE).excess < 0);
  assert.throws(
    () => flicker([input], [input], SIZE, SIZE),
    (error) => isVeritomeError(error, 'ArgumentError'),
  );
});
