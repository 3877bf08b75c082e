/**
 * One reader at work: which case is on, what was answered, how long it took. Time is given
 * by the caller, in milliseconds, so that the session itself needs no clock.
 *
 * @module
 */
import { ArgumentError } from '../../errors.js';
import type { ReadingCase } from './plan.js';

export type ReadingTask = 'scores' | 'choice';
export type Side = 0 | 1;

/** What a reader said of one case. */
export interface Answer {
  /** By criterion, of A and of B, 1 to 5; undefined where not scored yet. */
  readonly scores: readonly (readonly [number | undefined, number | undefined])[];
  readonly choice: Side | undefined;
  /** While the case was on the screen, pauses left out. */
  readonly milliseconds: number;
  /** How often it was shown: more than once when the reader went back. */
  readonly visits: number;
  readonly windowChanges: number;
  readonly scrolls: number;
}

/** One question of a case: a criterion on one side, in the order in which they are asked. */
export interface Cell {
  readonly criterion: number;
  readonly side: Side;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class ReadingSession {
  readonly cases: readonly ReadingCase[];
  readonly task: ReadingTask;
  readonly criteria: readonly string[];
  readonly #answers: Mutable<Answer>[];
  readonly #cells: readonly Cell[];
  #at = 0;
  #cell = 0;
  /** When the case came on; undefined while paused. */
  #since: number | undefined;

  constructor(cases: readonly ReadingCase[], task: ReadingTask, criteria: readonly string[], now: number) {
    if (cases.length === 0 || (task === 'scores' && criteria.length === 0)) {
      throw new ArgumentError('There is nothing to ask.', {
        attribute: cases.length === 0 ? 'cases' : 'criteria',
        remedy: 'Choose one case and one criterion, or more.',
      });
    }
    this.cases = cases;
    this.task = task;
    this.criteria = task === 'scores' ? criteria : [];
    this.#cells = this.criteria.flatMap((_, criterion) => [
      { criterion, side: 0 as const },
      { criterion, side: 1 as const },
    ]);
    this.#answers = cases.map(() => ({
      scores: this.criteria.map(() => [undefined, undefined] as const),
      choice: undefined,
      milliseconds: 0,
      visits: 0,
      windowChanges: 0,
      scrolls: 0,
    }));
    this.#show(0, now);
  }

  /** Index of the case on show. */
  get index(): number {
    return this.#at;
  }

  get case(): ReadingCase {
    return this.cases[this.#at];
  }

  get answer(): Answer {
    return this.#answers[this.#at];
  }

  /** What was answered, case by case. */
  get answers(): readonly Answer[] {
    return this.#answers;
  }

  /** The question that the next score answers; undefined for a choice. */
  get cell(): Cell | undefined {
    return this.#cells[this.#cell];
  }

  get paused(): boolean {
    return this.#since === undefined;
  }

  /** Everything that is asked of the case on show is answered. */
  get complete(): boolean {
    return isComplete(this.answer, this.task);
  }

  /** Cases answered in full. */
  get done(): number {
    return this.#answers.filter((answer) => isComplete(answer, this.task)).length;
  }

  /** Asks for one cell next. */
  seek(cell: Cell): void {
    const at = this.#cells.findIndex((one) => one.criterion === cell.criterion && one.side === cell.side);
    if (at >= 0) this.#cell = at;
  }

  /** Scores the cell that is asked for, and goes on to the next one. */
  score(value: number): void {
    const { cell, answer } = this;
    if (!cell || this.paused || !Number.isInteger(value) || value < 1 || value > 5) return;
    this.#answers[this.#at].scores = answer.scores.map(([a, b], criterion) => {
      if (criterion !== cell.criterion) return [a, b] as const;
      return cell.side === 0 ? ([value, b] as const) : ([a, value] as const);
    });
    this.#cell = Math.min(this.#cells.length - 1, this.#cell + 1);
  }

  choose(side: Side): void {
    if (this.task === 'choice' && !this.paused) this.#answers[this.#at].choice = side;
  }

  /** The next case; true after the last one. Stays where the case is not answered. */
  next(now: number): boolean {
    if (this.paused || !this.complete) return false;
    const last = this.#at === this.cases.length - 1;
    this.#leave(now);
    if (!last) this.#show(this.#at + 1, now);
    return last;
  }

  /** Back by one question, or to the last one of the case before. */
  back(now: number): void {
    if (this.paused) return;
    if (this.task === 'scores') {
      const { scores } = this.answer;
      const asked = this.cell;
      // A cell with an answer is the last one that was answered: it is asked for again.
      const answered = asked && scores[asked.criterion][asked.side] !== undefined;
      if (asked && (answered || this.#cell > 0)) {
        if (!answered) this.#cell -= 1;
        this.#clear();
        return;
      }
    } else if (this.answer.choice !== undefined) {
      this.#answers[this.#at].choice = undefined;
      return;
    }
    if (this.#at === 0) return;
    this.#leave(now);
    this.#show(this.#at - 1, now);
    this.#cell = Math.max(0, this.#cells.length - 1);
  }

  pause(now: number): void {
    this.#leave(now);
  }

  resume(now: number): void {
    this.#since ??= now;
  }

  /** The reader changed the window, or went to other slices. */
  log(what: 'windowChanges' | 'scrolls'): void {
    this.#answers[this.#at][what] += 1;
  }

  #clear(): void {
    const cell = this.cell!;
    this.#answers[this.#at].scores = this.answer.scores.map(([a, b], criterion) => {
      if (criterion !== cell.criterion) return [a, b] as const;
      return cell.side === 0 ? ([undefined, b] as const) : ([a, undefined] as const);
    });
  }

  #leave(now: number): void {
    if (this.#since !== undefined) this.#answers[this.#at].milliseconds += now - this.#since;
    this.#since = undefined;
  }

  #show(at: number, now: number): void {
    this.#at = at;
    this.#cell = 0;
    this.#since = now;
    this.#answers[at].visits += 1;
  }
}

/** Nothing that is asked is left open. */
export function isComplete({ scores, choice }: Answer, task: ReadingTask): boolean {
  return task === 'choice'
    ? choice !== undefined
    : scores.every(([a, b]) => a !== undefined && b !== undefined);
}
