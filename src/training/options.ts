/**
 * What a training is asked for. Every option has a default; those that may change while
 * a run goes on are {@link Tuning}.
 *
 * @module
 */

/** What may change between two steps; the coach's remedies set these. */
export interface Tuning {
  /** Learning rate of the generator, or of the denoiser. */
  readonly generatorRate: number;
  readonly discriminatorRate: number;
  /** Discriminator steps per generator step, 1 to 10. */
  readonly discriminatorSteps: number;
  /** Differentiable augmentation of real and generated images alike (Zhao et al. 2020). */
  readonly augment: boolean;
  /** Weight of R1 (Mescheder et al. 2018) or of the gradient penalty (Gulrajani et al. 2017). */
  readonly penaltyWeight: number;
}

/** What both kinds of training take. */
export interface CommonOptions {
  /** Images a step. */
  readonly batch: number;
  /** Steps of the whole run; a run may be extended. */
  readonly steps: number;
  /** 0 to 2^32 - 1: first weights, latents, order of the images, augmentation. */
  readonly seed: number;
  /** Share of the slices, in short blocks, that are never trained on, 0.05 to 0.5. */
  readonly heldOut: number;
  /** Steps between two measurements. */
  readonly every: number;
  /** `auto`: webgpu, webgl, wasm, the first that is hardware or works at all. */
  readonly backend: 'auto' | TrainingBackendName;
}

export type TrainingBackendName = 'webgpu' | 'webgl' | 'wasm' | 'cpu';

/** A generator against a discriminator. */
export interface GanOptions extends CommonOptions, Tuning {
  readonly task: 'generate';
  /** Rows and columns. */
  readonly side: 32 | 64 | 128 | 256;
  /** `dcgan`: Radford et al. 2016; `style`: mapping network, modulation, skip-layer excitation (Karras et al. 2020; Liu et al. 2021). */
  readonly architecture: 'dcgan' | 'style';
  /** Channels at full size; coarser levels have more. */
  readonly width: number;
  /** Length of the latent vector. */
  readonly latent: number;
  /** The generator is told where in the series a slice lies, 0 first to 1 last. */
  readonly conditional: boolean;
  readonly loss: 'non-saturating' | 'wasserstein' | 'hinge';
  /** `clip` and `gradient` belong to `wasserstein`. */
  readonly penalty: 'none' | 'r1' | 'clip' | 'gradient';
  readonly generatorNorm: 'none' | 'batch' | 'instance';
  readonly discriminatorNorm: 'none' | 'spectral' | 'instance';
  readonly optimiser: 'adam' | 'rmsprop' | 'sgd';
  /** Decay of the exponential moving average of the generator's weights, 0 to 0.9999. */
  readonly averaging: number;
}

/** A small residual network that learns to denoise from noisy slices alone. */
export interface DenoiserOptions extends CommonOptions {
  readonly task: 'denoise';
  /**
   * `recorrupted`: Pang et al. 2021, with noise of the colour and strength measured on the slices;
   * `neighbor2neighbor`: Huang et al. 2021; `noise2void`: Krull et al. 2019. The last two take
   * the noise of neighbouring pixels for independent, which that of a CT is not. `auto`:
   * neighbor2neighbor where the slices show that it is, recorrupted where it is not.
   */
  readonly method: 'auto' | 'recorrupted' | 'neighbor2neighbor' | 'noise2void';
  /** Side of the patches, a multiple of 8. */
  readonly side: number;
  readonly width: number;
  readonly generatorRate: number;
}

export type TrainingOptions = GanOptions | DenoiserOptions;

/** What a caller may leave out: everything but, for a denoiser, the task. */
export type TrainingWish =
  | ({ readonly task?: 'generate' } & Partial<Omit<GanOptions, 'task'>>)
  | ({ readonly task: 'denoise' } & Partial<Omit<DenoiserOptions, 'task'>>);
