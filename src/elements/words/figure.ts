/** A figure as exact as it is, in the language's own signs. */
import type { Words } from './words.js';

/** With as many digits behind the point as it takes, and no more than `significant` in all. */
export function figureText(value: number, words: Words, significant = 6): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = Number(value.toPrecision(significant));
  const [, decimals = ''] = /\.(\d+)$/.exec(String(rounded)) ?? [];
  return words.number(rounded, decimals.length);
}
