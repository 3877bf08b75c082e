/**
 * A series handed to the reader as one file.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { saidInWords } from '../fault.js';
import type { Words } from '../words/words.js';

/** Packs a series and hands it over. The file's name says what it is, never whose. */
export async function download(
  series: Series<Frame> | undefined,
  pack: (series: Series<Frame>) => Promise<Blob>,
  words: Words,
): Promise<void> {
  if (!series) {
    const { nothingToSave, nothingToSaveRemedy: remedy } = words;
    throw saidInWords(new ArgumentError(nothingToSave, { attribute: 'series', remedy }));
  }
  const blob = await pack(series);
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = nameOf(series);
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}

function nameOf({ frames }: Series<Frame>): string {
  const classes = frames.map((frame) => (frame.kind === 'marked' ? frame.origin.class : undefined));
  if (classes.every((one) => one === 'synthetic')) return 'veritome-synthetic.zip';
  if (classes.includes('interpolated')) return 'veritome-between.zip';
  return classes.some(Boolean) ? 'veritome-denoised.zip' : 'veritome-acquired.zip';
}
