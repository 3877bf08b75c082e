/** More workers than these wait for the disk or for each other. */
const MOST_WORKERS = 4;

/** Workers at the same time, on a machine of so many cores. */
export function workerCount(): number {
  return Math.min(MOST_WORKERS, Math.max(1, globalThis.navigator?.hardwareConcurrency ?? 1));
}
