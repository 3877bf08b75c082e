/**
 * Series that can be read against each other: of one patient's slices, whole, and none changed since
 * it was sealed, for the crosses over changed blocks would tell the sides apart.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { resultNames } from '../stage/resultName.js';
import type { Words } from '../words/words.js';
import { wordsFor } from '../words/words.js';

/** One patient's slices, made in several ways: the one that the others are read against first. */
export type ReadingSet = readonly Series<Frame>[];

/** Why the sets cannot be read, in the reader's words; undefined where they can. */
export function obstacleOf(sets: readonly ReadingSet[], words: Words): string | undefined {
  const arms = sets[0]?.length ?? 0;
  const alike = sets.every(
    (set) => set.length === arms && set.every(({ frames }) => frames.length === set[0].frames.length),
  );
  const whole = sets.every((set) =>
    set.every(({ frames }) => frames.length > 0 && Array.from(frames).every(Boolean)),
  );
  if (arms < 2 || !alike || !whole) return words.readingNone;
  const altered = sets.some((set) => set.some(({ frames }) => frames.some(isAltered)));
  return altered ? words.readingAltered : undefined;
}

/** Names for the screen. */
export function armNames(sets: readonly ReadingSet[], words: Words): string[] {
  return resultNames(sets[0] ?? [], words);
}

/** Names for the CSV, the same in every language. */
export function armIds(sets: readonly ReadingSet[]): string[] {
  return armNames(sets, wordsFor('en')).map((name, i) => (i === 0 ? name.toLowerCase() : name));
}

function isAltered(frame: Frame): boolean {
  return frame.kind === 'marked' && frame.origin.altered !== undefined;
}

/** The same series in the same order: a list made of the one is one of the other. */
export function sameSets(before: readonly ReadingSet[] | undefined, now: readonly ReadingSet[]): boolean {
  const all = [before ?? [], now].map((sets) => sets.flat());
  return all[0].length === all[1].length && all[0].every((series, i) => series === all[1][i]);
}
