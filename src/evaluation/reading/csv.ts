/**
 * Answers of a reading as CSV (RFC 4180): one row a case, in the order of reading. Nothing in it
 * comes from a patient.
 *
 * @module
 */
import type { ReadingCase } from './plan.js';
import { type Answer, isComplete, type ReadingTask } from './session.js';

/** A reading, over or broken off. */
export interface Reading {
  readonly seed: number;
  readonly task: ReadingTask;
  /** What was asked of each pair. */
  readonly question: string;
  readonly criteria: readonly string[];
  /** Names of the arms, the one that others are read against first. */
  readonly arms: readonly string[];
  readonly cases: readonly ReadingCase[];
  readonly answers: readonly Answer[];
}

/** Cases without a full answer are left out. */
export function readingCsv(reading: Reading): string {
  const { seed, task, question, criteria, arms, cases, answers } = reading;
  const asked = task === 'scores' ? criteria : [];
  const header = [
    ...['seed', 'task', 'question', 'case', 'repeat_of', 'set', 'slice', 'arm_a', 'arm_b'],
    ...asked.flatMap((name) => [`a: ${name}`, `b: ${name}`]),
    ...(task === 'choice' ? ['choice', 'chosen_arm'] : []),
    ...['time_ms', 'visits', 'window_changes', 'scrolls'],
  ];
  const rows = cases.flatMap((one, i) => {
    const answer = answers[i];
    if (!isComplete(answer, task)) return [];
    const { choice } = answer;
    return [
      [
        ...[seed, task, question, one.number, one.repeatOf ?? '', one.set + 1, one.slice + 1],
        ...[arms[one.sides[0]], arms[one.sides[1]]],
        ...answer.scores.flatMap(([a, b]) => [a ?? '', b ?? '']),
        ...(choice === undefined ? [] : [choice === 0 ? 'A' : 'B', arms[one.sides[choice]]]),
        ...[Math.round(answer.milliseconds), answer.visits, answer.windowChanges, answer.scrolls],
      ],
    ];
  });
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV
 * injection): names of arms and criteria come from outside.
 */
function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text;
}
