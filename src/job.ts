/**
 * What every long call takes: a signal to stop it and an ear for its progress.
 *
 * @module
 */

/** Progress of a long job, the same shape everywhere. */
export interface Progress {
  /** What is being done, in a few words for the reader: `Denoising`. */
  readonly job: string;
  readonly done: number;
  readonly total: number;
  /** Seconds left as far as known. */
  readonly secondsLeft: number | undefined;
}

/** Options of every long call. A cancelled call rejects with the signal's reason. */
export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Reports `done` of `total` and estimates the time left from the pace so far. */
export function progressMeter(job: string, total: number, onProgress: JobOptions['onProgress']) {
  const start = performance.now();
  return (done: number): void => {
    const elapsed = (performance.now() - start) / 1000;
    onProgress?.({ job, done, total, secondsLeft: done > 0 ? (elapsed / done) * (total - done) : undefined });
  };
}
