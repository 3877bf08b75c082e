/**
 * What rules read off a history: means over windows of steps, never one step alone.
 * The losses of a game of two swing from step to step, so fewer than {@link LEAST}
 * readings are not judged.
 *
 * @module
 */
import type { Measurement, RunHistory, StepReading } from '../readings.js';

/** Fewest readings that are judged; a long history is thinned, so a window may span more steps than asked. */
export const LEAST = 12;

/** Readings of the last `count` steps, and at least the last {@link LEAST}; none when there are fewer. */
export function latest({ steps }: RunHistory, count: number): readonly StepReading[] {
  if (steps.length < LEAST) return [];
  const from = steps[steps.length - 1].step - count;
  let at = steps.length - LEAST;
  while (at > 0 && steps[at - 1].step > from) at--;
  return steps.slice(at);
}

/** Readings of the first `count` steps, under the same conditions. */
export function first({ steps }: RunHistory, count: number): readonly StepReading[] {
  if (steps.length < LEAST) return [];
  const to = steps[0].step + count;
  let end = LEAST;
  while (end < steps.length && steps[end].step < to) end++;
  return steps.slice(0, end);
}

/** Measurements of the last `count` steps, and at least the last `least`; none when there are fewer. */
export function measured({ measurements }: RunHistory, count: number, least = 2): readonly Measurement[] {
  if (measurements.length < least) return [];
  const from = measurements[measurements.length - 1].step - count;
  let at = measurements.length - least;
  while (at > 0 && measurements[at - 1].step > from) at--;
  return measurements.slice(at);
}

/** Steps done; 0 before the first. */
export function stepsDone({ steps }: RunHistory): number {
  return steps.length === 0 ? 0 : steps[steps.length - 1].step;
}

/** Steps that the history spans. */
export function span({ steps }: RunHistory): number {
  return steps.length === 0 ? 0 : steps[steps.length - 1].step - steps[0].step + 1;
}

/** NaN of nothing. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** What spikes cannot move; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : sorted[sorted.length >> 1];
}
