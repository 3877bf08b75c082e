import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dice, tissueCodes } from '../../src/evaluation/tissue.js';
import { type LabelMap, TISSUES } from '../../src/image/labelMap.js';
import { createRandom } from '../../src/image/random.js';
import { bendLabels, drawNodules } from '../../src/simulation/labelVariation.js';
import { hasPython, python } from '../pipeline/dataset/readers.js';

const SIDE = 128;
const PIXEL = 3.125;
const [AIR, LUNG, FAT, SOFT, BONE] = TISSUES.keys();

/** A chest of ellipses with a table, gas, ribs and noise. */
function chest(noise = 0): Float32Array {
  const random = createRandom(3);
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const y = (Math.floor(i / SIDE) - 63.5) / 63.5;
    const x = ((i % SIDE) - 63.5) / 63.5;
    const within = (cy: number, cx: number, ry: number, rx: number) =>
      ((y - cy) / ry) ** 2 + ((x - cx) / rx) ** 2 < 1;
    let hu = -1000;
    if (y > 0.82 && y < 0.9) hu = 60;
    if (within(0, 0, 0.6, 0.8)) hu = -100;
    if (within(0, 0, 0.52, 0.72)) hu = 40;
    if (within(0, 0.38, 0.4, 0.24) || within(0, -0.38, 0.4, 0.24)) hu = -850;
    if (within(0.42, 0, 0.1, 0.08)) hu = 600;
    if (within(-0.3, 0, 0.1, 0.07)) hu = -1000;
    return hu + noise * random.normal();
  });
}

test('every tissue is found where it lies, the table is air', () => {
  const codes = tissueCodes(chest(10), SIDE, SIDE, PIXEL);
  const at = (y: number, x: number) =>
    codes[Math.round(63.5 + 63.5 * y) * SIDE + Math.round(63.5 + 63.5 * x)];
  assert.equal(at(0, 0.38), LUNG);
  assert.equal(at(0, 0), SOFT);
  assert.equal(at(0.42, 0), BONE);
  assert.equal(at(0, 0.76), FAT);
  assert.equal(at(-0.3, 0), AIR);
  assert.equal(at(0.86, 0), AIR);
  assert.equal(at(-0.9, -0.9), AIR);
});

test('the recipe in Python finds the same tissues to the pixel', (t) => {
  if (!hasPython('numpy', 'scipy')) return t.skip('NumPy or SciPy is not installed');
  for (const noise of [0, 25, 90]) {
    const hu = chest(noise).map(Math.round);
    const theirs = python(
      `import sys, json, numpy as np
sys.path.insert(0, "models/training")
from ct_slices.labels import labels
hu = np.frombuffer(bytes.fromhex(sys.argv[1]), "<i2").astype("f4").reshape(${SIDE}, ${SIDE})
print(json.dumps([labels(hu, ${PIXEL}).ravel().tolist()]))`,
      Buffer.from(Int16Array.from(hu).buffer).toString('hex'),
    )[0] as unknown as number[];
    assert.deepEqual([...tissueCodes(hu, SIDE, SIDE, PIXEL)], theirs, `noise of ${noise} HU`);
  }
});

test('overlap is 1 with itself, 0 with nothing in common, NaN for what neither holds', () => {
  const [a, b] = [Uint8Array.of(1, 1, 2, 2), Uint8Array.of(1, 2, 1, 2)];
  assert.deepEqual(dice(a, a), [Number.NaN, 1, 1, Number.NaN, Number.NaN]);
  assert.deepEqual(dice(a, b), [Number.NaN, 0.5, 0.5, Number.NaN, Number.NaN]);
});

const map: LabelMap = {
  rows: SIDE,
  columns: SIDE,
  pixelSpacing: [PIXEL, PIXEL],
  codes: tissueCodes(chest(), SIDE, SIDE, PIXEL),
};

test('a bent map keeps its tissues and much of its shape, and the same seed bends alike', () => {
  const bent = bendLabels(map, createRandom(5), 1);
  assert.deepEqual(bent.codes, bendLabels(map, createRandom(5), 1).codes);
  assert.notDeepEqual(bent.codes, bendLabels(map, createRandom(6), 1).codes);
  assert.deepEqual(bendLabels(map, createRandom(5), 0).codes, map.codes);
  const overlap = dice(map.codes, bent.codes);
  assert.ok(overlap[LUNG] > 0.6 && overlap[LUNG] < 0.995, `lung ${overlap[LUNG]}`);
  assert.throws(() => bendLabels(map, createRandom(5), 3), /between 0 and 2/);
});

test('nodules are soft tissue, in lung alone', () => {
  const { map: drawn, nodules } = drawNodules(map, createRandom(8), 3);
  assert.equal(nodules.length, 3);
  let changed = 0;
  drawn.codes.forEach((code, i) => {
    if (code === map.codes[i]) return;
    changed++;
    assert.deepEqual([map.codes[i], code], [LUNG, SOFT]);
  });
  assert.ok(changed > 0);
  const airless = { ...map, codes: map.codes.map((code) => (code === LUNG ? SOFT : code)) };
  assert.deepEqual(drawNodules(airless, createRandom(8), 3).nodules, []);
});
