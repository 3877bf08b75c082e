import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isVeritomeError } from '../../src/errors.js';
import { insertLesions, type Lesion, lesionImage } from '../../src/simulation/lesion.js';
import { scan } from '../../src/simulation/scan.js';
import { cylinder } from './cylinder.js';

const grid = { rows: 160, columns: 200, pixelSpacing: [0.7, 0.7] as const };
const disc = { shape: 'disc', row: 80.3, column: 99.6, diameter: 15, contrast: 20 } as const;

/** Mean within `radius` mm of the lesion's centre. */
function core(image: Float32Array, { row, column }: Lesion, radius: number): number {
  let n = 0;
  let sum = 0;
  for (let r = 0; r < grid.rows; r++) {
    for (let c = 0; c < grid.columns; c++) {
      if (Math.hypot(r - row, c - column) * 0.7 > radius) continue;
      n++;
      sum += image[r * grid.columns + c];
    }
  }
  return sum / n;
}

test('the core of a disc has its contrast, whichever kernel', () => {
  for (const kernel of ['soft', 'standard', 'sharp', 'bone'] as const) {
    const mean = core(lesionImage(grid, [disc], kernel), disc, 4);
    assert.ok(Math.abs(mean / disc.contrast - 1) < 0.015, `${kernel}: ${mean}`);
  }
});

test('contrast goes through linearly, and lesions add up', () => {
  const one = lesionImage(grid, [disc]);
  const other = { ...disc, row: 40, column: 60, contrast: -35 };
  const doubled = lesionImage(grid, [{ ...disc, contrast: 40 }, other]);
  const apart = lesionImage(grid, [other]);
  for (let i = 0; i < one.length; i++) {
    assert.ok(Math.abs(doubled[i] - 2 * one[i] - apart[i]) < 1e-3);
  }
});

test('a disc brings its contrast times its area, at any place between the pixels', () => {
  for (const diameter of [3, 6, 10]) {
    for (const shift of [0, 0.25, 0.5]) {
      const lesion = { ...disc, diameter, row: 80 + shift, column: 90 - shift };
      const image = lesionImage(grid, [lesion]);
      let mass = 0;
      let row = 0;
      let column = 0;
      image.forEach((v, i) => {
        mass += v;
        row += v * Math.floor(i / grid.columns);
        column += v * (i % grid.columns);
      });
      const area = (Math.PI * diameter * diameter) / 4;
      assert.ok(Math.abs((mass * 0.49) / (area * 20) - 1) < 0.01, `${diameter} mm: ${mass * 0.49}`);
      assert.ok(Math.abs(row / mass - lesion.row) < 0.03 && Math.abs(column / mass - lesion.column) < 0.03);
    }
  }
});

test('a blob has half its contrast at its diameter and fades from there', () => {
  const blob: Lesion = { shape: 'blob', row: 80, column: 100, diameter: 21, contrast: 30 };
  const image = lesionImage(grid, [blob], 'sharp');
  const along = (mm: number) => image[80 * grid.columns + 100 + Math.round(mm / 0.7)];
  assert.ok(Math.abs(along(0) - 30) < 0.5, `middle ${along(0)}`);
  assert.ok(Math.abs(along(10.5) - 15) < 0.6, `border ${along(10.5)}`);
  assert.ok(Math.abs(along(21)) < 0.3, `outside ${along(21)}`);
});

test('it looks as if the lesion had been scanned with the patient', () => {
  const size = 192;
  const at = (hu: number) => {
    const { hu: image, grid: square } = cylinder(size, 0.9, 75, [[20, hu]]);
    return { image, square };
  };
  const options = { dose: 1, seed: 1, photons: 1e14, electronic: 0 };
  const [without, present] = [0, 60].map((hu) => at(hu));
  const scanned = scan(present.image, { ...present.square, ...options });
  const background = scan(without.image, { ...without.square, ...options });
  const lesion: Lesion = {
    shape: 'disc',
    row: (size - 1) / 2,
    column: (size - 1) / 2 + 20 / 0.9,
    diameter: 24,
    contrast: 60,
  };
  const inserted = insertLesions(background, without.square, [lesion]);
  let difference = 0;
  let most = 0;
  for (let i = 0; i < scanned.length; i++) {
    difference += (scanned[i] - inserted[i]) ** 2;
    most += (scanned[i] - background[i]) ** 2;
  }
  // The cylinder's insert is drawn in pixels without partial volume: its border is rough.
  assert.ok(Math.sqrt(difference / most) < 0.12, `${Math.sqrt(difference / most)}`);
});

test('what is not touched by a lesion stays bit for bit', () => {
  const slice = Float32Array.from({ length: grid.rows * grid.columns }, (_, i) => (i % 97) - 40);
  const present = insertLesions(slice, grid, [disc]);
  assert.equal(present[0], slice[0]);
  assert.ok(present.some((v, i) => v !== slice[i]));
  assert.deepEqual(insertLesions(slice, grid, []), slice);
});

test('a lesion at the border is cut, one without size is refused', () => {
  const half = lesionImage(grid, [{ ...disc, row: 0 }]);
  assert.ok(Math.abs(core(half, { ...disc, row: 0 }, 4) / 20 - 1) < 0.03);
  for (const change of [{ diameter: 0 }, { row: Number.NaN }, { contrast: Infinity }]) {
    assert.throws(
      () => lesionImage(grid, [{ ...disc, ...change }]),
      (error) => isVeritomeError(error, 'ArgumentError'),
    );
  }
});
