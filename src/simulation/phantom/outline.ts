/**
 * Smooth closed outlines and the exact area they cover of every pixel.
 *
 * @module
 */
import type { Raster } from './raster.js';
import { toPixel } from './raster.js';

export type Point = readonly [number, number];

/** Catmull-Rom curve through the points, `steps` points for each given one; closed unless `open`. */
export function smoothCurve(points: readonly Point[], steps: number, open = false): Point[] {
  const n = points.length;
  const at = (i: number) => (open ? points[Math.min(n - 1, Math.max(0, i))] : points[(i + n) % n]);
  const curve: Point[] = [];
  for (let i = 0; i < (open ? n - 1 : n); i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let k = 0; k < steps; k++) {
      const t = k / steps;
      curve.push([catmullRom(a[0], b[0], c[0], d[0], t), catmullRom(a[1], b[1], c[1], d[1], t)]);
    }
  }
  if (open) curve.push(points[n - 1]);
  return curve;
}

export function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** The closed outline moved inwards by `depth` mm along its normals; points run clockwise on the screen. */
export function inset(outline: readonly Point[], depth: number | ((p: Point) => number)): Point[] {
  const n = outline.length;
  return outline.map((p, i) => {
    const before = outline[(i + n - 1) % n];
    const after = outline[(i + 1) % n];
    const dx = after[0] - before[0];
    const dy = after[1] - before[1];
    const scale = (typeof depth === 'number' ? depth : depth(p)) / (Math.hypot(dx, dy) || 1);
    return [p[0] - dy * scale, p[1] + dx * scale];
  });
}

/** Coverage (0 ... 1) of every pixel by the closed outline, exact for straight edges. */
export function coverage(raster: Raster, outline: readonly Point[]): Float32Array {
  const { size } = raster;
  const mask = new Float32Array(size * size + 2);
  const limit = (v: number) => Math.min(size - 1.001, Math.max(0, v + 0.5));
  for (let i = 0; i < outline.length; i++) {
    const p = outline[i];
    const q = outline[(i + 1) % outline.length];
    accumulateEdge(
      mask,
      size,
      limit(toPixel(raster, p[0])),
      limit(toPixel(raster, p[1])),
      limit(toPixel(raster, q[0])),
      limit(toPixel(raster, q[1])),
    );
  }
  for (let r = 0; r < size; r++) {
    let sum = 0;
    for (let i = r * size; i < (r + 1) * size; i++) {
      sum += mask[i];
      mask[i] = Math.abs(sum) < 1e-4 ? 0 : Math.min(1, Math.abs(sum));
    }
  }
  return mask.subarray(0, size * size);
}

/** Adds an edge's signed area differences; their running sum along a row is the coverage. */
function accumulateEdge(
  mask: Float32Array,
  size: number,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): void {
  if (ay === by) return;
  const sign = ay < by ? 1 : -1;
  const [x0, y0, x1, y1] = ay < by ? [ax, ay, bx, by] : [bx, by, ax, ay];
  const slope = (x1 - x0) / (y1 - y0);
  let x = x0;
  for (let row = Math.floor(y0); row < y1; row++) {
    const height = Math.min(row + 1, y1) - Math.max(row, y0);
    const next = x + slope * height;
    const area = sign * height;
    const left = Math.min(x, next);
    const right = Math.max(x, next);
    const first = Math.floor(left);
    const end = Math.ceil(right);
    const at = row * size + first;
    if (end <= first + 1) {
      const middle = (left + right) / 2 - first;
      mask[at] += area * (1 - middle);
      mask[at + 1] += area * middle;
    } else {
      // The edge crosses several pixels of the row: share the area by how far it has come at each border.
      let before = 0;
      for (let c = first; c < end; c++) {
        const from = Math.max(left, c);
        const to = Math.min(right, c + 1);
        const share = (to - from) / (right - left);
        const covered = area * share * (1 - ((from + to) / 2 - c));
        mask[row * size + c] += before + covered;
        before = area * share - covered;
      }
      mask[row * size + end] += before;
    }
    x = next;
  }
}
