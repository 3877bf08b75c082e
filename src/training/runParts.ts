/**
 * What a run is made of, where it stands, and how it ends.
 *
 * @module
 */
import type { BackendWish, TrainingBackend } from './backend.js';
import type { EngineState } from './engine.js';
import type { Learner } from './learner.js';
import type { TrainingOptions } from './options.js';
import type { RunEvent } from './outbox.js';
import type { RunHistory } from './readings.js';

/** What a run is made of; tests bring their own. */
export interface RunParts {
  readonly options: TrainingOptions;
  openBackend(wish: BackendWish): Promise<TrainingBackend>;
  openLearner(options: TrainingOptions): Promise<Learner>;
  tell(event: RunEvent): void;
}

/** Where a run stands. */
export interface Standing {
  readonly step: number;
  /** Of training so far. */
  readonly seconds: number;
  readonly state: EngineState;
  readonly history: RunHistory;
}

/** How a stretch of a run ends. */
export type RunEnd = 'paused' | 'stopped' | 'done' | 'failed';
