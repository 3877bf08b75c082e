/**
 * Options as a caller leaves them out, filled in.
 *
 * ```ts
 * completeOptions();                                    // a DCGAN of 64 px
 * completeOptions({ architecture: 'style', side: 128 });
 * completeOptions({ task: 'denoise' });
 * ```
 *
 * What the defaults were chosen by stands in docs/decisions/0020-training-engine.md.
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
  // What docs/decisions/0024-self-supervised-denoiser.md was measured with: minutes on one core.
  batch: 8,
  steps: 300,
  every: 50,
  method: 'auto',
  side: 64,
  width: 8,
  generatorRate: 3e-3,
};

/** Every option, the default where the wish has none. What cannot be used is refused by wish.ts. */
export function completeOptions(wish?: Extract<TrainingWish, { task?: 'generate' }>): GanOptions;
export function completeOptions(wish: Extract<TrainingWish, { task: 'denoise' }>): DenoiserOptions;
export function completeOptions(wish?: TrainingWish): TrainingOptions;
export function completeOptions(wish: TrainingWish = {}): TrainingOptions {
  const given = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
  if (wish.task === 'denoise') return { ...DENOISER, ...given } as DenoiserOptions;
  return { ...GAN, ...ofArchitecture(wish), ...suited(wish), ...given } as GanOptions;
}

/** Styles modulate maps of one scale each: they go with instance norms (Huang and Belongie 2017, AdaIN). */
function ofArchitecture({ architecture }: Partial<GanOptions>): Partial<GanOptions> {
  return architecture === 'style' ? { generatorNorm: 'instance' } : {};
}

/** Defaults that go with what was wished for: a loss has its own penalty, a penalty its own weight. */
function suited({ loss, penalty, discriminatorNorm }: Partial<GanOptions>): Partial<GanOptions> {
  if (penalty === 'gradient' || (loss === 'wasserstein' && penalty === undefined)) {
    // Gulrajani et al. 2017, section 4.
    return { loss: 'wasserstein', penalty: 'gradient', penaltyWeight: 10, discriminatorSteps: 3 };
  }
  if (penalty === 'clip') {
    // Arjovsky et al. 2017, algorithm 1: no momentum, small steps.
    return {
      loss: 'wasserstein',
      optimiser: 'rmsprop',
      generatorRate: 3e-4,
      discriminatorRate: 3e-4,
      discriminatorSteps: 3,
    };
  }
  // A critic under the spectral norm is bounded already.
  if (discriminatorNorm === 'spectral') return { penalty: 'none' };
  return {};
}
