import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { createFft } from '../../src/image/fft.js';
import { calibratePhotons, measureNoise } from '../../src/simulation/calibrate.js';
import { lowerDose, scan } from '../../src/simulation/scan.js';
import { cylinder, discStatistics } from './cylinder.js';

const SIZE = 256;
const PIXEL = 0.9;
const { hu: truth, grid } = cylinder(SIZE, PIXEL, 100, [[50, 60]]);
const base = { ...grid, seed: 11, photons: 3e5, electronic: 0 };
const full = scan(truth, { ...base, dose: 1 });
const clean = scan(truth, { ...base, dose: 1, photons: 1e13 });
const centre = (hu: Float32Array) => discStatistics(hu, SIZE, PIXEL, -20, 0, 45);
const minus = (a: Float32Array, b: Float32Array) => a.map((v, i) => v - b[i]);

test('noise variance goes with one over dose', () => {
  const at = (dose: number) => centre(minus(scan(truth, { ...base, dose }), clean)).variance;
  const [one, quarter, tenth] = [centre(minus(full, clean)).variance, at(0.25), at(0.1)];
  assert.ok(Math.abs(quarter / one - 4) < 0.4, `quarter dose: ${quarter / one}`);
  assert.ok(Math.abs(tenth / one - 10) < 1, `tenth: ${tenth / one}`);
});

test('electronic noise adds where photons are few', () => {
  const low = { ...base, dose: 0.02 };
  const quiet = centre(scan(truth, low)).variance;
  const loud = centre(scan(truth, { ...low, electronic: 40 })).variance;
  assert.ok(loud > 1.5 * quiet, `${loud} against ${quiet}`);
});

test('noise power is that of a ramp: little at the bottom, a peak, little at the top', () => {
  const noise = minus(full, clean);
  const power = radialPower(noise, 128, 12);
  const peak = power.indexOf(Math.max(...power));
  assert.ok(power[0] < 0.4 * power[peak], `lowest band ${power[0]} of ${power[peak]}`);
  assert.ok(power[11] < 0.5 * power[peak], `highest band ${power[11]} of ${power[peak]}`);
  assert.ok(peak >= 3 && peak <= 9, `peak in band ${peak}`);
});

test('a seed replays; other seeds and other slices draw other noise', () => {
  const again = scan(truth, { ...base, dose: 1 });
  assert.deepEqual(again, full);
  for (const other of [{ seed: 12 }, { slice: 1 }]) {
    const noise = minus(scan(truth, { ...base, dose: 1, ...other }), clean);
    assert.ok(Math.abs(correlation(noise, minus(full, clean))) < 0.05);
  }
});

test('lowerDose keeps the picture and adds the noise that was missing', () => {
  const low = lowerDose(full, { ...base, dose: 0.25 });
  const added = minus(low, full);
  assert.ok(Math.abs(centre(added).mean) < 0.7, `mean moved by ${centre(added).mean}`);
  const wanted = 4 * centre(minus(full, clean)).variance;
  const got = centre(minus(low, clean)).variance;
  assert.ok(Math.abs(got / wanted - 1) < 0.12, `variance ${got}, a scan has ${wanted}`);
  assert.ok(Math.abs(correlation(added, minus(full, clean))) < 0.05);
  assert.deepEqual(lowerDose(full, { ...base, dose: 0.25 }), low);
  assert.deepEqual(lowerDose(full, { ...base, dose: 1 }), full);
});

test('without a photon number lowerDose measures it on the slice', () => {
  const low = lowerDose(full, { ...grid, seed: 3, dose: 0.25 });
  const ratio = centre(minus(low, clean)).variance / centre(minus(full, clean)).variance;
  assert.ok(ratio > 3 && ratio < 5.2, `variance ratio ${ratio}`);
});

test('the photon number is found again from the noise', () => {
  const found = calibratePhotons(full, grid) as number;
  assert.ok(Math.abs(found / 3e5 - 1) < 0.2, `found ${found}`);
  const sd = Math.sqrt(centre(minus(full, clean)).variance);
  assert.ok(Math.abs((measureNoise(full, grid) as number) / sd - 1) < 0.12);
  assert.equal(calibratePhotons(new Float32Array(SIZE * SIZE).fill(-1000), grid), undefined);
});

test('slices that are not square are padded, not stretched', () => {
  const rows = 200;
  const offset = ((SIZE - rows) / 2) * SIZE;
  const cut = truth.slice(offset, offset + rows * SIZE);
  const low = lowerDose(cut, { ...base, rows, dose: 0.25 });
  assert.equal(low.length, rows * SIZE);
  const whole = lowerDose(truth, { ...base, dose: 0.25 }).slice(offset, offset + rows * SIZE);
  // Rows cut away were part of the cylinder, so only the statistics agree.
  const spread = (hu: Float32Array) => centre(padRows(hu)).variance;
  assert.ok(Math.abs(spread(low) / spread(whole) - 1) < 0.35);

  function padRows(hu: Float32Array) {
    const padded = new Float32Array(SIZE * SIZE);
    padded.set(hu, offset);
    return padded;
  }
});

test('what cannot be scanned is refused by name', () => {
  const refused = (change: object) =>
    assert.throws(
      () => scan(truth, { ...base, dose: 1, ...change }),
      (error) => isVeritomeError(error, 'ArgumentError'),
    );
  refused({ dose: 0 });
  refused({ dose: 1.5 });
  refused({ rows: 100 });
  refused({ pixelSpacing: [1, 2] });
});

/** Mean power of a centred square, by radial frequency from 0 to Nyquist. */
function radialPower(image: Float32Array, n: number, bands: number): number[] {
  const fft = createFft(n);
  const from = (SIZE - n) / 2;
  const re = Array.from({ length: n }, (_, r) =>
    Float64Array.from(image.subarray((from + r) * SIZE + from, (from + r) * SIZE + from + n)),
  );
  const im = re.map(() => new Float64Array(n));
  re.forEach((row, r) => {
    fft(row, im[r], false);
  });
  const sums = new Array(bands).fill(0);
  const counts = new Array(bands).fill(0);
  for (let c = 0; c < n; c++) {
    const columnRe = Float64Array.from(re, (row) => row[c]);
    const columnIm = Float64Array.from(im, (row) => row[c]);
    fft(columnRe, columnIm, false);
    for (let r = 0; r < n; r++) {
      const frequency = Math.hypot(Math.min(r, n - r), Math.min(c, n - c)) / (n / 2);
      if (frequency >= 1 || r + c === 0) continue;
      const band = Math.floor(frequency * bands);
      sums[band] += columnRe[r] ** 2 + columnIm[r] ** 2;
      counts[band]++;
    }
  }
  return sums.map((sum, i) => sum / counts[i]);
}

function correlation(a: Float32Array, b: Float32Array): number {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  return ab / Math.sqrt(aa * bb);
}
