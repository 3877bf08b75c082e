/**
 * How sharp an image is, at a stated contrast: a denoiser that keeps bone edges may blur faint ones.
 *
 * ```ts
 * // 40 noise realisations of a phantom with a -20 HU rod of 25 mm, each denoised
 * const { mtf50 } = contrastMTF(denoised, rows, columns, { row: 255.5, column: 255.5, radius: 17.8 }, 0.7);
 * gradientKept(denoised, reference, rows, columns).weak;     // 1 is all of it
 * ```
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import { gaussianBlur } from './blur.js';
import type { Disc } from './disc.js';
import type { Limits } from './fidelity.js';
import { gradient } from './gradient.js';
import { checkAlike, checkSize, checkSome } from './size.js';

/** A straight edge through a point; `angle` turns its normal from the column axis towards the row axis, in radians. */
export interface Edge {
  readonly row: number;
  readonly column: number;
  readonly angle: number;
  /** Pixels of the edge that count, the point in their middle. */
  readonly length: number;
}

export interface MtfOptions {
  /** Images without the object, same noise, to be subtracted first: takes an anatomical background away. */
  readonly background?: Float32Array | readonly Float32Array[];
  /** Half width of the edge profile in pixels; 6 unless given, at most 0.9 of the radius. */
  readonly reach?: number;
  /** Width of a bin of the profile in pixels; 0.2 unless given. */
  readonly bin?: number;
}

/** Modulation transfer function at the contrast of the object. */
export interface ContrastMtf {
  /** Cycles/mm (cycles/px where the pixel is 1), from 0 to 1 cycle/px. */
  readonly frequency: Float64Array;
  /** 1 at frequency 0. Its noise goes either way: it is not a modulus. */
  readonly mtf: Float64Array;
  /** Frequency at which it first falls to a half; undefined where it does not. */
  readonly mtf50: number | undefined;
  /** Frequency at which it first falls to a tenth; undefined where it does not. */
  readonly mtf10: number | undefined;
  /** Distance from the edge in pixels, outwards, and the mean value there. */
  readonly edge: { readonly distance: Float64Array; readonly value: Float64Array };
  /** Measured step from outside to inside, in the images' unit: what is left of the contrast. */
  readonly contrast: number;
}

/** Frequencies of the curve. */
const STEPS = 128;

/**
 * Contrast-dependent MTF by the radial edge method (Richard et al. 2012, Med Phys 39:4115;
 * AAPM TG-233, there called task transfer function): pixels within reach of the known
 * edge, of all images, form one oversampled edge profile; its difference is the line
 * spread, its cosine transform the MTF.
 *
 * As the edge's place is known, only the even part of the line spread is transformed. Noise then
 * averages out instead of adding up as it does under a modulus, so faint objects need
 * only enough realisations: the curve's SD falls as noise / (contrast · √images). The
 * transform is corrected for the bin and the difference, sinc²(f · bin).
 *
 * @param images one image or many noise realisations of one object, rows x columns.
 * @param object disc (rod seen end on) or straight edge, known centre and size; its surroundings flat within reach.
 * @param pixel pixel pitch in mm; 1 gives cycles/px.
 */
export function contrastMTF(
  images: Float32Array | readonly Float32Array[],
  rows: number,
  columns: number,
  object: Disc | Edge,
  pixel = 1,
  { background, reach = 6, bin = 0.2 }: MtfOptions = {},
): ContrastMtf {
  const list = images instanceof Float32Array ? [images] : images;
  checkSome(list.length, 'image');
  const wide = 'radius' in object ? Math.min(reach, 0.9 * object.radius) : reach;
  if (!(wide >= 2 && bin > 0 && bin <= 1)) {
    throw new ArgumentError('The edge profile is too short or its bins too wide.', {
      attribute: 'reach, bin',
      remedy: 'Use an object of at least 2.5 pixels radius, a reach of 2 pixels or more, bins up to 1 pixel.',
    });
  }
  const profile = edgeProfile(list, background, rows, columns, object, wide, bin);
  const spread = lineSpread(profile.value, bin, wide);
  const frequency = new Float64Array(STEPS + 1);
  const mtf = new Float64Array(STEPS + 1);
  for (let k = 0; k <= STEPS; k++) {
    const f = k / STEPS;
    let sum = 0;
    for (let i = 0; i < spread.value.length; i++) {
      sum += spread.value[i] * Math.cos(2 * Math.PI * f * spread.distance[i]);
    }
    frequency[k] = f / pixel;
    mtf[k] = sum / sinc(f * bin) ** 2;
  }
  const contrast = -mtf[0];
  if (contrast === 0) {
    throw new ArgumentError('There is no edge where the object should be.', {
      attribute: 'object',
      remedy: 'Check its centre and radius: pixels, whole numbers at pixel centres.',
    });
  }
  const level = mtf[0];
  for (let k = 0; k <= STEPS; k++) mtf[k] /= level;
  return {
    frequency,
    mtf,
    mtf50: firstFall(frequency, mtf, 0.5),
    mtf10: firstFall(frequency, mtf, 0.1),
    edge: profile,
    contrast,
  };
}

