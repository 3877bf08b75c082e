/**
 * One training at a time: prepared and measured, started, paused, gone on with, stopped;
 * what it tells while it goes reaches the page at a pace that a page can follow.
 *
 * @module
 */
import type { ReactiveController } from 'lit';
import { ArgumentError } from '../../errors.js';
import type { Series } from '../../image/series.js';
import type { Progress } from '../../job.js';
import type { RunState, Training, TrainingDevice } from '../../pipeline/train/training.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Advice } from '../../training/coach/advice.js';
import type { TrainingWish } from '../../training/options.js';
import type { StepReading } from '../../training/readings.js';
import { faultOf, isAbort, saidInWords, type Tells } from '../fault.js';
import type { Words } from '../words/words.js';
import type { VeritomeTrainer } from './trainer.js';

/** The page follows a run at most this often, milliseconds. */
const PACE_MS = 250;
/** Steps whose mean tells the pace of the run. */
const RECENT = 20;
/** States from which a run goes on. */
const LIVE: readonly RunState[] = ['ready', 'running', 'paused'];

export class Course implements ReactiveController {
  training: Training | undefined;
  /** What the training was opened with. */
  source: Series<Frame> | undefined;
  device: TrainingDevice | undefined;
  fault: Tells | undefined;
  readonly #host: VeritomeTrainer;
  readonly #words: () => Words;
  /** Called as a run goes, and when it rests or has ended: what is to be kept is kept then. */
  readonly #heed: (training: Training, resting: boolean) => Promise<void>;
  #opening: AbortController | undefined;
  #going: Promise<RunState> | undefined;
  #heeded: Promise<void> = Promise.resolve();
  #told = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    host: VeritomeTrainer,
    words: () => Words,
    heed: (training: Training, resting: boolean) => Promise<void>,
  ) {
    this.#host = host;
    this.#words = words;
    this.#heed = heed;
    host.addController(this);
  }

  get opening(): boolean {
    return this.#opening !== undefined;
  }

  get state(): RunState | undefined {
    return this.training?.state;
  }

  get running(): boolean {
    return this.state === 'running';
  }

  /** A run that was prepared or started and has not ended. */
  get live(): boolean {
    return this.state !== undefined && LIVE.includes(this.state);
  }

  /** Measured on the way, else on the trial steps; seconds. */
  get secondsPerStep(): number {
    const steps = this.training?.history.steps ?? [];
    const [from, to] = [steps.at(-1 - RECENT) ?? steps[0], steps.at(-1)];
    if (!from || !to || to.step === from.step) return this.training?.facts.secondsPerStep ?? 0;
    return (to.seconds - from.seconds) / (to.step - from.step);
  }

  /** Of the steps asked for; seconds. */
  get secondsLeft(): number {
    const { training } = this;
    return training ? Math.max(0, training.options.steps - training.step) * this.secondsPerStep : 0;
  }

  /** A host that moves the element keeps its run; one that takes it away ends it. */
  hostDisconnected(): void {
    setTimeout(() => {
      if (this.#host.isConnected) return;
      this.#opening?.abort();
      this.#rest();
    });
  }

  async #rest(): Promise<void> {
    if (this.running) await this.training?.pause();
    if (!this.#host.isConnected) this.drop();
  }

  /** Looks for a device and measures; the run is ready then. A second call cancels the first. */
  async prepare(wish: TrainingWish, checkpoint?: Uint8Array): Promise<Training> {
    this.#opening?.abort();
    this.drop();
    const opening = new AbortController();
    this.#opening = opening;
    this.fault = undefined;
    this.#host.requestUpdate();
    try {
      const series = this.#sourceOf();
      const { signal } = opening;
      const training = await this.#host.jobs.openTraining(series, {
        ...wish,
        ...this.#ears(opening),
        signal,
        ...(checkpoint && { checkpoint }),
        onProgress: (progress) => this.#host.tell<Progress>('veritome-progress', progress),
      });
      if (signal.aborted) training.close();
      signal.throwIfAborted();
      this.training = training;
      this.source = series;
      this.#tellDevice(training.facts.device);
      return training;
    } catch (error) {
      if (this.#opening === opening) this.#fail(error);
      throw error;
    } finally {
      if (this.#opening === opening) {
        this.#opening = undefined;
        this.#host.requestUpdate();
        if (!this.training) this.#host.tell('veritome-end', {});
      }
    }
  }

  /** Starts, or goes on after a pause; with a run that has ended, a new one. */
  async start(wish: TrainingWish): Promise<RunState> {
    while (this.#going) {
      if (this.running) return this.#going;
      // One that is coming to rest is waited for: its answer is not that of the new run.
      await this.#going.catch(() => undefined);
    }
    if (!this.live) await this.prepare(wish);
    return this.go();
  }

  /** Lets the run at hand go on. */
  go(): Promise<RunState> {
    this.#going ??= this.#go().finally(() => {
      this.#going = undefined;
      this.#host.requestUpdate();
    });
    return this.#going;
  }

  async #go(): Promise<RunState> {
    const { training } = this;
    if (!training) throw new Error('no training');
    this.fault = undefined;
    try {
      const over = training.start();
      this.#host.requestUpdate();
      return await over;
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.#flush();
      if (this.training === training) this.#heeded = this.#heed(training, true);
      this.#host.tell('veritome-end', {});
    }
  }

  async pause(): Promise<void> {
    this.#opening?.abort();
    if (this.running) await this.training?.pause();
  }

  async stop(): Promise<void> {
    this.#opening?.abort();
    if (this.state === 'ready') this.drop();
    else if (this.live) await this.training?.stop();
    this.#host.requestUpdate();
  }

  /** More steps; an ended run goes on with them. */
  extend(steps: number): Promise<RunState> {
    this.training?.extend(steps);
    return this.go();
  }

  /** Ends the run at hand and frees its memory. */
  drop(): void {
    const { training } = this;
    // What is being kept of it is kept first.
    this.#heeded.then(() => training?.close());
    this.training = undefined;
    this.source = undefined;
    this.fault = undefined;
    this.#host.requestUpdate();
  }

  #sourceOf(): Series<Frame> {
    const { series } = this.#host;
    const words = this.#words();
    if (series) return series;
    const { trainNoSeries, nothingToSaveRemedy: remedy } = words;
    throw saidInWords(new ArgumentError(trainNoSeries, { attribute: 'series', remedy }));
  }

  /** What a run that was dropped still says is not heard. */
  #ears(opening: AbortController) {
    let mine: Training | undefined;
    const live = () => {
      if (this.#opening === opening) return true;
      mine ??= opening.signal.aborted ? undefined : this.training;
      return mine !== undefined && mine === this.training;
    };
    const follow = () => live() && this.#follow();
    return {
      onStep: (reading: StepReading) => {
        if (!live()) return;
        this.#host.tell<StepReading>('veritome-step', reading);
        this.#follow();
      },
      onAdvice: (advice: Advice) => {
        if (!live()) return;
        this.#host.tell<Advice>('veritome-advice', advice);
        this.#host.requestUpdate();
      },
      onMeasurement: follow,
      onSheet: follow,
      onState: () => live() && this.#host.requestUpdate(),
      onDevice: (device: TrainingDevice) => live() && this.#tellDevice(device),
    };
  }

  #tellDevice(device: TrainingDevice): void {
    const { backend, device: name, reason } = device;
    const same = this.device && this.device.backend === backend && this.device.reason === reason;
    this.device = device;
    this.#host.requestUpdate();
    if (!same || this.device?.device !== name) this.#host.tell<TrainingDevice>('veritome-device', device);
  }

  #follow(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#told + PACE_MS - performance.now());
    this.#timer = setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = performance.now();
    this.#host.requestUpdate();
    const { training } = this;
    if (!training) return;
    this.#heeded = this.#heed(training, false);
    const [done, total] = [training.step, training.options.steps];
    this.#host.tell<Progress>('veritome-progress', {
      job: 'Training',
      done,
      total,
      secondsLeft: this.secondsLeft,
    });
  }

  #fail(error: unknown): void {
    if (isAbort(error)) return;
    this.fault = (words) => faultOf(error, words);
    this.#host.requestUpdate();
    this.#host.fail(error);
  }
}
