/**
 * What goes on behind the page: the running job, the device models run on, the memory
 * in use, and whether the page is online.
 *
 * @module
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Progress } from '../../job.js';
import type { NamedDevice } from '../denoiser/deviceLine.js';
import type { Device } from '../jobs.js';

/** The activity of one page. */
export class Activity implements ReactiveController {
  /** How far the running job has come; undefined when none runs. */
  progress: Progress | undefined;
  /** The same of a training, which goes on beside other jobs. */
  training: Progress | undefined;
  device: NamedDevice | undefined;
  /** Megabytes in use; 0 where the browser does not tell. */
  memory = 0;
  readonly #host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    globalThis.addEventListener('online', this.#onLine);
    globalThis.addEventListener('offline', this.#onLine);
  }

  hostDisconnected(): void {
    globalThis.removeEventListener('online', this.#onLine);
    globalThis.removeEventListener('offline', this.#onLine);
  }

  /** A job has come further; one that has reached its end is over. */
  advance(progress: Progress): void {
    this.progress = progress.total > 0 && progress.done >= progress.total ? undefined : progress;
    this.memory = usedMegabytes();
    this.#host.requestUpdate();
  }

  /** The job is over, however it ended. */
  end(): void {
    this.memory = usedMegabytes();
    this.clear();
  }

  clear(): void {
    this.progress = undefined;
    this.#host.requestUpdate();
  }

  /** `veritome-progress` of an element on the page. */
  readonly onProgress = (event: CustomEvent<Progress>): void => this.advance(event.detail);

  readonly onDevice = (event: CustomEvent<Device>): void => this.tell(event.detail);

  tell(device: NamedDevice): void {
    this.device = device;
    this.#host.requestUpdate();
  }

  /** A training has come further. */
  train(progress: Progress): void {
    this.training = progress.total > 0 && progress.done >= progress.total ? undefined : progress;
    this.memory = usedMegabytes();
    this.#host.requestUpdate();
  }

  /** The training rests or is over. */
  endTraining(): void {
    this.training = undefined;
    this.#host.requestUpdate();
  }

  readonly #onLine = (): void => this.#host.requestUpdate();
}

/** Heap in use, where the browser tells it (Chromium); 0 elsewhere. */
function usedMegabytes(): number {
  const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
  return memory ? Math.round(memory.usedJSHeapSize / 1e6) : 0;
}
