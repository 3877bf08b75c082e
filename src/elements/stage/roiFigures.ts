/**
 * What is measured in a region: mean, noise, contrast to noise, in modality units.
 *
 * @module
 */
import { isPadding } from '../../image/frame.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { pixelsOf } from '../../provenance/markedPixels.js';
import { isInside, type Roi } from './roi.js';

export interface RoiFigures {
  /** Pixels in the region, padding left out. */
  readonly pixels: number;
  /** Modality units: HU for CT. */
  readonly mean: number;
  /** Standard deviation of the sample, in modality units. */
  readonly sd: number;
}

/** Figures of a region on a frame; undefined where fewer than two pixels lie in it. */
export function roiFigures(frame: Frame, roi: Roi): RoiFigures | undefined {
  const { rows, columns, rescale, padding } = frame;
  const stored = pixelsOf(frame);
  const bottom = Math.min(rows, roi.y + roi.height);
  const right = Math.min(columns, roi.x + roi.width);
  let pixels = 0;
  let sum = 0;
  let squares = 0;
  // Values are shifted by one of their own: the sums stay small, and their difference exact.
  let origin: number | undefined;
  for (let y = Math.max(0, roi.y); y < bottom; y++) {
    for (let x = Math.max(0, roi.x); x < right; x++) {
      const value = stored[y * columns + x];
      if (isPadding(value, padding) || !isInside(roi, x + 0.5, y + 0.5)) continue;
      origin ??= value;
      pixels += 1;
      sum += value - origin;
      squares += (value - origin) ** 2;
    }
  }
  if (origin === undefined || pixels < 2) return undefined;
  const { slope, intercept } = rescale;
  const variance = Math.max(0, (squares - sum ** 2 / pixels) / (pixels - 1));
  return {
    pixels,
    mean: (origin + sum / pixels) * slope + intercept,
    sd: Math.sqrt(variance) * Math.abs(slope),
  };
}

/**
 * Contrast to noise of an object against its surroundings: difference of the means
 * over the noise of the surroundings (ACR CT accreditation, low-contrast module).
 * Undefined without noise.
 */
export function contrastToNoise(
  object: RoiFigures | undefined,
  around: RoiFigures | undefined,
): number | undefined {
  if (!object || !around || around.sd === 0) return undefined;
  return Math.abs(object.mean - around.mean) / around.sd;
}

/** Unit of a frame's values as a reader writes it; empty where the file gives none. */
export function unitOf(frame: Frame | undefined): string {
  const type = frame?.rescale.type ?? '';
  if (type === 'HU' || (frame?.modality === 'CT' && (type === '' || type === 'US'))) return 'HU';
  return type === 'US' ? '' : type;
}
