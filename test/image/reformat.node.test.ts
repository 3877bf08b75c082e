/** Planes through analytic phantoms: values and places are known everywhere. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plane } from '../../src/image/frame.js';
import { gridOf, indexAt, planeAt, SECTIONS, type Section } from '../../src/image/grid.js';
import { resample } from '../../src/image/reformat.js';
import { cross, dot, stackOf, sum, times, type Vector } from '../../src/image/volume.js';

interface Made {
  readonly rows: number;
  readonly columns: number;
  readonly plane: Plane;
  readonly stored: Int16Array;
}

interface Shape {
  readonly rows?: number;
  readonly columns?: number;
  readonly pixelSpacing?: [number, number];
  readonly orientation?: Plane['orientation'];
  /** Places along the normal in mm. */
  readonly along?: readonly number[];
  /** Shift beside the normal for each mm along it. */
  readonly shear?: Vector;
  readonly first?: Vector;
}

const AXIAL: Plane['orientation'] = [1, 0, 0, 0, 1, 0];
const RESCALE = { slope: 0.01, intercept: -100, type: 'HU' };

/** Slices whose values are `phantom` of the pixel's place in the patient, to 0.01. */
function stack(phantom: (at: Vector) => number, shape: Shape = {}): Made[] {
  const { rows = 40, columns = 48, pixelSpacing = [0.8, 0.8], orientation = AXIAL } = shape;
  const {
    along = Array.from({ length: 20 }, (_, i) => i * 2.5),
    shear = [0, 0, 0],
    first = [-10, 20, 7],
  } = shape;
  const [row, column]: Vector[] = [
    [orientation[0], orientation[1], orientation[2]],
    [orientation[3], orientation[4], orientation[5]],
  ];
  const normal = cross(row, column);
  return along.map((distance) => {
    const position = sum(first, sum(times(normal, distance), times(shear, distance)));
    const stored = new Int16Array(rows * columns);
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        const at = sum(position, sum(times(row, x * pixelSpacing[1]), times(column, y * pixelSpacing[0])));
        stored[y * columns + x] = Math.round((phantom(at) - RESCALE.intercept) / RESCALE.slope);
      }
    }
    const plane: Plane = { pixelSpacing, orientation, position: [...position], sliceThickness: 2 };
    return { rows, columns, plane, stored };
  });
}

function cut(slices: readonly Made[], section: Section, index: number) {
  const geometry = stackOf(slices);
  assert.ok(geometry);
  const grid = gridOf(geometry, section);
  const plane = planeAt(grid, index);
  const samples = (at: number) => ({ stored: slices[at].stored, rescale: RESCALE, padding: undefined });
  return { geometry, grid, plane, values: resample(geometry, samples, plane, grid) };
}

/** Place of a pixel of a plane. */
function placeOf(
  { position, orientation: o, pixelSpacing: [down, across] }: Plane,
  x: number,
  y: number,
): Vector {
  return sum(position, sum(times([o[0], o[1], o[2]], x * across), times([o[3], o[4], o[5]], y * down)));
}

/** Largest error against the phantom, and the share of pixels that have a value. */
function compare(made: ReturnType<typeof cut>, phantom: (at: Vector) => number, margin = 0) {
  const { grid, plane, values } = made;
  let worst = 0;
  let filled = 0;
  for (let y = margin; y < grid.rows - margin; y++) {
    for (let x = margin; x < grid.columns - margin; x++) {
      const value = values[y * grid.columns + x];
      if (Number.isNaN(value)) continue;
      filled += 1;
      worst = Math.max(worst, Math.abs(value - phantom(placeOf(plane, x, y))));
    }
  }
  return { worst, filled: filled / ((grid.rows - 2 * margin) * (grid.columns - 2 * margin)) };
}

/** Linear in the patient: trilinear interpolation must give it exactly. */
const RAMP = ([x, y, z]: Vector) => 40 + 1.5 * x - 0.75 * y + 0.5 * z;
/** Values are stored to 0.01. */
const STORED = 0.02;

const c = Math.cos(0.3);
const s = Math.sin(0.3);
const SHAPES: Readonly<Record<string, Shape>> = {
  straight: {},
  anisotropic: { pixelSpacing: [0.6, 1.1], along: Array.from({ length: 12 }, (_, i) => i * 5) },
  uneven: { along: [0, 1, 2.4, 3, 4.1, 5.2, 6, 7.3, 8.1, 9] },
  'gantry tilted': { orientation: [1, 0, 0, 0, c, -s], shear: [0, -0.3, 0.1] },
  'oblique in two directions': { orientation: [c, s, 0, -s * c, c * c, -s] },
  coronal: { orientation: [1, 0, 0, 0, 0, -1] },
};

