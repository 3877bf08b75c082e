import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnomalyTest, anomalyReference, judgeSlice } from '../../src/evaluation/anomaly.js';
import { gaussianBlur } from '../../src/evaluation/blur.js';
import type { Slice } from '../../src/evaluation/commonField.js';
import { decodeFeatures, encodeFeatures } from '../../src/evaluation/featureFile.js';
import { featureSet } from '../../src/evaluation/featureSet.js';
import { sliceSigns } from '../../src/evaluation/sliceSigns.js';
import { drawnTorso } from '../torso.js';

const limits = { histogram: 0.3, layout: 400, texture: 2, seam: 37, sharpness: 0.37, noise: 130 };
const signs = [1, 2, 3, 4].map((seed) => sliceSigns(drawnTorso(seed)));
const reference = anomalyReference(signs, { slices: signs, limits });
const tests = (slice: Slice) => judgeSlice(sliceSigns(slice), reference).flags.map(({ test }) => test);
const side = 256;

function changed(change: (slice: Float32Array) => Float32Array): Slice {
  const slice = drawnTorso(9);
  return { ...slice, values: change(slice.values) };
}

test('another torso belongs', () => {
  assert.deepEqual(tests(drawnTorso(9)), []);
});

const OUTLIERS: readonly [name: string, expected: AnomalyTest, slice: Slice][] = [
  ['inverted', 'histogram', changed((v) => v.map((value) => -value))],
  ['stored values without their intercept', 'histogram', changed((v) => v.map((value) => value + 1024))],
  ['half the slope', 'air', changed((v) => v.map((value) => value / 2))],
  [
    'a shift that keeps the air',
    'histogram',
    changed((v) => v.map((value) => (value < -900 ? value : value + 150))),
  ],
  ['blurred', 'blur', changed((v) => Float32Array.from(gaussianBlur(v, side, side, 2)))],
  ['nothing but air', 'body', changed((v) => v.fill(-1000))],
  [
    'metal',
    'metal',
    changed((v) =>
      v.map((value, i) =>
        i % side > 120 && i % side < 136 && i > 120 * side && i < 136 * side ? 3000 : value,
      ),
    ),
  ],
  [
    'left and right swapped',
    'border',
    changed((v) => v.map((_, i) => v[i - (i % side) + ((i + side / 2) % side)])),
  ],
  [
    'halves of two levels',
    'seam',
    changed((v) =>
      v.map((value, i) => (i % side < side / 2 ? value : v[Math.min(v.length - 1, i + 14 * side)])),
    ),
  ],
  [
    'moved out of the slice',
    'cut',
    changed((v) => v.map((_, i) => v[Math.min(v.length - 1, i + 100 * side)])),
  ],
];

for (const [name, expected, slice] of OUTLIERS) {
  test(`flagged: ${name}`, () => {
    const found = tests(slice);
    assert.ok(found.includes(expected), `${expected} not in ${found.join(', ')}`);
  });
}

test('a flag says what was found, without a name or a place in the patient', () => {
  const { flags } = judgeSlice(sliceSigns(OUTLIERS[4][2]), reference);
  const flag = flags.find(({ test }) => test === 'blur')!;
  assert.ok(flag.figure < flag.limit);
  assert.match(flag.reason, /Fine detail is missing \(0\.\d\d/);
});

test('a feature set comes back from its file, and a cut file is refused', () => {
  const set = featureSet(signs, [0, 0, 1, 1], limits);
  const file = encodeFeatures(set);
  const back = decodeFeatures(file);
  assert.deepEqual(back.limits, limits);
  assert.deepEqual(back.subjects, [0, 0, 1, 1]);
  for (const [i, { layout, histogram, radiomics }] of back.slices.entries()) {
    const near = (a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number) =>
      Array.from(a).every((value, k) => Math.abs(value - b[k]) <= tolerance);
    assert.ok(near(layout, signs[i].layout, 0.13));
    assert.ok(near(histogram, signs[i].histogram, 0.002));
    assert.ok(near(radiomics, signs[i].radiomics, 1e-3 * Math.max(...signs[i].radiomics.map(Math.abs))));
  }
  assert.equal(back.patches[0].quantiles.length, set.patches[0].quantiles.length);
  assert.throws(() => decodeFeatures(file.subarray(0, file.length - 1)), /cannot be used/);
  assert.throws(() => decodeFeatures(new Uint8Array(8)), /cannot be used/);
});
