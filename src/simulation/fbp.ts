/**
 * Filtered back-projection of parallel-beam line integrals.
 *
 * Ramp filter from its band-limited impulse response (Kak and Slaney, Principles of
 * Computerized Tomographic Imaging, 1988, eq. 3.61), so that a wide object keeps its
 * mean; the kernel's window sets its softness.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { createFft } from '../image/fft.js';
import type { Kernel } from './kernel.js';
import { apodisation } from './kernel.js';
import type { Geometry } from './projection.js';

/**
 * Image (per mm) from line integrals. Pixels outside the inscribed circle are zero.
 *
 * @param dst optional target of size x size pixels.
 */
export function reconstruct(
  lineIntegrals: Float32Array,
  geometry: Geometry,
  kernel: Kernel = 'standard',
  dst: Float32Array = new Float32Array(geometry.size * geometry.size),
): Float32Array {
  const { size, views, bins } = geometry;
  if (lineIntegrals.length !== views * bins || dst.length !== size * size) {
    throw new ArgumentError('The line integrals or the target do not fit the geometry.', {
      attribute: 'lineIntegrals, dst',
      remedy: 'Give views x bins samples and size x size pixels.',
    });
  }
  return backProject(filterViews(lineIntegrals, geometry, kernel), geometry, dst);
}

/** Every view convolved with the apodised ramp; two views share one transform. */
function filterViews(
  lineIntegrals: Float32Array,
  { views, bins, pitch }: Geometry,
  kernel: Kernel,
): Float32Array {
  const length = 2 ** Math.ceil(Math.log2(2 * bins));
  const fft = createFft(length);
  const gain = rampResponse(length, pitch, kernel);
  const filtered = new Float32Array(lineIntegrals.length);
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  for (let view = 0; view < views; view += 2) {
    const first = view * bins;
    // With an odd number of views the last one is filtered against itself.
    const second = view + 1 < views ? first + bins : first;
    re.fill(0);
    im.fill(0);
    for (let i = 0; i < bins; i++) {
      re[i] = lineIntegrals[first + i];
      im[i] = lineIntegrals[second + i];
    }
    fft(re, im, false);
    // The response is real and even, so real and imaginary part stay two separate views.
    for (let i = 0; i < length; i++) {
      re[i] *= gain[i];
      im[i] *= gain[i];
    }
    fft(re, im, true);
    for (let i = 0; i < bins; i++) {
      filtered[first + i] = re[i];
      filtered[second + i] = im[i];
    }
  }
  return filtered;
}

function rampResponse(length: number, pitch: number, kernel: Kernel): Float64Array {
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  re[0] = 1 / (4 * pitch);
  for (let n = 1; n < length / 2; n += 2) {
    re[n] = -1 / (Math.PI * Math.PI * n * n * pitch);
    re[length - n] = re[n];
  }
  createFft(length)(re, im, false);
  for (let i = 0; i < length; i++) {
    const frequency = Math.min(i, length - i) / (length * pitch);
    re[i] *= apodisation(kernel, frequency);
  }
  return re;
}

/** Smears the filtered views back over the inscribed circle, row by row to stay in the cache. */
function backProject(filtered: Float32Array, geometry: Geometry, dst: Float32Array): Float32Array {
  const { size, pixel, views, bins, pitch } = geometry;
  const centre = (size - 1) / 2;
  const scale = pixel / pitch;
  const cos = new Float64Array(views);
  const sin = new Float64Array(views);
  for (let view = 0; view < views; view++) {
    cos[view] = Math.cos((Math.PI * view) / views) * scale;
    sin[view] = Math.sin((Math.PI * view) / views) * scale;
  }
  const row = new Float64Array(size);
  for (let r = 0; r < size; r++) {
    const y = r - centre;
    const half = Math.sqrt(Math.max(0, (size / 2) ** 2 - y * y));
    const from = Math.max(0, Math.ceil(centre - half));
    const to = Math.min(size - 1, Math.floor(centre + half));
    row.fill(0);
    for (let view = 0; view < views; view++) {
      const base = view * bins;
      const step = cos[view];
      const start = (bins - 1) / 2 + y * sin[view] - centre * step;
      for (let c = from; c <= to; c++) {
        const position = start + c * step;
        const i = position | 0;
        const left = filtered[base + i];
        row[c] += left + (position - i) * (filtered[base + i + 1] - left);
      }
    }
    for (let c = 0; c < size; c++) dst[r * size + c] = (row[c] * Math.PI) / views;
  }
  return dst;
}
