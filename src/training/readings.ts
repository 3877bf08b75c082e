/**
 * What a run tells of itself: a little after every step, more at every measurement.
 *
 * @module
 */

/** One step of a run. Scores are the discriminator's, before any sigmoid. */
export interface StepReading {
  /** From 1. */
  readonly step: number;
  /** Seconds of training so far, pauses left out. */
  readonly seconds: number;
  /** Of the denoiser where one is trained. */
  readonly generatorLoss: number;
  /** NaN for a denoiser. */
  readonly discriminatorLoss: number;
  /** Mean score of real and of generated images of the step; NaN for a denoiser. */
  readonly real: number;
  readonly fake: number;
  /** Share of real and generated images that the discriminator takes for what they are: 0.5 is guessing. */
  readonly told: number;
  /** Tensors alive on the backend when the step was done: constant, or memory grows. */
  readonly tensors?: number;
}

/** What is measured every so many steps; the first before step 1. */
export interface Measurement {
  /** Steps done. */
  readonly step: number;
  /** Sliced Wasserstein distance of generated images to held-out ones, x 1e3 (evaluation/slicedWasserstein.ts). */
  readonly distance: number;
  /** The same of training images to held-out ones: what cannot be beaten by much. */
  readonly floor: number;
  /** RMS difference of pairs of generated images over that of training images: below about 0.5 they look alike. */
  readonly diversity: number;
  /** Mean score of training and held-out images without augmentation: they part when the discriminator learns by heart. */
  readonly scores: { readonly train: number; readonly heldOut: number; readonly fake: number };
  /** Median distance of generated images to the nearest training image over that of held-out ones. */
  readonly nearest: number;
  /** Loss on held-out slices; denoisers. */
  readonly heldOutLoss?: number;
}

/** Why a run cannot go on by itself. */
export interface Breakdown {
  readonly step: number;
  /** Losses or weights are no longer finite. */
  readonly kind: 'not-finite';
}

/** All of it, oldest first; long runs are thinned evenly so that memory stays bounded. */
export interface RunHistory {
  readonly steps: readonly StepReading[];
  readonly measurements: readonly Measurement[];
  readonly breakdown?: Breakdown;
}
