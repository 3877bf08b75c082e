import assert from 'node:assert/strict';
import { performance } from 'node:perf_hooks';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import {
  contrastDetailPhantom,
  type DiscPhantom,
  edgePhantom,
  exposeDiscs,
  waterPhantom,
} from '../../src/simulation/phantom/discs.js';
import { ORGAN, torsoPhantom } from '../../src/simulation/phantom/torso.js';
import { expose, scan } from '../../src/simulation/scan.js';

const quiet = { dose: 1, seed: 1, photons: 1e14, electronic: 0 } as const;

/** Mean within `radius` mm of a place given by row and column. */
function meanAt(phantom: DiscPhantom, hu: Float32Array, row: number, column: number, radius: number) {
  let n = 0;
  let sum = 0;
  for (let r = 0; r < phantom.rows; r++) {
    for (let c = 0; c < phantom.columns; c++) {
      if (Math.hypot(r - row, c - column) * phantom.pixelSpacing[0] > radius) continue;
      n++;
      sum += hu[r * phantom.columns + c];
    }
  }
  return sum / n;
}

test('water is 0 HU in a scan, in its middle and near its border', () => {
  const phantom = waterPhantom({ size: 160 });
  const hu = scan(phantom.hu, { ...phantom, ...quiet });
  const middle = (phantom.rows - 1) / 2;
  const aside = 75 / phantom.pixelSpacing[0];
  for (const [row, column] of [
    [middle, middle],
    [middle + aside, middle],
    [middle, middle - aside],
  ]) {
    const mean = meanAt(phantom, hu, row, column, 12);
    assert.ok(Math.abs(mean) < 0.6, `${mean} HU`);
  }
});

test('scanned contrast is linear in the contrast of the rods', () => {
  const phantom = edgePhantom({ size: 224 });
  const hu = scan(phantom.hu, { ...phantom, ...quiet });
  for (const { row, column, diameter, contrast } of phantom.inserts) {
    const mean = meanAt(phantom, hu, row, column, diameter * 0.3);
    assert.ok(Math.abs(mean - contrast) < Math.max(0.7, 0.005 * Math.abs(contrast)), `${contrast}: ${mean}`);
  }
});

test('the pictures of disc phantoms have the line integrals of their circles', () => {
  for (const phantom of [contrastDetailPhantom({ size: 256 }), edgePhantom({ size: 256 })]) {
    const pixels = expose(phantom.hu, phantom, { views: 12 });
    const circles = exposeDiscs(phantom, { views: 12 });
    let difference = 0;
    for (let i = 0; i < pixels.lineIntegrals.length; i++) {
      difference += (pixels.lineIntegrals[i] - circles.lineIntegrals[i]) / pixels.lineIntegrals.length;
    }
    assert.ok(Math.abs(difference) < 0.002, `${difference}`);
  }
});

test('every insert of the contrast-detail phantom is listed where it lies', () => {
  const phantom = contrastDetailPhantom({ contrasts: [-20, 15, 40], diameters: [5, 10] });
  assert.equal(phantom.inserts.length, 6);
  for (const { row, column, diameter, contrast } of phantom.inserts) {
    assert.ok(Math.abs(meanAt(phantom, phantom.hu, row, column, diameter / 2 - 1) - contrast) < 1e-3);
    const beside = column + (diameter / 2 + 2) / phantom.pixelSpacing[0];
    assert.ok(Math.abs(meanAt(phantom, phantom.hu, row, beside, 0.6)) < 1e-3);
  }
});

test('phantoms that do not fit are refused', () => {
  for (const make of [
    () => waterPhantom({ diameter: 300 }),
    () => edgePhantom({ rod: 90 }),
    () => contrastDetailPhantom({ diameters: [60, 80] }),
    () => torsoPhantom({ z: 90 }),
  ]) {
    assert.throws(make, (error) => isVeritomeError(error, 'ArgumentError'));
  }
});

test('the torso has every organ at its HU', () => {
  const slices = [-30, 0, 25].map((z) => torsoPhantom({ seed: 1, size: 256, z }));
  const ranges: [keyof typeof ORGAN, number, number][] = [
    ['outside', -1000, -950],
    ['fat', -125, -70],
    ['muscle', 30, 75],
    ['liver', 90, 120],
    ['spleen', 100, 130],
    ['kidney', 90, 170],
    ['vessel', 120, 180],
    ['bone', 200, 600],
  ];
  for (const [name, low, high] of ranges) {
    let n = 0;
    let sum = 0;
    for (const { hu, organ } of slices) {
      organ.forEach((label, i) => {
        if (label !== ORGAN[name]) return;
        n++;
        sum += hu[i];
      });
    }
    assert.ok(n > 100 && sum / n > low && sum / n < high, `${name}: ${n} pixels of ${sum / n} HU`);
  }
});

test('a torso replays by seed, another seed is another person', () => {
  const one = torsoPhantom({ seed: 5, size: 128 });
  assert.deepEqual(torsoPhantom({ seed: 5, size: 128 }).hu, one.hu);
  assert.ok(torsoPhantom({ seed: 6, size: 128 }).hu.some((v, i) => Math.abs(v - one.hu[i]) > 200));
});

test('a 512 x 512 slice is scanned in seconds', () => {
  const phantom = waterPhantom();
  const start = process.cpuUsage();
  const begun = performance.now();
  scan(phantom.hu, { ...phantom, dose: 0.25, seed: 1 });
  const { user } = process.cpuUsage(start);
  // Three seconds of one core are promised; four times that keeps a slow runner from failing.
  assert.ok(user / 1e6 < 12, `${user / 1e6} s of a core, ${performance.now() - begun} ms`);
});
