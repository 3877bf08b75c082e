/**
 * The words of the badge and of the label in exported pictures: one text for
 * screen and file, so that a reader learns it once.
 *
 * @module
 */
import type { MarkedFrame } from './markedFrame.js';

const WORDS = {
  denoised: 'DENOISED',
  interpolated: 'SYNTHESISED BETWEEN SLICES',
  synthetic: 'SYNTHETIC, NO PATIENT',
  unknown: 'DECLARED SYNTHETIC BY ITS MAKER',
} as const;

/** `GENERATED · DENOISED · ct-denoise 1.0.0 · strength 1.00` */
export function labelOf({ origin }: MarkedFrame): string {
  const words = ['GENERATED', WORDS[origin.class]];
  const { record } = origin;
  if (record) {
    words.push(`${record.model.id} ${record.model.version}`);
    if (typeof record.options.strength === 'number')
      words.push(`strength ${record.options.strength.toFixed(2)}`);
  }
  return words.join(' · ');
}
