/**
 * What a run remembers of itself, bounded.
 *
 * @module
 */
import type { Breakdown, Measurement, RunHistory, StepReading } from './readings.js';
import { Thinned } from './thinned.js';

/** Readings kept: as many as a wide screen has pixels. */
export const MOST_STEPS = 4096;
export const MOST_MEASUREMENTS = 512;

export class History {
  readonly #steps: Thinned<StepReading>;
  readonly #measurements: Thinned<Measurement>;
  #breakdown: Breakdown | undefined;

  /** @param every steps between two measurements. */
  constructor(
    every: number,
    { steps, measurements, breakdown }: RunHistory = { steps: [], measurements: [] },
  ) {
    this.#steps = new Thinned({ most: MOST_STEPS, unit: 1, first: 1 }, steps);
    this.#measurements = new Thinned({ most: MOST_MEASUREMENTS, unit: every, first: 0 }, measurements);
    this.#breakdown = breakdown;
  }

  step(reading: StepReading): void {
    this.#steps.add(reading);
  }

  measured(measurement: Measurement): void {
    this.#measurements.add(measurement);
  }

  broke(breakdown: Breakdown): void {
    this.#breakdown = breakdown;
  }

  /** Forgets what lies after a step, and that the run broke down. */
  rewind(step: number): void {
    this.#steps.rewind(step);
    this.#measurements.rewind(step);
    this.#breakdown = undefined;
  }

  read(): RunHistory {
    const breakdown = this.#breakdown && { breakdown: this.#breakdown };
    return { steps: this.#steps.read(), measurements: this.#measurements.read(), ...breakdown };
  }
}
