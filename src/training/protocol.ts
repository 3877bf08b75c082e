/**
 * The contract with the training worker: calls and their answers, and what a run tells by
 * itself. Buffers are transferred, errors cross as plain fields.
 *
 * @module
 */
import type { WireError } from '../wireError.js';
import type { DenoiserImages } from './denoiserLearner.js';
import type { GanImages } from './ganLearner.js';
import type { Answer, knownAnswer } from './knownAnswer.js';
import type { MemorisationCheck } from './memorisation.js';
import type { Network, Weights } from './network.js';
import type { TrainingOptions, Tuning } from './options.js';
import type { RunDevice, RunEvent } from './outbox.js';
import type { RunEnd } from './runParts.js';

/** What a run is opened with. */
export interface OpenRun {
  readonly id: string;
  readonly options: TrainingOptions;
  /** Of the kind that the options' task needs. */
  readonly images: GanImages | DenoiserImages;
  /** Folder of the wasm binary. */
  readonly runtime: string;
  readonly checkpoint?: Uint8Array;
}

/** What is known once it is open. */
export interface OpenedRun {
  readonly device: RunDevice;
  /** Name and version of the library. */
  readonly runtime: string;
  readonly parameters: number;
  readonly secondsPerStep: number;
  /** Of weights and moments. */
  readonly bytes: number;
}

/** What can be asked of a run, where it runs. */
export interface RunCalls {
  open(request: OpenRun): Promise<OpenedRun>;
  start(): Promise<RunEnd>;
  halt(how: 'paused' | 'stopped'): Promise<void>;
  tune(change: Partial<Tuning>): Promise<void>;
  extend(steps: number): Promise<void>;
  checkpoint(): Promise<Uint8Array>;
  /** What it has learnt, and whether that is the training slices themselves. */
  model(): Promise<{
    readonly network: Network;
    readonly weights: Weights;
    readonly check: MemorisationCheck | undefined;
  }>;
  /** By plain loops, which take their time. */
  answer(...given: Parameters<typeof knownAnswer>): Promise<Answer>;
  /** Tensors alive on the backend. */
  tensors(): Promise<number>;
  /** Takes the device away: for tests. */
  loseDevice(): Promise<void>;
}

export type CallName = keyof RunCalls;

export interface ToTrainer {
  readonly id: number;
  readonly call: CallName;
  readonly given: readonly unknown[];
}

export type FromTrainer =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: WireError }
  | { readonly event: RunEvent };
