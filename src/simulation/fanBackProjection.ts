/**
 * Back-projection of filtered fan-beam views: each ray by its distance from the focus.
 *
 * @module
 */
import type { Geometry } from './geometry.js';

/** Samples per detector bin of the flattened views: what a second linear interpolation takes away is below 1 %. */
const OVERSAMPLING = 3;

/**
 * Sums the views over the inscribed circle with the weight 1 / L² (Kak and Slaney 1988, eq. 3.110).
 * Of L² = U² / cos²(gamma) the views bring the cosine, so that U, the distance along the
 * central ray, is all that is left to divide by. Views are flattened first: at equal
 * steps of tan(gamma) a pixel's place costs no arc-tangent.
 */
export function backProjectFan(
  filtered: Float32Array,
  geometry: Geometry & { readonly focus: number },
  dst: Float32Array,
): Float32Array {
  const { size, pixel, views, bins, pitch, focus } = geometry;
  const centre = (size - 1) / 2;
  const cos = new Float64Array(views);
  const sin = new Float64Array(views);
  for (let view = 0; view < views; view++) {
    cos[view] = Math.cos((2 * Math.PI * view) / views) * pixel;
    sin[view] = Math.sin((2 * Math.PI * view) / views) * pixel;
  }
  const reach = Math.tan((((bins - 1) / 2) * pitch) / focus);
  const samples = OVERSAMPLING * bins;
  const flat = flatten(filtered, geometry, reach, samples);
  const scale = (samples - 1) / (2 * reach);
  const middle = (samples - 1) / 2;
  const row = new Float64Array(size);
  for (let r = 0; r < size; r++) {
    const y = r - centre;
    const half = Math.sqrt(Math.max(0, (size / 2) ** 2 - y * y));
    const from = Math.max(0, Math.ceil(centre - half));
    const to = Math.min(size - 1, Math.floor(centre + half));
    row.fill(0);
    for (let view = 0; view < views; view++) {
      const base = view * samples;
      const acrossStep = cos[view] * scale;
      const alongStep = sin[view];
      const across = y * sin[view] * scale - centre * acrossStep;
      const along = focus - y * cos[view] - centre * alongStep;
      for (let c = from; c <= to; c++) {
        const near = 1 / (along + c * alongStep);
        const position = (across + c * acrossStep) * near + middle;
        const i = position | 0;
        const left = flat[base + i];
        row[c] += near * near * (left + (position - i) * (flat[base + i + 1] - left));
      }
    }
    for (let c = 0; c < size; c++) dst[r * size + c] = (row[c] * 2 * Math.PI) / views;
  }
  return dst;
}

/** Views at equal steps of tan(gamma), from -reach to reach. */
function flatten(
  filtered: Float32Array,
  { views, bins, pitch, focus }: Geometry & { readonly focus: number },
  reach: number,
  samples: number,
): Float32Array {
  const index = new Int32Array(samples);
  const part = new Float64Array(samples);
  for (let k = 0; k < samples; k++) {
    const gamma = Math.atan(reach * ((2 * k) / (samples - 1) - 1));
    const bin = Math.min(bins - 1, Math.max(0, (gamma * focus) / pitch + (bins - 1) / 2));
    index[k] = Math.min(bins - 2, Math.floor(bin));
    part[k] = bin - index[k];
  }
  const flat = new Float32Array(views * samples);
  for (let view = 0; view < views; view++) {
    const base = view * bins;
    for (let k = 0; k < samples; k++) {
      const left = filtered[base + index[k]];
      flat[view * samples + k] = left + part[k] * (filtered[base + index[k] + 1] - left);
    }
  }
  return flat;
}
