/** The guide's buttons and the panel, on a training that takes no time: `npm run prove -- train` walks it with a real one. */
import { expect, fixture, waitUntil } from '@open-wc/testing';
import { Lab } from '../../docs/guide/lab.js';
import { FAILING, FIRST_RUN } from '../../docs/guide/lessons.js';
import '../../src/define/trainer.js';
import { MemorisationError } from '../../src/errors.js';
import type { RunState, TrainedModel, Training } from '../../src/pipeline/train/training.js';
import type { OpenTrainingOptions } from '../../src/pipeline/train.js';
import type { Rule } from '../../src/training/coach/advice.js';
import type { TrainingOptions } from '../../src/training/options.js';
import type { Measurement, StepReading } from '../../src/training/readings.js';
import { ctSeries, fakeJobs } from '../elements/fixtures.js';

const DEVICE = { backend: 'wasm', device: 'wasm', reason: 'no adapter' } as const;
const reading = (step: number): StepReading => ({
  ...{ step, seconds: step, generatorLoss: 1, discriminatorLoss: 1, real: 1, fake: -1, told: 0.95 },
});
const measurement = (step: number, distance: number): Measurement => ({
  ...{ step, distance, floor: 40, diversity: 0.8, nearest: 1 },
  scores: { train: 1, heldOut: 1, fake: -1 },
});

/** A training that goes as far as a test says. */
class Fake {
  readonly opened: { readonly slices: number; readonly options: OpenTrainingOptions }[] = [];
  refuses = false;
  #ears: OpenTrainingOptions = {};
  #state: RunState = 'ready';
  #over: (state: RunState) => void = () => undefined;
  readonly #steps: StepReading[] = [];
  readonly #measurements: Measurement[] = [];

