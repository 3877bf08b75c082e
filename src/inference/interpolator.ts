/**
 * Opens an interpolator and asks it for slices between slices. What it returns is
 * {@link RawOutput}, which only the seal can open.
 *
 * ```ts
 * const interpolator = await openInterpolator(model, { wish: 'auto', signal });
 * const { raw } = await interpolator.run({ before, after, rows, columns, fraction: 0.5, gapMm: 5 });
 * interpolator.close();
 * ```
 *
 * @module
 */
import { RawOutput } from '../provenance/rawOutput.js';
import type { Execution } from '../provenance/record.js';
import type { Model } from '../registry/models.js';
import { type OpenOptions, openBackend } from './backend.js';
import type { BetweenRequest } from './protocol.js';

/** One slice, boxed, and what computed it. */
export interface Synthesis {
  readonly raw: RawOutput;
  readonly execution: Execution;
}

export interface Interpolator {
  /** What the model opened on. */
  readonly execution: Execution;
  /** Makes one slice; rejects with the signal's reason as soon as it is aborted. */
  run(between: BetweenRequest): Promise<Synthesis>;
  /** Ends the worker and frees its memory. */
  close(): void;
}

/** Opens `model` where it runs best. */
export async function openInterpolator(model: Model, { wish, signal }: OpenOptions): Promise<Interpolator> {
  const backend = await openBackend(model, { wish, signal });
  return {
    execution: backend.execution,
    async run(between) {
      signal?.throwIfAborted();
      const { values, execution } = await backend.interpolate(between);
      return { raw: new RawOutput(values), execution };
    },
    close: backend.close,
  };
}
