import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { reconstruct } from '../../src/simulation/fbp.js';
import { fanGeometry } from '../../src/simulation/geometry.js';
import { fromSquare } from '../../src/simulation/grid.js';
import { edgePhantom, exposeDiscs } from '../../src/simulation/phantom/discs.js';
import { expose, lowerDose, scan } from '../../src/simulation/scan.js';
import { discStatistics } from './cylinder.js';

const SIZE = 200;
const phantom = edgePhantom({ size: SIZE });
const PIXEL = phantom.pixelSpacing[0];

const pictures = (['parallel', 'fan'] as const).map((beam) => {
  const { lineIntegrals, geometry } = expose(phantom.hu, phantom, { beam });
  return fromSquare(reconstruct(lineIntegrals, geometry, 'soft'), phantom).map((v) => v - 1000);
});

test('a fan measures the same line integrals as the circles themselves', () => {
  const pixels = expose(phantom.hu, phantom, { beam: 'fan', views: 60 });
  const circles = exposeDiscs(phantom, { beam: 'fan', views: 60 });
  let sum = 0;
  for (let i = 0; i < pixels.lineIntegrals.length; i++) {
    sum += Math.abs(pixels.lineIntegrals[i] - circles.lineIntegrals[i]);
  }
  // A thousandth of the 5 that the cylinder attenuates.
  assert.ok(sum / pixels.lineIntegrals.length < 0.005, `${sum / pixels.lineIntegrals.length}`);
});

test('fan and parallel beam make the same picture', () => {
  const [parallel, fan] = pictures;
  const difference = fan.map((v, i) => v - parallel[i]);
  const { mean, variance } = discStatistics(difference, SIZE, PIXEL, 0, 0, 120);
  assert.ok(Math.abs(mean) < 0.1, `mean ${mean}`);
  assert.ok(Math.sqrt(variance) < 4, `rms ${Math.sqrt(variance)}`);
});

test('with a fan water is 0 HU and rods keep their contrast', () => {
  const fan = pictures[1];
  const mean = (row: number, column: number, radius: number) => {
    const middle = (SIZE - 1) / 2;
    return discStatistics(fan, SIZE, PIXEL, (column - middle) * PIXEL, (row - middle) * PIXEL, radius).mean;
  };
  const middle = (SIZE - 1) / 2;
  assert.ok(Math.abs(mean(middle, middle, 40)) < 0.5);
  for (const { row, column, contrast } of phantom.inserts) {
    const found = mean(row, column, 8);
    assert.ok(
      Math.abs(found - contrast) < Math.max(0.6, 0.005 * Math.abs(contrast)),
      `${contrast}: ${found}`,
    );
  }
});

test('as many photons make as much noise in a fan as in a parallel beam', () => {
  const sd = (beam: 'parallel' | 'fan') => {
    const noisy = scan(phantom.hu, { ...phantom, beam, dose: 1, seed: 3, photons: 2e5, kernel: 'soft' });
    const clean = pictures[beam === 'fan' ? 1 : 0];
    const noise = noisy.map((v, i) => v - clean[i]);
    return Math.sqrt(discStatistics(noise, SIZE, PIXEL, 0, 0, 60).variance);
  };
  assert.ok(Math.abs(sd('fan') / sd('parallel') - 1) < 0.06, `${sd('fan')} and ${sd('parallel')}`);
});

test('a lower dose can be inserted with a fan', () => {
  const options = { ...phantom, dose: 0.25, seed: 3, photons: 2e5, kernel: 'soft' } as const;
  const added = (beam: 'parallel' | 'fan') => {
    const low = lowerDose(pictures[0], { ...options, beam });
    return discStatistics(
      low.map((v, i) => v - pictures[0][i]),
      SIZE,
      PIXEL,
      0,
      0,
      60,
    ).variance;
  };
  assert.ok(Math.abs(added('fan') / added('parallel') - 1) < 0.12);
});

test('a field of view that holds the focus is refused', () => {
  assert.throws(
    () => fanGeometry(512, 2.5),
    (error) => isVeritomeError(error, 'ArgumentError'),
  );
});
