import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageOf } from '../../src/elements/stage/cornerstoneImage.js';
import { differenceOf, differenceWidth } from '../../src/elements/stage/difference.js';
import { edgesOf, planeName, positionOf } from '../../src/elements/stage/orientation.js';
import { defaultWindow, presetsOf } from '../../src/elements/stage/windows.js';
import { panned, windowed, zoomed } from '../../src/elements/viewport/view.js';
import { ctFrame, ctSeries, denoisedSeries, seriesOf } from './fixtures.js';

const PLANE = ctFrame().plane!;

test('edges are named by the direction cosines, oblique ones by two letters', () => {
  assert.deepEqual(edgesOf(PLANE), { left: 'R', right: 'L', top: 'A', bottom: 'P' });
  const coronal = { ...PLANE, orientation: [1, 0, 0, 0, 0, -1] as const };
  assert.deepEqual(edgesOf(coronal), { left: 'R', right: 'L', top: 'H', bottom: 'F' });
  assert.equal(planeName(coronal), 'coronal');
  const oblique = { ...PLANE, orientation: [0.8, 0.6, 0, 0, 0, -1] as const };
  assert.equal(edgesOf(oblique)?.right, 'LP');
  assert.equal(edgesOf(undefined), undefined);
});

test('a pixel has its place in the patient', () => {
  const plane = { ...PLANE, pixelSpacing: [2, 0.5] as const, position: [10, 20, 30] as const };
  assert.deepEqual(positionOf(plane, 4, 3), [12, 26, 30]);
});

test('a series opens in its own window, CT else in soft tissue, others in their range', () => {
  assert.deepEqual(defaultWindow(ctSeries()), { center: 40, width: 400 });
  const bare = ctFrame(0, { window: undefined });
  assert.deepEqual(defaultWindow(seriesOf([bare])), { center: 40, width: 400 });
  const mr = { ...bare, modality: 'MR' };
  const { center, width } = defaultWindow(seriesOf([mr], '2.25.4', 'MR'));
  assert.equal(center + width / 2, 300);
});

test('each modality has its presets, and a file adds its own', () => {
  const names = (modality: string, overrides = {}) =>
    presetsOf(seriesOf([ctFrame(0, { modality, window: undefined, ...overrides })], '2.25.4', modality)).map(
      ({ key, name }) => `${key} ${name}`,
    );
  assert.deepEqual(names('CT').slice(0, 2), ['1 Soft tissue', '2 Lung']);
  assert.deepEqual(names('MR'), ['1 Full range', '2 Without extremes']);
  assert.deepEqual(names('PT'), ['1 Full range, dark on light']);
  assert.deepEqual(names('US'), []);
  const presentation = {
    voiFunction: 'SIGMOID',
    windows: [
      { center: 10, width: 20, explanation: 'NORMAL' },
      { center: 10, width: 40, explanation: '' },
    ],
    luts: [{ first: 0, values: Uint16Array.of(0, 255), bits: 8, explanation: 'HARDER' }],
    overlays: [],
    inverse: false,
  };
  assert.deepEqual(names('DX', { presentation }), ['1 NORMAL', '2 Window 2', '3 HARDER']);
  assert.equal(names('CT', { presentation })[6], '7 NORMAL');
});

test('padding does not stretch the range', () => {
  const frame = ctFrame(0, { window: undefined, modality: 'MR' });
  frame.stored[0] = 0;
  const series = seriesOf([{ ...frame, padding: [0, 0] }], '2.25.4', 'MR');
  assert.ok(defaultWindow(series).width < 600);
});

test('an image is made once per frame, and each has its own id', () => {
  const frame = ctFrame();
  assert.equal(imageOf(frame), imageOf(frame));
  assert.notEqual(imageOf(frame).imageId, imageOf(ctFrame()).imageId);
});

test('a difference is signed, marked, and opens in a round window', () => {
  const before = ctSeries(2);
  const difference = differenceOf(before, denoisedSeries(before, -30));
  const [frame] = difference.frames;
  assert.equal(frame.kind, 'marked');
  assert.equal(differenceWidth(frame), 100);
  assert.equal(imageOf(frame).getPixelData()[5], -30);
  assert.equal(frame.part10, undefined);
});

test('a zoom keeps the point under the pointer', () => {
  const placement = { scale: 2, translation: { x: 3, y: -1 }, across: 1, down: 1.5 };
  const about = { x: 50, y: 30 };
  const { scale, translation } = zoomed(placement, 4, about);
  assert.equal(scale, 8);
  assert.equal(about.x / 8 - translation.x, about.x / 2 - 3);
  assert.equal(about.y / (8 * 1.5) - translation.y, about.y / (2 * 1.5) + 1);
  assert.equal(zoomed(placement, 1e9, about).scale, 64);
});

test('a pan follows the hand, whatever the zoom and the pixel shape', () => {
  const placement = { scale: 4, translation: { x: 0, y: 0 }, across: 1, down: 2 };
  assert.deepEqual(panned(placement, 8, 8), { x: 2, y: 1 });
});

test('a window never becomes narrower than one unit', () => {
  assert.deepEqual(windowed({ center: 0, width: 10 }, 0, -9), { windowCenter: 0, windowWidth: 1 });
  assert.deepEqual(windowed({ center: 40, width: 400 }, 0.1, 0.1), { windowCenter: 80, windowWidth: 440 });
});
