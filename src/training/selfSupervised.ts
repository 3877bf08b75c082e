/**
 * A denoiser that learns from noisy slices alone.
 *
 * @module
 */
import { TrainingError } from '../errors.js';
import type { DenoiserEngine, TrainingSlices } from './engine.js';
import type { DenoiserOptions } from './options.js';

/**
 * Opens a denoiser at its first weights: it takes nothing away yet.
 *
 * @param heldOut slices that are never trained on, of the same size
 */
export async function openDenoiserEngine(
  _options: DenoiserOptions,
  _slices: TrainingSlices,
  _heldOut: TrainingSlices,
): Promise<DenoiserEngine> {
  throw new TrainingError('Denoisers are not trained yet.', { remedy: 'Wait for it.' });
}
