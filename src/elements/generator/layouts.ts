/**
 * Label maps out of a series: of slices spread evenly over it, as many as are needed.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { LabelMap } from '../../image/labelMap.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { saidInWords } from '../fault.js';
import type { Jobs } from '../jobs.js';
import type { Words } from '../words/words.js';

export interface Layouts {
  readonly series: Series<Frame> | undefined;
  readonly count: number;
  readonly tissueLabels: Jobs['tissueLabels'];
  readonly signal: AbortSignal;
  readonly words: Words;
}

/** @throws ArgumentError without a series, or where none of its slices shows a body. */
export async function layoutsOf({
  series,
  count,
  tissueLabels,
  signal,
  words,
}: Layouts): Promise<LabelMap[]> {
  const frames = series?.frames ?? [];
  const wanted = Math.min(count, frames.length);
  const maps: LabelMap[] = [];
  for (let i = 0; i < wanted; i++) {
    signal.throwIfAborted();
    const map = await tissueLabels(frames[Math.floor(((i + 0.5) * frames.length) / wanted)]);
    if (map.codes.some((code) => code > 0)) maps.push(map);
    // The page stays awake between slices.
    await new Promise((resolve) => setTimeout(resolve));
  }
  if (maps.length > 0) return maps;
  throw saidInWords(
    new ArgumentError(frames.length > 0 ? words.noLayouts : words.sourceNoStudy, {
      attribute: 'series',
      remedy: words.noLayoutsRemedy,
    }),
  );
}
