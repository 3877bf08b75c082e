/**
 * One thin section being painted, tissue over tissue, borders with their partial volume.
 *
 * Lengths in mm, LPS: x grows to the patient's left, y to the back, z to the head;
 * the origin is the centre of the picture.
 *
 * @module
 */

/** What a pixel is mostly made of. */
export const TISSUE = { air: 0, lung: 1, fat: 2, soft: 3, bone: 4 } as const;
export type Tissue = (typeof TISSUE)[keyof typeof TISSUE];

export interface Raster {
  /** Pixels per side. */
  readonly size: number;
  /** Pixel side in mm. */
  readonly pixel: number;
  readonly z: number;
  readonly hu: Float32Array;
  readonly tissue: Uint8Array;
}

/** HU of a material, constant or by place. */
export type Value = number | ((x: number, y: number) => number);

/** Distance to a surface in mm at a place of the section, negative inside. */
export type Distance = (x: number, y: number) => number;

/** Left, top, right, bottom in mm. */
export type Bounds = readonly [number, number, number, number];

export function createRaster(size: number, pixel: number, z: number): Raster {
  return {
    size,
    pixel,
    z,
    hu: new Float32Array(size * size).fill(-1000),
    tissue: new Uint8Array(size * size),
  };
}

/** Column or row of a place, as a fraction. */
export function toPixel({ size, pixel }: Raster, mm: number): number {
  return mm / pixel + (size - 1) / 2;
}

/** Pixels that bounds touch: first column, first row, last column, last row. */
export function pixelBounds(
  raster: Raster,
  [left, top, right, bottom]: Bounds,
): [number, number, number, number] {
  const end = raster.size - 1;
  return [
    Math.max(0, Math.floor(toPixel(raster, left))),
    Math.max(0, Math.floor(toPixel(raster, top))),
    Math.min(end, Math.ceil(toPixel(raster, right))),
    Math.min(end, Math.ceil(toPixel(raster, bottom))),
  ];
}

/** Lays a material over the pixels by their coverage, 0 to 1. */
export function blendPixel(raster: Raster, i: number, coverage: number, hu: number, tissue: Tissue): void {
  raster.hu[i] += coverage * (hu - raster.hu[i]);
  if (coverage >= 0.5) raster.tissue[i] = tissue;
}

/** Paints the inside of a surface given by its distance; a border pixel is covered as far as the surface cuts it. */
export function paintDistance(
  raster: Raster,
  bounds: Bounds,
  distance: Distance,
  value: Value,
  tissue: Tissue,
  clip?: Float32Array,
): void {
  const { size, pixel } = raster;
  const [c0, r0, c1, r1] = pixelBounds(raster, bounds);
  for (let r = r0; r <= r1; r++) {
    const y = (r - (size - 1) / 2) * pixel;
    for (let c = c0; c <= c1; c++) {
      const i = r * size + c;
      const limit = clip === undefined ? 1 : clip[i];
      if (limit === 0) continue;
      const x = (c - (size - 1) / 2) * pixel;
      const coverage = Math.min(1, 0.5 - distance(x, y) / pixel) * limit;
      if (coverage <= 0) continue;
      blendPixel(raster, i, coverage, typeof value === 'number' ? value : value(x, y), tissue);
    }
  }
}

/** Paints where a mask is; an optional second mask limits it. */
export function paintMask(
  raster: Raster,
  mask: Float32Array,
  value: Value,
  tissue: Tissue,
  clip?: Float32Array,
): void {
  const { size, pixel } = raster;
  for (let i = 0; i < mask.length; i++) {
    const coverage = clip === undefined ? mask[i] : mask[i] * clip[i];
    if (coverage <= 0) continue;
    if (typeof value === 'number') blendPixel(raster, i, coverage, value, tissue);
    else {
      const x = ((i % size) - (size - 1) / 2) * pixel;
      const y = (Math.floor(i / size) - (size - 1) / 2) * pixel;
      blendPixel(raster, i, coverage, value(x, y), tissue);
    }
  }
}
