import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { gaussianBlur } from '../../src/evaluation/blur.js';
import {
  bias,
  bodyMask,
  psnr,
  rmse,
  SOFT_TISSUE_WINDOW,
  ssim,
  ssimMap,
  tissueBias,
  tissueMasks,
} from '../../src/evaluation/fidelity.js';
import { createRandom } from '../../src/image/random.js';

/*
 * Expected numbers: numpy 2.4.6, scipy 1.17.1 (ssim after Wang et al. 2004).
 *
 *   i = np.arange(20 * 24)
 *   a = ((i * 7919 + i * i * 31) % 401 - 200).reshape(20, 24).astype(float)
 *   b = a + ((i * 104729 + i * i * 17) % 61 - 30).reshape(20, 24)
 *   mask = (i % 3 == 0).reshape(20, 24)
 *   g = lambda v: ndimage.gaussian_filter(v, 1.5, truncate=3.5)
 *   def ssim(x, y):      # x, y clipped to the window and scaled to 0 ... 1
 *       mx, my = g(x), g(y); vx, vy, c = g(x*x)-mx*mx, g(y*y)-my*my, g(x*y)-mx*my
 *       return (2*mx*my+1e-4)*(2*c+9e-4)/((mx*mx+my*my+1e-4)*(vx+vy+9e-4))
 */
const ROWS = 20;
const COLUMNS = 24;
const a = Float32Array.from({ length: ROWS * COLUMNS }, (_, i) => ((i * 7919 + i * i * 31) % 401) - 200);
const b = a.map((value, i) => value + ((i * 104729 + i * i * 17) % 61) - 30);
const mask = Uint8Array.from(a, (_, i) => (i % 3 === 0 ? 1 : 0));
const near = (found: number, wanted: number, tolerance = 1e-5) =>
  assert.ok(Math.abs(found - wanted) < tolerance, `${found}, expected ${wanted}`);

test('PSNR, RMSE and bias are those of numpy', () => {
  const window = SOFT_TISSUE_WINDOW;
  near(psnr(b, a, { window }), 27.616892116715086);
  near(psnr(b, a, { window, mask }), 27.51413756144896);
  near(psnr(b, a), 27.12549869646367);
  near(rmse(b, a), 17.567014544310027);
  near(bias(b, a, mask), 2.39375);
  assert.equal(psnr(a, a), Number.POSITIVE_INFINITY);
});

test('SSIM is that of Wang et al. as scipy computes it', () => {
  const window = SOFT_TISSUE_WINDOW;
  near(ssim(b, a, ROWS, COLUMNS, { window }), 0.9892276002813973, 1e-7);
  near(ssim(b, a, ROWS, COLUMNS, { window, mask }), 0.9891859565180458, 1e-7);
  near(ssim(b, a, ROWS, COLUMNS), 0.9886799412320115, 1e-7);
  assert.ok(ssimMap(a, a, ROWS, COLUMNS).every((value) => Math.abs(value - 1) < 1e-9));
});

test('SSIM of a contrast-halved image is the formula', () => {
  // Constant images: only the luminance term is left, (2ab + c1) / (a² + b² + c1).
  const flat = (value: number) => new Float32Array(400).fill(value);
  near(
    ssim(flat(20), flat(40), 20, 20, { window: [0, 100] }),
    (2 * 0.2 * 0.4 + 1e-4) / (0.04 + 0.16 + 1e-4),
    1e-9,
  );
});

test('the Gaussian is that of scipy, mirrored beyond the border as often as needed', () => {
  const smooth = gaussianBlur(a, ROWS, COLUMNS, 2.5);
  near(smooth[0], -2.5300654086067595, 1e-10);
  near(smooth[7 * COLUMNS + 11], 13.506278600314955, 1e-10);
  near(smooth[ROWS * COLUMNS - 1], 56.21958806235996, 1e-10);
  const wide = gaussianBlur(new Float32Array(12).fill(3), 3, 4, 9);
  assert.ok(wide.every((value) => Math.abs(value - 3) < 1e-12));
});

