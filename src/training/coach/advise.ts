/**
 * What the coach says of a run.
 *
 * @module
 */
import type { Advice, RunFacts } from './advice.js';

/** Rules that speak now, the gravest first. */
export function advise(_facts: RunFacts): Advice[] {
  return [];
}
