import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { gaussianBlur } from '../../src/evaluation/blur.js';
import { contrastMTF, gradientKept } from '../../src/evaluation/resolution.js';
import { createRandom } from '../../src/image/random.js';

const SIZE = 96;
const near = (found: number | undefined, wanted: number, tolerance: number, what = '') =>
  assert.ok(
    found !== undefined && Math.abs(found - wanted) < tolerance,
    `${what} ${found}, expected ${wanted}`,
  );

/** Φ by summation, independent of what is tested. */
function phi(x: number): number {
  const step = 0.01;
  let sum = 0.5;
  for (let t = step / 2; t < Math.abs(x); t += step)
    sum += (Math.exp((-t * t) / 2) * step) / Math.sqrt(2 * Math.PI);
  return x > 0 ? Math.min(1, sum) : 1 - Math.min(1, sum);
}

/** A disc blurred by a Gaussian, each pixel a sample of the blurred edge: to second order in σ / R the edge of a straight one. */
const disc = { row: 47.3, column: 48.6, radius: 25 };
const table = Float64Array.from({ length: 2001 }, (_, i) => phi((i - 1000) / 100));
function blurredDisc(contrast: number, sigma: number): Float32Array {
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const r = Math.hypot(Math.floor(i / SIZE) - disc.row, (i % SIZE) - disc.column);
    const at = Math.round((100 * (disc.radius - r)) / sigma) + 1000;
    return contrast * table[Math.min(2000, Math.max(0, at))];
  });
}

/** Noise of the grain of a scan: white less its own blur. */
function grain(sd: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const white = Float32Array.from({ length: SIZE * SIZE }, () => random.normal());
  const smooth = gaussianBlur(white, SIZE, SIZE, 0.7);
  const slow = gaussianBlur(white, SIZE, SIZE, 2);
  // Power of the difference of two Gaussians: 1/4πa² + 1/4πb² - 2 / 2π(a² + b²).
  const variance = 1 / (4 * Math.PI * 0.49) + 1 / (16 * Math.PI) - 1 / (Math.PI * 4.49);
  return Float32Array.from(smooth, (value, i) => (sd * (value - slow[i])) / Math.sqrt(variance));
}

const gaussianMtf = (sigma: number, f: number) => Math.exp(-2 * (Math.PI * sigma * f) ** 2);
const gaussianFall = (sigma: number, level: number) => Math.sqrt(-Math.log(level) / 2) / (Math.PI * sigma);

test('the MTF of a Gaussian blur is exp(-2π²σ²f²)', () => {
  for (const sigma of [0.7, 1.2]) {
    const { frequency, mtf, mtf50, mtf10, contrast } = contrastMTF(
      blurredDisc(-500, sigma),
      SIZE,
      SIZE,
      disc,
    );
    for (let k = 0; frequency[k] <= 0.5; k++) {
      near(mtf[k], gaussianMtf(sigma, frequency[k]), 0.015, `σ ${sigma}, f ${frequency[k]}`);
    }
    near(mtf50, gaussianFall(sigma, 0.5), 0.004);
    near(mtf10, gaussianFall(sigma, 0.1), 0.01);
    near(contrast, -500, 2);
  }
});

test('the pixel pitch turns cycles/px into cycles/mm', () => {
  const image = blurredDisc(100, 1);
  near(contrastMTF(image, SIZE, SIZE, disc, 0.5).mtf50, 2 * gaussianFall(1, 0.5), 0.008);
});

test('faint objects are measured by averaging: -500, -100 and -20 HU in 10 HU of noise', () => {
  const sigma = 1;
  const noises = Array.from({ length: 40 }, (_, k) => grain(10, 100 + k));
  for (const [contrast, tolerance] of [
    [-500, 0.004],
    [-100, 0.008],
    [-20, 0.025],
  ]) {
    const object = blurredDisc(contrast, sigma);
    const images = noises.map((noise) => noise.map((value, i) => value + object[i] + 50));
    const found = contrastMTF(images, SIZE, SIZE, disc);
    near(found.mtf50, gaussianFall(sigma, 0.5), tolerance, `at ${contrast} HU`);
    near(found.contrast, contrast, 0.6, 'contrast');
  }
});

