/**
 * What a run tells the page. Readings of steps go in batches: hundreds of messages a second
 * would keep the page from painting.
 *
 * @module
 */
import type { RawSheet } from './learner.js';
import type { TrainingBackendName } from './options.js';
import type { Breakdown, Measurement, StepReading } from './readings.js';

/** Where a run computes, and why there. */
export interface RunDevice {
  readonly backend: TrainingBackendName;
  readonly device: string;
  readonly reason: string;
}

export type RunEvent =
  | { readonly steps: readonly StepReading[] }
  | { readonly measurement: Measurement; readonly sheet: RawSheet & { readonly step: number } }
  | { readonly breakdown: Breakdown }
  /** Another device took over. */
  | { readonly device: RunDevice }
  /** What was told of later steps is void. */
  | { readonly rewound: number };

const EVERY_MS = 100;

export class Outbox {
  readonly #tell: (event: RunEvent) => void;
  #steps: StepReading[] = [];
  #sentAt = 0;

  constructor(tell: (event: RunEvent) => void) {
    this.#tell = tell;
  }

  step(reading: StepReading): void {
    this.#steps.push(reading);
    if (performance.now() - this.#sentAt >= EVERY_MS) this.flush();
  }

  /** After all readings that came before. */
  send(event: RunEvent): void {
    this.flush();
    this.#tell(event);
  }

  flush(): void {
    if (this.#steps.length === 0) return;
    const steps = this.#steps;
    this.#steps = [];
    this.#sentAt = performance.now();
    this.#tell({ steps });
  }
}
