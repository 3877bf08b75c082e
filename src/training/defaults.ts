/**
 * Options as a caller leaves them out, filled in and checked.
 *
 * @module
 */
import type { DenoiserOptions, GanOptions, TrainingOptions, TrainingWish } from './options.js';

const COMMON = { batch: 16, seed: 1, heldOut: 0.2, backend: 'auto' } as const;

const GAN: GanOptions = {
  ...COMMON,
  task: 'generate',
  steps: 2000,
  every: 50,
  side: 64,
  architecture: 'dcgan',
  width: 16,
  latent: 64,
  conditional: false,
  loss: 'non-saturating',
  penalty: 'r1',
  penaltyWeight: 1,
  generatorNorm: 'batch',
  discriminatorNorm: 'none',
  optimiser: 'adam',
  generatorRate: 1e-3,
  discriminatorRate: 1e-3,
  discriminatorSteps: 1,
  augment: true,
  averaging: 0.99,
};

const DENOISER: DenoiserOptions = {
  ...COMMON,
  task: 'denoise',
  steps: 600,
  every: 50,
  method: 'neighbor2neighbor',
  side: 64,
  width: 24,
  generatorRate: 1e-3,
};

/**
 * Every option, the default where the wish has none.
 *
 * @throws ArgumentError for a value that cannot be used; it names the option and says what can
 */
export function completeOptions(wish: TrainingWish = {}): TrainingOptions {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  if (wish.task === 'denoise') return { ...DENOISER, ...given } as DenoiserOptions;
  return { ...GAN, ...given } as GanOptions;
}
