/**
 * What a discriminator's loss is when it guesses: the measure by which its losses are
 * read, so that one threshold serves every loss.
 *
 * @module
 */
import type { GanOptions } from '../options.js';

/**
 * Loss of a discriminator that scores everything 0: 2 ln 2 with cross entropy (Goodfellow
 * et al. 2014), 2 with hinge (Lim and Ye 2017). A Wasserstein critic's scores have no unit: NaN.
 */
export function guessingLoss({ loss }: GanOptions): number {
  if (loss === 'wasserstein') return Number.NaN;
  return loss === 'hinge' ? 2 : 2 * Math.LN2;
}
