/**
 * Solids by their approximate distance: ellipsoids, tubes, and smooth unions of them.
 *
 * @module
 */
import type { Node } from './tube.js';

/** Distance in mm to a surface in space, negative inside. */
export type Solid = (x: number, y: number, z: number) => number;

type Triple = readonly [number, number, number];

/**
 * Ellipsoid with its first radius along `axis` and two others around it.
 * First-order distance: implicit function over the length of its gradient (Taubin 1994, ACM TOG 13:3).
 */
export function ellipsoid(centre: Triple, radii: Triple, axis: Triple = [1, 0, 0]): Solid {
  const length = Math.hypot(...axis);
  const [ax, ay, az] = axis.map((v) => v / length);
  // The second axis stays in the transverse plane, the third completes the frame.
  const flat = Math.hypot(ax, ay) || 1;
  const [bx, by] = [-ay / flat, ax / flat];
  const [cx, cy, cz] = [-az * by, az * bx, ax * by - ay * bx];
  const [ra, rb, rc] = radii;
  const [ox, oy, oz] = centre;
  return (x, y, z) => {
    const dx = x - ox;
    const dy = y - oy;
    const dz = z - oz;
    const p = (dx * ax + dy * ay + dz * az) / ra;
    const q = (dx * bx + dy * by) / rb;
    const r = (dx * cx + dy * cy + dz * cz) / rc;
    const k = Math.sqrt(p * p + q * q + r * r);
    const gradient = Math.sqrt((p / ra) ** 2 + (q / rb) ** 2 + (r / rc) ** 2);
    return gradient < 1e-6 ? -Math.min(ra, rb, rc) : (k * (k - 1)) / gradient;
  };
}

/** Tube around a path; far parts of the path are passed over by their z. */
export function tube(path: readonly Node[]): Solid {
  return (x, y, z) => {
    let best = 1e3;
    for (let i = 0; i + 1 < path.length; i++) {
      const a = path[i];
      const b = path[i + 1];
      if (z < Math.min(a[2], b[2]) - 30 || z > Math.max(a[2], b[2]) + 30) continue;
      const dx = b[0] - a[0];
      const dy = b[1] - a[1];
      const dz = b[2] - a[2];
      const px = x - a[0];
      const py = y - a[1];
      const pz = z - a[2];
      const t = Math.min(1, Math.max(0, (px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz)));
      const d =
        Math.sqrt((px - t * dx) ** 2 + (py - t * dy) ** 2 + (pz - t * dz) ** 2) - a[3] - t * (b[3] - a[3]);
      if (d < best) best = d;
    }
    return best;
  };
}

/** Union whose seams are rounded over about `radius` mm. */
export function union(radius: number, solids: readonly Solid[]): Solid {
  return (x, y, z) => {
    let d = 1e3;
    for (const solid of solids) d = smoothMin(d, solid(x, y, z), radius);
    return d;
  };
}

/** Polynomial smooth minimum: equals the smaller one where they differ by more than `k`. */
export function smoothMin(a: number, b: number, k: number): number {
  const h = Math.max(0, k - Math.abs(a - b));
  return Math.min(a, b) - (h * h) / (4 * k);
}
