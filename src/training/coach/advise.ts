/**
 * What speaks of a run at this moment: every rule in turn, and what one rule explains is
 * not said by another. Pure: the same facts give the same advice, and the numbers that
 * go in are those of `readings.ts`.
 *
 * Rules are built to be silent: each asks for a window of steps or several measurements in
 * a row, and reads shares and ratios (of the loss of guessing, of the spread of the training
 * images, of the distance at the start) rather than values that differ with data and network.
 *
 * @module
 */
import type { Advice, Rule, RunFacts } from './advice.js';
import { discriminatorTooStrong, discriminatorTooWeak } from './balance.js';
import { modeCollapse } from './collapse.js';
import { tooLittleData } from './data.js';
import { divergence } from './divergence.js';
import { overfitting } from './overfitting.js';
import { rateTooHigh, rateTooLow } from './rate.js';

const RULES: readonly ((facts: RunFacts) => Advice | undefined)[] = [
  tooLittleData,
  divergence,
  discriminatorTooStrong,
  discriminatorTooWeak,
  modeCollapse,
  overfitting,
  rateTooHigh,
  rateTooLow,
];

/** A rule that speaks, and those that then have nothing to add: the same fault, seen from elsewhere. */
const EXPLAINS: Readonly<Partial<Record<Rule, readonly Rule[]>>> = {
  divergence: ['mode-collapse', 'overfitting', 'rate-too-high', 'rate-too-low'],
  'rate-too-high': ['mode-collapse', 'overfitting'],
  'rate-too-low': ['discriminator-too-weak', 'mode-collapse'],
};

/** What holds now; before the start, and at any step. */
export function advise(facts: RunFacts): Advice[] {
  const spoken = RULES.flatMap((rule) => rule(facts) ?? []);
  const explained = new Set(spoken.flatMap(({ rule }) => EXPLAINS[rule] ?? []));
  return spoken.filter(({ rule }) => !explained.has(rule));
}
