/**
 * Running through the slices as a film.
 *
 * @module
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

const CINE_MS = 100;

/** The film of one viewport; stops when the viewport leaves the page. */
export class Cine implements ReactiveController {
  readonly #step: (count: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `step` shows the next slice of `count`. */
  constructor(host: ReactiveControllerHost, step: (count: number) => void) {
    this.#step = step;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  /** Starts or stops; a single slice does not run. */
  toggle(count: number): void {
    if (this.#timer !== undefined) this.#stop();
    else if (count >= 2) this.#timer = setInterval(() => this.#step(count), CINE_MS);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