test('blur that acts on faint edges only is told apart', () => {
  const mtf50 = (contrast: number) => {
    const sharp = blurredDisc(contrast, 0.8);
    // A denoiser that trusts steps above 50 HU and blurs the others.
    const image = Math.abs(contrast) > 50 ? sharp : Float32Array.from(gaussianBlur(sharp, SIZE, SIZE, 1.5));
    return contrastMTF(image, SIZE, SIZE, disc).mtf50 as number;
  };
  near(mtf50(-500), gaussianFall(0.8, 0.5), 0.005);
  near(mtf50(-20), gaussianFall(Math.hypot(0.8, 1.5), 0.5), 0.005);
});

test('an anatomical background subtracts away', () => {
  const object = blurredDisc(-60, 1);
  const anatomy = Float32Array.from(object, (_, i) => 100 * Math.sin(i / 7) * Math.cos(i / 900));
  const images = [0, 1].map((k) => anatomy.map((value, i) => value + object[i] + k));
  const background = [0, 1].map((k) => anatomy.map((value) => value + k));
  near(contrastMTF(images, SIZE, SIZE, disc, 1, { background }).mtf50, gaussianFall(1, 0.5), 0.004);
});

test('a slanted straight edge gives the same', () => {
  const edge = { row: 48, column: 47.5, angle: 0.09, length: 70 };
  const image = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const d =
      (Math.floor(i / SIZE) - edge.row) * Math.sin(0.09) + ((i % SIZE) - edge.column) * Math.cos(0.09);
    return 80 * table[Math.min(2000, Math.max(0, Math.round(-100 * d) + 1000))];
  });
  const found = contrastMTF(image, SIZE, SIZE, edge);
  near(found.mtf50, gaussianFall(1, 0.5), 0.004);
  near(found.contrast, 80, 0.5);
});

test('a curve that never falls has no MTF50, and no edge is no curve', () => {
  // Points of an unblurred disc, no pixel aperture: its spectrum is level.
  const step = Float32Array.from({ length: SIZE * SIZE }, (_, i) =>
    Math.hypot(Math.floor(i / SIZE) - disc.row, (i % SIZE) - disc.column) < disc.radius ? 100 : 0,
  );
  assert.equal(contrastMTF(step, SIZE, SIZE, disc).mtf50, undefined);
  const refused = (act: () => unknown) =>
    assert.throws(act, (error) => isVeritomeError(error, 'ArgumentError'));
  refused(() => contrastMTF(new Float32Array(SIZE * SIZE), SIZE, SIZE, disc));
  refused(() => contrastMTF(step, SIZE, SIZE, { ...disc, radius: 1.5 }));
  refused(() => contrastMTF([], SIZE, SIZE, disc));
});

/*
 * numpy 2.4.6, scipy 1.17.1 on a = ((i * 7919 + i * i * 31) % 401 - 200).reshape(20, 24), i = np.arange(480):
 *   s = ndimage.gaussian_filter(a, 1); gy, gx = np.gradient(s); m = np.hypot(gy, gx)
 *   ry, rx = np.gradient(a); by, bx = np.gradient(ndimage.gaussian_filter(a, 0.8)); k = (m >= low) & (m < high)
 *   ((by*gy + bx*gx) / m)[k].sum() / ((ry*gy + rx*gx) / m)[k].sum()
 */
test('gradient kept is that of numpy', () => {
  const a = Float32Array.from({ length: 480 }, (_, i) => ((i * 7919 + i * i * 31) % 401) - 200);
  const b = Float32Array.from(gaussianBlur(a, 20, 24, 0.8));
  const found = gradientKept(b, a, 20, 24);
  near(found.weak, 0.5042809348646907, 1e-6);
  near(found.strong, 0.5376184729271675, 1e-6);
});

test('noise does not count as gradient, lost contrast does', () => {
  const strong = blurredDisc(300, 1);
  const weak = blurredDisc(60, 1);
  const reference = strong.map((value, i) => value + weak[(i + 40 * SIZE) % weak.length]);
  const random = createRandom(4);
  const noisy = reference.map((value) => value + 15 * random.normal());
  const found = gradientKept(noisy, reference, SIZE, SIZE);
  near(found.strong, 1, 0.03);
  near(found.weak, 1, 0.1);
  const half = gradientKept(
    reference.map((value) => value / 2),
    reference,
    SIZE,
    SIZE,
  );
  near(half.strong, 0.5, 1e-5);
  near(half.weak, 0.5, 1e-5);
  const flat = gradientKept(new Float32Array(SIZE * SIZE), new Float32Array(SIZE * SIZE), SIZE, SIZE);
  assert.deepEqual(flat, { strong: undefined, weak: undefined });
});
