import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { chestStudy, toStoredHU } from '../../src/simulation/chestStudy.js';
import type { ChestSlice } from '../../src/simulation/phantom/chest.js';
import { chestPhantom } from '../../src/simulation/phantom/chest.js';
import { TISSUE } from '../../src/simulation/phantom/raster.js';

const SIZE = 192;
const chest = chestPhantom({ slices: 24, seed: 1, size: SIZE });
const painted = new Map<number, ChestSlice>();
const middle = sliceAt(12);

/** Every slice is painted once for all tests. */
function sliceAt(index: number): ChestSlice {
  const known = painted.get(index) ?? chest.slice(index);
  painted.set(index, known);
  return known;
}

function tissueMean(tissue: number, { hu, tissue: labels } = middle): number {
  let n = 0;
  let sum = 0;
  for (let i = 0; i < hu.length; i++) {
    if (labels[i] !== tissue) continue;
    n++;
    sum += hu[i];
  }
  return sum / n;
}

function fraction(tissue: number, { tissue: labels } = middle): number {
  return labels.reduce((n, label) => n + Number(label === tissue), 0) / labels.length;
}

test('every tissue is there in the share a chest has', () => {
  const between = (tissue: number, low: number, high: number) => {
    const share = fraction(tissue);
    assert.ok(share > low && share < high, `tissue ${tissue}: ${share}`);
  };
  between(TISSUE.air, 0.4, 0.7);
  between(TISSUE.lung, 0.1, 0.25);
  between(TISSUE.fat, 0.05, 0.18);
  between(TISSUE.soft, 0.1, 0.25);
  between(TISSUE.bone, 0.015, 0.05);
});

test('every tissue has the HU it should', () => {
  const near = (tissue: number, low: number, high: number) => {
    const mean = tissueMean(tissue);
    assert.ok(mean > low && mean < high, `tissue ${tissue}: ${mean} HU`);
  };
  near(TISSUE.air, -1000, -970);
  near(TISSUE.lung, -880, -790);
  near(TISSUE.fat, -120, -60);
  near(TISSUE.soft, 20, 110);
  near(TISSUE.bone, 250, 800);
});

test('the lowest slice shows the liver, the highest does not', () => {
  const soft = (index: number) => fraction(TISSUE.soft, sliceAt(index));
  const lung = (index: number) => fraction(TISSUE.lung, sliceAt(index));
  assert.ok(lung(0) < lung(23) - 0.015, `lung ${lung(0)} below, ${lung(23)} above`);
  assert.ok(soft(0) > 0.1);
});

test('lesions are where the list says', () => {
  for (const { kind, centre, contrast, diameter } of chest.lesions) {
    const index = Math.round((centre[2] - chest.position(0)) / chest.spacing);
    const slice = sliceAt(index);
    const i = pixelAt(centre[0], centre[1]);
    if (kind === 'nodule') assert.ok(slice.hu[i] > -500, `nodule of ${diameter} mm: ${slice.hu[i]} HU`);
    if (kind === 'calcification') assert.ok(slice.hu[i] > 300, `calcification: ${slice.hu[i]} HU`);
    if (kind === 'low-contrast') {
      const around = [-1, 1].map(
        (side) => slice.hu[pixelAt(centre[0], centre[1] + side * (diameter / 2 + 2.5))],
      );
      const seen = slice.hu[i] - (around[0] + around[1]) / 2;
      assert.ok(
        Math.sign(seen) === Math.sign(contrast) && Math.abs(seen) > 10,
        `low contrast ${contrast}: ${seen}`,
      );
    }
  }
});

test('a seed replays the anatomy, another seed is another chest', () => {
  assert.deepEqual(chestPhantom({ slices: 24, seed: 1, size: SIZE }).slice(12).hu, middle.hu);
  const other = chestPhantom({ slices: 24, seed: 2, size: SIZE }).slice(12).hu;
  assert.ok(other.some((v, i) => Math.abs(v - middle.hu[i]) > 200));
});

test('neighbouring slices are alike but not the same', () => {
  const next = sliceAt(13).hu;
  let difference = 0;
  for (let i = 0; i < next.length; i++) difference += Math.abs(next[i] - middle.hu[i]) / next.length;
  assert.ok(difference > 3 && difference < 60, `mean difference ${difference} HU`);
});

test('the study has two independent doses of one truth', async () => {
  const steps: number[] = [];
  for await (const { index, z, truth, fullDose, quarterDose } of chestStudy({
    slices: 2,
    seed: 4,
    size: SIZE,
    onProgress: ({ done }) => steps.push(done),
  })) {
    assert.equal(z, index * 3 - 1.5);
    const full = heartSD(fullDose, truth.hu);
    const quarter = heartSD(quarterDose, truth.hu);
    assert.ok(quarter / full > 1.6 && quarter / full < 3, `SD ${full} and ${quarter}`);
  }
  assert.deepEqual(steps, [1, 2]);
});

test('a stopped study rejects with the reason', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await assert.rejects(chestStudy({ slices: 2, size: 64, signal: controller.signal }).next(), /enough/);
});

test('stored HU are rounded and held within 12 bits', () => {
  assert.deepEqual([...toStoredHU(Float32Array.of(-5000, -0.4, 12.6, 9999))], [-1024, 0, 13, 3071]);
});

test('a phantom longer than its anatomy is refused', () => {
  assert.throws(
    () => chestPhantom({ slices: 60 }),
    (error) => isVeritomeError(error, 'ArgumentError'),
  );
});

function pixelAt(x: number, y: number): number {
  const toIndex = (mm: number) => Math.round(mm / chest.pixelSpacing[0] + (SIZE - 1) / 2);
  return toIndex(y) * SIZE + toIndex(x);
}

/** SD against truth in a disc of the right ventricle, where truth is flat. */
function heartSD(hu: Int16Array, truth: Float32Array): number {
  const values: number[] = [];
  for (let y = -64; y <= -48; y += 1.5) {
    for (let x = -6; x <= 14; x += 1.5) values.push(hu[pixelAt(x, y)] - truth[pixelAt(x, y)]);
  }
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
}
