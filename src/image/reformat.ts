/**
 * Planes through a volume in patient space: where they lie, and the values in them,
 * interpolated between the eight nearest samples. Nothing is copied but the plane.
 *
 * ```ts
 * const grid = gridOf(stack, 'coronal');
 * const values = resample(stack, samples, planeAt(grid, 120), grid);
 * ```
 *
 * A point between two slices is read on both, straight along the normal, and mixed by
 * its distance in mm: exact wherever values change linearly, also for slices that lie
 * beside one another (a tilted gantry) or unevenly.
 *
 * @module
 */
import type { Plane, Rescale, StoredPixels } from './frame.js';
import { dot, GAP, type Stack, sum, times, type Vector } from './volume.js';

/** Half a voxel, and what sums of spacings leave. */
const EDGE = 0.5 + 1e-6;
/** Nearer than this, in mm, a point is on a slice. */
const SAME = 1e-6;

/** The pixels of a slice, and how they become modality values. */
export interface Samples {
  readonly stored: StoredPixels;
  readonly rescale: Rescale;
  /** Stored values that are no tissue: never mixed with it. */
  readonly padding: readonly [number, number] | undefined;
}

/**
 * Modality values in a plane; NaN where the stack has none: outside, in a gap, and in padding.
 *
 * @param samples pixels by the index of {@link Stack.slices}' `index`.
 */
