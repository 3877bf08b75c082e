import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { gaussianBlur } from '../../src/evaluation/blur.js';
import { flatRegions, noiseSD, nps, npsDistance, type Region } from '../../src/evaluation/noise.js';
import { createRandom } from '../../src/image/random.js';

const SIZE = 256;
const near = (found: number, wanted: number, share: number, what = '') =>
  assert.ok(Math.abs(found / wanted - 1) < share, `${what} ${found}, expected ${wanted}`);

function whiteNoise(sd: number, seed: number, size = SIZE): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: size * size }, () => sd * random.normal());
}

function tiling(size: number, side = SIZE): Region[] {
  const regions: Region[] = [];
  for (let row = 0; row + size <= side; row += size) {
    for (let column = 0; column + size <= side; column += size) regions.push({ row, column, size });
  }
  return regions;
}

const white = whiteNoise(10, 1);

/*
 * numpy 2.4.6, on a = ((i * 7919 + i * i * 31) % 401 - 200).reshape(20, 24), i = np.arange(480), r = a[2:18, 3:19]:
 * SD about the least-squares plane (253 degrees of freedom), and with the least-squares quadric taken away
 * P = np.fft.fftshift(abs(np.fft.fft2(residual))**2) * 0.7**2 / 16**2.
 */
const fixed = Float32Array.from({ length: 480 }, (_, i) => ((i * 7919 + i * i * 31) % 401) - 200);
const square: Region = { row: 2, column: 3, size: 16 };

test('SD and spectrum of one region are those of numpy', () => {
  near(noiseSD(fixed, 20, 24, [square]), 116.13875749758564, 1e-9);
  const { power2d, sd } = nps(fixed, 20, 24, [square], [0.7, 0.7]);
  near(power2d[8 * 16 + 9], 137.10575212900446, 1e-9);
  near(power2d[8 * 16 + 12], 540.9074238081502, 1e-9);
  near(power2d[3 * 16 + 14], 9005.499665386387, 1e-9);
  near(power2d[0], 34596.06435989153, 1e-9);
  near(sd, 114.70772408509079, 1e-9, 'Parseval');
});

test('white noise is flat, at variance times the area of a pixel', () => {
  const { power, frequency, sd, centroid } = nps(white, SIZE, SIZE, tiling(32), [0.8, 0.8]);
  near(sd, 10, 0.01);
  // Ring k holds about 2πk of the 64 regions' bins; four SDs of their mean.
  power.forEach((value, k) => {
    near(value, 100 * 0.64, 4 / Math.sqrt(64 * Math.PI * (k + 1)) + (k === 0 ? 0.35 : 0.02), `ring ${k}`);
  });
  near(frequency[0], 1 / (32 * 0.8), 0.3);
  near(centroid, frequency.reduce((s, f) => s + f, 0) / frequency.length, 0.03);
});

test('filtered noise has the power of the filter: |H|²', () => {
  const blurred = Float32Array.from(gaussianBlur(white, SIZE, SIZE, 0.8));
  const before = nps(white, SIZE, SIZE, tiling(64));
  const after = nps(blurred, SIZE, SIZE, tiling(64));
  // Higher up the leakage of the square window shows: some 0.5 % of the lowest power.
  for (let k = 1; k < 20; k++) {
    const f = after.frequency[k];
    near(after.power[k] / before.power[k], Math.exp(-((2 * Math.PI * 0.8 * f) ** 2)), 0.1, `at ${f}`);
  }
  assert.ok(after.centroid < 0.7 * before.centroid);
});

test('noise of one frequency peaks there, in cycles per mm', () => {
  const random = createRandom(5);
  const waves = Array.from({ length: 24 }, () => [
    2 * Math.PI * random.uniform(),
    2 * Math.PI * random.uniform(),
  ]);
  const ringed = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const x = i % SIZE;
    const y = Math.floor(i / SIZE);
    return waves.reduce(
      (s, [angle, phase]) =>
        s + Math.cos(2 * Math.PI * 0.2 * (x * Math.cos(angle) + y * Math.sin(angle)) + phase),
      0,
    );
  });
  const { peak, centroid } = nps(ringed, SIZE, SIZE, tiling(64), [0.5, 0.5]);
  near(peak, 0.4, 0.05);
  near(centroid, 0.4, 0.05);
});

