/**
 * Back-projection of filtered fan-beam views: each ray by its distance from the focus.
 *
 * @module
 */
import type { Geometry } from './geometry.js';

/** Steps of the arc-tangent's table: straight lines between them are right to 1e-8 rad. */
const TABLE = 4096;

/**
 * Sums the views over the inscribed circle with the weight 1 / L² (Kak and Slaney 1988, eq. 3.110).
 * Of L² = U² / cos²(gamma) the views bring the cosine, so that U, the distance along the
 * central ray, is all that is left to divide by.
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
  const reach = Math.tan(((bins / 2) * pitch) / focus);
  const table = arcTable(reach, bins, pitch / focus);
  const toTable = TABLE / (2 * reach);
  const row = new Float64Array(size);
  for (let r = 0; r < size; r++) {
    const y = r - centre;
    const half = Math.sqrt(Math.max(0, (size / 2) ** 2 - y * y));
    const from = Math.max(0, Math.ceil(centre - half));
    const to = Math.min(size - 1, Math.floor(centre + half));
    row.fill(0);
    for (let view = 0; view < views; view++) {
      const base = view * bins;
      const acrossStep = cos[view];
      const alongStep = sin[view];
      const across = y * sin[view] - centre * acrossStep;
      const along = focus - y * cos[view] - centre * alongStep;
      for (let c = from; c <= to; c++) {
        const near = 1 / (along + c * alongStep);
        const place = ((across + c * acrossStep) * near + reach) * toTable;
        const j = place | 0;
        const position = table[j] + (place - j) * (table[j + 1] - table[j]);
        const i = position | 0;
        const left = filtered[base + i];
        row[c] += near * near * (left + (position - i) * (filtered[base + i + 1] - left));
      }
    }
    for (let c = 0; c < size; c++) dst[r * size + c] = (row[c] * 2 * Math.PI) / views;
  }
  return dst;
}

/** Detector bin of a ray by the tangent of its fan angle, from -reach to reach. */
function arcTable(reach: number, bins: number, step: number): Float64Array {
  const table = new Float64Array(TABLE + 2);
  for (let k = 0; k < table.length; k++) {
    table[k] = Math.atan(reach * ((2 * k) / TABLE - 1)) / step + (bins - 1) / 2;
  }
  return table;
}
