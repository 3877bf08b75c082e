/**
 * Tubes through space, cut by a section: vessels, bronchi, ribs.
 *
 * @module
 */
import { catmullRom } from './outline.js';
import type { Raster, Tissue, Value } from './raster.js';
import { blendPixel, pixelBounds } from './raster.js';

/** x, y, z and radius in mm. */
export type Node = readonly [number, number, number, number];

/** Smooth path through the nodes, `steps` pieces between two. */
export function smoothPath(nodes: readonly Node[], steps = 6): Node[] {
  const at = (i: number) => nodes[Math.min(nodes.length - 1, Math.max(0, i))];
  const path: Node[] = [];
  for (let i = 0; i < nodes.length - 1; i++) {
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    for (let k = 0; k < steps; k++) {
      const t = k / steps;
      const along = (axis: 0 | 1 | 2 | 3) => catmullRom(a[axis], b[axis], c[axis], d[axis], t);
      path.push([along(0), along(1), along(2), Math.max(0.2, along(3))]);
    }
  }
  path.push(nodes[nodes.length - 1]);
  return path;
}

/** Distance in mm from every pixel to the nearest of some surfaces, kept where it matters. */
export interface DistanceMap {
  readonly data: Float32Array;
  /** First and last pixel column and row touched so far. */
  readonly touched: [number, number, number, number];
}

const FAR = 1e3;

export function createDistanceMap(size: number): DistanceMap {
  return { data: new Float32Array(size * size).fill(FAR), touched: [size, size, -1, -1] };
}

/**
 * Adds a path of capsules to the map, where the section comes near them.
 *
 * @param flatten scales z before distances are taken: 0.5 makes the tube twice as high as it is thick.
 */
export function addPath(map: DistanceMap, raster: Raster, path: readonly Node[], flatten = 1): void {
  for (let i = 0; i + 1 < path.length; i++) addCapsule(map, raster, path[i], path[i + 1], flatten);
}

/** Adds one capsule: a segment with a radius at each end. */
export function addCapsule(map: DistanceMap, raster: Raster, a: Node, b: Node, flatten = 1): void {
  const margin = 2 * raster.pixel;
  const az = (a[2] - raster.z) * flatten;
  const bz = (b[2] - raster.z) * flatten;
  const reach = Math.max(a[3], b[3]) + margin;
  if (Math.min(az, bz) > reach || Math.max(az, bz) < -reach) return;
  const [c0, r0, c1, r1] = pixelBounds(raster, [
    Math.min(a[0], b[0]) - reach,
    Math.min(a[1], b[1]) - reach,
    Math.max(a[0], b[0]) + reach,
    Math.max(a[1], b[1]) + reach,
  ]);
  const { size, pixel } = raster;
  const { data, touched } = map;
  touched[0] = Math.min(touched[0], c0);
  touched[1] = Math.min(touched[1], r0);
  touched[2] = Math.max(touched[2], c1);
  touched[3] = Math.max(touched[3], r1);
  const dx = b[0] - a[0];
  const dy = b[1] - a[1];
  const dz = bz - az;
  const inverse = 1 / Math.max(1e-9, dx * dx + dy * dy + dz * dz);
  for (let r = r0; r <= r1; r++) {
    const y = (r - (size - 1) / 2) * pixel - a[1];
    for (let c = c0; c <= c1; c++) {
      const x = (c - (size - 1) / 2) * pixel - a[0];
      const t = Math.min(1, Math.max(0, (x * dx + y * dy - az * dz) * inverse));
      const ex = x - t * dx;
      const ey = y - t * dy;
      const ez = -az - t * dz;
      const d = Math.sqrt(ex * ex + ey * ey + ez * ez) - a[3] - t * (b[3] - a[3]);
      const i = r * size + c;
      if (d < data[i]) data[i] = d;
    }
  }
}

/** Paints what lies deeper than `depth` mm below the map's surface. */
export function paintMap(
  raster: Raster,
  { data, touched }: DistanceMap,
  depth: number,
  value: Value,
  tissue: Tissue,
  clip?: Float32Array,
): void {
  const { size, pixel } = raster;
  const [c0, r0, c1, r1] = touched;
  for (let r = r0; r <= r1; r++) {
    for (let c = c0; c <= c1; c++) {
      const i = r * size + c;
      const cover = Math.min(1, 0.5 - (data[i] + depth) / pixel) * (clip === undefined ? 1 : clip[i]);
      if (cover <= 0) continue;
      const hu =
        typeof value === 'number' ? value : value((c - (size - 1) / 2) * pixel, (r - (size - 1) / 2) * pixel);
      blendPixel(raster, i, cover, hu, tissue);
    }
  }
}