for (const [name, shape] of Object.entries(SHAPES)) {
  test(`a ramp in the patient stays that ramp on every plane: ${name}`, () => {
    for (const section of SECTIONS) {
      const slices = stack(RAMP, shape);
      const grid = gridOf(stackOf(slices)!, section);
      for (const index of [1, grid.count >> 1, grid.count - 2]) {
        const made = cut(slices, section, index);
        // The outer half voxel repeats the edge: the ramp ends there.
        const inner = { ...made, values: made.values.slice() };
        clearEdges(inner);
        const { worst, filled } = compare(inner, RAMP);
        assert.ok(worst <= STORED, `${section} ${index}: off by ${worst}`);
        if (index === grid.count >> 1) assert.ok(filled > 0.2, `${section}: only ${filled} is filled`);
      }
    }
  });
}

/** Takes out pixels that lie in the outer half of the outermost voxels. */
function clearEdges({ geometry, grid, plane, values }: ReturnType<typeof cut>): void {
  const { slices, row, column, normal, rows, columns, pixelSpacing } = geometry;
  const inside = (value: number, last: number) => value >= 0 && value <= last;
  for (let i = 0; i < values.length; i++) {
    const at = placeOf(plane, i % grid.columns, Math.floor(i / grid.columns));
    const along = dot(at, normal);
    const near = [...slices]
      .sort((a, b) => Math.abs(a.along - along) - Math.abs(b.along - along))
      .slice(0, 2);
    const ok =
      along >= slices[0].along &&
      along <= slices[slices.length - 1].along &&
      near.every(
        ({ across, down }) =>
          inside((dot(at, row) - across) / pixelSpacing[1], columns - 1) &&
          inside((dot(at, column) - down) / pixelSpacing[0], rows - 1),
      );
    if (!ok) values[i] = Number.NaN;
  }
}

test('the axial planes of a straight stack are its slices, to the bit', () => {
  const phantom = ([x, y, z]: Vector) => 60 * Math.sin(x) + 30 * Math.cos(y * 2) + z;
  const slices = stack(phantom);
  for (const index of [0, 7, 19]) {
    const { grid, plane, values } = cut(slices, 'axial', index);
    assert.deepEqual([grid.rows, grid.columns, grid.count, grid.step], [40, 48, 20, 2.5]);
    for (const [i, mm] of plane.position.entries())
      assert.ok(Math.abs(mm - slices[index].plane.position[i]) < 1e-9);
    const expected = Float32Array.from(slices[index].stored, (v) => v * RESCALE.slope + RESCALE.intercept);
    for (const [i, value] of values.entries())
      assert.ok(Math.abs(value - expected[i]) < 1e-4, `${index}, ${i}`);
  }
});

test('a ball is round in mm, and at its place, on the planes of an anisotropic and of a tilted stack', () => {
  const centre: Vector = [8, 34, 30];
  const ball = (at: Vector) =>
    Math.hypot(at[0] - centre[0], at[1] - centre[1], at[2] - centre[2]) < 9 ? 100 : 0;
  for (const shape of [
    { ...SHAPES.anisotropic, along: Array.from({ length: 40 }, (_, i) => i * 1.5) },
    { ...SHAPES['gantry tilted'], rows: 80, columns: 64, along: Array.from({ length: 50 }, (_, i) => i) },
  ]) {
    const slices = stack(ball, shape);
    const geometry = stackOf(slices)!;
    for (const section of SECTIONS) {
      const grid = gridOf(geometry, section);
      const { plane, values } = cut(slices, section, indexAt(grid, centre));
      let area = 0;
      let mean: Vector = [0, 0, 0];
      values.forEach((value, i) => {
        if (!(value > 50)) return;
        area += grid.spacing ** 2;
        mean = sum(
          mean,
          times(placeOf(plane, i % grid.columns, Math.floor(i / grid.columns)), grid.spacing ** 2),
        );
      });
      const found = times(mean, 1 / area);
      const distance = Math.hypot(...found.map((mm, i) => mm - centre[i]));
      assert.ok(distance < 0.8, `${section}: ${distance} mm beside its place`);
      assert.ok(
        Math.abs(Math.sqrt(area / Math.PI) - 9) < 0.5,
        `${section}: radius ${Math.sqrt(area / Math.PI)}`,
      );
    }
  }
});

