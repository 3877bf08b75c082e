/** Pictures in one patient: links by mm, and lines where planes cut. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cutOf,
  distanceTo,
  middleOf,
  nearestSlice,
  ontoPlane,
  placeOf,
  pointOf,
  runAlike,
  type Sheet,
} from '../../src/elements/stage/planes.js';
import type { Plane } from '../../src/image/frame.js';

const AXIAL: Plane['orientation'] = [1, 0, 0, 0, 1, 0];
const CORONAL: Plane['orientation'] = [1, 0, 0, 0, 0, -1];
const SAGITTAL: Plane['orientation'] = [0, 1, 0, 0, 0, -1];

function sheet(
  orientation: Plane['orientation'],
  position: Plane['position'],
  [rows, columns]: [number, number],
  pixelSpacing: [number, number] = [1, 1],
): Sheet {
  return { plane: { orientation, position, pixelSpacing, sliceThickness: undefined }, rows, columns };
}

const near = (found: number | undefined, expected: number) =>
  assert.ok(found !== undefined && Math.abs(found - expected) < 1e-9, `${found}, not ${expected}`);

test('an axial slice cuts a coronal picture in a level line at its height', () => {
  // Coronal: x from -50 to 50 mm, z from 100 down to 0 mm, half a mm between rows.
  const coronal = sheet(CORONAL, [-49.5, 5, 99.75], [200, 100], [0.5, 1]);
  const axial = sheet(AXIAL, [-29.5, -39.5, 30], [80, 60]);
  const line = cutOf(axial, coronal);
  assert.ok(line);
  near(line.from.y, (100 - 30) / 0.5);
  near(line.to.y, (100 - 30) / 0.5);
  // It ends where the axial slice ends: at x = -30 and 30 mm.
  const ends = [line.from.x, line.to.x].sort((a, b) => a - b);
  near(ends[0], 20);
  near(ends[1], 80);
});

test('a tilted slice cuts a sagittal picture at its angle', () => {
  const angle = 0.3;
  const tilted: Plane['orientation'] = [1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)];
  const line = cutOf(sheet(tilted, [-50, 0, 0], [60, 100]), sheet(SAGITTAL, [0, -50, 50], [100, 100]));
  assert.ok(line);
  const slope = (line.to.y - line.from.y) / (line.to.x - line.from.x);
  near(Math.abs(Math.atan(slope)), angle);
  for (const end of [line.from, line.to]) {
    const place = placeOf(sheet(SAGITTAL, [0, -50, 50], [100, 100]), end);
    near(distanceTo(sheet(tilted, [-50, 0, 0], [1, 1]).plane, place), 0);
  }
});

test('parallel pictures, and pictures beside each other, have no line', () => {
  const axial = sheet(AXIAL, [0, 0, 0], [10, 10]);
  assert.equal(cutOf(axial, sheet(AXIAL, [0, 0, 5], [10, 10])), undefined);
  assert.equal(cutOf(axial, sheet(CORONAL, [0, 5, 30], [10, 10])), undefined);
  assert.equal(cutOf(axial, sheet(CORONAL, [100, 5, 5], [10, 10])), undefined);
});

test('points and places are each other’s inverse', () => {
  const tilted = sheet([0.6, 0.8, 0, 0, 0, -1], [3, -7, 11], [20, 30], [0.4, 1.3]);
  const point = { x: 4.25, y: 17.5 };
  const back = pointOf(tilted, placeOf(tilted, point));
  near(back.x, point.x);
  near(back.y, point.y);
  near(distanceTo(tilted.plane, middleOf(tilted)), 0);
  near(distanceTo(tilted.plane, ontoPlane(tilted.plane, [50, 60, 70])), 0);
});

test('the nearest slice is the nearest in mm, whatever the spacing', () => {
  const planes = [0, 1, 5, 5.5, 20].map((z) => sheet(AXIAL, [0, 0, z], [1, 1]).plane);
  for (const [z, expected] of [
    [-9, 0],
    [0.4, 0],
    [3.1, 2],
    [5.3, 3],
    [12, 3],
    [13, 4],
    [99, 4],
  ]) {
    assert.equal(nearestSlice(planes, [4, 4, z]), expected, `at ${z} mm`);
  }
  assert.equal(nearestSlice([undefined, planes[4]], [0, 0, 0]), 1);
  assert.equal(nearestSlice([undefined], [0, 0, 0]), undefined);
});

test('stacks within 20 degrees scroll together, orthogonal ones do not', () => {
  const axial = sheet(AXIAL, [0, 0, 0], [1, 1]).plane;
  const tilted = (a: number) => sheet([1, 0, 0, 0, Math.cos(a), Math.sin(a)], [0, 0, 0], [1, 1]).plane;
  assert.equal(runAlike(axial, tilted(0.3)), true);
  assert.equal(runAlike(axial, tilted(0.4)), false);
  assert.equal(runAlike(axial, sheet(CORONAL, [0, 0, 0], [1, 1]).plane), false);
  // Counted the other way round, it is the same direction.
  assert.equal(runAlike(axial, sheet([1, 0, 0, 0, -1, 0], [0, 0, 0], [1, 1]).plane), true);
});
