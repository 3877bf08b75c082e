import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import type { Plane } from '../../src/image/frame.js';
import { planBetween } from '../../src/pipeline/betweenPlan.js';
import { acquired } from '../frames.js';

const LIMITS = [0.5, 12] as const;

function stack(
  positions: readonly (readonly [number, number, number])[],
  orientation?: Plane['orientation'],
) {
  return {
    frames: positions.map((position) =>
      acquired(new Int16Array(4), 2, 2, {
        plane: {
          pixelSpacing: [1, 1],
          orientation: orientation ?? [1, 0, 0, 0, 1, 0],
          position,
          sliceThickness: 5,
        },
      }),
    ),
  };
}

/** Fractions and heights of the places between. */
function placed(plan: ReturnType<typeof planBetween>) {
  return plan.places.flatMap((place) => ('fraction' in place ? [[place.fraction, place.position[2]]] : []));
}

test('a factor cuts every gap into equal parts, and the slices that are there stay', () => {
  const plan = planBetween(
    stack([
      [0, 0, 0],
      [0, 0, 4],
      [0, 0, 8],
    ]),
    { factor: 4 },
    LIMITS,
  );
  assert.equal(plan.places.length, 9);
  assert.deepEqual(placed(plan), [
    [0.25, 1],
    [0.5, 2],
    [0.75, 3],
    [0.25, 5],
    [0.5, 6],
    [0.75, 7],
  ]);
  assert.deepEqual(plan.notes, []);
});

test('a spacing fills uneven gaps as each needs', () => {
  const plan = planBetween(
    stack([
      [0, 0, 0],
      [0, 0, 2],
      [0, 0, 8],
    ]),
    { spacing: 2 },
    LIMITS,
  );
  assert.deepEqual(
    placed(plan).map(([, height]) => Math.round((height ?? 0) * 1e6) / 1e6),
    [4, 6],
  );
});

test('positions follow the line from slice to slice of a tilted stack, gaps its normal', () => {
  const tilt = Math.PI / 12;
  const orientation: Plane['orientation'] = [1, 0, 0, 0, Math.cos(tilt), -Math.sin(tilt)];
  const { places } = planBetween(
    stack(
      [
        [10, 20, 0],
        [10, 20, 5],
      ],
      orientation,
    ),
    {},
    LIMITS,
  );
  const between = places[1];
  assert.ok('fraction' in between);
  assert.deepEqual(between.position, [10, 20, 2.5]);
  assert.ok(Math.abs(between.gapMm - 5 * Math.cos(tilt)) < 1e-3);
});

test('a gap too wide stays open and says so; nothing but such gaps is refused', () => {
  const { places, notes } = planBetween(
    stack([
      [0, 0, 0],
      [0, 0, 5],
      [0, 0, 30],
    ]),
    {},
    LIMITS,
  );
  assert.equal(places.length, 4);
  assert.deepEqual([notes[0]?.kind, notes[0]?.index], ['gap', 1]);
  assert.match(notes[0]?.message ?? '', /25\.00 mm between slices 2 and 3 is too wide/);
  refused(
    () =>
      planBetween(
        stack([
          [0, 0, 0],
          [0, 0, 25],
        ]),
        {},
        LIMITS,
      ),
    'AttributeError',
    /0020,0032/,
  );
});

test('what makes no stack is refused with attribute and remedy', () => {
  const one = stack([[0, 0, 0]]);
  refused(() => planBetween(one, {}, LIMITS), 'ArgumentError', /series/);
  refused(
    () =>
      planBetween(
        stack([
          [0, 0, 0],
          [0, 0, 0],
        ]),
        {},
        LIMITS,
      ),
    'AttributeError',
    /0020,0032/,
  );
  const two = stack([
    [0, 0, 0],
    [0, 0, 5],
  ]);
  const turned = { frames: [two.frames[0], ...stack([[0, 0, 5]], [0, 1, 0, 0, 0, 1]).frames] };
  refused(() => planBetween(turned, {}, LIMITS), 'AttributeError', /0020,0037/);
  const placeless = { frames: [two.frames[0], { ...two.frames[1], plane: undefined }] };
  refused(() => planBetween(placeless, {}, LIMITS), 'AttributeError', /0020,0032/);
  const smaller = { frames: [two.frames[0], { ...two.frames[1], rows: 1 }] };
  refused(() => planBetween(smaller, {}, LIMITS), 'AttributeError', /0028,0010/);
});

test('densities out of range are refused', () => {
  const two = stack([
    [0, 0, 0],
    [0, 0, 5],
  ]);
  for (const factor of [1, 9, 2.5, Number.NaN]) {
    refused(() => planBetween(two, { factor }, LIMITS), 'ArgumentError', /factor/);
  }
  refused(() => planBetween(two, { spacing: 0 }, LIMITS), 'ArgumentError', /spacing/);
  refused(() => planBetween(two, { spacing: 6 }, LIMITS), 'ArgumentError', /spacing/);
  refused(() => planBetween(two, { factor: 2, spacing: 1 }, LIMITS), 'ArgumentError', /factor, spacing/);
});

function refused(job: () => unknown, tag: 'ArgumentError' | 'AttributeError', attribute: RegExp): void {
  assert.throws(job, (error) => {
    assert.ok(isVeritomeError(error, tag), String(error));
    assert.match(error.attribute ?? '', attribute);
    assert.ok(error.remedy.length > 0);
    return true;
  });
}
