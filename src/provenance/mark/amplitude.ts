/**
 * How much of the mark each pixel may carry.
 *
 * @module
 */
import { boxMean } from '../../image/air.js';
import { sortedSample } from './sample.js';

/** A pixel in quiet surroundings carries so much more than the limit of the RMS where others carry less. */
const RESERVE = 1.45;
/** The usual noise: so many of the pixels that carry the mark have less. */
const USUAL = 0.25;

/** What bounds the mark. */
export interface MarkLimits {
  /** Largest RMS over the pixels that carry it, in modality units; Infinity where only noise bounds it. */
  readonly rms: number;
  /** Largest RMS over the usual noise of the slice. */
  readonly overUsual: number;
  /** Largest RMS at a pixel over the noise around it. */
  readonly overNoise: number;
  /** Half widths of the windows, pixels: the mean that is not noise, and where noise is taken. */
  readonly window: readonly [mean: number, noise: number];
}

/**
 * RMS of the mark at each pixel: as strong as the limits allow, where noise hides it and a
 * detector hears it, which is in quiet surroundings.
 *
 * @param off 1 where the mark must be zero.
 */
export function amplitude(
  values: Float32Array,
  rows: number,
  columns: number,
  off: Uint8Array,
  limits: MarkLimits,
): Float32Array {
  const noise = localNoise(values, rows, columns, limits.window);
  const sample = sortedSample(noise, 4096, (_, i) => !off[i]);
  const usual = sample[Math.floor(USUAL * sample.length)] ?? 0;
  const rms = Math.min(limits.rms, limits.overUsual * usual);
  const cap = rms * RESERVE;
  const loud = loudest(sample, (sigma, edge) => carried(sigma, edge, cap, limits.overNoise), rms);
  for (let i = 0; i < noise.length; i++) {
    noise[i] = off[i] ? 0 : carried(noise[i], loud, cap, limits.overNoise);
  }
  return noise;
}

/** RMS of the mark at a pixel with `sigma` around it: hidden by it, and falling where it is an edge. */
function carried(sigma: number, edge: number, cap: number, overNoise: number): number {
  const hidden = Math.min(cap, overNoise * sigma);
  if (sigma <= edge) return hidden;
  const share = edge / sigma;
  return hidden * share * share;
}

/** The noise from which on pixels carry less, so that all together carry the RMS allowed and no more. */
function loudest(sample: Float32Array, at: (sigma: number, edge: number) => number, rms: number): number {
  const most = sample[sample.length - 1] ?? 0;
  let [low, high] = [most / 4096, most];
  for (let i = 0; i < 12; i++) {
    const edge = Math.sqrt(low * high);
    let sum = 0;
    for (const sigma of sample) {
      const a = at(sigma, edge);
      sum += a * a;
    }
    if (sum > rms * rms * sample.length) high = edge;
    else low = edge;
  }
  return low;
}

/** SD about the local mean in a window of about 1 cm. */
function localNoise(
  values: Float32Array,
  rows: number,
  columns: number,
  [near, around]: MarkLimits['window'],
): Float32Array {
  const squares = boxMean(values, rows, columns, near);
  for (let i = 0; i < squares.length; i++) {
    const d = values[i] - squares[i];
    squares[i] = d * d;
  }
  const noise = boxMean(squares, rows, columns, around);
  for (let i = 0; i < noise.length; i++) noise[i] = Math.sqrt(Math.max(0, noise[i]));
  return noise;
}
