/**
 * Fan-beam line integrals by Joseph's method: every ray of a view has its own slope.
 *
 * @module
 */
import type { Geometry } from './geometry.js';
import type { ImageLines } from './imageLines.js';

/** A view's rays over the image lines: on line k a ray meets padded pixel start + k slope, with a weight in mm. */
interface Rays {
  readonly start: Float64Array;
  readonly slope: Float64Array;
  readonly weight: Float64Array;
}

/** Adds all views; the lines are the image's rows and its columns. */
export function projectFan(
  byRows: ImageLines,
  byColumns: ImageLines,
  geometry: Geometry & { readonly focus: number },
  dst: Float32Array,
): void {
  const { size, views, bins, pitch, focus } = geometry;
  const create = () => new Float64Array(bins);
  const rays: Rays = { start: create(), slope: create(), weight: create() };
  for (let view = 0; view < views; view++) {
    const beta = (2 * Math.PI * view) / views;
    const target = dst.subarray(view * bins, (view + 1) * bins);
    // A fan is narrower than 90 degrees, so the rays nearest to one axis are few runs of bins.
    let from = 0;
    let steep = false;
    for (let bin = 0; bin <= bins; bin++) {
      const gamma = ((bin - (bins - 1) / 2) * pitch) / focus;
      const cos = Math.cos(beta + gamma);
      const sin = Math.sin(beta + gamma);
      const now = Math.abs(cos) >= Math.abs(sin);
      if (bin === 0) steep = now;
      if (bin === bins || now !== steep) {
        accumulate(steep ? byRows : byColumns, size, rays, from, bin, target);
        from = bin;
        steep = now;
      }
      if (bin < bins) {
        const s = focus * Math.sin(gamma);
        setRay(rays, bin, geometry, s, now ? cos : sin, now ? sin : cos);
      }
    }
  }
}

function setRay(
  { start, slope, weight }: Rays,
  bin: number,
  { size, pixel }: Geometry,
  s: number,
  along: number,
  across: number,
): void {
  const centre = (size - 1) / 2;
  slope[bin] = -across / along;
  start[bin] = 1 + centre + s / (along * pixel) - centre * slope[bin];
  weight[bin] = pixel / Math.abs(along);
}

function accumulate(
  { data, first, last }: ImageLines,
  size: number,
  { start, slope, weight }: Rays,
  from: number,
  to: number,
  target: Float32Array,
): void {
  const stride = size + 3;
  for (let line = 0; line < size; line++) {
    if (last[line] < 0) continue;
    const row = line * stride;
    const low = first[line];
    const high = last[line] + 2;
    for (let bin = from; bin < to; bin++) {
      const position = start[bin] + line * slope[bin];
      if (!(position > low && position < high)) continue;
      const i = position | 0;
      const left = data[row + i];
      target[bin] += weight[bin] * (left + (position - i) * (data[row + i + 1] - left));
    }
  }
}
