/** Stand-in until the training room completes wishes itself. */
import type { DenoiserOptions, GanOptions, TrainingOptions, TrainingWish } from '../../training/options.js';

const GAN: GanOptions = {
  task: 'generate', side: 64, architecture: 'dcgan', width: 16, latent: 64, conditional: true,
  loss: 'non-saturating', penalty: 'r1', penaltyWeight: 1, generatorNorm: 'batch', discriminatorNorm: 'spectral',
  optimiser: 'adam', generatorRate: 0.0002, discriminatorRate: 0.0002, discriminatorSteps: 1, augment: true,
  averaging: 0.99, batch: 8, steps: 2000, seed: 1, heldOut: 0.2, every: 100, backend: 'auto',
};
const DENOISER: DenoiserOptions = {
  task: 'denoise', method: 'neighbor2neighbor', side: 64, width: 24, generatorRate: 0.001, batch: 8,
  steps: 1000, seed: 1, heldOut: 0.2, every: 50, backend: 'auto',
};
export function completeOptions(wish: TrainingWish): TrainingOptions {
  return wish.task === 'denoise' ? { ...DENOISER, ...wish } : { ...GAN, ...wish, task: 'generate' };
}