export function resample(
  stack: Stack,
  samples: (index: number) => Samples,
  { position, orientation, pixelSpacing }: Plane,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Float32Array {
  const values = new Float32Array(rows * columns);
  const [rx, ry, rz, cx, cy, cz] = orientation;
  const across: Vector = times([rx, ry, rz], pixelSpacing[1]);
  const down: Vector = times([cx, cy, cz], pixelSpacing[0]);
  const reader = new Reader(stack, samples);
  const [du, dv, dw] = [dot(across, stack.row), dot(across, stack.column), dot(across, stack.normal)];
  for (let y = 0; y < rows; y++) {
    const start = sum(position, times(down, y));
    const u = dot(start, stack.row);
    const v = dot(start, stack.column);
    const w = dot(start, stack.normal);
    reader.fill(values.subarray(y * columns, (y + 1) * columns), u, v, w, du, dv, dw);
  }
  return values;
}

/** Reads lines of points: what differs by slice lies in arrays, in the order of the normal. */
class Reader {
  readonly #samples: readonly Samples[];
  readonly #along: Float64Array;
  readonly #across: Float64Array;
  readonly #down: Float64Array;
  readonly #half: number;
  readonly #gap: number;
  readonly #rows: number;
  readonly #columns: number;
  readonly #betweenRows: number;
  readonly #betweenColumns: number;

  constructor(
    { slices, rows, columns, pixelSpacing, sliceSpacing }: Stack,
    samples: (index: number) => Samples,
  ) {
    this.#samples = slices.map(({ index }) => samples(index));
    this.#along = Float64Array.from(slices, ({ along }) => along);
    this.#across = Float64Array.from(slices, ({ across }) => across);
    this.#down = Float64Array.from(slices, ({ down }) => down);
    this.#half = sliceSpacing / 2 + SAME;
    this.#gap = GAP * sliceSpacing;
    this.#rows = rows;
    this.#columns = columns;
    [this.#betweenRows, this.#betweenColumns] = pixelSpacing;
  }

  /** Values at (u, v, w), along row, column and normal, and on by (du, dv, dw). */
  fill(line: Float32Array, u: number, v: number, w: number, du: number, dv: number, dw: number): void {
    const along = this.#along;
    const last = along.length - 1;
    // A stretch of the line lies on one slice, or between the same two.
    for (let x = 0, k = 0; x < line.length; ) {
      const at = w + x * dw;
      while (k < last && along[k + 1] <= at) k++;
      while (k > 0 && along[k] > at) k--;
      let to = line.length;
      if (dw > 0 && k < last) to = Math.min(to, Math.max(x + 1, Math.ceil((along[k + 1] - w) / dw)));
      if (dw > 0 && at < along[0]) to = Math.min(to, Math.max(x + 1, Math.ceil((along[0] - w) / dw)));
      if (dw < 0 && at >= along[0]) to = Math.min(to, Math.max(x + 1, Math.floor((along[k] - w) / dw) + 1));
      const part = line.subarray(x, to);
      this.#stretch(part, k, u + x * du, v + x * dv, at, du, dv, dw);
      x = to;
    }
  }

  /** A stretch that begins at or after slice `k`, before `k + 1`. */
  #stretch(
    line: Float32Array,
    k: number,
    u: number,
    v: number,
    w: number,
    du: number,
    dv: number,
    dw: number,
  ): void {
    const along = this.#along;
    const last = along.length - 1;
    const gap = k < last ? along[k + 1] - along[k] : 0;
    const before = w - along[k];
    const on = dw === 0 && Math.abs(before) <= SAME;
    if (on || before < -SAME || k === last || gap > this.#gap) {
      this.#alone(line, k, u, v, before, gap, du, dv, dw);
      return;
    }
    this.#read(line, k, u, v, du, dv);
    const next = scratch(line.length);
    this.#read(next, k + 1, u, v, du, dv);
    for (let x = 0; x < line.length; x++) {
      const part = (before + x * dw) / gap;
      // A point on a slice needs no other: at the end of the stack there is none.
      if (part * gap > SAME) line[x] += (next[x] - line[x]) * part;
    }
  }

  /** On a slice, or within the thickness of the outermost ones and of those beside a gap. */
  #alone(
    line: Float32Array,
    k: number,
    u: number,
    v: number,
    before: number,
    gap: number,
    du: number,
    dv: number,
    dw: number,
  ): void {
    const half = this.#half;
    this.#read(line, k, u, v, du, dv);
    const beside = before >= 0 && gap > this.#gap;
    const next = beside ? scratch(line.length) : line;
    if (beside) this.#read(next, k + 1, u, v, du, dv);
    for (let x = 0; x < line.length; x++) {
      const distance = before + x * dw;
      if (Math.abs(distance) <= half) continue;
      line[x] = beside && gap - distance <= half ? next[x] : Number.NaN;
    }
  }

  /** Values on slice `k` along a line; NaN outside it and in padding. */
  #read(line: Float32Array, k: number, u: number, v: number, du: number, dv: number): void {
    const columns = this.#columns;
    const lastColumn = columns - 1;
    const lastRow = this.#rows - 1;
    const { stored, rescale, padding } = this.#samples[k];
    const { slope, intercept } = rescale;
    const [low, high] = padding ?? [1, 0];
    const startC = (u - this.#across[k]) / this.#betweenColumns;
    const startR = (v - this.#down[k]) / this.#betweenRows;
    const stepC = du / this.#betweenColumns;
    const stepR = dv / this.#betweenRows;
    for (let x = 0; x < line.length; x++) {
      let c = startC + x * stepC;
      let r = startR + x * stepR;
      if (!(c > -EDGE && r > -EDGE && c < lastColumn + EDGE && r < lastRow + EDGE)) {
        line[x] = Number.NaN;
        continue;
      }
      // The outer half of a voxel at the edge belongs to it.
      if (c < 0) c = 0;
      else if (c > lastColumn) c = lastColumn;
      if (r < 0) r = 0;
      else if (r > lastRow) r = lastRow;
      // Truncation is the floor: neither is below zero.
      const x0 = c | 0;
      const y0 = r | 0;
      const fx = c - x0;
      const fy = r - y0;
      const from = y0 * columns + x0;
      const right = fx > 0 ? 1 : 0;
      const below = fy > 0 ? columns : 0;
      const a = stored[from];
      const b = stored[from + right];
      const d = stored[from + below];
      const e = stored[from + below + right];
      if (
        low <= high &&
        ((a >= low && a <= high) ||
          (b >= low && b <= high) ||
          (d >= low && d <= high) ||
          (e >= low && e <= high))
      ) {
        line[x] = Number.NaN;
        continue;
      }
      const top = a + (b - a) * fx;
      line[x] = (top + (d + (e - d) * fx - top) * fy) * slope + intercept;
    }
  }
}

let held = new Float32Array(0);

/** Room for one line: it is used up before the next is asked for. */
function scratch(length: number): Float32Array {
  if (held.length < length) held = new Float32Array(length);
  return held.subarray(0, length);
}
