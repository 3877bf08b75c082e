/**
 * Where source, detector and pixels are: parallel beam, or an equiangular fan.
 *
 * A parallel view at angle theta holds line integrals along x cos(theta) + y sin(theta) = s.
 * In a fan whose focus stands at focus x (-sin(beta), cos(beta)) the ray at fan angle gamma
 * is the parallel one of theta = beta + gamma and s = focus x sin(gamma)
 * (Kak and Slaney, Principles of Computerized Tomographic Imaging, 1988, section 3.4).
 *
 * @module
 */
import { ArgumentError } from '../errors.js';

export type Beam = 'parallel' | 'fan';

/** Square pixel grid and the detector that turns around its centre: over 180 degrees, as a fan over 360. */
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
  /** Distance of a fan's focus from the centre of rotation in mm; undefined for a parallel beam. */
  readonly focus?: number;
}

/** A clinical scanner's focus lies so far from its centre of rotation, mm. */
const FOCUS = 570;

/**
 * Geometry whose detector sees the circle inscribed in the grid.
 *
 * 720 views leave 0.2 HU of aliasing; 480 suffice for inserted noise.
 */
export function parallelGeometry(size: number, pixel: number, views = 720, pitch = 0.6): Geometry {
  checkGeometry(size, pixel, views, pitch);
  return { size, pixel, views, pitch, bins: 2 * Math.ceil((size * pixel * 1.02) / pitch / 2) };
}

/** The same for an arc detector around the focus, its bins at equal angles `pitch / focus`. */
export function fanGeometry(size: number, pixel: number, views = 1152, pitch = 0.6, focus = FOCUS): Geometry {
  checkGeometry(size, pixel, views, pitch);
  const radius = (size * pixel * 1.02) / 2;
  if (!(radius < 0.9 * focus)) {
    throw new ArgumentError('The field of view reaches the X-ray focus.', {
      attribute: 'size, pixel, focus',
      remedy: 'Give a smaller field of view or a focus farther away.',
    });
  }
  return {
    size,
    pixel,
    views,
    pitch,
    focus,
    bins: 2 * Math.ceil((Math.asin(radius / focus) * focus) / pitch),
  };
}

/** Place of a bin's middle on the line through the centre of rotation in mm: a ray's `s`. */
export function offCentre({ bins, pitch, focus }: Geometry, bin: number): number {
  const along = (bin - (bins - 1) / 2) * pitch;
  return focus === undefined ? along : focus * Math.sin(along / focus);
}

function checkGeometry(size: number, pixel: number, views: number, pitch: number): void {
  if (size >= 8 && pixel > 0 && views >= 1 && pitch > 0) return;
  throw new ArgumentError('The scan geometry is not usable.', {
    attribute: 'size, pixel, views, pitch',
    remedy: 'Give a grid of at least 8 pixels and positive spacings in mm.',
  });
}
