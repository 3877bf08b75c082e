/**
 * The words of the badge and of the label in exported pictures: one text for
 * screen and file, so that a reader learns it once.
 *
 * @module
 */
import type { MarkedFrame } from './markedFrame.js';

const WORDS = {
  denoised: 'GENERATED · DENOISED',
  interpolated: 'GENERATED · BETWEEN SLICES',
  synthetic: 'GENERATED · SYNTHETIC, NO PATIENT',
  unknown: 'SYNTHETIC DATA · DECLARED BY THE FILE',
} as const;

/** `GENERATED · DENOISED · ct-denoise 1.0.0 · strength 1.00` */
export function labelOf({ origin }: Pick<MarkedFrame, 'origin'>): string {
  const words: string[] = [WORDS[origin.class]];
  if (origin.altered) words.push('ALTERED SINCE');
  const { record } = origin;
  if (record) {
    words.push(`${record.model.id} ${record.model.version}`);
    for (const name of ['strength', 'texture']) {
      const value = record.options[name];
      if (typeof value === 'number') words.push(`${name} ${value.toFixed(2)}`);
    }
    const { fraction, gapMm } = record.options;
    if (typeof fraction === 'number' && typeof gapMm === 'number') {
      words.push(`at ${fraction.toFixed(2)} of ${gapMm.toFixed(1)} mm`);
    }
  }
  return words.join(' · ');
}
