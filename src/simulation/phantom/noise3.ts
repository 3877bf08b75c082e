/**
 * Band-limited value noise in three dimensions: the same anatomy whichever slice looks at it.
 *
 * Lattice noise after Perlin 1985 (SIGGRAPH 19:287), values instead of gradients, quintic blend.
 *
 * @module
 */
import type { Random } from '../../image/random.js';

/** Smooth noise with SD near 0.3 in [-1, 1]; features are about as long as one unit. */
export type Noise3 = (x: number, y: number, z: number) => number;

export function createNoise3(random: Random): Noise3 {
  const value = new Float32Array(256);
  for (let i = 0; i < 256; i++) value[i] = 2 * random.uniform() - 1;
  const order = new Uint8Array(512);
  for (let i = 0; i < 256; i++) order[i] = i;
  for (let i = 255; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    const swap = order[i];
    order[i] = order[j];
    order[j] = swap;
  }
  order.copyWithin(256, 0, 256);

  return (x, y, z) => {
    const xi = Math.floor(x);
    const yi = Math.floor(y);
    const zi = Math.floor(z);
    const u = blend(x - xi);
    const v = blend(y - yi);
    const w = blend(z - zi);
    const x0 = xi & 255;
    const x1 = (xi + 1) & 255;
    const y0 = yi & 255;
    const y1 = (yi + 1) & 255;
    const a = order[zi & 255];
    const b = order[(zi + 1) & 255];
    const a0 = order[a + y0];
    const a1 = order[a + y1];
    const b0 = order[b + y0];
    const b1 = order[b + y1];
    const near = mix(
      mix(value[order[a0 + x0]], value[order[a0 + x1]], u),
      mix(value[order[a1 + x0]], value[order[a1 + x1]], u),
      v,
    );
    const far = mix(
      mix(value[order[b0 + x0]], value[order[b0 + x1]], u),
      mix(value[order[b1 + x0]], value[order[b1 + x1]], u),
      v,
    );
    return mix(near, far, w);
  };
}

function blend(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
