/**
 * Roundish spots of an image and how far they stand out of its noise.
 *
 * @module
 */
import { gaussianBlur } from './blur.js';
import { robustSpread } from './median.js';

/** A spot: where, how wide (SD in pixels), how strong. */
export interface Blob {
  readonly row: number;
  readonly column: number;
  readonly sigma: number;
  /** Amplitude of the Gaussian spot that would answer alike, in the image's unit. */
  readonly contrast: number;
  /** The same in SDs of what the noise around it answers. */
  readonly z: number;
}

/** Side of the squares in which the spread of the noise is learnt, in SDs of the spot: some 300 independent answers. */
const BLOCK = 48;
/** Share of a square that must lie in the mask to tell. */
const LEAST_SHARE = 0.25;

/**
 * Answer of every pixel to a spot of SD `sigma`: difference of Gaussians σ and 2σ, scaled so
 * that a Gaussian spot of that SD answers with its amplitude (1/2 - 1/5 of it without).
 */
export function blobResponse(
  image: Float64Array,
  rows: number,
  columns: number,
  sigma: number,
): Float64Array {
  const narrow = gaussianBlur(image, rows, columns, sigma);
  const wide = gaussianBlur(image, rows, columns, 2 * sigma);
  for (let i = 0; i < narrow.length; i++) narrow[i] = (narrow[i] - wide[i]) / 0.3;
  return narrow;
}

/**
 * Robust SD of the answers to spots of SD `sigma` around every pixel of the mask, by squares; the
 * whole mask's where little of a square lies in it.
 */
export function localSpread(
  response: Float64Array,
  rows: number,
  columns: number,
  sigma: number,
  mask: Uint8Array,
): (row: number, column: number) => number {
  const block = Math.ceil(BLOCK * sigma);
  const across = Math.ceil(columns / block);
  const blocks: number[][] = Array.from({ length: across * Math.ceil(rows / block) }, () => []);
  const all: number[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      if (mask[i] === 0) continue;
      blocks[Math.floor(r / block) * across + Math.floor(c / block)].push(response[i]);
      all.push(response[i]);
    }
  }
  const whole = robustSpread(all).sd;
  const least = LEAST_SHARE * block * block;
  const spreads = blocks.map((values) => (values.length < least ? whole : robustSpread(values).sd));
  return (row, column) => spreads[Math.floor(row / block) * across + Math.floor(column / block)];
}

/** Local extremes of |strength| inside the mask, over their 5 x 5 neighbours. */
export function extremes(strength: Float64Array, rows: number, columns: number, mask: Uint8Array): number[] {
  const found: number[] = [];
  for (let r = 2; r < rows - 2; r++) {
    for (let c = 2; c < columns - 2; c++) {
      const i = r * columns + c;
      if (mask[i] === 0 || strength[i] === 0) continue;
      const value = Math.abs(strength[i]);
      let highest = true;
      for (let y = -2; y <= 2 && highest; y++) {
        for (let x = -2; x <= 2; x++) {
          const j = i + y * columns + x;
          // Of equals the first counts, so that a plateau is one spot.
          if (Math.abs(strength[j]) > value || (j < i && Math.abs(strength[j]) === value)) {
            highest = false;
            break;
          }
        }
      }
      if (highest) found.push(i);
    }
  }
  return found;
}

/** The strongest spots of all, without those that lie within 2σ of a stronger one. */
export function distinct(blobs: readonly Blob[]): Blob[] {
  const kept: Blob[] = [];
  for (const blob of [...blobs].sort((a, b) => Math.abs(b.z) - Math.abs(a.z))) {
    const near = (other: Blob) =>
      Math.hypot(other.row - blob.row, other.column - blob.column) < 2 * Math.max(other.sigma, blob.sigma);
    if (!kept.some(near)) kept.push(blob);
  }
  return kept;
}
