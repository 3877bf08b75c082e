/**
 * What a slice shows of itself that tells a usable CT slice from one that does not
 * belong: Hounsfield scale, histogram, layout, cuts, sharpness, noise, metal.
 *
 * ```ts
 * const signs = sliceSigns({ values: hu, rows, columns, pixelSpacing });
 * ```
 *
 * @module
 */
import { gaussianBlur } from './blur.js';
import { bodyCentre, COARSE_SIDE, commonField, FIELD_MM, type Point, type Slice } from './commonField.js';
import { bodyMask } from './fidelity.js';
import { median } from './median.js';
import { LAYOUT_SIDE, layoutOf } from './memorisation.js';
import { erode } from './morphology.js';
import { RADIOMICS_SIDE, radiomics } from './radiomics.js';
import { medianOf } from './robust.js';
import { borderCorrelation, findSeam, type Seam } from './seam.js';

/** Histogram of the body: bins of 20 HU, what lies beyond counts in the outer ones. */
export const BODY_HISTOGRAM = { low: -300, width: 20, bins: 32 } as const;
/** Less than this is padding that the file does not declare, where other pixels are left. */
const PADDING_HU = -1500;
/** Share of the slice outside the body from which air can be judged. */
const LEAST_OUTSIDE = 0.02;
/** Share of what is outside the body that padding leaves. */
const LEAST_ACQUIRED = 0.25;
const METAL_HU = 2500;
/** Detail is measured between lung and bone: metal and cortex alone would not show a blur. */
const DETAIL_HU = [-1000, 300] as const;

export interface SliceSigns {
  /** The common field at {@link COARSE_SIDE}, HU. */
  readonly coarse: Float32Array;
  /** Body on the common field, mm²; 0 where none is found. */
  readonly bodyArea: number;
  /** Median outside the body, HU; undefined where the body fills the slice. */
  readonly air: number | undefined;
  /** Square roots of the shares of the body's smoothed pixels in {@link BODY_HISTOGRAM}. */
  readonly histogram: Float32Array;
  /** See `layoutOf`. */
  readonly layout: Float32Array;
  /** See `radiomics`. */
  readonly radiomics: Float64Array;
  readonly seam: Seam;
  /** See `borderCorrelation`. */
  readonly border: number;
  /** Second differences at 1.6 mm over those at 3.1 mm, the lesser of both directions. */
  readonly sharpness: number;
  /** Robust SD of the finest detail in soft tissue, HU. */
  readonly noise: number;
  /** Above 2500 HU, mm². */
  readonly metal: number;
  /** Contact of the body with the upper or lower border of the slice, mm. */
  readonly cut: number;
}

/**
 * Measures a slice; some tens of milliseconds.
 *
 * @throws ArgumentError where size or spacing cannot be used.
 */
export function sliceSigns(slice: Slice): SliceSigns {
  const { values, rows, columns, pixelSpacing } = slice;
  const side = RADIOMICS_SIDE;
  const centre = bodyCentre(slice);
  const field = commonField(slice, side, { centre });
  const fieldBody = bodyMask(field, side, side);
  const body = ontoSlice(fieldBody, slice, centre);
  return {
    ...fieldSigns(field, fieldBody),
    air: airOf(values, body),
    radiomics: radiomics(field, fieldBody),
    seam: findSeam(values, ontoSlice(erode(fieldBody, side, side, 2), slice, centre), rows, columns),
    border: borderCorrelation(values, rows, columns, pixelSpacing),
    metal: metalOf(values) * pixelSpacing[0] * pixelSpacing[1],
    cut: cutOf(body, rows, columns) * pixelSpacing[1],
  };
}

/** What is measured on the common field alone. */
type FieldSigns = Pick<SliceSigns, 'coarse' | 'bodyArea' | 'histogram' | 'layout' | 'sharpness' | 'noise'>;

function fieldSigns(field: Float32Array, body: Uint8Array): FieldSigns {
  const side = RADIOMICS_SIDE;
  const smooth = gaussianBlur(field, side, side, 1.2, 3);
  const core = erode(body, side, side, 2);
  return {
    coarse: binned(field, side, side / COARSE_SIDE),
    bodyArea: count(body, INSIDE) * (FIELD_MM / side) ** 2,
    histogram: histogramOf(smooth, core),
    layout: layoutOf(binned(field, side, side / LAYOUT_SIDE)),
    sharpness: sharpnessOf(field, body),
    noise: noiseOf(field, smooth, core),
  };
}

