import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detectMark, hearOwn } from '../../../src/provenance/mark/detect.js';
import { makeKey } from '../../../src/provenance/mark/key.js';
import type { MarkPicture } from '../../../src/provenance/mark/mark.js';
import { doubled } from '../../../src/provenance/mark/resize.js';
import { markedTorsos, PAYLOAD, torso } from './phantom.js';

const SYNTHETIC = { ...PAYLOAD, class: 'synthetic' } as const;
const series = markedTorsos(8, SYNTHETIC);
const denoised = markedTorsos(16);
const still = { search: 'none' } as const;

const map = (pictures: readonly MarkPicture[], of: (value: number) => number) =>
  pictures.map((picture) => ({ ...picture, values: picture.values.map(of) }));

test('a series as it was stored is found, with its payload', async () => {
  const found = await detectMark(series, still);
  assert.ok(found.detected && found.z > found.threshold && found.falsePositive <= 1e-9);
  assert.deepEqual(found.payload, SYNTHETIC);
  assert.deepEqual([found.scale, found.rotation], [1, 0]);
});

test('denoised series carry it at half the strength', async () => {
  const found = await detectMark(denoised, still);
  assert.ok(found.detected, `z ${found.z}`);
  assert.deepEqual(found.payload, PAYLOAD);
});

test('in 8 bits, cropped off the grid or black for white it is found', async () => {
  const cut = series.map(({ values, columns }) => {
    const [height, width, top, left] = [187, 201, 41, 29];
    const part = new Float32Array(height * width);
    for (let r = 0; r < height; r++) {
      const from = (top + r) * columns + left;
      part.set(values.subarray(from, from + width), r * width);
    }
    return { values: part, rows: height, columns: width };
  });
  const grey = (hu: number) => Math.max(0, Math.min(255, Math.round(((hu + 160) / 400) * 255)));
  for (const pictures of [map(denoised, grey), cut, map(series, (hu) => -hu)]) {
    const faint = await detectMark(pictures, still);
    assert.ok(faint.detected, `z ${faint.z}`);
  }
});

test('doubled and turned by 3 degrees it is found, and how it lies', async () => {
  for (const [pictures, scale, rotation] of [
    [series.slice(0, 6).map(doubled), 2, 0],
    [series.slice(0, 6).map((picture) => turned(picture, 3)), 1, 3],
  ] as const) {
    const found = await detectMark(pictures);
    assert.ok(found.detected, `scale ${scale}, rotation ${rotation}: z ${found.z} of ${found.threshold}`);
    assert.ok(Math.abs(found.scale / scale - 1) < 0.005, `scale ${found.scale}`);
    assert.ok(Math.abs(found.rotation - rotation) < 0.2, `rotation ${found.rotation}`);
  }
});

test('nothing is found without a mark, or with another key', async () => {
  const plain = [0, 1, 2, 3].map(torso);
  for (const found of [
    await detectMark(plain, still),
    await detectMark(series, { ...still, key: makeKey(9) }),
  ]) {
    assert.deepEqual([found.detected, found.payload], [false, null]);
    assert.ok(found.z > 2 && found.z < 7, `chance reaches z 3 to 6: ${found.z}`);
  }
});

test('the threshold is the bound of the probability that is stated', async () => {
  const one = await detectMark([torso(1)], still);
  // Six views, all shifts, both polarities, half of 1e-9.
  assert.ok(Math.abs(6 * 128 ** 2 * 2 * Math.exp(-(one.threshold ** 2) / 2) - 5e-10) < 1e-13);
});

test('a slice with little tissue says that alone it does not show its mark', () => {
  const [first] = markedTorsos(1, SYNTHETIC);
  const { z, threshold } = hearOwn(first);
  assert.ok(z > threshold, `z ${z}`);
  const tiny = { ...first, values: first.values.map((hu, i) => (i % 256 > 40 ? -1000 : hu)) };
  const weak = hearOwn(tiny);
  assert.ok(weak.z < weak.threshold, `z ${weak.z}`);
});

test('cancelling ends the search with the reason', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const search = detectMark([torso(1)], { search: 'full', signal: controller.signal });
  setTimeout(() => controller.abort(reason), 50);
  await assert.rejects(search, reason);
});

test('whatever is given, an answer comes', async () => {
  const of = (rows: number, columns: number, at: (i: number) => number): MarkPicture => ({
    values: Float32Array.from({ length: rows * columns }, (_, i) => at(i)),
    rows,
    columns,
  });
  const pictures = [
    of(0, 0, () => 0),
    of(1, 1, () => 7),
    of(1, 20_000, (i) => i),
    of(24, 3_000, (i) => (i * 7919) % 251),
    of(128, 128, () => 40),
    of(128, 128, () => Number.NaN),
    of(128, 128, (i) => (i % 2 ? Number.POSITIVE_INFINITY : -3e38)),
  ];
  for (const picture of pictures) {
    const { detected, z, payload } = await detectMark([picture], still);
    assert.ok(!detected && payload === null && Number.isFinite(z), `${picture.rows} x ${picture.columns}`);
  }
  assert.equal((await detectMark([])).detected, false);
  assert.equal((await detectMark(pictures.slice(0, 3))).detected, false);
  const one = { ...series[0], values: series[0].values.slice() };
  one.values[5000] = Number.NaN;
  assert.ok((await detectMark([one, ...series.slice(1)], still)).detected, 'one bad value hides no mark');
});

/** About the middle, between the four nearest pixels. */
function turned({ values, rows, columns }: MarkPicture, degrees: number): MarkPicture {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const out = new Float32Array(values.length).fill(-1000);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const [y, x] = [r + 0.5 - rows / 2, c + 0.5 - columns / 2];
      const across = cos * x + sin * y + columns / 2 - 0.5;
      const down = -sin * x + cos * y + rows / 2 - 0.5;
      const [left, top] = [Math.floor(across), Math.floor(down)];
      if (left < 0 || top < 0 || left + 1 >= columns || top + 1 >= rows) continue;
      const [a, b] = [across - left, down - top];
      const at = top * columns + left;
      const above = (1 - a) * values[at] + a * values[at + 1];
      const below = (1 - a) * values[at + columns] + a * values[at + columns + 1];
      out[r * columns + c] = (1 - b) * above + b * below;
    }
  }
  return { values: out, rows, columns };
}
