import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { patchProjections, slicedWasserstein } from '../../src/evaluation/slicedWasserstein.js';
import { createRandom } from '../../src/image/random.js';
import { completeOptions } from '../../src/training/defaults.js';
import { openGan } from '../../src/training/gan.js';
import { phantomImages } from './phantomImages.js';
import { useWasm } from './wasm.js';

const SIDE = 32;
const STEPS = 150;
const SAMPLES = 48;

/** As the distance wants them: its window is the whole range of -1 … 1. */
function projected(values: Float32Array) {
  const area = SIDE * SIDE;
  const images = Array.from({ length: values.length / area }, (_, i) =>
    values.slice(i * area, (i + 1) * area).map((value) => 200 * value + 40),
  );
  return patchProjections(images, SIDE);
}

describe('learning', () => {
  before(() => useWasm());

  it('brings generated slices nearer to held-out ones, by 40 % at least', async () => {
    const { training, heldOut } = await phantomImages(SIDE);
    const options = completeOptions({ side: SIDE, width: 8, latent: 16, batch: 8, seed: 3 });
    const gan = await openGan(options, training);
    const random = createRandom(1);
    const latents = Float32Array.from({ length: SAMPLES * options.latent }, () => random.normal());
    const positions = new Float32Array(SAMPLES);
    const reference = projected(heldOut.values);
    const distance = async () =>
      slicedWasserstein(projected(await gan.sample(latents, positions)), reference).mean;
    const before = await distance();
    for (let step = 1; step <= STEPS; step++) {
      const { generatorLoss, discriminatorLoss } = await gan.step(step);
      assert.ok(Number.isFinite(generatorLoss) && Number.isFinite(discriminatorLoss));
    }
    const after = await distance();
    gan.dispose();
    assert.ok(after < 0.6 * before, `from ${before} to ${after}`);
  });

  it('learns what lies where, when it is told', async () => {
    // Bright above, dark below: the place alone says which.
    const count = 16;
    const area = SIDE * SIDE;
    const positions = Float32Array.from({ length: count }, (_, i) => i / (count - 1));
    const values = new Float32Array(count * area);
    for (let i = 0; i < count; i++) values.fill(positions[i] < 0.5 ? 0.6 : -0.6, i * area, (i + 1) * area);
    const options = completeOptions({
      side: SIDE,
      width: 4,
      latent: 4,
      batch: 8,
      conditional: true,
      augment: false,
    });
    const gan = await openGan(options, { count, rows: SIDE, columns: SIDE, values, positions });
    for (let step = 1; step <= 80; step++) await gan.step(step);
    const made = await gan.sample(new Float32Array(8), Float32Array.of(0, 1));
    gan.dispose();
    const mean = (from: number) =>
      made.slice(from, from + area).reduce((sum, value) => sum + value, 0) / area;
    assert.ok(mean(0) - mean(area) > 0.4, `${mean(0)} above, ${mean(area)} below`);
  });
});
