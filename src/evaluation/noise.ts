/**
 * How much noise an image holds, and of what grain.
 *
 * ```ts
 * const flat = flatRegions(reference, rows, columns, { size: 32 });
 * noiseSD(denoised, rows, columns, flat);                              // HU
 * const after = nps(denoised, rows, columns, flat, pixelSpacing);      // HU² mm² against cycles/mm
 * npsDistance(after, nps(reference, rows, columns, flat, pixelSpacing));
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { gaussianBlur } from './blur.js';
import type { Limits } from './fidelity.js';
import { median } from './median.js';
import { checkAlike, checkSize, checkSome } from './size.js';
import { createMeanPower } from './spectrum.js';
import type { Region } from './trend.js';
import { detrended, termsOf } from './trend.js';

export type { Region } from './trend.js';

export interface FlatRegionOptions {
  /** Side of a square in pixels; 24 unless given. */
  readonly size?: number;
  /** How many at most, flattest first; 12 unless given. */
  readonly most?: number;
  /** SD that the smoothed square may have; 8 unless given. */
  readonly spread?: number;
  /** Values between which the smoothed square lies; -10 … 250 (soft tissue, blood) unless given. */
  readonly range?: Limits;
  /** SD of the smoothing in pixels; 4 unless given. */
  readonly sigma?: number;
  /** Where squares may lie; anywhere unless given. */
  readonly mask?: Uint8Array;
}

/**
 * Flat squares of an image that do not overlap, flattest first; none where there are none.
 * They are chosen on the smoothed image, so that their noise is not selected for: what
 * is left of it after the smoothing (frequencies under about 1 / 2πσ = 0.04 cycles/px)
 * is a small part of CT noise. Choose them on the reference, and measure all images there.
 */
export function flatRegions(
  image: Float32Array,
  rows: number,
  columns: number,
  { size = 24, most = 12, spread = 8, range = [-10, 250], sigma = 4, mask }: FlatRegionOptions = {},
): Region[] {
  if (mask) checkAlike(image, mask);
  const smooth = gaussianBlur(image, rows, columns, sigma);
  const found: (Region & { sd: number })[] = [];
  const step = Math.max(1, size >> 2);
  for (let row = 0; row + size <= rows; row += step) {
    for (let column = 0; column + size <= columns; column += step) {
      const { low, high, sd, inside } = extremes(smooth, columns, { row, column, size }, mask);
      if (inside && low > range[0] && high < range[1] && sd < spread) found.push({ row, column, size, sd });
    }
  }
  found.sort((a, b) => a.sd - b.sd);
  const chosen: Region[] = [];
  for (const { row, column } of found) {
    if (chosen.length >= most) break;
    const apart = (other: Region) =>
      Math.abs(other.row - row) >= size || Math.abs(other.column - column) >= size;
    if (chosen.every(apart)) chosen.push({ row, column, size });
  }
  return chosen;
}

function extremes(
  smooth: Float64Array,
  columns: number,
  { row, column, size }: Region,
  mask: Uint8Array | undefined,
) {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let sum = 0;
  let squares = 0;
  for (let r = row; r < row + size; r++) {
    for (let i = r * columns + column; i < r * columns + column + size; i++) {
      if (mask && mask[i] === 0) return { low, high, sd: 0, inside: false };
      const value = smooth[i];
      if (value < low) low = value;
      if (value > high) high = value;
      sum += value;
      squares += value * value;
    }
  }
  const n = size * size;
  return { low, high, sd: Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)), inside: true };
}

/** Noise SD in the image's unit: median over the regions of the SD about each one's best plane. */
export function noiseSD(
  image: Float32Array,
  rows: number,
  columns: number,
  regions: readonly Region[],
): number {
  checkSize(image, rows, columns);
  checkRegions(regions, rows, columns);
  const deviations = regions.map((region) => {
    const residual = detrended(image, columns, region, 1);
    let squares = 0;
    for (const value of residual) squares += value * value;
    return Math.sqrt(squares / (residual.length - termsOf(1)));
  });
  return median(deviations);
}

/** Noise power spectrum. */
export interface Nps {
  /** Mean frequency of each ring in cycles/mm (cycles/px where the spacing is 1), up to Nyquist. */
  readonly frequency: Float64Array;
  /** Mean power in each ring, HU² mm². */
  readonly power: Float64Array;
  /** Power over the plane, size x size, frequency zero at row and column size / 2; HU² mm². */
  readonly power2d: Float64Array;
  readonly size: number;
  /** Side of the regions it was measured on, at most `size`. */
  readonly regionSize: number;
  /** Distance between rows, then between columns. */
  readonly pixelSpacing: readonly [number, number];
  /** Frequency at which the smoothed radial curve is highest. */
  readonly peak: number;
  /** Mean frequency Σ f N(f) / Σ N(f) of the radial curve: f_av of AAPM TG-233. */
  readonly centroid: number;
  /** Noise SD: the root of the power over the whole plane (Parseval). */
  readonly sd: number;
}