test('the pixel pitch scales frequency and power', () => {
  const one = nps(white, SIZE, SIZE, tiling(32));
  const half = nps(white, SIZE, SIZE, tiling(32), [0.5, 0.5]);
  near(half.frequency[3], 2 * one.frequency[3], 1e-9);
  near(half.power[3], one.power[3] / 4, 1e-9);
  near(half.sd, one.sd, 1e-9);
});

test('shading of second order does not count as noise', () => {
  const shaded = white.map((value, i) => value + 0.01 * (i % SIZE) ** 2 - 0.7 * Math.floor(i / SIZE) + 40);
  const plain = nps(white, SIZE, SIZE, tiling(32));
  const found = nps(shaded, SIZE, SIZE, tiling(32));
  near(found.power[0], plain.power[0], 1e-3);
  near(found.sd, plain.sd, 1e-3);
});

test('regions that are no power of two long keep their variance', () => {
  const one = [{ row: 5, column: 9, size: 24 }];
  const padded = nps(white, SIZE, SIZE, one);
  const cut = white.slice();
  near(padded.sd, nps(cut, SIZE, SIZE, one).sd, 1e-12);
  // Parseval with zeros around: SD about the quadric, 24² - 6 degrees of freedom of 24².
  near(padded.sd, noiseSD(white, SIZE, SIZE, one), 0.02);
  assert.equal(padded.size, 32);
});

test('images and their own regions are averaged', () => {
  const other = whiteNoise(20, 2);
  const both = nps([white, other], SIZE, SIZE, [tiling(32), tiling(32)]);
  near(both.sd ** 2, (100 + 400) / 2, 0.02);
  near(nps([white, other], SIZE, SIZE, tiling(32)).sd, both.sd, 1e-12);
});

test('the distance of spectra is the mean log ratio', () => {
  const a = nps(white, SIZE, SIZE, tiling(32));
  const b = nps(
    white.map((value) => 2 * value),
    SIZE,
    SIZE,
    tiling(32),
  );
  near(npsDistance(a, b), Math.log10(4), 1e-6);
  assert.equal(npsDistance(a, a), 0);
  const smooth = nps(Float32Array.from(gaussianBlur(white, SIZE, SIZE, 1)), SIZE, SIZE, tiling(32));
  assert.ok(npsDistance(a, smooth, 0.1) < 0.25 * npsDistance(a, smooth, 0.35));
});

test('flat regions avoid edges, do not overlap and do not select quiet noise', () => {
  const image = white.map((value, i) => value + 50 + (i % SIZE > 180 ? 300 : 0));
  const regions = flatRegions(image, SIZE, SIZE, { size: 16, most: 20 });
  assert.equal(regions.length, 20);
  for (const { column } of regions) assert.ok(column + 16 <= 180, `square at column ${column}`);
  regions.forEach((a, i) => {
    for (const b of regions.slice(i + 1)) {
      assert.ok(Math.abs(a.row - b.row) >= 16 || Math.abs(a.column - b.column) >= 16);
    }
  });
  // 20 flattest of some 400 candidates: chosen on the image itself they would read about 9.
  near(noiseSD(image, SIZE, SIZE, regions), 10, 0.03);
  assert.deepEqual(flatRegions(image, SIZE, SIZE, { range: [1000, 2000] }), []);
  const left = Uint8Array.from(image, (_, i) => (i % SIZE < 60 ? 1 : 0));
  for (const { column } of flatRegions(image, SIZE, SIZE, { mask: left })) assert.ok(column + 24 <= 60);
});

test('a tilted plane is not noise', () => {
  const tilted = white.map((value, i) => value + 3 * (i % SIZE) - 2 * Math.floor(i / SIZE));
  near(noiseSD(tilted, SIZE, SIZE, tiling(24)), noiseSD(white, SIZE, SIZE, tiling(24)), 1e-3);
});

test('no regions, or regions outside, are refused', () => {
  const refused = (act: () => unknown) =>
    assert.throws(act, (error) => isVeritomeError(error, 'ArgumentError'));
  refused(() => noiseSD(white, SIZE, SIZE, []));
  refused(() => nps(white, SIZE, SIZE, [{ row: 250, column: 0, size: 32 }]));
  refused(() => nps(white, SIZE, SIZE, [...tiling(32), ...tiling(64)]));
});
