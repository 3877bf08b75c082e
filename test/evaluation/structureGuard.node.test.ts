import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { patientRegion } from '../../src/evaluation/patientRegion.js';
import { medianOf } from '../../src/evaluation/robust.js';
import { GUARD_THRESHOLD, type GuardOptions, structureGuard } from '../../src/evaluation/structureGuard.js';
import { boxMean } from '../../src/image/air.js';
import { createRandom } from '../../src/image/random.js';

const SIZE = 256;
const OPTIONS: GuardOptions = { pixelSpacing: [0.8, 0.8], air: -500, spectrum: 'ramp' };

/** Noise of CT's kind: blurred by the kernel, without power at low frequencies, stronger in the middle of the body. */
function noise(seed: number, sd: number): Float32Array {
  const random = createRandom(seed);
  const white = Float32Array.from({ length: SIZE * SIZE }, () => random.normal());
  const fine = boxMean(white, SIZE, SIZE, 1);
  const coarse = boxMean(boxMean(fine, SIZE, SIZE, 3), SIZE, SIZE, 3);
  // The SD of a 3 x 3 mean of white noise is a third.
  return fine.map((value, i) => 3 * sd * (value - 0.9 * coarse[i]) * (1.4 - radius(i) / 120));
}

function radius(i: number): number {
  return Math.hypot(Math.floor(i / SIZE) - SIZE / 2, (i % SIZE) - SIZE / 2);
}

/** A body of soft tissue in air, a spine, and a table below. */
function anatomy(): Float32Array {
  const sharp = Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const [r, c] = [Math.floor(i / SIZE), i % SIZE];
    if (r > 244 && r < 248) return 200;
    if (radius(i) > 100) return -1000;
    return Math.hypot(r - 190, c - 128) < 14 ? 700 : 50;
  });
  return boxMean(sharp, SIZE, SIZE, 1);
}

function disc(row: number, column: number, diameterMM: number, contrast: number): Float32Array {
  const edge = diameterMM / 0.8 / 2;
  return Float32Array.from({ length: SIZE * SIZE }, (_, i) => {
    const distance = Math.hypot(Math.floor(i / SIZE) - row, (i % SIZE) - column);
    return contrast * Math.min(1, Math.max(0, edge - distance + 0.5));
  });
}

const plus = (...parts: Float32Array[]) =>
  parts[0].map((_, i) => parts.reduce((sum, part) => sum + part[i], 0));
const times = (part: Float32Array, factor: number) => part.map((value) => factor * value);

/** Judges a run that took `removed` from anatomy + noise + whatever else stood there. */
function judge(seed: number, sd: number, erased: Float32Array, options: GuardOptions = OPTIONS, share = 0.9) {
  const grain = noise(seed, sd);
  return structureGuard(
    plus(anatomy(), grain, erased),
    plus(times(grain, share), erased),
    SIZE,
    SIZE,
    options,
  );
}

const NOTHING = new Float32Array(SIZE * SIZE);

test('removed noise is explained by noise, at any level', () => {
  for (const [seed, sd] of [
    [1, 5],
    [2, 20],
    [3, 60],
    [4, 20],
    [5, 120],
  ]) {
    const { score, flagged } = judge(seed, sd, NOTHING);
    assert.ok(!flagged && score > 2 && score < GUARD_THRESHOLD, `seed ${seed}, ${sd} HU: ${score}`);
  }
});

test('an erased lesion is flagged where it was, light or dark, and nowhere else', () => {
  for (const [seed, diameter, contrast] of [
    [6, 6, 60],
    [7, 8, -40],
    [8, 12, 40],
  ]) {
    const lesion = disc(100, 90, diameter, contrast);
    const { map, score, flagged } = judge(seed, 20, lesion);
    assert.ok(flagged, `${diameter} mm, ${contrast} HU: ${score}`);
    let away = 0;
    for (let i = 0; i < map.length; i++) {
      const distance = Math.hypot(Math.floor(i / SIZE) - 100, (i % SIZE) - 90);
      if (map[i] === score) assert.ok(distance < diameter, `the peak lies ${distance} pixels off`);
      if (distance > 40) away = Math.max(away, map[i]);
    }
    assert.ok(away < GUARD_THRESHOLD, `elsewhere ${away}`);
  }
});

test('the same in other units and at another strength gives the same answer', () => {
  const lesion = disc(100, 90, 8, 60);
  const [grain, body] = [noise(9, 20), anatomy()];
  const run = (unit: number, strength: number) =>
    structureGuard(
      times(plus(body, grain, lesion), unit),
      times(plus(grain, lesion), unit * strength),
      SIZE,
      SIZE,
      { ...OPTIONS, air: -500 * unit, floor: 0.3 * unit },
    ).score;
  assert.ok(Math.abs(run(0.01, 1) / run(1, 1) - 1) < 1e-3);
  // Half of it taken is half of it erased, under half of the noise.
  assert.ok(run(1, 0.6) > GUARD_THRESHOLD);
  assert.ok(run(1, 0.1) < run(1, 1) / 2, 'a tenth of it hides in the noise that stays');
});