/**
 * Two-dimensional noise power spectrum of flat regions, averaged over them and over
 * the images: NPS(u, v) = Δx Δy / (Nx Ny) · mean |DFT(region - quadric)|². The quadric
 * takes cupping and shading away (ICRU report 87, AAPM TG-233); it takes 6 of
 * the N² degrees of freedom with it, all below about 1 / N cycles/px. The integral over
 * the plane is the variance.
 *
 * @param images one image or many of the same place, each rows x columns.
 * @param regions squares of one size, for all images or a list for each image.
 * @param pixelSpacing mm between rows and columns; [1, 1] gives cycles/px.
 */
export function nps(
  images: Float32Array | readonly Float32Array[],
  rows: number,
  columns: number,
  regions: readonly Region[] | readonly (readonly Region[])[],
  pixelSpacing: readonly [number, number] = [1, 1],
): Nps {
  const list = images instanceof Float32Array ? [images] : images;
  const each = list.map((_, k) => (Array.isArray(regions[0]) ? regions[k] : regions) as readonly Region[]);
  const squares = each.flat();
  checkRegions(squares, rows, columns);
  const { size } = squares[0];
  const spectrum = createMeanPower(size);
  const trendless = new Float64Array(size * size);
  list.forEach((image, k) => {
    checkSize(image, rows, columns);
    for (const region of each[k]) spectrum.add(detrended(image, columns, region, 2, trendless));
  });
  const [down, across] = pixelSpacing;
  return describe(spectrum.mean((down * across) / (size * size)), size, spectrum.length, pixelSpacing);
}

/**
 * How far apart two spectra are: mean |log10 ratio| of their radial curves up to `upTo`
 * cycles/px. 0 is the same noise; 0.3 a factor of two throughout.
 */
export function npsDistance(a: Nps, b: Nps, upTo = 0.35): number {
  checkAlike(a.power, b.power);
  const pixel = Math.max(...a.pixelSpacing);
  let sum = 0;
  let count = 0;
  for (let k = 0; k < a.power.length; k++) {
    if (a.frequency[k] * pixel > upTo) break;
    sum += Math.abs(Math.log10(a.power[k] / b.power[k]));
    count++;
  }
  checkSome(count, 'frequency below the limit');
  return sum / count;
}

/** Radial curve and its figures; rings are as wide as the region resolves, 1 / N cycles/px. */
function describe(
  power2d: Float64Array,
  size: number,
  length: number,
  pixelSpacing: readonly [number, number],
): Nps {
  const [down, across] = pixelSpacing;
  const nyquist = 0.5 / Math.max(down, across);
  const width = (2 * nyquist) / size;
  const rings = size >> 1;
  const sums = new Float64Array(rings);
  const frequencies = new Float64Array(rings);
  const counts = new Float64Array(rings);
  let total = 0;
  for (let r = 0; r < length; r++) {
    const v = (r - length / 2) / (length * down);
    for (let c = 0; c < length; c++) {
      const value = power2d[r * length + c];
      total += value;
      const f = Math.hypot(v, (c - length / 2) / (length * across));
      // Ring k is about frequency k + 1; what is nearer to zero was taken away with the trend.
      const ring = Math.round(f / width) - 1;
      if (ring < 0 || ring >= rings || f > nyquist * (1 + 1e-9)) continue;
      sums[ring] += value;
      frequencies[ring] += f;
      counts[ring]++;
    }
  }
  const frequency = frequencies.map((sum, k) => sum / counts[k]);
  const power = sums.map((sum, k) => sum / counts[k]);
  let weighted = 0;
  let sum = 0;
  let peak = frequency[0];
  let highest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < rings; k++) {
    weighted += frequency[k] * power[k];
    sum += power[k];
    const smoothed = (power[Math.max(0, k - 1)] + 2 * power[k] + power[Math.min(rings - 1, k + 1)]) / 4;
    if (smoothed > highest) {
      highest = smoothed;
      peak = frequency[k];
    }
  }
  const cell = 1 / (length * length * down * across);
  return {
    frequency,
    power,
    power2d,
    size: length,
    regionSize: size,
    pixelSpacing,
    peak,
    centroid: sum > 0 ? weighted / sum : 0,
    sd: Math.sqrt(total * cell),
  };
}

/** Throws unless there are regions, of one size, inside the image and of more pixels than a quadric has terms. */
function checkRegions(regions: readonly Region[], rows: number, columns: number): void {
  checkSome(regions.length, 'flat region');
  const { size } = regions[0];
  for (const region of regions) {
    const inside = region.row >= 0 && region.column >= 0;
    if (
      region.size === size &&
      size >= 8 &&
      inside &&
      region.row + size <= rows &&
      region.column + size <= columns
    )
      continue;
    throw new ArgumentError('The regions are not squares of one size inside the image.', {
      attribute: 'regions',
      remedy: 'Take them from flatRegions, with a size of 8 or more.',
    });
  }
}
