/**
 * Round shapes whose line integrals are known in closed form.
 *
 * A disc: 2 sqrt(R² - s²). A blob: the profile (1 - r²/R²)², Burgess's "designer nodule"
 * (Burgess, Li and Abbey 1997, J. Opt. Soc. Am. A 14:2420), whose Abel transform is
 * 16/15 R (1 - s²/R²)^(5/2). Both are averaged over the width of a detector bin, so
 * that an edge leaves no aliasing and the integral over a view is exact.
 *
 * @module
 */
import { ArgumentError } from '../errors.js';
import type { Geometry } from './projection.js';

/** `disc` ends sharply; `blob` fades from its middle to nothing. */
export type Shape = 'disc' | 'blob';

/** One round thing in the plane, in mm from the centre of rotation: x to the right, y downwards. */
export interface RoundShape {
  readonly shape: Shape;
  readonly x: number;
  readonly y: number;
  /** mm; of a blob where half its contrast is left. */
  readonly diameter: number;
  /** What it adds per mm (of a blob: in its middle). */
  readonly density: number;
}

/** (1 - r²)² is one half at this r. */
const HALF_BLOB = Math.sqrt(1 - Math.SQRT1_2);

/** Distance from the middle in mm beyond which the shape adds nothing. */
export function reachOf({ shape, diameter }: Pick<RoundShape, 'shape' | 'diameter'>): number {
  return shape === 'disc' ? diameter / 2 : diameter / 2 / HALF_BLOB;
}

/** Throws unless the diameter is positive and every number finite. */
export function checkRound(attribute: string, diameter: number, ...numbers: readonly number[]): void {
  if (diameter > 0 && [diameter, ...numbers].every(Number.isFinite)) return;
  throw new ArgumentError('A round insert has no usable size or place.', {
    attribute,
    remedy: 'Give a diameter above 0 mm, a place within the picture and a contrast in HU.',
  });
}

/** Adds the shapes' line integrals to views x bins samples. */
export function addLineIntegrals(
  shapes: readonly RoundShape[],
  geometry: Geometry,
  dst: Float32Array,
): Float32Array {
  const { views, bins, pitch } = geometry;
  for (const { shape, x, y, diameter, density } of shapes) {
    checkRound('diameter', diameter, x, y, density);
    const reach = reachOf({ shape, diameter });
    const primitive = shape === 'disc' ? discPrimitive : blobPrimitive;
    // Integral up to t times the shape's own scale; both line integrals grow with R.
    const scale = (density * reach * reach) / pitch;
    for (let view = 0; view < views; view++) {
      const angle = (Math.PI * view) / views;
      const middle = x * Math.cos(angle) + y * Math.sin(angle);
      const from = Math.max(0, Math.floor((middle - reach) / pitch + bins / 2 - 0.5));
      const to = Math.min(bins - 1, Math.ceil((middle + reach) / pitch + bins / 2 - 0.5));
      let before = primitive(((from - bins / 2) * pitch - middle) / reach);
      for (let bin = from; bin <= to; bin++) {
        const after = primitive(((bin + 1 - bins / 2) * pitch - middle) / reach);
        dst[view * bins + bin] += scale * (after - before);
        before = after;
      }
    }
  }
  return dst;
}

/** Integral of 2 sqrt(1 - u²) from -1 to t. */
function discPrimitive(t: number): number {
  const u = Math.min(1, Math.max(-1, t));
  return u * Math.sqrt(1 - u * u) + Math.asin(u) + Math.PI / 2;
}

/** Integral of 16/15 (1 - u²)^(5/2) from -1 to t. */
function blobPrimitive(t: number): number {
  const u = Math.min(1, Math.max(-1, t));
  const w = 1 - u * u;
  const root = Math.sqrt(w);
  const integral = u * root * ((w * w) / 6 + (5 * w) / 24 + 5 / 16) + (5 / 16) * Math.asin(u);
  return (16 / 15) * (integral + (5 / 32) * Math.PI);
}
