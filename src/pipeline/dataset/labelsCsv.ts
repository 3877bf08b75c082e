/**
 * `labels.csv`: one line a slice, for those who train.
 *
 * @module
 */
import { TISSUES } from '../../image/labelMap.js';
import type { SyntheticSlice } from '../syntheticSlice.js';
import type { SliceFiles } from './format.js';

export const CSV_HEADER = [
  ...['file', 'label_file', 'class', 'seed', 'realism'],
  ...TISSUES.map((tissue) => `${tissue.replaceAll(' ', '_')}_fraction`),
].join(',');

/** The line of one slice. Fractions are of all its pixels. */
export function csvLine({ image, label }: SliceFiles, slice: SyntheticSlice): string {
  const counts = new Array<number>(TISSUES.length).fill(0);
  for (const code of slice.labels.codes) counts[code] += 1;
  const told = slice.frame.rescale.type === 'HU';
  return [
    image.name,
    // Where there is no file of their own, the labels lie in the image's, if there are any.
    label?.name ?? (told ? image.name : ''),
    slice.class,
    slice.seed,
    slice.realism?.toFixed(4) ?? '',
    ...counts.map((count) => (told ? (count / slice.labels.codes.length).toFixed(5) : '')),
  ]
    .map((value) => quoted(String(value)))
    .join(',');
}

/** RFC 4180. */
function quoted(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
