/**
 * Parallel-beam line integrals of a slice: what an ideal detector would measure.
 *
 * Joseph's method (IEEE Trans. Med. Imaging 1:192, 1982): walk the rays along the
 * axis they are steepest to, one linear interpolation per image line.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

/** Square pixel grid and the detector that turns around its centre over 180 degrees. */
export interface Geometry {
  /** Pixels per side. */
  readonly size: number;
  /** Pixel side in mm. */
  readonly pixel: number;
  readonly views: number;
  /** Detector bins per view. */
  readonly bins: number;
  /** Distance of bins at the centre of rotation in mm. */
  readonly pitch: number;
}

/**
 * Geometry whose detector sees the circle inscribed in the grid.
 *
 * 720 views leave 0.2 HU of aliasing; 480 suffice for inserted noise.
 */
export function parallelGeometry(size: number, pixel: number, views = 720, pitch = 0.6): Geometry {
  if (!(size >= 8 && pixel > 0 && views >= 1 && pitch > 0)) {
    throw new ArgumentError('The scan geometry is not usable.', {
      attribute: 'size, pixel, views, pitch',
      remedy: 'Give a grid of at least 8 pixels and positive spacings in mm.',
    });
  }
  return { size, pixel, views, pitch, bins: 2 * Math.ceil((size * pixel * 1.02) / pitch / 2) };
}

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
  const { size, pixel, views, bins, pitch } = geometry;
  if (image.length !== size * size || dst.length !== views * bins) {
    throw new ArgumentError('The image or the target does not fit the geometry.', {
      attribute: 'image, dst',
      remedy: 'Give size x size pixels and views x bins samples.',
    });
  }
  const byRows = padLines(image, size, false);
  const byColumns = padLines(image, size, true);
  dst.fill(0);
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

/** Image lines with a zero on both ends, and for each the span that is not empty. */
interface Lines {
  readonly data: Float32Array;
  readonly first: Int32Array;
  readonly last: Int32Array;
}

function padLines(image: Float32Array, size: number, transpose: boolean): Lines {
  const stride = size + 3;
  const data = new Float32Array(size * stride);
  const first = new Int32Array(size).fill(size);
  const last = new Int32Array(size).fill(-1);
  for (let line = 0; line < size; line++) {
    for (let i = 0; i < size; i++) {
      const value = transpose ? image[i * size + line] : image[line * size + i];
      if (value === 0) continue;
      data[line * stride + i + 1] = value;
      if (i < first[line]) first[line] = i;
      last[line] = i;
    }
  }
  return { data, first, last };
}

/** Adds every line's share to one view. `along` and `across` are the ray normal's parts on and off the lines. */
function accumulate(
  lines: Lines,
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
