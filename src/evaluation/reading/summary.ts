/**
 * A reading summed up: each arm against the first one, and how far the reader agrees with
 * itself where a case was shown twice.
 *
 * @module
 */
import type { Reading } from './csv.js';
import { type Answer, isComplete } from './session.js';
import {
  type Kappa,
  type MeanDifference,
  meanDifference,
  type Proportion,
  proportion,
  weightedKappa,
} from './statistics.js';

/** What one arm got more than the first one. */
export interface ScoreRow {
  readonly arm: string;
  readonly criterion: string;
  /** Means of the scores themselves. */
  readonly means: readonly [number, number];
  readonly difference: MeanDifference;
}

/** How often one arm was chosen over the first one. */
export interface ChoiceRow {
  readonly arm: string;
  readonly chosen: Proportion;
}

export interface AgreementRow {
  /** Undefined for a choice. */
  readonly criterion: string | undefined;
  readonly kappa: Kappa;
}

export interface ReadingSummary {
  /** Cases answered in full, repeats left out. */
  readonly cases: number;
  readonly repeats: number;
  readonly scores: readonly ScoreRow[];
  readonly choices: readonly ChoiceRow[];
  readonly agreement: readonly AgreementRow[];
  /** Seconds a case, repeats with them: the middle one. */
  readonly medianSeconds: number | undefined;
}

/** Repeats tell of agreement alone: a case does not count twice. */
export function readingSummary(reading: Reading): ReadingSummary {
  const { cases, answers, task, arms, criteria, seed } = reading;
  const complete = cases.flatMap((one, i) =>
    isComplete(answers[i], task) ? [{ one, answer: answers[i] }] : [],
  );
  const firsts = complete.filter(({ one }) => one.repeatOf === undefined);
  const pairs = complete.flatMap(({ one, answer }) => {
    const first = complete.find(({ one: other }) => other.number === one.repeatOf);
    return first ? [{ first, again: { one, answer } }] : [];
  });
  const others = arms.slice(1).map((arm, i) => {
    const index = i + 1;
    return { arm, index, read: firsts.filter(({ one }) => one.sides.includes(index)) };
  });
  const read = others.filter((one) => one.read.length > 0);
  return {
    cases: firsts.length,
    repeats: pairs.length,
    scores:
      task === 'scores'
        ? read.flatMap(({ arm, index, read: of }) =>
            criteria.map((criterion, c) => scoreRow(arm, criterion, of, { c, index, seed })),
          )
        : [],
    choices:
      task === 'choice'
        ? read.map(({ arm, index, read: of }) => ({
            arm,
            chosen: proportion(of.filter((item) => chosen(item) === index).length, of.length),
          }))
        : [],
    agreement: pairs.length === 0 ? [] : agreement(pairs, reading),
    medianSeconds: median(complete.map(({ answer }) => answer.milliseconds / 1000)),
  };
}

interface Read {
  readonly one: Reading['cases'][number];
  readonly answer: Answer;
}

function scoreRow(
  arm: string,
  criterion: string,
  read: readonly Read[],
  { c, index, seed }: { c: number; index: number; seed: number },
): ScoreRow {
  const scores = read.map((item) => [scoreOf(item, c, 0), scoreOf(item, c, index)] as const);
  const mean = (side: 0 | 1) => scores.reduce((sum, pair) => sum + pair[side], 0) / scores.length;
  return {
    arm,
    criterion,
    means: [mean(0), mean(1)],
    difference: meanDifference(
      scores.map(([first, other]) => other - first),
      seed,
    ),
  };
}

function agreement(pairs: readonly { first: Read; again: Read }[], { task, criteria, seed }: Reading) {
  if (task === 'choice') {
    const codes = pairs.map(({ first, again }) => [code(first), code(again)] as const);
    return [{ criterion: undefined, kappa: weightedKappa(codes, 2, seed) }];
  }
  return criteria.map((criterion, c) => {
    const codes = pairs.flatMap(({ first, again }) =>
      first.one.sides.map((arm) => [scoreOf(first, c, arm) - 1, scoreOf(again, c, arm) - 1] as const),
    );
    return { criterion, kappa: weightedKappa(codes, 5, seed) };
  });
}

/** The score of an arm, on whichever side it stood. */
function scoreOf({ one, answer }: Read, criterion: number, arm: number): number {
  return answer.scores[criterion][one.sides[0] === arm ? 0 : 1]!;
}

function chosen({ one, answer }: Read): number {
  return one.sides[answer.choice!];
}

/** 0 for the first arm, 1 for the other. */
function code(item: Read): number {
  return chosen(item) === 0 ? 0 : 1;
}

function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
