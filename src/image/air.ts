/**
 * Pixels that a denoiser must leave alone: padding, and air.
 *
 * @module
 */
import { type FrameInfo, isPadding, type StoredPixels } from './frame.js';

/** Lung below this is emphysema by convention (Gevenois et al. 1996); a neighbourhood below it is air. */
const AIR_HU = -950;
/** Half width of the neighbourhood: 7 x 7 pixels bring 60 HU of noise down to 9. */
const RADIUS = 3;

/**
 * 1 where a pixel is to keep its stored value to the bit: padding, and for CT the
 * pixels whose 7 x 7 mean is air. The mean decides, not the pixel: a threshold on
 * the pixel itself would keep one tail of the noise and shift the mean of the rest.
 *
 * @param values modality values, rows x columns.
 * @param stored the stored values behind them.
 */
export function untouchable(
  values: Float32Array,
  stored: StoredPixels,
  { rows, columns, padding, modality }: Pick<FrameInfo, 'rows' | 'columns' | 'padding' | 'modality'>,
): Uint8Array {
  const keep = new Uint8Array(values.length);
  if (modality === 'CT') {
    const mean = boxMean(values, rows, columns, RADIUS);
    for (let i = 0; i < keep.length; i++) keep[i] = mean[i] < AIR_HU ? 1 : 0;
  }
  if (padding) for (let i = 0; i < keep.length; i++) if (isPadding(stored[i], padding)) keep[i] = 1;
  return keep;
}

/** Mean over a (2 radius + 1)² square, clipped at the borders; two running sums per pixel. */
export function boxMean(values: Float32Array, rows: number, columns: number, radius: number): Float32Array {
  const across = new Float64Array(values.length);
  const reach = Math.min(radius, columns);
  for (let r = 0; r < rows; r++) {
    const row = r * columns;
    let sum = 0;
    for (let c = 0; c < reach; c++) sum += values[row + c];
    for (let c = 0; c < columns; c++) {
      if (c + radius < columns) sum += values[row + c + radius];
      if (c - radius - 1 >= 0) sum -= values[row + c - radius - 1];
      across[row + c] = sum;
    }
  }
  const mean = new Float32Array(values.length);
  const column = new Float64Array(columns);
  const wide = Float64Array.from(
    { length: columns },
    (_, c) => Math.min(columns - 1, c + radius) - Math.max(0, c - radius) + 1,
  );
  for (let r = 0; r < Math.min(radius, rows); r++) {
    for (let c = 0; c < columns; c++) column[c] += across[r * columns + c];
  }
  for (let r = 0; r < rows; r++) {
    const row = r * columns;
    const enter = r + radius;
    const leave = r - radius - 1;
    const tall = Math.min(rows - 1, enter) - Math.max(0, leave + 1) + 1;
    if (enter < rows) for (let c = 0; c < columns; c++) column[c] += across[enter * columns + c];
    if (leave >= 0) for (let c = 0; c < columns; c++) column[c] -= across[leave * columns + c];
    for (let c = 0; c < columns; c++) mean[row + c] = column[c] / (tall * wide[c]);
  }
  return mean;
}
