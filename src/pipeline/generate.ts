/**
 * Slices out of a generator: the interface that the data set's writers and the command
 * work against.
 *
 * @module
 */
import { ModelError } from '../errors.js';
import type { LabelMap } from '../image/labelMap.js';
import type { ProviderWish } from '../inference/protocol.js';
import type { JobOptions } from '../job.js';
import type { SyntheticSlice } from './syntheticSlice.js';

export interface GenerateOptions extends JobOptions {
  readonly model?: string;
  readonly count: number;
  readonly seed: number;
  readonly truncation?: number;
  readonly class?: string;
  readonly labels?: readonly LabelMap[];
  readonly provider?: ProviderWish;
  /** Index of the first slice; 0 when absent. */
  readonly first?: number;
  /** Every step-th slice of the job, for shards; 1 when absent. */
  readonly step?: number;
  /** Only these positions of the job, from 0. */
  readonly indices?: readonly number[];
  readonly minRealism?: number;
  readonly onSlice?: (slice: SyntheticSlice) => void;
}

/** The slices of a job, or of a share of it, one by one. */
// biome-ignore lint/correctness/useYield: no model ships yet.
export async function* generateSlices(_options: GenerateOptions): AsyncGenerator<SyntheticSlice> {
  throw new ModelError('This version ships no generator.', {
    attribute: 'model',
    remedy: 'Install a version that lists one under veritome models.',
  });
}
