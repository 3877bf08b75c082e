/**
 * From open series to what a denoiser learns from.
 *
 * @module
 */
import type { DenoiserSlices } from './denoiserLearner.js';

export interface PreparedSlices {
  readonly train: DenoiserSlices;
  readonly heldOut: DenoiserSlices;
  readonly modality: string;
  readonly unit: 'HU' | 'arbitrary';
  readonly range: readonly [number, number];
  /** Modality units of 1 in the network. */
  readonly scale: number;
}
