import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/image/random.js';
import type { Kernel } from '../../src/simulation/kernel.js';
import { apodisation } from '../../src/simulation/kernel.js';
import { fitNoise } from '../../src/simulation/noiseModel.js';
import { torsoPhantom } from '../../src/simulation/phantom/torso.js';
import { acquire, expose, lowerDose, lowerDoses } from '../../src/simulation/scan.js';
import { RINGS, ringPower } from '../../src/simulation/windowSpectrum.js';

const SIZE = 256;
const torso = torsoPhantom({ seed: 3, size: SIZE });
const exposed = expose(torso.hu, torso, { views: 360 });
const shot = (photons: number, kernel: Kernel, seed: number) =>
  acquire(exposed, { photons, electronic: 0, dose: 1, kernel, random: createRandom(seed) });

/** Mean ring power of the noise within the liver. */
function liverNoise(image: Float32Array, clean: Float32Array): Float64Array {
  const noise = image.map((v, i) => v - clean[i]);
  const sum = new Float64Array(RINGS);
  for (let row = 90; row < 150; row += 8) {
    for (let column = 60; column < 90; column += 8) {
      const power = ringPower(noise, SIZE, row, column);
      for (let ring = 0; ring < RINGS; ring++) sum[ring] += power[ring];
    }
  }
  return sum;
}

for (const kernel of ['soft', 'standard', 'lung'] as const) {
  test(`noise inserted by the fitted model has the texture of a scan with the ${kernel} kernel`, () => {
    const slices = [1, 2].map((seed) => shot(4e5, kernel, seed));
    const model = fitNoise(slices, torso, { perSlice: false });
    assert.equal(model.basis, 'spectrum');
    const clean = shot(1e13, kernel, 9);
    const quarter = shot(1e5, kernel, 5);
    const inserted = lowerDose(slices[0], {
      ...torso,
      dose: 0.25,
      seed: 1,
      electronic: 0,
      photons: model.photons[0],
      kernel: model.kernel,
    });
    const wanted = liverNoise(quarter, clean);
    const found = liverNoise(inserted, clean);
    for (let ring = 2; ring <= 7; ring++) {
      const ratio = found[ring] / wanted[ring];
      // Where the kernel leaves a thousandth of the power nobody sees it.
      if (wanted[ring] < 0.003 * Math.max(...wanted)) continue;
      assert.ok(ratio > 0.6 && ratio < 1.6, `ring ${ring}: ${ratio}`);
    }
    const total = (power: Float64Array) => power.reduce((sum, p, ring) => sum + p * ring, 0);
    assert.ok(Math.abs(total(found) / total(wanted) - 1) < 0.25, `${total(found) / total(wanted)}`);
  });
}

test('photons are found slice by slice', () => {
  const slices = [2e5, 8e5].map((photons) => shot(photons, 'standard', photons));
  const { photons } = fitNoise(slices, torso);
  assert.ok(Math.abs(photons[1] / photons[0] / 4 - 1) < 0.3, `${photons}`);
});

test('a series without flat tissue gets an assumed model that says so', () => {
  const air = new Float32Array(SIZE * SIZE).fill(-1000);
  const model = fitNoise([air, air], torso);
  assert.equal(model.basis, 'assumed');
  assert.equal(model.kernel, 'standard');
  assert.equal(model.windows, 0);
  assert.deepEqual(model.photons, [1e6, 1e6]);
  assert.ok(apodisation(model.kernel, 0) === 1);
});

test('several doses of one slice are what each is by itself', () => {
  const slice = shot(4e5, 'standard', 1);
  const options = { ...torso, seed: 2, photons: 4e5 };
  const [half, quarter, whole] = lowerDoses(slice, { ...options, doses: [0.5, 0.25, 1] });
  assert.deepEqual(half, lowerDose(slice, { ...options, dose: 0.5 }));
  assert.deepEqual(quarter, lowerDose(slice, { ...options, dose: 0.25 }));
  assert.deepEqual(whole, slice);
});
