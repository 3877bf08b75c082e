/**
 * A run on a page: what it tells is gathered, sealed and passed on, what it is asked goes to
 * where it runs.
 *
 * @module
 */
import type { ModelCard } from '../../registry/card.js';
import type { GeneratorCard } from '../../registry/generatorCard.js';
import type { Advice } from '../../training/coach/advice.js';
import { createCoach } from '../../training/coach/coach.js';
import { History } from '../../training/history.js';
import type { TrainingOptions, Tuning } from '../../training/options.js';
import type { RunHistory } from '../../training/readings.js';
import { Thinned } from '../../training/thinned.js';
import type { BoxedSheet, Trainer, TrainerEvent } from '../../training/trainer.js';
import { checkedOptions, tuned } from '../../training/wish.js';
import { type Learnable, trainedModel } from './result.js';
import { sealSheet } from './sheet.js';
import type {
  ExportWish,
  RunState,
  SampleSheet,
  TrainedModel,
  Training,
  TrainingEvents,
  TrainingFacts,
} from './training.js';

/** Sheets kept: each is a picture in memory. */
const MOST_SHEETS = 40;

/** What a run on a page begins with. */
export interface PageStart {
  readonly id: string;
  readonly source: string;
  readonly options: TrainingOptions;
  readonly facts: TrainingFacts;
  readonly images: Learnable;
  readonly step: number;
  readonly history: RunHistory | undefined;
  /** Told whenever the run comes to rest; what it rejects with is dropped. */
  readonly onRest?: (training: Training) => Promise<unknown>;
}

export class PageTraining implements Training {
  readonly id: string;
  readonly source: string;
  readonly #events: TrainingEvents;
  readonly #images: Learnable;
  readonly #history: History;
  readonly #sheets: Thinned<SampleSheet>;
  readonly #onRest: PageStart['onRest'];
  #trainer: Trainer | undefined;
  #options: TrainingOptions;
  #facts: TrainingFacts;
  #state: RunState;
  #step: number;
  readonly #coach = createCoach();
  #read: RunHistory | undefined;
  #sealing: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(start: PageStart, events: TrainingEvents) {
    const { id, source, options, facts, images, step, history, onRest } = start;
    this.id = id;
    this.source = source;
    this.#events = events;
    this.#images = images;
    this.#history = new History(options.every, history);
    this.#sheets = new Thinned({ most: MOST_SHEETS, unit: options.every, first: 0 });
    this.#onRest = onRest;
    this.#options = options;
    this.#facts = facts;
    this.#step = step;
    this.#state = step > 0 ? 'paused' : 'ready';
  }

  /** Takes the run where it runs; before anything else is called. */
  connect(trainer: Trainer): void {
    const { device, parameters, secondsPerStep, bytes } = trainer.opened;
    this.#trainer = trainer;
    this.#facts = {
      ...this.#facts,
      device,
      parameters,
      secondsPerStep,
      megabytes: this.#facts.megabytes + bytes / 2 ** 20,
    };
    this.#events.onDevice?.(device);
    this.#advise();
  }

  get options(): TrainingOptions {
    return this.#options;
  }

  get facts(): TrainingFacts {
    return this.#facts;
  }

  get state(): RunState {
    return this.#state;
  }

  get step(): number {
    return this.#step;
  }

  get history(): RunHistory {
    this.#read ??= this.#history.read();
    return this.#read;
  }

  get sheets(): readonly SampleSheet[] {
    return this.#sheets.read();
  }

  get advice(): readonly Advice[] {
    return this.#coach.speaking;
  }

  async start(): Promise<RunState> {
    if (this.#closed || this.#state === 'stopped') return 'stopped';
    this.#become('running');
    try {
      this.#become(await this.#running().start());
    } catch (error) {
      if (this.#closed) return 'stopped';
      this.#become('failed');
      throw error;
    } finally {
      await this.#sealing;
    }
    await this.#onRest?.(this).catch(() => {});
    return this.#state;
  }

  async pause(): Promise<void> {
    if (this.#state === 'running') await this.#running().halt('paused');
  }

  async stop(): Promise<void> {
    await this.#running().halt('stopped');
    this.#become('stopped');
  }

  tune(tuning: Partial<Tuning>): void {
    this.#options = tuned(this.#options, tuning);
    void this.#running()
      .tune(tuning)
      .catch(() => {});
  }

  extend(steps: number): void {
    this.#options = checkedOptions({ ...this.#options, steps: this.#options.steps + steps });
    if (this.#state === 'done') this.#become('paused');
    void this.#running()
      .extend(steps)
      .catch(() => {});
  }

  checkpoint(): Promise<Uint8Array> {
    return this.#running().checkpoint();
  }

  async export(wish: ExportWish = {}): Promise<TrainedModel> {
    return trainedModel(this, this.#running(), this.#images, wish);
  }

  async use(wish: ExportWish = {}): Promise<GeneratorCard | ModelCard> {
    const { file } = await this.export(wish);
    const { addModel } = await import('../addModel.js');
    return addModel(file);
  }

  close(): void {
    this.#closed = true;
    this.#trainer?.close();
    this.#become('stopped');
  }

  /** What the run tells by itself. */
  hear(event: TrainerEvent): void {
    this.#read = undefined;
    if ('steps' in event) {
      for (const reading of event.steps) {
        this.#history.step(reading);
        this.#step = reading.step;
        this.#events.onStep?.(reading);
      }
    } else if ('measurement' in event) {
      this.#history.measured(event.measurement);
      this.#step = event.measurement.step;
      this.#events.onMeasurement?.(event.measurement);
      this.#seal(event.sheet);
      this.#advise();
    } else if ('breakdown' in event) {
      this.#history.broke(event.breakdown);
      this.#advise();
    } else if ('device' in event) {
      this.#facts = { ...this.#facts, device: event.device };
      this.#events.onDevice?.(event.device);
    } else {
      this.#history.rewind(event.rewound);
      this.#sheets.rewind(event.rewound);
      this.#step = event.rewound;
    }
  }

  /** One after another, in the order of the steps. */
  #seal(sheet: BoxedSheet): void {
    const { options, facts } = this;
    const runtime = this.#trainer?.opened.runtime ?? '';
    this.#sealing = this.#sealing.then(async () => {
      const frame = await sealSheet(sheet, { options, facts, device: facts.device, runtime });
      const sealed = { step: sheet.step, frame };
      this.#sheets.add(sealed);
      this.#events.onSheet?.(sealed);
    });
    // Who waits for the run hears of it.
    this.#sealing.catch(() => {});
  }

  #advise(): void {
    const { options, history } = this;
    const { trainingImages, heldOutImages } = this.#facts;
    const began = this.#coach.look({ options, trainingImages, heldOutImages, history });
    for (const advice of began) this.#events.onAdvice?.(advice);
  }

  #running(): Trainer {
    return this.#trainer as Trainer;
  }

  #become(state: RunState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.onState?.(state);
  }
}