const OUTSIDE = 0;
const INSIDE = 1;
/** Beyond the common field: neither. */
const UNSEEN = 2;

/** A mask of the common field on the slice's own pixels. */
function ontoSlice(mask: Uint8Array, { rows, columns, pixelSpacing }: Slice, centre: Point): Uint8Array {
  const side = RADIOMICS_SIDE;
  const place = (pixel: number, middle: number, spacing: number) =>
    Math.floor(((pixel + 0.5 - middle) * spacing * side) / FIELD_MM + side / 2);
  const across = Array.from({ length: columns }, (_, c) => place(c, centre.column, pixelSpacing[1]));
  const result = new Uint8Array(rows * columns).fill(UNSEEN);
  for (let r = 0; r < rows; r++) {
    const row = place(r, centre.row, pixelSpacing[0]);
    if (row < 0 || row >= side) continue;
    for (let c = 0; c < columns; c++) {
      const column = across[c];
      if (column >= 0 && column < side) result[r * columns + c] = mask[row * side + column];
    }
  }
  return result;
}

function count(mask: Uint8Array, wanted: number): number {
  let sum = 0;
  for (const value of mask) if (value === wanted) sum += 1;
  return sum;
}

function airOf(values: Float32Array, body: Uint8Array): number | undefined {
  const outside = body.map((place) => (place === OUTSIDE ? 1 : 0));
  const all = count(outside, 1);
  if (all < LEAST_OUTSIDE * values.length) return undefined;
  const acquired = outside.map((out, i) => (out !== 0 && values[i] > PADDING_HU ? 1 : 0));
  // Where little else is left, the dark is the air itself and its scale is wrong.
  return medianOf(values, count(acquired, 1) < LEAST_ACQUIRED * all ? outside : acquired);
}

function metalOf(values: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > METAL_HU) sum += 1;
  return sum;
}

/** Pixels of the body in the first or the last row, whichever has more. */
function cutOf(body: Uint8Array, rows: number, columns: number): number {
  const [first, last] = [body.subarray(0, columns), body.subarray((rows - 1) * columns)];
  return Math.max(count(first, INSIDE), count(last, INSIDE));
}

/** Squares of `width` pixels averaged. */
function binned(image: Float32Array, side: number, width: number): Float32Array {
  const few = side / width;
  const result = new Float32Array(few * few);
  for (let r = 0; r < side; r++) {
    for (let c = 0; c < side; c++) {
      result[Math.floor(r / width) * few + Math.floor(c / width)] += image[r * side + c] / (width * width);
    }
  }
  return result;
}

function histogramOf(smooth: Float64Array, core: Uint8Array): Float32Array {
  const { low, width, bins } = BODY_HISTOGRAM;
  const shares = new Float32Array(bins);
  const all = count(core, INSIDE) || 1;
  for (let i = 0; i < smooth.length; i++) {
    if (core[i] === 0) continue;
    shares[Math.max(0, Math.min(bins - 1, Math.floor((smooth[i] - low) / width)))] += 1 / all;
  }
  return shares.map(Math.sqrt);
}

function sharpnessOf(field: Float32Array, body: Uint8Array): number {
  const side = RADIOMICS_SIDE;
  const u = field.map((value) => Math.max(DETAIL_HU[0], Math.min(DETAIL_HU[1], value)));
  const ratios = [1, side].map((step) => {
    let [fine, coarse] = [0, 0];
    for (let r = 2; r < side - 2; r++) {
      for (let c = 2; c < side - 2; c++) {
        const i = r * side + c;
        if (body[i] === 0) continue;
        fine += (u[i - step] - 2 * u[i] + u[i + step]) ** 2;
        coarse += (u[i - 2 * step] - 2 * u[i] + u[i + 2 * step]) ** 2;
      }
    }
    return coarse > 0 ? Math.sqrt(fine / coarse) : 0;
  });
  return Math.min(...ratios);
}

function noiseOf(field: Float32Array, smooth: Float64Array, core: Uint8Array): number {
  const detail: number[] = [];
  for (let i = 0; i < field.length; i++) {
    if (core[i] !== 0 && smooth[i] > -20 && smooth[i] < 120) detail.push(Math.abs(field[i] - smooth[i]));
  }
  return detail.length === 0 ? 0 : 1.4826 * median(detail);
}
