/**
 * Runs kept on this machine, with the user's consent: a checkpoint each, no images, no sheets,
 * nothing about a patient.
 *
 * @module
 */
import { TrainingError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { TrainingOptions } from '../../training/options.js';
import type { RunHistory } from '../../training/readings.js';
import type { Training } from './training.js';

/** What a list shows of a stored run. */
export interface StoredRun {
  readonly id: string;
  /** `dcgan, 64 px` and the like: settings, never a name from a header. */
  readonly title: string;
  readonly step: number;
  /** Steps asked for. */
  readonly steps: number;
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  /** Distance at the last measurement; undefined before the first. */
  readonly distance: number | undefined;
  readonly bytes: number;
  readonly options: TrainingOptions;
  readonly history: RunHistory;
  /** {@link sourceOf} the series that it was made from. */
  readonly source: string;
}

export interface Runs {
  readonly consented: boolean;
  /** False deletes what is stored. */
  consent(given: boolean): Promise<void>;
  /** @throws OutputError without consent, or where the browser keeps no data. */
  save(training: Training): Promise<StoredRun>;
  /** The latest first. */
  list(): Promise<StoredRun[]>;
  /** The checkpoint, for `openTraining`. @throws ArgumentError where there is no such run. */
  load(id: string): Promise<Uint8Array>;
  delete(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** Tells one series from another without saying whose it is. */
export async function sourceOf(_series: Series<Frame>): Promise<string> {
  return '';
}

/** The runs of this origin. */
export async function openRuns(): Promise<Runs> {
  throw new TrainingError('Runs are not kept yet.', { remedy: 'Wait for it.' });
}
