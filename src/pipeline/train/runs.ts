/**
 * Runs kept on this machine, with the user's consent: a checkpoint each, no images, no sheets,
 * nothing about a patient.
 *
 * @module
 */
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
