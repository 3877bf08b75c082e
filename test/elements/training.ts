/** A training that goes as the test says, and a store of runs in memory. */
import type { Jobs } from '../../src/elements/jobs.js';
import { MemorisationError } from '../../src/errors.js';
import type { Series } from '../../src/image/series.js';
import type { Runs, StoredRun } from '../../src/pipeline/train/runs.js';
import type {
  ExportWish,
  RunState,
  SampleSheet,
  TrainedModel,
  Training,
  TrainingFacts,
} from '../../src/pipeline/train/training.js';
import type { OpenTrainingOptions } from '../../src/pipeline/train.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import type { Advice } from '../../src/training/coach/advice.js';
import type { TrainingOptions, Tuning } from '../../src/training/options.js';
import type { Measurement, StepReading } from '../../src/training/readings.js';
import { resolveOptions, tuned } from '../../src/training/wish.js';
import { generatorCard, syntheticSlice } from './fixtures.js';

const FACTS: TrainingFacts = {
  trainingImages: 17,
  heldOutImages: 3,
  parameters: 181_000,
  device: { backend: 'wasm', device: '1 thread', reason: 'no WebGPU adapter' },
  secondsPerStep: 0.42,
  megabytes: 96,
  modality: 'CT',
  unit: 'HU',
  range: [-1000, 1000],
};

export class FakeTraining implements Training {
  readonly id: string;
  readonly facts = FACTS;
  options: TrainingOptions;
  state: RunState = 'ready';
  step = 0;
  history: { steps: StepReading[]; measurements: Measurement[] } = { steps: [], measurements: [] };
  sheets: SampleSheet[] = [];
  advice: Advice[] = [];
  closed = false;
  /** True lets the memorisation check fail. */
  copies = false;
  readonly tunings: Partial<Tuning>[] = [];
  readonly wishes: ExportWish[] = [];
  readonly #heard: OpenTrainingOptions;
  #over: { resolve: (state: RunState) => void; reject: (error: Error) => void } | undefined;

  constructor(id: string, options: OpenTrainingOptions) {
    this.id = id;
    this.#heard = options;
    this.options = resolveOptions(options);
  }

  start(): Promise<RunState> {
    if (this.step === 0) this.measure();
    this.#become('running');
    return new Promise((resolve, reject) => {
      this.#over = { resolve, reject };
    });
  }

  async pause(): Promise<void> {
    this.#end('paused');
  }

  async stop(): Promise<void> {
    this.#end('stopped');
  }

  /** Takes steps; at the last one the run is done. */
  take(count: number): void {
    for (let i = 0; i < count && this.step < this.options.steps; i++) {
      this.step += 1;
      const reading = readingAt(this.step, this.options.task);
      this.history.steps.push(reading);
      this.#heard.onStep?.(reading);
      if (this.step % this.options.every === 0) this.measure();
    }
    if (this.step >= this.options.steps) this.#end('done');
  }

  measure(): void {
    const measurement = measurementAt(this.step);
    this.history.measurements.push(measurement);
    this.#heard.onMeasurement?.(measurement);
    const sheet = { step: this.step, frame: syntheticSlice(this.sheets.length).frame };
    this.sheets.push(sheet);
    this.#heard.onSheet?.(sheet);
  }

  advise(advice: Advice): void {
    this.advice = [...this.advice, advice];
    this.#heard.onAdvice?.(advice);
  }

  /** What the coach saw is gone. */
  quieten(): void {
    this.advice = [];
    this.take(1);
  }

  loseDevice(): void {
    this.#heard.onDevice?.({ backend: 'wasm', device: '1 thread', reason: 'the graphics device was lost' });
  }

  fail(error: Error): void {
    this.#become('failed');
    this.#over?.reject(error);
  }

  tune(tuning: Partial<Tuning>): void {
    this.tunings.push(tuning);
    this.options = tuned(this.options, tuning);
  }

  extend(steps: number): void {
    this.options = { ...this.options, steps: this.options.steps + steps };
  }

  async checkpoint(): Promise<Uint8Array> {
    return Uint8Array.of(this.step);
  }

