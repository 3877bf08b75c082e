/**
 * Opens a denoiser and runs slices through it. What it returns is {@link RawNoise},
 * which only the seal can open.
 *
 * ```ts
 * const denoiser = await openDenoiser(model, { wish: 'auto', signal });
 * const { raw, execution } = await denoiser.run(slice);
 * denoiser.close();
 * ```
 *
 * @module
 */
import type { GuardOptions } from '../evaluation/structureGuard.js';
import { type FrameInfo, toModality } from '../image/frame.js';
import { type Blend, RawNoise, removedNoise } from '../provenance/rawOutput.js';
import type { Execution, GuardFinding } from '../provenance/record.js';
import type { Model } from '../registry/models.js';
import { type OpenOptions, openBackend } from './backend.js';
import type { SliceRequest } from './protocol.js';

/** The noise of one slice, boxed, and what computed it. */
export interface Estimate {
  readonly raw: RawNoise;
  readonly execution: Execution;
}

/** A slice and how much of its noise is to be taken away. */
export interface WeighedSlice extends Pick<SliceRequest, 'stored'> {
  readonly info: Pick<FrameInfo, 'rows' | 'columns' | 'rescale'>;
  readonly blend: Blend;
  readonly options: GuardOptions;
}

export interface Denoiser {
  /** What the model opened on. */
  readonly execution: Execution;
  /** Estimates the noise of one slice; rejects with the signal's reason as soon as it is aborted. */
  run(slice: SliceRequest): Promise<Estimate>;
  /** Asks the structure guard about what a blend would take from the slice. */
  weigh(raw: RawNoise, slice: WeighedSlice): Promise<GuardFinding>;
  /** Ends the worker and frees its memory. */
  close(): void;
}

/** Opens `model` where it runs best. */
export async function openDenoiser(model: Model, { wish, signal }: OpenOptions): Promise<Denoiser> {
  const backend = await openBackend(model, { wish, signal });
  return {
    execution: backend.execution,
    async run(slice) {
      signal?.throwIfAborted();
      const { ends, execution } = await backend.denoise(slice);
      return { raw: new RawNoise(ends), execution };
    },
    async weigh(raw, { stored, info, blend, options }) {
      const { rows, columns } = info;
      const acquired = toModality(stored, info.rescale);
      return backend.weigh({ acquired, removed: removedNoise(raw, blend), rows, columns, options });
    },
    close: backend.close,
  };
}
