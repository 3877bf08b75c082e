/**
 * Puts the mark into the values of a slice, before they are rounded.
 *
 * @module
 */
import { boxMean } from '../../image/air.js';
import type { FrameInfo } from '../../image/frame.js';
import type { GeneratedClass } from '../record.js';
import { amplitude, type MarkLimits } from './amplitude.js';
import { TILE } from './key.js';
import type { MarkPayload } from './mark.js';
import { pattern } from './pattern.js';
import { payloadText, toSymbols } from './payload.js';
import { sortedSample } from './sample.js';

/** HU of what holds no tissue: air, and lung. */
const NO_TISSUE = -300;
/** Magnitude images: background lies below this part of the bright tissue. */
const BACKGROUND = 0.1;
const BRIGHT = 0.98;

/**
 * Denoised slices stay measurable: at most 1 HU RMS and 2 HU, and a fifth of the noise
 * around a pixel, which adds 2 % to it. Slices that are all network carry twice as much; their pixels are
 * larger, and the windows smaller.
 */
const LIMITS: Readonly<Record<GeneratedClass, MarkLimits>> = {
  denoised: { rms: 0.97, overUsual: 0.25, overNoise: 0.22, window: [4, 6] },
  interpolated: { rms: 1.9, overUsual: 0.5, overNoise: 0.4, window: [4, 6] },
  synthetic: { rms: 1.93, overUsual: 1, overNoise: 0.6, window: [2, 3] },
};

/** A synthetic slice often leaves alone: its flag is loud, and the payload waits for the series. */
const FLAG_GAIN: Readonly<Record<MarkPayload['class'], number>> = {
  denoised: 1,
  interpolated: 2.2,
  synthetic: 2.2,
  unknown: 1,
};

/** A slice to be marked. */
export interface MarkTarget extends Pick<FrameInfo, 'rows' | 'columns' | 'modality'> {
  /** Modality values (HU), not rounded yet. */
  readonly values: Float32Array;
  /** 1 where pixels must stay as they are: padding, air, outside of the picture. */
  readonly keep?: Uint8Array;
  /** How much stronger than usual it may be; 1 when absent. What noise hides bounds it all the same. */
  readonly gain?: number;
}

const tiles = new Map<string, Float32Array>();

/** Narrower pictures cannot hold the pattern. */
const NARROWEST = 32;

/** The values with the mark in them: in tissue alone, and not in pictures of less than 32 rows or columns. */
export function embedMark(
  { values, rows, columns, modality, keep, gain = 1 }: MarkTarget,
  payload: MarkPayload,
): Float32Array {
  if (rows < NARROWEST || columns < NARROWEST) return values;
  const off = modality === 'CT' ? noTissue(values, rows, columns) : background(values, rows, columns);
  if (keep) for (let i = 0; i < off.length; i++) off[i] |= keep[i];
  const ct = modality === 'CT';
  const limits = LIMITS[payload.class === 'unknown' ? 'denoised' : payload.class];
  const map = amplitude(values, rows, columns, off, {
    ...limits,
    rms: ct ? gain * limits.rms : Number.POSITIVE_INFINITY,
  });
  const tile = tileOf(payload);
  const marked = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    const row = (r % TILE) * TILE;
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      marked[i] = map[i] === 0 ? values[i] : values[i] + map[i] * tile[row + (c % TILE)];
    }
  }
  return marked;
}

/** Made once for a series. */
function tileOf(payload: MarkPayload): Float32Array {
  const name = payloadText(payload);
  let tile = tiles.get(name);
  if (!tile) {
    if (tiles.size > 15) tiles.clear();
    tile = pattern(toSymbols(payload), FLAG_GAIN[payload.class]);
    tiles.set(name, tile);
  }
  return tile;
}

function noTissue(values: Float32Array, rows: number, columns: number): Uint8Array {
  const mean = boxMean(values, rows, columns, 2);
  const off = new Uint8Array(values.length);
  for (let i = 0; i < off.length; i++) off[i] = values[i] < NO_TISSUE || mean[i] < NO_TISSUE ? 1 : 0;
  return off;
}

function background(values: Float32Array, rows: number, columns: number): Uint8Array {
  const mean = boxMean(values, rows, columns, 3);
  const sample = sortedSample(mean, 16384);
  const least = BACKGROUND * (sample[Math.floor(BRIGHT * (sample.length - 1))] ?? 0);
  const off = new Uint8Array(values.length);
  for (let i = 0; i < off.length; i++) off[i] = mean[i] <= least ? 1 : 0;
  return off;
}
