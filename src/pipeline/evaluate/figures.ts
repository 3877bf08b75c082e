/**
 * What is measured of one image against its reference.
 *
 * @module
 */
import { gaussianBlur } from '../../evaluation/blur.js';
import {
  bias,
  bodyMask,
  FULL_CT_RANGE,
  psnr,
  rmse,
  SOFT_TISSUE_WINDOW,
  ssim,
  type Tissue,
  tissueMasks,
} from '../../evaluation/fidelity.js';
import { gradient } from '../../evaluation/gradient.js';
import { flatRegions, type Nps, noiseSD, nps, type Region } from '../../evaluation/noise.js';
import { gradientKept } from '../../evaluation/resolution.js';
import { residualEdgeCorrelation } from '../../evaluation/safety.js';
import type { ReferenceSlice } from './doses.js';

/** A reference and what is cut from it: one for all images of a slice. */
export interface Ground {
  readonly reference: ReferenceSlice;
  readonly body: Uint8Array;
  readonly tissues: Record<Tissue, Uint8Array>;
  /** Flat soft tissue in which noise is measured. */
  readonly regions: readonly Region[];
  /** Where the reference has an edge that its own noise cannot make. */
  readonly edges: Uint8Array;
}

/** Mean shift of a tissue over `pixels` pixels. */
export interface Shift {
  readonly shift: number;
  readonly pixels: number;
}

/** Figures of one image; null where the slice does not have what they need. */
export interface Figures {
  /** dB, window −160 … 240 HU, body. */
  readonly psnr: number;
  readonly ssim: number;
  /** dB, −1024 … 3071 HU, whole slice. */
  readonly psnrFull: number;
  /** HU, body. */
  readonly rmse: number;
  /** Mean of image − reference. */
  readonly bias: Partial<Record<Tissue, Shift>>;
  /** Mean of image − input. */
  readonly shift: Partial<Record<Tissue, Shift>>;
  /** HU, flat soft tissue. */
  readonly sd: number | null;
  readonly nps: Spectrum | null;
  readonly gradient: { readonly strong: number | null; readonly weak: number | null };
  /** Correlation of what was removed with edges and detail; null for the input. */
  readonly residual: { readonly edge: number; readonly detail: number } | null;
}

/** Radial noise power in cycles/px, summed over `regions` squares. */
export interface Spectrum {
  readonly frequency: Float64Array;
  readonly power: Float64Array;
  readonly regions: number;
}

/** Masks and flat squares of a reference; undefined where there is no patient in it. */
export function groundOf(reference: ReferenceSlice): Ground | undefined {
  const { values, rows, columns } = reference;
  const body = bodyMask(values, rows, columns);
  if (!body.includes(1)) return undefined;
  return {
    reference,
    body,
    tissues: tissueMasks(values, rows, columns),
    regions: flatRegions(values, rows, columns, { mask: body }),
    edges: edgesOf(values, rows, columns, body),
  };
}

/** Smoothing in pixels, and the gradient in HU per pixel left after it, that tell an edge from noise of 25 HU. */
const EDGE_SMOOTHING = 2.5;
const EDGE_GRADIENT = 5;

/** Pixels of the body at edges of some length: noise has steep pixels too, but not after smoothing. */
export function edgesOf(values: Float32Array, rows: number, columns: number, body: Uint8Array): Uint8Array {
  const { down, across } = gradient(gaussianBlur(values, rows, columns, EDGE_SMOOTHING), rows, columns);
  return body.map((inside, i) => (inside === 1 && Math.hypot(down[i], across[i]) >= EDGE_GRADIENT ? 1 : 0));
}

/** Measures one image of a slice. */
export function figuresOf(image: Float32Array, input: Float32Array, ground: Ground): Figures {
  const { reference, body, tissues, regions, edges } = ground;
  const { values, rows, columns } = reference;
  const window = SOFT_TISSUE_WINDOW;
  const { strong, weak } = gradientKept(image, values, rows, columns, {}, edges);
  return {
    psnr: psnr(image, values, { window, mask: body }),
    ssim: ssim(image, values, rows, columns, { window, mask: body }),
    psnrFull: psnr(image, values, { window: FULL_CT_RANGE }),
    rmse: rmse(image, values, body),
    bias: shifts(image, values, tissues),
    shift: shifts(image, input, tissues),
    sd: regions.length > 0 ? noiseSD(image, rows, columns, regions) : null,
    nps: spectrumOf(image, ground),
    gradient: { strong: strong ?? null, weak: weak ?? null },
    residual: image === input ? null : residualEdgeCorrelation(input, image, values, rows, columns, body),
  };
}

/** Noise spectrum in the flat squares of the reference. */
export function spectrumOf(image: Float32Array, { reference, regions }: Ground): Spectrum | null {
  if (regions.length === 0) return null;
  const { frequency, power }: Nps = nps(image, reference.rows, reference.columns, regions);
  return { frequency, power: power.map((value) => value * regions.length), regions: regions.length };
}

/** A tissue of fewer pixels than this in a slice has no mean worth quoting. */
const LEAST_TISSUE = 200;

function shifts(
  image: Float32Array,
  base: Float32Array,
  masks: Record<Tissue, Uint8Array>,
): Partial<Record<Tissue, Shift>> {
  const found: Partial<Record<Tissue, Shift>> = {};
  for (const [tissue, mask] of Object.entries(masks) as [Tissue, Uint8Array][]) {
    let pixels = 0;
    for (let i = 0; i < mask.length; i++) pixels += mask[i];
    if (pixels >= LEAST_TISSUE) found[tissue] = { shift: bias(image, base, mask), pixels };
  }
  return found;
}