/** A body with a layer of fat, a lung, a bone and a table under it, with pixel-to-pixel noise of ±20 HU. */
function scene(): Float32Array {
  const hu = new Float32Array(96 * 128).fill(-1000);
  const ellipse = (cy: number, cx: number, ry: number, rx: number, value: number) => {
    for (let i = 0; i < hu.length; i++) {
      const x = i % 128;
      if (((Math.floor(i / 128) - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 < 1) hu[i] = value;
    }
  };
  ellipse(48, 60, 40, 50, -100);
  ellipse(48, 60, 34, 44, 50);
  ellipse(48, 40, 20, 14, -850);
  ellipse(70, 70, 9, 9, 600);
  hu.fill(100, 92 * 128, 94 * 128);
  return hu.map((value, i) => value + ((i * 7919 + i * i * 31) % 41) - 20);
}

const sum = (m: Uint8Array) => m.reduce((s, v) => s + v, 0);
const place = (m: Uint8Array) => m.reduce((s, v, i) => s + v * i, 0);

test('the body is that of scipy: largest region after an opening, holes filled, no table', () => {
  // labels, _ = ndimage.label(ndimage.binary_opening(hu > -300, iterations=3)); largest; binary_fill_holes
  const body = bodyMask(scene(), 96, 128);
  assert.deepEqual([sum(body), place(body)], [6253, 38793612]);
  assert.equal(body[93 * 128 + 10], 0, 'table');
  assert.equal(body[48 * 128 + 40], 1, 'lung');
  assert.equal(sum(bodyMask(new Float32Array(96 * 128).fill(-1000), 96, 128)), 0);
});

test('tissues are those of scipy: thresholds on the smoothed image, eroded', () => {
  const found = tissueMasks(scene(), 96, 128, { sigma: 1.5 });
  // binary_erosion((s > low) & (s < high), iterations=2), bone 1; s = gaussian_filter(hu, 1.5)
  assert.deepEqual([sum(found.air), place(found.air)], [3367, 16909808]);
  assert.deepEqual([sum(found.lung), place(found.lung)], [561, 3469224]);
  assert.equal(sum(found.fat), 0, 'the layer is too thin to be sure of');
  assert.deepEqual([sum(found.soft), place(found.soft)], [2283, 13096837]);
  assert.deepEqual([sum(found.bone), place(found.bone)], [205, 1851150]);
});

test('selection shifts a tissue by no more than its documentation says', () => {
  const size = 160;
  const noisy = (level: number, seed: number) => {
    const random = createRandom(seed);
    const truth = new Float32Array(size * size).fill(level);
    return { truth, image: truth.map((value) => value + 20 * random.normal()) };
  };
  // Smoothed white noise of 20 HU has an SD of 20 / (2 σ √π) = 2.8 HU. Two SDs off the limit nothing is seen.
  const clean = noisy(6, 1);
  const masks = tissueMasks(clean.image, size, size);
  near(bias(clean.image, clean.truth, masks.soft), 0, 0.5);
  // A cut through the noise itself, without smoothing, shifts by more than ten times as much.
  const naive = Uint8Array.from(clean.image, (value) => (value > 0 && value < 120 ? 1 : 0));
  assert.ok(bias(clean.image, clean.truth, naive) > 8);
  // Other noise on the same masks is not selected for at all.
  const other = noisy(6, 2).image;
  near(bias(other, clean.truth, masks.soft), 0, (4 * 20) / Math.sqrt(sum(masks.soft)));
});

test('a shift per tissue is found, and tissues that are not there are absent', () => {
  const hu = scene();
  const masks = tissueMasks(hu, 96, 128);
  const shifted = hu.map((value) => value + (value > 200 ? -7 : 2));
  const found = tissueBias(shifted, hu, masks);
  near(found.soft as number, 2, 1e-3);
  assert.equal('fat' in found, false);
  assert.equal('bone' in found, sum(masks.bone) >= 200);
});

test('sizes that do not agree, empty masks and flat references are refused', () => {
  const refused = (act: () => unknown) =>
    assert.throws(act, (error) => isVeritomeError(error, 'ArgumentError') && error.remedy.length > 0);
  refused(() => psnr(a, a.slice(1)));
  refused(() => rmse(a, b, new Uint8Array(a.length)));
  refused(() => bias(a, b, new Uint8Array(3)));
  refused(() => ssim(a, b, ROWS, COLUMNS + 1));
  refused(() => psnr(new Float32Array(4), new Float32Array(4)));
  refused(() => bodyMask(a, 1, 1));
});

test('a slice of 512 x 512 is compared in a blink', () => {
  // A body of 400 pixels with grain, air around it.
  const big = new Float32Array(512 * 512).map((_, i) => {
    const inside = Math.hypot(Math.floor(i / 512) - 255, (i % 512) - 255) < 200;
    return (inside ? 0 : -1000) + ((i * 7919) % 401) - 200;
  });
  const time = (act: () => unknown) => {
    act();
    const times = [0, 1, 2].map(() => {
      const before = process.cpuUsage();
      act();
      return process.cpuUsage(before).user / 1000;
    });
    return Math.min(...times);
  };
  // Time of the processor, not of the clock: tests share their cores.
  const compared = time(() => ssim(big, big, 512, 512, { window: SOFT_TISSUE_WINDOW }));
  const masked = time(() => bodyMask(big, 512, 512));
  assert.ok(compared < 200, `SSIM took ${compared} ms`);
  assert.ok(masked < 100, `body mask took ${masked} ms`);
});
