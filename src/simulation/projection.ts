/**
 * Line integrals of a slice: what an ideal detector would measure.
 *
 * Joseph's method (IEEE Trans. Med. Imaging 1:192, 1982): walk the rays along the
 * axis they are steepest to, one linear interpolation per image line.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { projectFan } from './fanProjection.js';
import type { Geometry } from './geometry.js';
import type { ImageLines } from './imageLines.js';
import { padLines } from './imageLines.js';

/**
 * Line integrals of `image` (per mm), view after view.
 *
 * @param dst optional target of views x bins samples.
 */
export function project(
  image: Float32Array,
  geometry: Geometry,
  dst: Float32Array = new Float32Array(geometry.views * geometry.bins),
): Float32Array {
  const { size, pixel, views, bins, pitch, focus } = geometry;
  if (image.length !== size * size || dst.length !== views * bins) {
    throw new ArgumentError('The image or the target does not fit the geometry.', {
      attribute: 'image, dst',
      remedy: 'Give size x size pixels and views x bins samples.',
    });
  }
  const byRows = padLines(image, size, false);
  const byColumns = padLines(image, size, true);
  dst.fill(0);
  if (focus !== undefined) {
    projectFan(byRows, byColumns, { ...geometry, focus }, dst);
    return dst;
  }
  for (let view = 0; view < views; view++) {
    const angle = (Math.PI * view) / views;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const target = dst.subarray(view * bins, (view + 1) * bins);
    if (Math.abs(cos) >= Math.abs(sin)) accumulate(byRows, size, pixel, pitch, cos, sin, target);
    else accumulate(byColumns, size, pixel, pitch, sin, cos, target);
  }
  return dst;
}

/** Adds every line's share to one view. `along` and `across` are the ray normal's parts on and off the lines. */
function accumulate(
  lines: ImageLines,
  size: number,
  pixel: number,
  pitch: number,
  along: number,
  across: number,
  target: Float32Array,
): void {
  const { data, first, last } = lines;
  const bins = target.length;
  const stride = size + 3;
  const centre = (size - 1) / 2;
  const step = pitch / (along * pixel);
  const weight = pixel / Math.abs(along);
  for (let line = 0; line < size; line++) {
    if (last[line] < 0) continue;
    // Position of bin 0 on this line, in padded pixels; bins then follow `step` apart.
    const start = 1 + centre - ((line - centre) * across) / along - ((bins - 1) / 2) * step;
    const a = (first[line] - start) / step;
    const b = (last[line] + 2 - start) / step;
    const from = Math.max(0, Math.ceil(Math.min(a, b)));
    const to = Math.min(bins - 1, Math.floor(Math.max(a, b)));
    const row = line * stride;
    for (let bin = from; bin <= to; bin++) {
      const position = start + bin * step;
      const i = position | 0;
      const left = data[row + i];
      target[bin] += weight * (left + (position - i) * (data[row + i + 1] - left));
    }
  }
}
