/**
 * What is measured in a region: mean, noise, extremes, contrast to noise, in modality units.
 *
 * @module
 */
import { isPadding } from '../../image/frame.js';
import type { Shown } from '../../provenance/shown.js';
import { isInside, type Roi } from './roi.js';
import { samplesOf } from './samples.js';

export interface RoiFigures {
  /** Pixels in the region, padding left out. */
  readonly pixels: number;
  /** Modality units: HU for CT. */
  readonly mean: number;
  /** Standard deviation of the sample, in modality units. */
  readonly sd: number;
  readonly min: number;
  readonly max: number;
}

const known = new WeakMap<Shown, WeakMap<Roi, RoiFigures | undefined>>();

/** Figures of a region; undefined in colours, and where fewer than two pixels lie in it. Counted once. */
export function roiFigures(frame: Shown, roi: Roi): RoiFigures | undefined {
  let figures = known.get(frame);
  if (!figures) {
    figures = new WeakMap();
    known.set(frame, figures);
  }
  if (!figures.has(roi)) figures.set(roi, count(frame, roi));
  return figures.get(roi);
}

function count(frame: Shown, roi: Roi): RoiFigures | undefined {
  const samples = samplesOf(frame);
  if (!samples) return undefined;
  const { rows, columns, padding } = frame;
  const { values, slope, intercept } = samples;
  const bottom = Math.min(rows, roi.y + roi.height);
  const right = Math.min(columns, roi.x + roi.width);
  let pixels = 0;
  let sum = 0;
  let squares = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  // Values are shifted by one of their own: the sums stay small, and their difference exact.
  let origin: number | undefined;
  for (let y = Math.max(0, roi.y); y < bottom; y++) {
    for (let x = Math.max(0, roi.x); x < right; x++) {
      const value = values[y * columns + x];
      if (isPadding(value, padding) || !Number.isFinite(value) || !isInside(roi, x + 0.5, y + 0.5)) continue;
      origin ??= value;
      pixels += 1;
      sum += value - origin;
      squares += (value - origin) ** 2;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (origin === undefined || pixels < 2) return undefined;
  const variance = Math.max(0, (squares - sum ** 2 / pixels) / (pixels - 1));
  const ends = [low * slope + intercept, high * slope + intercept];
  return {
    pixels,
    mean: (origin + sum / pixels) * slope + intercept,
    sd: Math.sqrt(variance) * Math.abs(slope),
    min: Math.min(...ends),
    max: Math.max(...ends),
  };
}

/**
 * Contrast to noise of an object against its surroundings: difference of the means
 * over the noise of the surroundings (ACR CT accreditation, low-contrast module).
 * Undefined without noise.
 */
export function contrastToNoise(
  object: Pick<RoiFigures, 'mean'> | undefined,
  around: Pick<RoiFigures, 'mean' | 'sd'> | undefined,
): number | undefined {
  if (!object || !around || around.sd === 0) return undefined;
  return Math.abs(object.mean - around.mean) / around.sd;
}

/** Unit of a frame's values as a reader writes it; empty where the file gives none. */
export function unitOf(frame: Shown | undefined): string {
  const type = frame?.rescale.type ?? '';
  if (type === 'HU' || (frame?.modality === 'CT' && (type === '' || type === 'US'))) return 'HU';
  return type === 'US' ? '' : type;
}