test('coronal and sagittal planes stand head up, and are counted to the back and to the right', () => {
  const geometry = stackOf(stack(RAMP))!;
  const coronal = gridOf(geometry, 'coronal');
  assert.deepEqual(
    [coronal.row, coronal.column].map((v) => v.map((x) => x + 0)),
    [
      [1, 0, 0],
      [0, 0, -1],
    ],
  );
  assert.ok(dot(coronal.normal, [0, 1, 0]) > 0.99);
  assert.equal(coronal.step, 0.8);
  const sagittal = gridOf(geometry, 'sagittal');
  assert.deepEqual(
    [sagittal.row, sagittal.column].map((v) => v.map((x) => x + 0)),
    [
      [0, 1, 0],
      [0, 0, -1],
    ],
  );
  assert.ok(dot(sagittal.normal, [-1, 0, 0]) > 0.99);
  for (const grid of [coronal, sagittal]) {
    for (const index of [0, 3, grid.count - 1])
      assert.equal(indexAt(grid, planeAt(grid, index).position), index);
  }
});

test('nothing is made up in a gap: half a slice on each side of it is shown', () => {
  const along = [0, 2, 4, 6, 16, 18, 20, 22];
  const slices = stack(RAMP, { along });
  const { grid, plane, values } = cut(slices, 'coronal', 10);
  const shown = (z: number) => {
    const y = Math.round((plane.position[2] - z) / grid.spacing);
    return !Number.isNaN(values[y * grid.columns + 20]);
  };
  const z0 = 7;
  for (const [z, expected] of [
    [2.6, true],
    [6.6, true],
    [8, false],
    [11, false],
    [14, false],
    [15.4, true],
    [19, true],
  ] as const) {
    assert.equal(shown(z0 + z), expected, `at ${z} mm`);
  }
});

test('padding is never mixed with tissue', () => {
  const slices = stack(() => 50);
  for (const { stored, columns } of slices)
    for (let x = 0; x < 10; x++) stored.fill(-32768, 20 * columns, 20 * columns + 10);
  const geometry = stackOf(slices)!;
  const grid = gridOf(geometry, 'sagittal');
  const padding = [-32768, -32768] as const;
  const samples = (at: number) => ({ stored: slices[at].stored, rescale: RESCALE, padding });
  const plane = planeAt(grid, grid.count - 4);
  const values = resample(geometry, samples, plane, grid);
  const known = values.filter((value) => !Number.isNaN(value));
  assert.ok(known.length < values.length);
  assert.ok(known.every((value) => Math.abs(value - 50) < STORED));
});

test('repeated positions count once; slices that do not lie alike are no volume', () => {
  const slices = stack(RAMP, { along: [0, 0, 2, 2, 4, 4] });
  assert.deepEqual(
    stackOf(slices)?.slices.map(({ index }) => index),
    [0, 2, 4],
  );
  assert.equal(stackOf([...stack(RAMP), ...stack(RAMP, { orientation: [1, 0, 0, 0, 0, -1] })]), undefined);
  assert.equal(stackOf(stack(RAMP, { along: [3] })), undefined);
  assert.equal(stackOf([{ rows: 4, columns: 4, plane: undefined }]), undefined);
  const holes = [undefined, ...stack(RAMP), undefined];
  assert.equal(stackOf(holes)?.slices[0].index, 1);
});

test('a whole body is shown at a coarser grid, not at 100 MB a plane', () => {
  const along = Array.from({ length: 3 }, (_, i) => i * 600);
  const slices = stack(RAMP, { along, rows: 8, columns: 8, pixelSpacing: [0.1, 0.1] });
  const grid = gridOf(stackOf(slices)!, 'coronal');
  assert.ok(grid.rows * grid.columns <= 1.02 * 2 ** 20, `${grid.rows} x ${grid.columns}`);
});

test('a plane of 300 slices of 512 x 512 takes a few milliseconds', (t) => {
  const first = new Int16Array(512 * 512).map((_, i) => (i * 7919) % 3000);
  const slices = Array.from({ length: 300 }, (_, i) => ({
    rows: 512,
    columns: 512,
    stored: first,
    plane: {
      pixelSpacing: [0.7, 0.7] as const,
      orientation: AXIAL,
      position: [0, 0, i] as const,
      sliceThickness: 1,
    },
  }));
  const report: string[] = [];
  for (const section of SECTIONS) {
    const geometry = stackOf(slices)!;
    const grid = gridOf(geometry, section);
    const samples = (at: number) => ({ stored: slices[at].stored, rescale: RESCALE, padding: undefined });
    const times: number[] = [];
    for (let i = 0; i < 15; i++) {
      const start = performance.now();
      resample(geometry, samples, planeAt(grid, 100 + i), grid);
      times.push(performance.now() - start);
    }
    const middle = times.sort((a, b) => a - b)[7];
    report.push(`${section} ${grid.columns} x ${grid.rows}: ${middle.toFixed(1)} ms`);
    // Machines that share their cores are slower: the figure is printed, the bound is generous.
    assert.ok(middle < 60, report.join(', '));
  }
  t.diagnostic(report.join(', '));
});
