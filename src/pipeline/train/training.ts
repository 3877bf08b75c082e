/**
 * A training as a page sees it: `openTraining` (pipeline/train.ts) makes one.
 *
 * @module
 */
import type { MarkedFrame } from '../../provenance/markedFrame.js';
import type { ModelCard } from '../../registry/card.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import type { Advice } from '../../training/coach/advice.js';
import type { MemorisationCheck } from '../../training/memorisation.js';
import type { TrainingBackendName, TrainingOptions, Tuning } from '../../training/options.js';
import type { Measurement, RunHistory, StepReading } from '../../training/readings.js';

export type RunState = 'ready' | 'running' | 'paused' | 'stopped' | 'done' | 'failed';

/** Where a run computes, and why there. */
export interface TrainingDevice {
  readonly backend: TrainingBackendName;
  readonly device: string;
  readonly reason: string;
}

/** What is known before the first step. */
export interface TrainingFacts {
  readonly trainingImages: number;
  readonly heldOutImages: number;
  /** Parameters of generator (or denoiser) and discriminator. */
  readonly parameters: number;
  readonly device: TrainingDevice;
  /** Measured on a few trial steps, not guessed. */
  readonly secondsPerStep: number;
  /** Megabytes that weights, images and history will hold. */
  readonly megabytes: number;
  /** Modality, and what -1 and 1 mean in it. */
  readonly modality: string;
  readonly unit: 'HU' | 'arbitrary';
  readonly range: readonly [number, number];
}

/** Samples of one moment: n x n generated slices in one marked picture. */
export interface SampleSheet {
  readonly step: number;
  readonly frame: MarkedFrame;
}

/** What a run tells while it goes. */
export interface TrainingEvents {
  readonly onStep?: (reading: StepReading) => void;
  readonly onMeasurement?: (measurement: Measurement) => void;
  readonly onSheet?: (sheet: SampleSheet) => void;
  readonly onAdvice?: (advice: Advice) => void;
  readonly onState?: (state: RunState) => void;
  /** The device, and again when it was lost and another one took over. */
  readonly onDevice?: (device: TrainingDevice) => void;
}

export interface ExportWish {
  /** Lets a model leave the check that fails it, to be used here: the card says so. */
  readonly staysOnThisMachine?: boolean;
  readonly title?: string;
  readonly signal?: AbortSignal;
}

/** A model that was trained here: what its files are. */
export interface TrainedModel {
  readonly card: GeneratorCard | ModelCard;
  /** card.json, model.onnx, known-answer.json, README.md in one zip: `addModel` takes it. */
  readonly file: Blob;
  readonly check: MemorisationCheck | undefined;
}

export interface Training {
  readonly id: string;
  /** Tells the series that it learns from from others, without saying whose they are. */
  readonly source?: string;
  readonly options: TrainingOptions;
  readonly facts: TrainingFacts;
  readonly state: RunState;
  readonly step: number;
  readonly history: RunHistory;
  readonly sheets: readonly SampleSheet[];
  readonly advice: readonly Advice[];
  /** Trains until all steps are done, or `pause` or `stop` is called, and tells which. */
  start(): Promise<RunState>;
  pause(): Promise<void>;
  /** Ends the run; what it has learnt can still be exported. */
  stop(): Promise<void>;
  tune(tuning: Partial<Tuning>): void;
  /** More steps than were asked for at first. */
  extend(steps: number): void;
  /** Everything needed to go on later, as one buffer; it holds no images. */
  checkpoint(): Promise<Uint8Array>;
  /**
   * The trained model as files.
   *
   * @throws MemorisationError when the check fails and the model is not said to stay here.
   */
  export(wish?: ExportWish): Promise<TrainedModel>;
  /** Makes the model one of those that `generate` or `denoise` can be asked for, on this page. */
  use(wish?: ExportWish): Promise<GeneratorCard | ModelCard>;
  /** Ends the worker and frees its memory. */
  close(): void;
}

export type { MemorisationCheck } from '../../training/memorisation.js';