test('anatomy smoothed away all over the slice does not pass for noise', () => {
  // Texture of lesion size everywhere, as organs have: a run that removes it removes no noise alone.
  const random = createRandom(14);
  const white = Float32Array.from({ length: SIZE * SIZE }, () => random.normal());
  const organs = times(boxMean(boxMean(white, SIZE, SIZE, 4), SIZE, SIZE, 4), 400);
  assert.ok(judge(15, 20, organs).flagged);
});

test('white noise, as MR has it, is explained where it is said to be white', () => {
  for (const seed of [16, 17, 18]) {
    const random = createRandom(seed);
    const grain = Float32Array.from({ length: SIZE * SIZE }, () => 30 * random.normal());
    const image = grain.map((value) => 500 + value);
    const run = (removed: Float32Array, acquired = image) =>
      structureGuard(acquired, removed, SIZE, SIZE, { pixelSpacing: [0.9, 0.9], spectrum: 'white' });
    assert.ok(!run(times(grain, 0.9)).flagged, String(run(times(grain, 0.9)).score));
    const lesion = disc(100, 90, 9, 90);
    assert.ok(run(plus(times(grain, 0.9), lesion), plus(image, lesion)).flagged);
  }
});

test('a residual of nothing scores nothing', () => {
  const { map, score, flagged } = structureGuard(anatomy(), NOTHING, SIZE, SIZE, OPTIONS);
  assert.equal(score, 0);
  assert.ok(!flagged && map.every((value) => value === 0));
});

test('a share of every edge is forgiven, blurred edges and bones are not', () => {
  const body = anatomy();
  const blurred = boxMean(boxMean(body, SIZE, SIZE, 3), SIZE, SIZE, 3);
  const lost = body.map((value, i) => value - blurred[i]);
  const run = (share: number) => {
    const grain = noise(10, 20);
    const taken = plus(times(grain, 0.9), times(lost, share));
    return structureGuard(plus(body, grain), taken, SIZE, SIZE, OPTIONS);
  };
  assert.ok(!run(0.02).flagged, `2 %: ${run(0.02).score}`);
  const blunt = run(1);
  assert.ok(blunt.flagged, `all: ${blunt.score}`);
  let peak = 0;
  for (let i = 0; i < blunt.map.length; i++) if (blunt.map[i] > blunt.map[peak]) peak = i;
  const [r, c] = [Math.floor(peak / SIZE), peak % SIZE];
  const atEdge = Math.abs(radius(peak) - 100) < 16 || Math.abs(Math.hypot(r - 190, c - 128) - 14) < 16;
  assert.ok(atEdge, `the peak lies at ${r}, ${c}`);
});

test('the air around the patient and the table are not judged; without `air` all is', () => {
  const outside = disc(20, 128, 10, 400);
  assert.ok(!judge(11, 20, outside).flagged);
  assert.ok(judge(11, 20, outside, { ...OPTIONS, air: undefined }).flagged);
  const region = patientRegion(anatomy(), SIZE, SIZE, -500);
  assert.equal(region[246 * SIZE + 128], 0);
  assert.equal(region[128 * SIZE + 128], 1);
  assert.equal(region[190 * SIZE + 128], 1);
});

test('pixels of any size and slices of odd size are judged; nonsense is refused', () => {
  const [rows, columns] = [67, 131];
  const random = createRandom(12);
  const grain = Float32Array.from({ length: rows * columns }, () => 10 * random.normal());
  for (const pixelSpacing of [[0.4, 0.4], [1.5, 1.5], [3, 3], undefined] as GuardOptions['pixelSpacing'][]) {
    const { map, score } = structureGuard(grain, times(grain, 0.9), rows, columns, { pixelSpacing });
    assert.equal(map.length, rows * columns);
    assert.ok(Number.isFinite(score) && score < GUARD_THRESHOLD, String(score));
  }
  for (const run of [
    () => structureGuard(grain, grain, rows, columns + 1),
    () => structureGuard(grain, grain.subarray(1), rows, columns),
    () => structureGuard(grain, grain, rows, columns, { pixelSpacing: [0, 1] }),
  ]) {
    assert.throws(run, (error) => isVeritomeError(error, 'ArgumentError'));
  }
});

test('the sampled median is the median', () => {
  assert.equal(medianOf(Float32Array.of(5, 1, 9, 3)), 4);
  assert.equal(medianOf(Float32Array.of(5, 1, 9, 3), Uint8Array.of(1, 1, 1, 0)), 5);
  assert.equal(medianOf(new Float32Array(0)), 0);
  const random = createRandom(13);
  const many = Float32Array.from({ length: 100_000 }, () => random.normal());
  assert.ok(Math.abs(medianOf(many)) < 0.05);
});