  async export(wish: ExportWish = {}): Promise<TrainedModel> {
    this.wishes.push(wish);
    if (this.copies && !wish.staysOnThisMachine) {
      throw new MemorisationError('Generated slices lie too near to training slices.', {
        remedy: 'Train with more slices.',
      });
    }
    const check = { passed: !this.copies, ratio: this.copies ? 0.31 : 1.04, least: 0.6, copies: 0 };
    return { card: cardOf(this), file: new Blob(['zip']), check };
  }

  async use(wish: ExportWish = {}) {
    return (await this.export(wish)).card;
  }

  close(): void {
    this.closed = true;
  }

  #end(state: RunState): void {
    this.#become(state);
    this.#over?.resolve(state);
    this.#over = undefined;
  }

  #become(state: RunState): void {
    this.state = state;
    this.#heard.onState?.(state);
  }
}

function cardOf({ id }: FakeTraining) {
  return { ...generatorCard('latent'), id: `own-0000000${id.at(-1)}`, title: 'Generator trained here' };
}

function readingAt(step: number, task: TrainingOptions['task']): StepReading {
  const gone = 1 / (1 + step / 20);
  const other = (value: number) => (task === 'denoise' ? Number.NaN : value);
  return {
    step,
    seconds: step * 0.4,
    generatorLoss: 0.8 + gone + 0.1 * Math.sin(step),
    discriminatorLoss: other(1.3 - 0.4 * gone + 0.1 * Math.cos(step)),
    real: other(0.2 + gone),
    fake: other(-0.1 - gone),
    told: other(0.6),
  };
}

function measurementAt(step: number): Measurement {
  const gone = 1 / (1 + step / 20);
  return {
    step,
    distance: 20 + 180 * gone,
    floor: 14,
    diversity: 0.9 - 0.4 * gone,
    scores: { train: 0.2, heldOut: 0.15 - 0.2 * gone, fake: -0.1 },
    nearest: 1,
    heldOutLoss: 0.3 + gone,
  };
}

/** Trainings that a test holds: each that was opened, in order. */
export function fakeTrainings() {
  const opened: FakeTraining[] = [];
  const asked: { series: Series<Frame>; options: OpenTrainingOptions }[] = [];
  const openTraining: Jobs['openTraining'] = async (series, options = {}) => {
    asked.push({ series, options });
    const training = new FakeTraining(`run-${opened.length + 1}`, options);
    if (options.checkpoint) training.step = options.checkpoint[0];
    opened.push(training);
    return training;
  };
  return { openTraining, opened, asked };
}

/** Runs in memory; `kept` are there from the start, with consent. */
export function fakeRuns(kept: readonly StoredRun[] = []): Runs & { readonly saved: StoredRun[] } {
  const saved = [...kept];
  return {
    saved,
    consented: kept.length > 0,
    async consent(given) {
      (this as { consented: boolean }).consented = given;
      if (!given) saved.length = 0;
    },
    async save(training) {
      const run = storedRun(training.id, { options: training.options, step: training.step });
      const at = saved.findIndex(({ id }) => id === run.id);
      if (at >= 0) saved.splice(at, 1);
      saved.unshift(run);
      return run;
    },
    list: async () => [...saved],
    load: async (id) => Uint8Array.of(saved.find((run) => run.id === id)?.step ?? 0),
    async delete(id) {
      saved.splice(
        saved.findIndex((run) => run.id === id),
        1,
      );
    },
    async clear() {
      saved.length = 0;
    },
  };
}

export function storedRun(id: string, given: Partial<StoredRun> = {}): StoredRun {
  const options = given.options ?? resolveOptions({ side: 32 });
  return {
    id,
    title: 'dcgan, 32 px',
    step: 40,
    steps: options.steps,
    savedAt: '2026-11-30T12:00:00Z',
    distance: 80,
    bytes: 2_400_000,
    options,
    history: { steps: [], measurements: [0, 20, 40].map((step) => measurementAt(step)) },
    source: 'source of 2.25.1',
    ...given,
  };
}
