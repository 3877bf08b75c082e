/**
 * What the loop of a run trains: a generator or a denoiser, with what is measured of it.
 *
 * @module
 */
import { sha256 } from '../sha256.js';
import type { EngineReading, EngineState } from './engine.js';
import type { MemorisationCheck } from './memorisation.js';
import type { Network, Weights } from './network.js';
import type { TrainingOptions } from './options.js';
import type { Measurement } from './readings.js';

/** What a network makes at one moment. */
export interface RawSheet {
  /** rows x columns modality values. */
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Of the weights that made it. */
  readonly weightsSha256: string;
}

export interface Learner {
  /** Trained values of all networks. */
  readonly parameters: number;
  /** Carries out step `step`, from 1. */
  step(step: number): Promise<EngineReading>;
  /** Measures, and shows what the network makes now; `step` steps are done. */
  observe(step: number): Promise<{ readonly measurement: Measurement; readonly sheet: RawSheet }>;
  tune(options: TrainingOptions): void;
  state(): Promise<EngineState>;
  /** @throws ArgumentError when the state is of another network. */
  restore(state: EngineState): void;
  model(): Promise<{ readonly network: Network; readonly weights: Weights }>;
  /** Does it hand out what it was shown? A denoiser is not asked. */
  check(): Promise<MemorisationCheck | undefined>;
  tensors(): number;
  dispose(): void;
}

/** Lower-case hex SHA-256 over names and values. */
export async function weightsSha256(weights: Weights): Promise<string> {
  const names = Object.keys(weights).sort();
  const hashes: string[] = [];
  for (const name of names) {
    const { values, shape } = weights[name];
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    hashes.push(`${name} ${shape.join('x')} ${await sha256(bytes)}`);
  }
  return sha256(new TextEncoder().encode(hashes.join('\n')));
}