/** Mean value against the distance from the edge, in bins from -reach to reach. */
function edgeProfile(
  images: readonly Float32Array[],
  background: Float32Array | readonly Float32Array[] | undefined,
  rows: number,
  columns: number,
  object: Disc | Edge,
  reach: number,
  bin: number,
): { distance: Float64Array; value: Float64Array } {
  const distanceTo = distanceFrom(object);
  const pixels: number[] = [];
  const bins: number[] = [];
  const count = 2 * Math.round(reach / bin);
  const members = new Float64Array(count);
  const distances = new Float64Array(count);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const distance = distanceTo(r, c);
      const index = Math.floor(distance / bin) + count / 2;
      if (!(index >= 0 && index < count)) continue;
      pixels.push(r * columns + c);
      bins.push(index);
      members[index]++;
      distances[index] += distance;
    }
  }
  checkSome(pixels.length, 'pixel near the edge');
  const sums = new Float64Array(count);
  images.forEach((image, n) => {
    checkSize(image, rows, columns);
    const below = background instanceof Float32Array ? background : background?.[n];
    if (below) checkAlike(image, below);
    for (let k = 0; k < pixels.length; k++) {
      sums[bins[k]] += image[pixels[k]] - (below ? below[pixels[k]] : 0);
    }
  });
  const known: { at: number; value: number }[] = [];
  for (let i = 0; i < count; i++) {
    // The mean distance of a bin's pixels, not its middle: their difference would blur the edge.
    if (members[i] > 0)
      known.push({ at: distances[i] / members[i], value: sums[i] / members[i] / images.length });
  }
  const distance = Float64Array.from({ length: count }, (_, i) => (i + 0.5 - count / 2) * bin);
  return { distance, value: interpolated(known, distance) };
}

/** Signed distance of a pixel from the edge, in pixels, outwards; NaN beyond the ends of a straight one. */
function distanceFrom(object: Disc | Edge): (row: number, column: number) => number {
  const { row, column } = object;
  if ('radius' in object) return (r, c) => Math.hypot(r - row, c - column) - object.radius;
  const cos = Math.cos(object.angle);
  const sin = Math.sin(object.angle);
  return (r, c) => {
    const along = (r - row) * cos - (c - column) * sin;
    return Math.abs(along) <= object.length / 2 ? (r - row) * sin + (c - column) * cos : Number.NaN;
  };
}

/** Straight lines between known points, level beyond them. */
function interpolated(known: readonly { at: number; value: number }[], places: Float64Array): Float64Array {
  let k = 0;
  return places.map((place) => {
    while (k + 1 < known.length - 1 && known[k + 1].at < place) k++;
    const a = known[k];
    const b = known[Math.min(k + 1, known.length - 1)];
    if (b.at === a.at) return a.value;
    const t = Math.min(1, Math.max(0, (place - a.at) / (b.at - a.at)));
    return a.value + t * (b.value - a.value);
  });
}

/**
 * Differences between bins, tapered by a cosine over the outer half of the reach (Tukey
 * window): a Hann window over all of it would narrow the line spread and sharpen the MTF.
 */
function lineSpread(value: Float64Array, bin: number, reach: number) {
  const length = value.length - 1;
  const distance = new Float64Array(length);
  const spread = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const at = (i + 1 - value.length / 2) * bin;
    const t = Math.max(0, (2 * Math.abs(at)) / reach - 1);
    distance[i] = at;
    spread[i] = (value[i + 1] - value[i]) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, t)));
  }
  return { distance, value: spread };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** Where a curve first falls to a level, between its points. */
function firstFall(frequency: Float64Array, curve: Float64Array, level: number): number | undefined {
  for (let k = 1; k < curve.length; k++) {
    if (curve[k] > level) continue;
    const t = (curve[k - 1] - level) / (curve[k - 1] - curve[k]);
    return frequency[k - 1] + t * (frequency[k] - frequency[k - 1]);
  }
  return undefined;
}

export interface EdgeLimits {
  /** Gradient of strong edges per pixel, in the image's unit; 40 … 250 unless given. */
  readonly strong?: Limits;
  /** Gradient of weak edges; 12 … 40 unless given. */
  readonly weak?: Limits;
}

/** Share of the gradient kept; undefined where the image has fewer than 50 such pixels. */
export interface GradientKept {
  readonly strong: number | undefined;
  readonly weak: number | undefined;
}

/** Fewest edge pixels whose sum says anything. */
const LEAST_EDGE = 50;

/**
 * Share of the reference's gradient that an image keeps at its strong and weak edges. The
 * gradient of the smoothed reference (1 pixel) picks the pixels and a direction for each; the
 * slopes of image and reference along it are summed over the pixels and divided. Noise
 * has no preferred direction there and drops out: an image with more noise keeps 1, not more.
 * The noise of an acquired reference is the one exception, as it turned the directions: an
 * image without it loses a few hundredths at weak edges.
 */
export function gradientKept(
  image: Float32Array,
  reference: Float32Array,
  rows: number,
  columns: number,
  { strong = [40, 250], weak = [12, 40] }: EdgeLimits = {},
  mask?: Uint8Array,
): GradientKept {
  checkSize(reference, rows, columns);
  checkAlike(image, reference);
  if (mask) checkAlike(mask, reference);
  const guide = gradient(gaussianBlur(reference, rows, columns, 1), rows, columns);
  const wanted = gradient(reference, rows, columns);
  const found = gradient(image, rows, columns);
  const kept = ([low, high]: Limits) => {
    let above = 0;
    let below = 0;
    let count = 0;
    for (let i = 0; i < image.length; i++) {
      if (mask && mask[i] === 0) continue;
      const size = Math.hypot(guide.down[i], guide.across[i]);
      if (!(size >= low && size < high)) continue;
      above += (found.down[i] * guide.down[i] + found.across[i] * guide.across[i]) / size;
      below += (wanted.down[i] * guide.down[i] + wanted.across[i] * guide.across[i]) / size;
      count++;
    }
    return count >= LEAST_EDGE ? above / below : undefined;
  };
  return { strong: kept(strong), weak: kept(weak) };
}
