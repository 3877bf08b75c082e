/**
 * What a detector listens to: a picture without its anatomy.
 *
 * @module
 */
import { boxMean } from '../../image/air.js';
import type { MarkPicture } from './mark.js';
import { sortedSample } from './sample.js';

/** Half widths of the windows, pixels: the mean that is taken off, and where loudness is measured. */
const MEAN = 2;
const LOUDNESS = 2;

/** A pixel is listened to at most so far above the loudness around it: edges shout. */
const CLIP = 2.5;
/**
 * Parts of the usual loudness below which a surrounding counts as no quieter: there lies
 * quantisation rather than picture, the more of it the harder the picture was coded.
 */
const FLOORS = [0.12, 0.3] as const;

/**
 * The residual three times, rows x columns each: pixels weighted by the inverse square of
 * the noise around them, with a low floor (best for pictures as they were stored) and with
 * a higher one (after lossy coding), and by the inverse of the noise (where coding has
 * silenced the flat parts). Zero where nothing is heard.
 */
export function residuals({ values, rows, columns }: MarkPicture): Float32Array[] {
  const band = boxMean(values, rows, columns, MEAN);
  const power = new Float32Array(values.length);
  for (let i = 0; i < band.length; i++) {
    const d = values[i] - band[i];
    band[i] = d;
    power[i] = d * d;
  }
  const around = boxMean(power, rows, columns, LOUDNESS);
  const usual = usualPower(around);
  const [low, high] = FLOORS.map((part) => usual * part * part);
  const silent = low * 0.01;
  const stored = power;
  const coded = new Float32Array(values.length);
  const even = new Float32Array(values.length);
  const root = Math.sqrt(usual);
  for (let i = 0; i < band.length; i++) {
    if (around[i] <= silent) {
      stored[i] = 0;
      continue;
    }
    const loudness = Math.sqrt(around[i] + low);
    const floored = Math.sqrt(around[i] + high);
    stored[i] = (bounded(band[i] / loudness) * root) / loudness;
    even[i] = bounded(band[i] / floored);
    coded[i] = (even[i] * root) / floored;
  }
  return [stored, coded, even];
}

function bounded(value: number): number {
  return value > CLIP ? CLIP : value < -CLIP ? -CLIP : value;
}

/** Median power where there is any, on a sample. */
function usualPower(power: Float32Array): number {
  const heard = sortedSample(power, 16384, (value) => value > 1e-9);
  return heard[heard.length >> 1] ?? 1;
}
