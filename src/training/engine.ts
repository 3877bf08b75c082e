/**
 * What trains: networks, losses and optimisers on a TensorFlow.js backend that is already
 * chosen. Steps are numbered by the caller; all chance comes from seed and step number, so
 * that a run that is stopped and continued is the run that was not.
 *
 * @module
 */
import type { Network, Weights } from './network.js';
import type { Tuning } from './options.js';
import type { StepReading } from './readings.js';

/** Images that a run learns from, values -1 to 1, C order, images one after the other. */
export interface TrainingImages {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  /** Of each image, 0 first to 1 last of its series. */
  readonly positions: Float32Array;
}

/**
 * Slices that a denoiser learns from, whole and at full resolution, C order, one after the
 * other in the order of their places.
 */
export interface TrainingSlices {
  readonly count: number;
  /** A multiple of 8 each: what is over is cut off. */
  readonly rows: number;
  readonly columns: number;
  /** What the network will be given in use: HU of a CT; of an MR modality values over {@link scale}. */
  readonly values: Float32Array;
  /** Modality units of 1 in `values`: 1 for HU, the percentile of its card for an MR. */
  readonly scale: number;
  /** Per slice: 1 where it lies next to the one before it here, in the same series; 0 for the first of each block. */
  readonly follows: Uint8Array;
}

/** Everything that a step depends on but seed and options, by name: parameters, moments, averages. */
export type EngineState = Weights;

/** Of one step; the run adds number and time. */
export type EngineReading = Omit<StepReading, 'step' | 'seconds'>;

export interface GanEngine {
  /** Carries out step `step`, from 1. Resolves when losses are read back. */
  step(step: number): Promise<EngineReading>;
  /** Images of the averaged generator, count x side x side. `latents` is count x latent; `positions` 0 to 1. */
  sample(latents: Float32Array, positions: Float32Array): Promise<Float32Array>;
  /** Discriminator's scores of images given like {@link TrainingImages.values}, without augmentation. */
  score(values: Float32Array, positions: Float32Array): Promise<Float32Array>;
  tune(tuning: Tuning): void;
  state(): Promise<EngineState>;
  /** @throws ArgumentError when the state is of another network. */
  restore(state: EngineState): void;
  /** The averaged generator: inputs `latent`, and `level` where conditional; answer -1 to 1. */
  generator(): Promise<{ readonly network: Network; readonly weights: Weights }>;
  /** Tensors alive on the backend. */
  tensors(): number;
  dispose(): void;
}

/** A self-supervised denoiser. Values are in the units of {@link TrainingSlices.values}. */
export interface DenoiserEngine {
  step(step: number): Promise<EngineReading>;
  /** Mean self-supervised loss over held-out patches, the same ones each time. */
  heldOutLoss(): Promise<number>;
  /** Noise of one slice, rows x columns each a multiple of 8. */
  noise(values: Float32Array, rows: number, columns: number): Promise<Float32Array>;
  tune(tuning: Pick<Tuning, 'generatorRate'>): void;
  state(): Promise<EngineState>;
  restore(state: EngineState): void;
  /** Input `image`, answer: its noise. */
  network(): Promise<{ readonly network: Network; readonly weights: Weights }>;
  tensors(): number;
  dispose(): void;
}
