/**
 * The stacks of a comparison: the pair, and what hangs beside it.
 *
 * @module
 */
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import { resultNames } from '../stage/resultName.js';
import type { Words } from '../words/words.js';
import { linkedTo } from './linked.js';

/** Pictures that hang beside each other, the acquired one with them. */
export const MOST = 4;

/** What a comparison was given. */
export interface Given {
  readonly acquired: Series<Frame> | undefined;
  readonly generated: Series<Frame> | undefined;
  readonly results: readonly Series<Frame>[];
}

export type Stack = Series<Frame> | undefined;

/** A picture of a hang and its name. */
export interface Hung {
  readonly series: Stack;
  readonly name: string;
}

/** Acquired and generated, slice by slice at one place in mm. */
export function pairOf({ acquired, generated }: Given): readonly [Stack, Stack] {
  return [acquired, acquired && generated ? linkedTo(acquired, generated) : generated];
}

/** The pair and the further results, as many as hang; without a pair the results alone. */
export function stacksOf(given: Given): readonly Stack[] {
  const pair = pairOf(given);
  if (given.results.length === 0) return pair;
  const [master = given.results[0]] = pair.filter((one) => one !== undefined);
  const others = given.results.map((one) => linkedTo(master, one));
  return [...pair.filter((one) => one !== undefined), ...others].slice(0, MOST);
}

/** The stacks with their names. */
export function hangOf(given: Given, words: Words): readonly Hung[] {
  const stacks = stacksOf(given);
  const names = resultNames(present(stacks), words);
  let at = 0;
  return stacks.map((series) => ({ series, name: series ? names[at++] : '' }));
}

/** Those that are there. */
export function present(stacks: readonly Stack[]): Series<Frame>[] {
  return stacks.filter((one) => one !== undefined);
}
