/**
 * Tissues of a CT slice by their HU: air, lung, fat, soft tissue, bone. What the
 * generators were trained on and are held to; `models/training/ct_slices/labels.py`
 * does the same to the pixel.
 *
 * ```ts
 * const codes = tissueCodes(commonField(slice, 256), 256, 256, 400 / 256);
 * ```
 *
 * @module
 */
import { TISSUES, type Tissue } from '../image/labelMap.js';
import { dilate, erode, fillHoles, largestRegion } from './morphology.js';
import { checkSize } from './size.js';

const code = (tissue: Tissue) => TISSUES.indexOf(tissue);
const AIR = code('air');
const LUNG = code('lung');
const FAT = code('fat');
const SOFT = code('soft tissue');
const BONE = code('bone');

/** Limits in HU of the smoothed slice. Vessels as bright as bone count as bone. */
const LIMITS = { body: -300, lung: -400, besideLung: -250, fat: -30, bone: 150, gas: -950 } as const;
/** A dark part is gas, not lung, when this share of it is as dark as gas, or when it is smaller (mm²). */
const GAS = { share: 0.4, area: 100 } as const;

/**
 * Tissue code of every pixel of a slice without padding, best on pixels of about
 * 1.6 mm. Everything outside the patient (table, clothes) is air.
 *
 * @param hu rows x columns, HU.
 * @param pixelMm side of a pixel in mm.
 */
export function tissueCodes(hu: Float32Array, rows: number, columns: number, pixelMm: number): Uint8Array {
  checkSize(hu, rows, columns);
  const smooth = binomial(hu, rows, columns);
  const inside = body(smooth, rows, columns);
  const lowest = lowestAround(smooth, columns);
  const codes = new Uint8Array(hu.length);
  const dark = new Uint8Array(hu.length);
  for (let i = 0; i < codes.length; i++) {
    if (inside[i] === 0) continue;
    const value = smooth[i];
    if (value < LIMITS.lung) dark[i] = 1;
    // A pixel beside lung or air that only looks like fat holds some of each: it counts as the tissue behind.
    else if (value < LIMITS.fat && lowest[i] > LIMITS.besideLung) codes[i] = FAT;
    else codes[i] = value > LIMITS.bone ? BONE : SOFT;
  }
  forEachPart(dark, rows, columns, (part) => {
    let empty = 0;
    for (const i of part) if (smooth[i] < LIMITS.gas) empty++;
    const gas = empty >= GAS.share * part.length || part.length * pixelMm ** 2 < GAS.area;
    for (const i of part) codes[i] = gas ? AIR : LUNG;
  });
  return codes;
}

/** 1 inside the patient, gas and lungs included; table and clothes are outside. */
export function patientMask(hu: Float32Array, rows: number, columns: number): Uint8Array {
  checkSize(hu, rows, columns);
  return body(binomial(hu, rows, columns), rows, columns);
}

/** Binomial filter of 3 x 3 pixels, edges repeated. */
function binomial(values: Float32Array, rows: number, columns: number): Float32Array {
  const across = new Float32Array(values.length);
  const result = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      const left = values[c > 0 ? i - 1 : i];
      const right = values[c < columns - 1 ? i + 1 : i];
      across[i] = 0.25 * left + 0.5 * values[i] + 0.25 * right;
    }
  }
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      const up = across[r > 0 ? i - columns : i];
      const down = across[r < rows - 1 ? i + columns : i];
      result[i] = 0.25 * up + 0.5 * across[i] + 0.25 * down;
    }
  }
  return result;
}

/** The patient: the largest piece of tissue that two erosions leave, grown back, holes filled. */
function body(smooth: Float32Array, rows: number, columns: number): Uint8Array {
  const tissue = Uint8Array.from(smooth, (value) => (value > LIMITS.body ? 1 : 0));
  const core = dilate(largestRegion(erode(tissue, rows, columns, 2), rows, columns), rows, columns, 3);
  for (let i = 0; i < core.length; i++) core[i] &= tissue[i];
  return fillHoles(core, rows, columns);
}

/** Least of the 3 x 3 pixels around each. */
function lowestAround(values: Float32Array, columns: number): Float32Array {
  const across = new Float32Array(values.length);
  const result = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const c = i % columns;
    across[i] = Math.min(values[i], values[c > 0 ? i - 1 : i], values[c < columns - 1 ? i + 1 : i]);
  }
  for (let i = 0; i < values.length; i++) {
    const up = across[i >= columns ? i - columns : i];
    const down = across[i < values.length - columns ? i + columns : i];
    result[i] = Math.min(across[i], up, down);
  }
  return result;
}

/** Calls back with the pixels of every 4-connected part of a mask. */
function forEachPart(
  mask: Uint8Array,
  rows: number,
  columns: number,
  visit: (part: Int32Array) => void,
): void {
  const left = mask.slice();
  const order = new Int32Array(mask.length);
  for (let start = 0; start < left.length; start++) {
    if (left[start] === 0) continue;
    let count = 0;
    const take = (i: number) => {
      if (left[i] === 0) return;
      left[i] = 0;
      order[count++] = i;
    };
    take(start);
    for (let at = 0; at < count; at++) {
      const i = order[at];
      const c = i % columns;
      if (c > 0) take(i - 1);
      if (c < columns - 1) take(i + 1);
      if (i >= columns) take(i - columns);
      if (i < (rows - 1) * columns) take(i + columns);
    }
    visit(order.slice(0, count));
  }
}

/**
 * Overlap of two label maps by tissue: Dice (1945), Ecology 26:297. NaN for a tissue in neither.
 *
 * @returns in the order of {@link TISSUES}.
 */
export function dice(a: Uint8Array, b: Uint8Array): number[] {
  const both = new Float64Array(TISSUES.length);
  const sum = new Float64Array(TISSUES.length);
  for (let i = 0; i < a.length; i++) {
    sum[a[i]]++;
    sum[b[i]]++;
    if (a[i] === b[i]) both[a[i]]++;
  }
  return Array.from(both, (n, k) => (2 * n) / sum[k]);
}
