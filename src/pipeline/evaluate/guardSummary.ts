/**
 * How often the structure guard was right.
 *
 * @module
 */
import { wilson } from '../../evaluation/safety.js';
import type { End } from './contender.js';
import type { Judged } from './guard.js';
import type { Body } from './summary.js';

/** Flagged among all that were judged. */
export interface Flags {
  readonly flagged: number;
  readonly of: number;
  /** 95 % interval of the share flagged. */
  readonly interval: readonly [number, number];
  /** Scores in order. */
  readonly scores: readonly number[];
}

export interface GuardSummary {
  /** Ordinary runs at a quarter of the dose: flags here are false. */
  readonly ordinary: Partial<Record<End, Flags>>;
  /** Slices of which one clear lesion was erased on purpose: flags here are right. */
  readonly erased: Flags | null;
  /** Slices through a far too strong denoiser that erased a lesion. */
  readonly overStrong: Flags | null;
}

/** Adds the judgements up; null where there are none. */
export function summariseGuard(bodies: readonly Body[]): GuardSummary | null {
  if (bodies.length === 0) return null;
  const ordinary: Partial<Record<End, Flags>> = {};
  for (const end of Object.keys(bodies[0].body.guard.ordinary) as End[]) {
    const flags = flagsOf(bodies.flatMap(({ body }) => body.guard.ordinary[end] ?? []));
    if (flags) ordinary[end] = flags;
  }
  return {
    ordinary,
    erased: flagsOf(bodies.flatMap(({ body }) => body.guard.erased)),
    overStrong: flagsOf(bodies.flatMap(({ body }) => body.guard.overStrong ?? [])),
  };
}

function flagsOf(judged: readonly Judged[]): Flags | null {
  if (judged.length === 0) return null;
  const flagged = judged.filter((one) => one.flagged).length;
  return {
    flagged,
    of: judged.length,
    interval: wilson(flagged, judged.length),
    scores: judged.map(({ score }) => Number(score.toFixed(2))).sort((a, b) => a - b),
  };
}
