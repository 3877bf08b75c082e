/**
 * What the coach says of a run: which rule speaks, what it saw, and what would help.
 *
 * @module
 */
import type { GanOptions, TrainingOptions, Tuning } from '../options.js';
import type { RunHistory } from '../readings.js';

export type Rule =
  | 'too-little-data'
  | 'discriminator-too-strong'
  | 'discriminator-too-weak'
  | 'mode-collapse'
  | 'overfitting'
  | 'divergence'
  | 'rate-too-high'
  | 'rate-too-low';

/** What one click applies. */
export interface Remedy {
  /** Applied to the run as it goes on, or, where `restart` is set, to a new one. */
  readonly change: Partial<Tuning> &
    Partial<Pick<GanOptions, 'penalty' | 'width' | 'loss' | 'discriminatorNorm'>>;
  readonly restart: boolean;
}

export interface Advice {
  readonly rule: Rule;
  /** Step at which the rule first spoke; 0 before the start. */
  readonly step: number;
  readonly severity: 'note' | 'warning' | 'stop';
  /** The signals it saw, by name, as numbers. */
  readonly evidence: Readonly<Record<string, number>>;
  /** Absent where no setting helps: more slices are needed. */
  readonly remedy?: Remedy;
}

/** What the coach looks at. */
export interface RunFacts {
  readonly options: TrainingOptions;
  readonly trainingImages: number;
  readonly heldOutImages: number;
  readonly history: RunHistory;
}
