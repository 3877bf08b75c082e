/**
 * Running through the slices as a film, as fast as the file asks.
 *
 * @module
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Frames a second of a film whose file does not say. */
const USUAL = 10;
const [SLOWEST, FASTEST] = [1, 60];

/** The film of one viewport; stops when the viewport leaves the page. */
export class Cine implements ReactiveController {
  readonly #step: (count: number) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #count = 0;
  #rate = USUAL;
  /** The reader set the rate: the file no longer does. */
  #chosen = false;

  /** `step` shows the next slice of `count`. */
  constructor(host: ReactiveControllerHost, step: (count: number) => void) {
    this.#step = step;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#stop();
  }

  get running(): boolean {
    return this.#timer !== undefined;
  }

  /** Frames a second. */
  get rate(): number {
    return this.#rate;
  }

  /** Starts or stops; a single slice does not run. True when it runs now. */
  toggle(count: number): boolean {
    if (this.running) this.#stop();
    else if (count >= 2) {
      this.#count = count;
      this.#start();
    }
    return this.running;
  }

  /** The file's own rate; what the reader chose stays. */
  suggest(rate: number | undefined): void {
    if (!this.#chosen) this.#set(rate ?? USUAL);
  }

  /** Makes the film faster or slower by a factor. */
  speed(factor: number): void {
    this.#chosen = true;
    this.#set(this.#rate * factor);
  }

  /** Another series: its file is asked anew. */
  forget(): void {
    this.#chosen = false;
    this.#rate = USUAL;
    this.#stop();
  }

  #set(rate: number): void {
    this.#rate = Math.min(FASTEST, Math.max(SLOWEST, rate));
    if (!this.running) return;
    this.#stop();
    this.#start();
  }

  #start(): void {
    this.#timer = setInterval(() => this.#step(this.#count), 1000 / this.#rate);
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
