/**
 * What a series is called beside others of the same source: the model and its strength, never a word of
 * the file's own.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Words } from '../words/words.js';

/** `ct-denoise 1.0.0 · 0.50`; the word for acquired where no slice is generated. */
export function resultName(series: Series<Frame>, words: Words): string {
  const made = series.frames.find((frame) => frame?.kind === 'marked');
  if (made?.kind !== 'marked') return words.before;
  const { record, class: kind } = made.origin;
  if (!record) return words.classes[kind];
  const { strength } = record.options;
  return words.resultOf(
    `${record.model.id} ${record.model.version}`,
    typeof strength === 'number' ? words.number(strength, 2) : '',
  );
}

/** Names of several series, each its own. */
export function resultNames(all: readonly Series<Frame>[], words: Words): string[] {
  const names = all.map((series) => resultName(series, words));
  return names.map((name, i) => {
    const same = names.slice(0, i).filter((one) => one === name).length;
    return same > 0 ? `${name} (${same + 1})` : name;
  });
}
