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
import type { Geometry } from './geometry.js';
import { offCentre } from './geometry.js';

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
  const { views, bins, pitch, focus } = geometry;
  const turn = focus === undefined ? Math.PI : 2 * Math.PI;
  // Where bins begin and end on the line through the centre, and how a fan's rays lean.
  const borders = Float64Array.from({ length: bins + 1 }, (_, bin) => offCentre(geometry, bin - 0.5));
  const lean = (bin: number) => (focus === undefined ? 0 : ((bin - (bins - 1) / 2) * pitch) / focus);
  const cos = Float64Array.from({ length: bins }, (_, bin) => Math.cos(lean(bin)));
  const sin = Float64Array.from({ length: bins }, (_, bin) => Math.sin(lean(bin)));
  for (const { shape, x, y, diameter, density } of shapes) {
    checkRound('diameter', diameter, x, y, density);
    const reach = reachOf({ shape, diameter });
    const primitive = shape === 'disc' ? discPrimitive : blobPrimitive;
    for (let view = 0; view < views; view++) {
      const angle = (turn * view) / views;
      // The shape's middle across a ray that leans by gamma: middle cos + depth sin.
      const middle = x * Math.cos(angle) + y * Math.sin(angle);
      const depth = y * Math.cos(angle) - x * Math.sin(angle);
      for (let bin = 0; bin < bins; bin++) {
        const across = middle * cos[bin] + depth * sin[bin];
        const left = (borders[bin] - across) / reach;
        const right = (borders[bin + 1] - across) / reach;
        if (right <= -1 || left >= 1) continue;
        // Both line integrals grow with the size of the shape.
        dst[view * bins + bin] += (density * reach * (primitive(right) - primitive(left))) / (right - left);
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
