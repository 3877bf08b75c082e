/** Where the patient is: without the air around and without the table. */
import { boxMean } from '../image/air.js';

/** Half width of what is too thin to be a patient: table tops, sheets, lines. */
const THIN = 3;
/** Parts smaller than this share of the largest are no part of the patient. */
const SMALLEST_PART = 0.1;

/**
 * 1 inside the patient, gas and lungs included: what the air below `air` does not
 * reach from the border, opened by a square of 7, one pixel within. All 1 where
 * `air` is undefined.
 */
export function patientRegion(
  values: Float32Array,
  rows: number,
  columns: number,
  air: number | undefined,
): Uint8Array {
  const region = new Uint8Array(values.length).fill(1);
  if (air === undefined) return region;
  const outside = new Uint8Array(values.length);
  const stack: number[] = [];
  const visit = (i: number) => {
    if (outside[i] !== 0 || values[i] >= air) return;
    outside[i] = 1;
    stack.push(i);
  };
  for (let c = 0; c < columns; c++) {
    visit(c);
    visit((rows - 1) * columns + c);
  }
  for (let r = 0; r < rows; r++) {
    visit(r * columns);
    visit(r * columns + columns - 1);
  }
  eachNeighbour(stack, rows, columns, visit);

  const solid = Float32Array.from(outside, (out) => 1 - out);
  const eroded = boxMean(solid, rows, columns, THIN);
  for (let i = 0; i < eroded.length; i++) eroded[i] = eroded[i] > 0.999 ? 1 : 0;
  // One less than a full opening: the skin itself is where air and tissue share pixels.
  const opened = boxMean(eroded, rows, columns, THIN - 1);
  for (let i = 0; i < region.length; i++) region[i] = opened[i] > 1e-4 ? 1 : 0;
  return largeParts(region, rows, columns);
}

/** Drops parts much smaller than the largest. */
function largeParts(region: Uint8Array, rows: number, columns: number): Uint8Array {
  const part = new Int32Array(region.length);
  const sizes = [0];
  for (let start = 0; start < region.length; start++) {
    if (region[start] === 0 || part[start] !== 0) continue;
    const label = sizes.push(0) - 1;
    const stack: number[] = [];
    const visit = (i: number) => {
      if (region[i] === 0 || part[i] !== 0) return;
      part[i] = label;
      sizes[label] += 1;
      stack.push(i);
    };
    visit(start);
    eachNeighbour(stack, rows, columns, visit);
  }
  const least = SMALLEST_PART * Math.max(...sizes);
  for (let i = 0; i < region.length; i++) if (sizes[part[i]] < least) region[i] = 0;
  return region;
}

/** Visits the four neighbours of all that lies on the stack, until it is empty. */
function eachNeighbour(stack: number[], rows: number, columns: number, visit: (i: number) => void): void {
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    const c = i % columns;
    if (c > 0) visit(i - 1);
    if (c < columns - 1) visit(i + 1);
    if (i >= columns) visit(i - columns);
    if (i < (rows - 1) * columns) visit(i + columns);
  }
}