  open(slices: number, options: OpenTrainingOptions): Training {
    this.opened.push({ slices, options });
    this.#ears = options;
    this.#steps.length = this.#measurements.length = 0;
    this.#state = 'ready';
    const fake = this;
    const facts = {
      ...{ trainingImages: 16, heldOutImages: 4, parameters: 1000, device: DEVICE, secondsPerStep: 0.1 },
      ...{ megabytes: 3, modality: 'CT', unit: 'HU' as const, range: [-1000, 400] as const },
    } as const;
    return {
      ...{ id: '1', facts, sheets: [], advice: [] },
      options: { task: 'generate', ...options } as unknown as TrainingOptions,
      get state() {
        return fake.#state;
      },
      get step() {
        return fake.#steps.length;
      },
      get history() {
        return { steps: fake.#steps, measurements: fake.#measurements };
      },
      start: () => {
        this.#enter('running');
        return new Promise<RunState>((resolve) => {
          this.#over = resolve;
        });
      },
      pause: async () => this.end('paused'),
      stop: async () => this.end('stopped'),
      ...{ tune: () => undefined, extend: () => undefined, close: () => undefined },
      checkpoint: async () => new Uint8Array(1),
      use: async () => Promise.reject(new Error('not here')),
      export: async () => {
        if (this.refuses) throw new MemorisationError('It copies.', { remedy: 'Train on more.' });
        return { file: new Blob(['zip']), check: undefined } as unknown as TrainedModel;
      },
    };
  }

  steps(to: number, distance: number): void {
    while (this.#steps.length < to) this.#steps.push(reading(this.#steps.length + 1));
    this.#measurements.push(measurement(to, distance));
    this.#ears.onStep?.(reading(to));
  }

  advise(rule: Rule): void {
    this.#ears.onAdvice?.({ rule, step: this.#steps.length, severity: 'warning', evidence: {} });
  }

  end(state: RunState): void {
    this.#enter(state);
    this.#over(state);
  }

  #enter(state: RunState): void {
    this.#state = state;
    this.#ears.onState?.(state);
  }
}

/** The text of one language, with its panel and a series. */
async function guide(file: string) {
  const text = await (await fetch(`/docs/guide/${file}`)).text();
  const parsed = new DOMParser().parseFromString(text, 'text/html');
  const page = document.createElement('div');
  page.lang = parsed.documentElement.lang;
  page.append(document.importNode(parsed.querySelector('main')!, true));
  const fake = new Fake();
  const trainer = page.querySelector('veritome-trainer')!;
  trainer.jobs = fakeJobs({
    openTraining: async (series, options = {}) => fake.open(series.frames.length, options),
  });
  await fixture(page);
  const [frame] = ctSeries().frames;
  const series = { ...ctSeries(), frames: Array.from({ length: 20 }, () => frame) };
  const lab = new Lab(trainer, page, async () => series);
  await lab.begin();
  const press = (selector: string) => page.querySelector<HTMLElement>(selector)?.click();
  const shown = () =>
    [...page.querySelectorAll<HTMLElement>('[data-moment]')].flatMap(({ hidden, dataset }) =>
      hidden ? [] : [dataset.moment],
    );
  const words = (selector: string) =>
    page.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
  const until = (state: RunState) => waitUntil(() => trainer.training?.state === state);
  return { page, fake, trainer, press, shown, words, until };
}

describe('the guide', () => {
  before(async () => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = '/docs/guide/guide.css';
    const loaded = new Promise((resolve) => link.addEventListener('load', resolve));
    document.head.append(link);
    await loaded;
  });

  for (const file of ['index.html', 'pt-BR.html']) {
    it(`${file} is accessible at rest and while a run goes`, async () => {
      const { page, fake, press, until } = await guide(file);
      await expect(page).to.be.accessible();
      press('[data-action="start"]');
      await until('running');
      fake.steps(20, 300);
      fake.advise('mode-collapse');
      await expect(page).to.be.accessible();
    });
  }

  it('checks, starts, pauses and goes on, and says what the charts show', async () => {
    const { fake, trainer, press, shown, words, until } = await guide('index.html');
    expect(shown()).to.deep.equal(['before']);
    press('[data-action="check"]');
    await until('ready');
    expect(words('[data-value="range"]')).to.equal('-1,000 … 400 HU');
    press('[data-action="start"]');
    await until('running');
    expect(fake.opened.length).to.equal(1);
    expect(fake.opened[0].slices).to.equal(20);
    expect(fake.opened[0].options).to.include(FIRST_RUN.wish);
    fake.steps(40, 300);
    await waitUntil(() => shown()[0] === 'ahead');
    expect(words('[data-moment="ahead"]')).to.contain(
      'Step 40. The discriminator tells 95 % of the slices right',
    );
    press('[data-action="pause"]');
    await until('paused');
    await waitUntil(() => shown()[0] === 'paused');
    press('[data-action="resume"]');
    await until('running');
    await new Promise((resolve) => setTimeout(resolve, 300));
    fake.steps(80, 120);
    await waitUntil(() => shown()[0] === 'better');
    expect(words('[data-moment="better"]')).to.contain('fell from 300 to 120');
    fake.end('done');
    await waitUntil(() => shown()[0] === 'done');
    expect(trainer.training?.step).to.equal(80);
  });

  it('starts every run built to fail, and tells the advice beside its button', async () => {
    const { fake, press, words, until } = await guide('pt-BR.html');
    for (const [rule, { wish, slices = 20 }] of Object.entries(FAILING)) {
      press(`[data-fail="${rule}"]`);
      await waitUntil(() => fake.opened.at(-1)?.options.generatorRate === wish.generatorRate);
      await until('running');
      expect(fake.opened.at(-1)).to.include({ slices });
      expect(fake.opened.at(-1)?.options).to.include(wish);
      fake.steps(12, 300);
      fake.advise(rule as Rule);
      expect(words(`[data-told="${rule}"]`)).to.contain(words(`#${rule} h3`));
      fake.end('stopped');
      await until('stopped');
    }
    press('[data-fail="rate-too-low"]');
    await until('running');
    fake.steps(12, 300);
    fake.end('done');
    await waitUntil(() => words('[data-told="rate-too-low"]').includes('não disse isso'));
  });

  it('exports, and says why not', async () => {
    const { fake, press, words, until } = await guide('index.html');
    press('[data-action="export"]');
    expect(words('#exported')).to.equal('Start a run first.');
    press('[data-action="start"]');
    await until('running');
    fake.steps(20, 300);
    fake.end('done');
    await until('done');
    press('[data-action="export"]');
    await waitUntil(() => words('#exported').startsWith('veritome-model.zip'));
    fake.refuses = true;
    press('[data-action="export"]');
    await waitUntil(() => words('#exported').startsWith('Refused'));
  });
});
