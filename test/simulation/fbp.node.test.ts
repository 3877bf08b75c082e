import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reconstruct } from '../../src/simulation/fbp.js';
import { parallelGeometry } from '../../src/simulation/geometry.js';
import { apodisation } from '../../src/simulation/kernel.js';
import { attenuation, WATER_PER_MM } from '../../src/simulation/noise.js';
import { project } from '../../src/simulation/projection.js';
import { cylinder, discStatistics } from './cylinder.js';

const SIZE = 256;
const PIXEL = 1.2;

test('a ray through the middle of a disc measures its diameter', () => {
  const { hu } = cylinder(SIZE, PIXEL, 110);
  const geometry = parallelGeometry(SIZE, PIXEL, 12);
  const lineIntegrals = project(attenuation(hu), geometry);
  for (let view = 0; view < 12; view++) {
    const middle = lineIntegrals[view * geometry.bins + geometry.bins / 2];
    assert.ok(Math.abs(middle / WATER_PER_MM - 220) < 1.5, `view ${view}: ${middle / WATER_PER_MM} mm`);
  }
});

test('water is 0 HU and inserts keep their contrast, whichever the kernel', () => {
  const inserts: [number, number][] = [
    [-60, -100],
    [-20, 20],
    [20, 60],
    [60, 900],
  ];
  const { hu } = cylinder(SIZE, PIXEL, 110, inserts);
  const geometry = parallelGeometry(SIZE, PIXEL);
  const lineIntegrals = project(attenuation(hu), geometry);
  for (const kernel of ['soft', 'standard', 'sharp'] as const) {
    const image = reconstruct(lineIntegrals, geometry, kernel).map((mu) => (mu / WATER_PER_MM - 1) * 1000);
    const at = (x: number, y: number, r: number) => discStatistics(image, SIZE, PIXEL, x, y, r).mean;
    assert.ok(Math.abs(at(0, 60, 20)) < 1, `${kernel} water ${at(0, 60, 20)}`);
    assert.ok(Math.abs(at(0, -95, 8)) < 1, `${kernel} water at the border ${at(0, -95, 8)}`);
    for (const [x, value] of inserts) {
      assert.ok(
        Math.abs(at(x, 0, 7) - value) < Math.max(1, 0.005 * value),
        `${kernel} ${value}: ${at(x, 0, 7)}`,
      );
    }
  }
});

test('a sharper kernel lets more of the high frequencies through', () => {
  const gains = (['soft', 'standard', 'sharp'] as const).map((kernel) => apodisation(kernel, 0.5));
  assert.ok(gains[0] < gains[1] && gains[1] < gains[2]);
  assert.equal(apodisation({ cutoff: 0.4 }, 0.41), 0);
});
