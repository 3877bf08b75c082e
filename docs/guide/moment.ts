/**
 * Which sentence of the guide fits a run as it stands: the page points at what the
 * charts show at that moment.
 *
 * @module
 */
import type { RunState } from '../../src/pipeline/train/training.js';
import type { RunHistory } from '../../src/training/readings.js';

export type Moment = 'before' | 'early' | 'ahead' | 'even' | 'fooled' | 'better' | 'paused' | 'done';

/** Steps whose mean tells who is winning: single ones jump. */
const RECENT = 10;
/** Shares that the discriminator tells right: over the first it is ahead, under the second it guesses. */
const AHEAD = 0.85;
const GUESSES = 0.55;
/** Share of the first distance under which the samples are worth a look. */
const BETTER = 0.6;

export interface Shown {
  readonly moment: Moment;
  readonly step: number;
  /** Share told right over the last steps; NaN before the first. */
  readonly told: number;
  readonly first: number | undefined;
  readonly distance: number | undefined;
  readonly floor: number | undefined;
}

/** What to say of a run in this state with this history. */
export function shownOf(state: RunState | undefined, { steps, measurements }: RunHistory): Shown {
  const recent = steps.slice(-RECENT);
  const told = recent.reduce((sum, reading) => sum + reading.told, 0) / recent.length;
  const [first, last] = [measurements[0]?.distance, measurements.at(-1)];
  const figures = {
    ...{ step: steps.at(-1)?.step ?? 0, told },
    ...{ first, distance: last?.distance, floor: last?.floor },
  };
  return { moment: momentOf(state, figures, steps.length), ...figures };
}

function momentOf(
  state: RunState | undefined,
  { told, first, distance }: Omit<Shown, 'moment'>,
  steps: number,
): Moment {
  if (state === 'paused') return 'paused';
  if (state === 'done' || state === 'stopped') return 'done';
  if (state !== 'running') return 'before';
  if (steps < RECENT) return 'early';
  if (first !== undefined && distance !== undefined && distance <= first * BETTER) return 'better';
  if (told > AHEAD) return 'ahead';
  return told < GUESSES ? 'fooled' : 'even';
}
