/**
 * The loop of a run: one step after another, with room between them for what the page says.
 * It measures every so often, keeps the last good state in memory, breaks down when numbers
 * are no longer finite, and goes on elsewhere when the device is lost.
 *
 * @module
 */
import { isVeritomeError, TrainingError } from '../errors.js';
import type { TrainingBackend } from './backend.js';
import { History } from './history.js';
import type { Learner } from './learner.js';
import type { TrainingOptions, Tuning } from './options.js';
import { Outbox } from './outbox.js';
import type { RunEnd, RunParts, Standing } from './runParts.js';
import { turn } from './turn.js';
import { checkedOptions, tuned } from './wish.js';

/** Trial steps that are timed, after one that warms up; what they learnt is undone. */
const TRIALS = 2;
/** A GPU that goes says so a little later than the step that it spoilt. */
const LOSS_MS = 100;

export class Run {
  readonly #parts: RunParts;
  readonly #outbox: Outbox;
  #options: TrainingOptions;
  #backend: TrainingBackend;
  #learner: Learner;
  #history: History;
  #lostBackends: TrainingBackend['backend'][] = [];
  #step = 0;
  #seconds = 0;
  /** The last state known to be good. */
  #kept: Omit<Standing, 'history'>;
  /** None yet: a run that goes on looks at once, so that there is something to see. */
  #observedAt = -1;
  #failed = false;
  #wanted: 'paused' | 'stopped' | undefined;
  #going: Promise<RunEnd> | undefined;
  #waiting: (() => Promise<void>)[] = [];

  private constructor(parts: RunParts, backend: TrainingBackend, learner: Learner, start: Standing) {
    this.#parts = parts;
    this.#options = parts.options;
    this.#backend = backend;
    this.#learner = learner;
    this.#history = new History(parts.options.every, start.history);
    this.#step = start.step;
    this.#seconds = start.seconds;
    this.#kept = start;
    this.#outbox = new Outbox(parts.tell);
  }

  /** Opens backend and networks, and goes to where a checkpoint stood. */
  static async open(parts: RunParts, from?: Standing): Promise<Run> {
    const backend = await parts.openBackend({ wish: parts.options.backend, without: [] });
    const learner = await parts.openLearner(parts.options);
    if (from) learner.restore(from.state);
    const fresh = { step: 0, seconds: 0, history: { steps: [], measurements: [] } };
    return new Run(parts, backend, learner, from ?? { ...fresh, state: await learner.state() });
  }

  get backend(): TrainingBackend {
    return this.#backend;
  }

  get learner(): Learner {
    return this.#learner;
  }

  get options(): TrainingOptions {
    return this.#options;
  }

  /** Measured seconds of one step. */
  async trial(): Promise<number> {
    const { step, state } = this.#kept;
    await this.#learner.step(step + 1);
    const begin = performance.now();
    for (let i = 1; i <= TRIALS; i++) await this.#learner.step(step + 1 + i);
    const seconds = (performance.now() - begin) / 1000 / TRIALS;
    this.#learner.restore(state);
    return seconds;
  }

