import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toSeries } from '../../../src/dicom/geometry.js';
import type { AcquiredFrame, Plane } from '../../../src/image/frame.js';

const AXIAL = [1, 0, 0, 0, 1, 0] as const;
const CORONAL = [1, 0, 0, 0, 0, -1] as const;

function frame(position: Plane['position'] | undefined, change: Partial<AcquiredFrame> = {}): AcquiredFrame {
  return {
    kind: 'acquired',
    rows: 2,
    columns: 2,
    format: { bitsAllocated: 16, bitsStored: 16, signed: true },
    rescale: { slope: 1, intercept: 0, type: 'HU' },
    photometric: 'MONOCHROME2',
    modality: 'CT',
    instance: {
      sopClassUID: '1',
      sopInstanceUID: '2',
      seriesInstanceUID: '3',
      studyInstanceUID: '4',
      frameOfReferenceUID: '5',
    },
    instanceNumber: undefined,
    plane: position && { pixelSpacing: [1, 1], orientation: AXIAL, position, sliceThickness: 1 },
    window: undefined,
    padding: undefined,
    file: 'a',
    part10: undefined,
    stored: new Int16Array(4),
    ...change,
  };
}

const axial = (...z: number[]) => z.map((at) => frame([0, 0, at]));
const only = (frames: AcquiredFrame[]) => {
  const { series, refused } = toSeries(frames);
  assert.equal(series.length, 1);
  assert.deepEqual(refused, []);
  return series[0];
};

test('slices are sorted along their normal, whichever way it points', () => {
  const sorted = only(axial(5, 0, 10, -5)).frames.map(({ plane }) => plane?.position[2]);
  assert.deepEqual(sorted, [-5, 0, 5, 10]);
  const coronal = [3, 1, 2].map((y) =>
    frame([0, y, 0], {
      plane: { pixelSpacing: [1, 1], orientation: CORONAL, position: [0, y, 0], sliceThickness: 1 },
    }),
  );
  assert.deepEqual(
    only(coronal).frames.map(({ plane }) => plane?.position[1]),
    [1, 2, 3],
  );
});

test('an even stack has its spacing and nothing to note', () => {
  const { sliceSpacing, notes } = only(axial(0, 2.5, 5.003, 7.5));
  assert.ok(Math.abs((sliceSpacing ?? 0) - 2.5) < 0.01);
  assert.deepEqual(notes, []);
  assert.equal(only(axial(0)).sliceSpacing, undefined);
});

test('gaps, uneven steps and repeated positions are told', () => {
  const { sliceSpacing, notes } = only(axial(0, 1, 2, 5, 6, 7.2, 7.2, 8.2));
  assert.equal(sliceSpacing, 1);
  assert.deepEqual(
    notes.map(({ kind, index }) => `${kind} ${index}`),
    ['gap 2', 'uneven 4', 'duplicate 5'],
  );
  assert.equal(notes[0].message, 'A gap of 3.00 mm between slices 3 and 4; usual is 1.00 mm.');
});

test('many notes of a kind are counted, not listed', () => {
  const volumes = Array.from({ length: 30 }, () => axial(0, 1, 2)).flat();
  const { sliceSpacing, notes } = only(volumes);
  assert.equal(sliceSpacing, 1);
  assert.equal(notes.length, 5);
  assert.match(notes[4].message, /And 82 more like this\.$/);
});

test('a tilted gantry is told with its angle', () => {
  const shear = Math.tan((15 * Math.PI) / 180);
  const { notes } = only([0, 1, 2].map((z) => frame([0, z * shear, z])));
  assert.equal(notes[0].kind, 'tilted');
  assert.match(notes[0].message, /tilted by 15\.0°/);
});

test('without positions, numbers and then names decide', () => {
  const numbered = [3, 1, undefined, 2].map((n) => frame(undefined, { instanceNumber: n }));
  const series = only(numbered);
  assert.deepEqual(
    series.frames.map(({ instanceNumber }) => instanceNumber),
    [1, 2, 3, undefined],
  );
  assert.deepEqual(
    series.notes.map(({ kind }) => kind),
    ['no-position'],
  );
  const named = ['slice10', 'slice2'].map((file) => frame(undefined, { file }));
  assert.deepEqual(
    only(named).frames.map(({ file }) => file),
    ['slice2', 'slice10'],
  );
});

test('directions of one series become stacks; series stay apart', () => {
  const localizer = frame([0, 0, 0], {
    rows: 9,
    plane: { pixelSpacing: [1, 1], orientation: CORONAL, position: [0, 0, 0], sliceThickness: 1 },
  });
  const other = frame([0, 0, 0]);
  const elsewhere = { ...other, instance: { ...other.instance, seriesInstanceUID: '9' } };
  const { series, refused } = toSeries([...axial(0, 1), localizer, elsewhere]);
  assert.deepEqual(
    series.map(({ frames }) => frames.length),
    [2, 1, 1],
  );
  assert.deepEqual(refused, []);
});

test('a slice of another size or meaning is refused by name and attribute', () => {
  const odd = frame([0, 0, 7], { rows: 3, file: 'odd.dcm' });
  const units = frame([0, 0, 8], {
    rescale: { slope: 1, intercept: 0, type: 'US' },
    file: 'units.dcm',
  });
  const { series, refused } = toSeries([odd, units, ...axial(0, 1)]);
  assert.equal(series[0].frames.length, 2);
  assert.deepEqual(
    refused.map(({ tag, file, attribute }) => [tag, file, attribute]),
    [
      ['MixedSeriesError', 'odd.dcm', 'Rows (0028,0010)'],
      ['MixedSeriesError', 'units.dcm', 'RescaleType (0028,1054)'],
    ],
  );
});
