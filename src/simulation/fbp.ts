/**
 * Filtered back-projection of parallel or fan-beam line integrals.
 *
 * Ramp filter from its band-limited impulse response (Kak and Slaney, Principles of
 * Computerized Tomographic Imaging, 1988, eq. 3.61), so that a wide object keeps its
 * mean; the kernel's window sets its softness. For a fan the weighted form of their
 * section 3.4.1: views times focus x cos(gamma), filtered with half the ramp times
 * (gamma / sin(gamma))², weighted by the distance from the focus on the way back.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { createFft } from '../image/fft.js';
import { backProjectFan } from './fanBackProjection.js';
import type { Geometry } from './geometry.js';
import type { Kernel } from './kernel.js';
import { apodisation } from './kernel.js';

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
  const filtered = filterViews(lineIntegrals, geometry, kernel);
  return geometry.focus === undefined
    ? backProject(filtered, geometry, dst)
    : backProjectFan(filtered, { ...geometry, focus: geometry.focus }, dst);
}

/** Every view convolved with the apodised ramp; two views share one transform. */
function filterViews(lineIntegrals: Float32Array, geometry: Geometry, kernel: Kernel): Float32Array {
  const { views, bins } = geometry;
  const length = 2 ** Math.ceil(Math.log2(2 * bins));
  const fft = createFft(length);
  const gain = rampResponse(length, geometry, kernel);
  const [before, after] = fanWeights(geometry);
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
      re[i] = lineIntegrals[first + i] * before[i];
      im[i] = lineIntegrals[second + i] * before[i];
    }
    fft(re, im, false);
    // The response is real and even, so real and imaginary part stay two separate views.
    for (let i = 0; i < length; i++) {
      re[i] *= gain[i];
      im[i] *= gain[i];
    }
    fft(re, im, true);
    for (let i = 0; i < bins; i++) {
      filtered[first + i] = re[i] * after[i];
      filtered[second + i] = im[i] * after[i];
    }
  }
  return filtered;
}

/** What a bin's sample is multiplied with before and after the filter: one for a parallel beam. */
function fanWeights({ bins, pitch, focus }: Geometry): [Float64Array, Float64Array] {
  const before = new Float64Array(bins).fill(1);
  const after = new Float64Array(bins).fill(1);
  if (focus === undefined) return [before, after];
  for (let bin = 0; bin < bins; bin++) {
    const cos = Math.cos(((bin - (bins - 1) / 2) * pitch) / focus);
    before[bin] = focus * cos;
    after[bin] = cos * cos;
  }
  return [before, after];
}

function rampResponse(length: number, { pitch, bins, focus }: Geometry, kernel: Kernel): Float64Array {
  const re = new Float64Array(length);
  const im = new Float64Array(length);
  if (focus === undefined) {
    re[0] = 1 / (4 * pitch);
    for (let n = 1; n < length / 2; n += 2) {
      re[n] = -1 / (Math.PI * Math.PI * n * n * pitch);
      re[length - n] = re[n];
    }
  } else {
    const step = pitch / focus;
    re[0] = 1 / (8 * step);
    for (let n = 1; n < bins; n += 2) {
      re[n] = -step / (2 * (Math.PI * Math.sin(n * step)) ** 2);
      re[length - n] = re[n];
    }
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
