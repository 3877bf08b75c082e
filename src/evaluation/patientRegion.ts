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
  const dark = Uint8Array.from(values, (value) => (value < air ? 1 : 0));
  const order = new Int32Array(values.length);
  for (let c = 0; c < columns; c++) {
    fill(dark, rows, columns, c, order);
    fill(dark, rows, columns, (rows - 1) * columns + c, order);
  }
  for (let r = 0; r < rows; r++) {
    fill(dark, rows, columns, r * columns, order);
    fill(dark, rows, columns, r * columns + columns - 1, order);
  }
  // What was dark and is no longer has been reached from the border.
  const solid = new Float32Array(values.length);
  for (let i = 0; i < solid.length; i++) solid[i] = values[i] < air && dark[i] === 0 ? 0 : 1;
  const eroded = boxMean(solid, rows, columns, THIN);
  for (let i = 0; i < eroded.length; i++) eroded[i] = eroded[i] > 0.999 ? 1 : 0;
  // One less than a full opening: the skin itself is where air and tissue share pixels.
  const opened = boxMean(eroded, rows, columns, THIN - 1);
  for (let i = 0; i < region.length; i++) region[i] = opened[i] > 1e-4 ? 1 : 0;
  return largeParts(region, rows, columns, order);
}

/** Drops parts much smaller than the largest. */
function largeParts(region: Uint8Array, rows: number, columns: number, order: Int32Array): Uint8Array {
  const left = region.slice();
  const parts: Int32Array[] = [];
  for (let start = 0; start < left.length; start++) {
    if (left[start] !== 0) parts.push(order.slice(0, fill(left, rows, columns, start, order)));
  }
  const least = SMALLEST_PART * Math.max(0, ...parts.map(({ length }) => length));
  for (const part of parts) if (part.length < least) for (const i of part) region[i] = 0;
  return region;
}

/**
 * Takes the 4-connected part of `left` that holds `start` out of it, and lists its
 * pixels in `order`.
 *
 * @returns how many there are.
 */
function fill(left: Uint8Array, rows: number, columns: number, start: number, order: Int32Array): number {
  if (left[start] === 0) return 0;
  let count = 1;
  left[start] = 0;
  order[0] = start;
  const last = (rows - 1) * columns;
  for (let at = 0; at < count; at++) {
    const i = order[at];
    const c = i % columns;
    if (c > 0 && left[i - 1] !== 0) {
      left[i - 1] = 0;
      order[count++] = i - 1;
    }
    if (c < columns - 1 && left[i + 1] !== 0) {
      left[i + 1] = 0;
      order[count++] = i + 1;
    }
    if (i >= columns && left[i - columns] !== 0) {
      left[i - columns] = 0;
      order[count++] = i - columns;
    }
    if (i < last && left[i + columns] !== 0) {
      left[i + columns] = 0;
      order[count++] = i + columns;
    }
  }
  return count;
}