  /**
   * Trains until it ends; after a breakdown from the last good state.
   *
   * @throws TrainingError when no backend is left, or a step cannot be carried out.
   */
  start(): Promise<RunEnd> {
    this.#wanted = undefined;
    this.#going ??= this.#go().finally(() => {
      this.#going = undefined;
    });
    return this.#going;
  }

  /** Ends the loop after its step. */
  async halt(how: 'paused' | 'stopped'): Promise<void> {
    this.#wanted = how;
    await this.#going?.catch(() => {});
  }

  tune(change: Partial<Tuning>): Promise<void> {
    return this.between(async () => {
      this.#options = tuned(this.#options, change);
      this.#learner.tune(this.#options);
    });
  }

  extend(steps: number): Promise<void> {
    return this.between(async () => {
      this.#options = checkedOptions({ ...this.#options, steps: this.#options.steps + steps });
    });
  }

  /** All that is needed to go on. */
  standing(): Promise<Standing> {
    return this.between(async () => ({
      step: this.#step,
      seconds: this.#seconds,
      state: await this.#learner.state(),
      history: this.#history.read(),
    }));
  }

  /** Does something between two steps. */
  async between<T>(task: () => Promise<T>): Promise<T> {
    if (!this.#going) return task();
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push(() => task().then(resolve, reject));
    });
  }

  dispose(): void {
    this.#wanted = 'stopped';
    this.#learner.dispose();
  }

  async #go(): Promise<RunEnd> {
    if (this.#failed) this.#rewind();
    try {
      for (;;) {
        await turn();
        await this.#listen();
        if (this.#wanted) return this.#wanted;
        const { steps } = this.#options;
        if (this.#step !== this.#observedAt && this.#isMeasured()) {
          if (!(await this.#guarded(() => this.#observe()))) continue;
          if (this.#failed) return 'failed';
        }
        if (this.#step >= steps) return 'done';
        await this.#guarded(() => this.#advance());
        if (this.#failed) return 'failed';
      }
    } finally {
      this.#outbox.flush();
      await this.#listen();
    }
  }

  #isMeasured(): boolean {
    const { every, steps } = this.#options;
    return this.#observedAt < 0 || this.#step % every === 0 || this.#step >= steps;
  }

  async #listen(): Promise<void> {
    for (let task = this.#waiting.shift(); task; task = this.#waiting.shift()) await task();
  }

  /** Does something on the device; false when the device was lost over it and another took over. */
  async #guarded(work: () => Promise<void>): Promise<boolean> {
    const begin = performance.now();
    const { gone } = this.#backend;
    try {
      const working = work();
      // What is asked of a device that goes may never be answered, or be refused too late.
      working.catch(() => {});
      await Promise.race([working, gone]);
      this.#seconds += (performance.now() - begin) / 1000;
      if (!this.#backend.lost()) return true;
    } catch (error) {
      if (isVeritomeError(error)) throw error;
      if (!(await this.#isLoss())) throw stopped(error);
    }
    await this.#recover();
    return false;
  }

  /** What a GPU throws without being asked wrongly is taken for its end. */
  async #isLoss(): Promise<boolean> {
    if (['webgpu', 'webgl'].includes(this.#backend.backend)) return true;
    return this.#backend.lost();
  }

  async #advance(): Promise<void> {
    const begin = performance.now();
    const step = this.#step + 1;
    const backend = this.#backend;
    const reading = await this.#learner.step(step);
    if (this.#isVoid(backend)) return;
    if (!Number.isFinite(reading.generatorLoss) || !this.#finite(reading.discriminatorLoss)) {
      await this.#breakDown(step);
      return;
    }
    this.#step = step;
    const seconds = this.#seconds + (performance.now() - begin) / 1000;
    const whole = { step, seconds, ...reading, tensors: this.#learner.tensors() };
    this.#history.step(whole);
    this.#outbox.step(whole);
  }

  /** What a lost device computed, if it answers at all. */
  #isVoid(backend: TrainingBackend): boolean {
    return backend !== this.#backend || backend.lost();
  }

  /** A denoiser has no discriminator. */
  #finite(loss: number): boolean {
    return Number.isFinite(loss) || this.#options.task === 'denoise';
  }

  async #observe(): Promise<void> {
    const backend = this.#backend;
    const { measurement, sheet } = await this.#learner.observe(this.#step);
    const state = await this.#learner.state();
    if (this.#isVoid(backend)) return;
    this.#observedAt = this.#step;
    if (!sheet.values.every(Number.isFinite)) {
      await this.#breakDown(this.#step);
      return;
    }
    this.#kept = { step: this.#step, seconds: this.#seconds, state };
    this.#history.measured(measurement);
    this.#outbox.send({ measurement, sheet: { step: this.#step, ...sheet } });
  }

  /** Back to the last good state; the curve stays, to be looked at. */
  async #breakDown(step: number): Promise<void> {
    // Nonsense from a GPU may be its last word.
    if (this.#backend.backend !== 'wasm' && this.#backend.backend !== 'cpu') {
      await new Promise((resolve) => setTimeout(resolve, LOSS_MS));
      if (this.#backend.lost()) return;
    }
    this.#failed = true;
    const breakdown = { step, kind: 'not-finite' } as const;
    this.#history.broke(breakdown);
    this.#learner.restore(this.#kept.state);
    this.#step = this.#kept.step;
    this.#seconds = this.#kept.seconds;
    this.#outbox.send({ breakdown });
  }

  async #recover(): Promise<void> {
    const { backend } = this.#backend;
    this.#lostBackends.push(backend);
    try {
      this.#learner.dispose();
    } catch {
      // Its tensors went with the device.
    }
    const next = await this.#parts.openBackend({ wish: this.#options.backend, without: this.#lostBackends });
    const reason = `${backend} was lost after step ${this.#step}; ${next.reason}`.replace(/; $/, '');
    this.#backend = { ...next, reason };
    this.#learner = await this.#parts.openLearner(this.#options);
    this.#learner.restore(this.#kept.state);
    this.#rewind();
    this.#outbox.send({ device: { backend: next.backend, device: next.device, reason } });
  }

  #rewind(): void {
    this.#failed = false;
    this.#step = this.#kept.step;
    this.#seconds = this.#kept.seconds;
    this.#observedAt = Math.min(this.#observedAt, this.#step);
    this.#history.rewind(this.#step);
    this.#outbox.send({ rewound: this.#step });
  }
}

function stopped(error: unknown): TrainingError {
  const why = error instanceof Error ? error.message : String(error);
  return new TrainingError(`The run stopped: ${why}`, {
    remedy: 'Make images, batch or width smaller; if it stays, report it.',
    cause: error,
  });
}
