import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { type Jobs, jobs } from '../../src/elements/jobs.js';
import type { TrainedDetail, VeritomeTrainer } from '../../src/elements/trainer/trainer.js';
import { TrainingError } from '../../src/errors.js';
import type { Progress } from '../../src/job.js';
import type { Advice } from '../../src/training/coach/advice.js';
import type { StepReading } from '../../src/training/readings.js';
import '../../src/define.js';
import { ctSeries, denoisedSeries, fakeJobs, generatorCard } from './fixtures.js';
import { fakeRuns, fakeTrainings, storedRun } from './training.js';

const PACE = 300;

async function trainerOf(overrides: Partial<Jobs> = {}, series = ctSeries()) {
  const trainings = fakeTrainings();
  const element = document.createElement('veritome-trainer');
  element.jobs = fakeJobs({ openTraining: trainings.openTraining, ...overrides });
  element.series = series;
  element.options = { side: 32, steps: 40, every: 10 };
  element.style.width = '312px';
  await fixture(html`<div>${element}</div>`);
  await settle(element);
  return { element, ...trainings };
}

/** Runs and their sources arrive a moment later. */
async function settle(element: VeritomeTrainer): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  await element.updateComplete;
}

function text(element: VeritomeTrainer): string {
  return element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
}

function find<T extends Element = HTMLElement>(element: VeritomeTrainer, selector: string): T {
  return element.shadowRoot?.querySelector(selector) as unknown as T;
}

function hear<T>(element: VeritomeTrainer, name: string): T[] {
  const heard: T[] = [];
  element.addEventListener(name, (event) => heard.push((event as CustomEvent<T>).detail));
  return heard;
}

/** Pixels of a canvas in the amber that says generated. */
function amber(canvas: HTMLCanvasElement): number {
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 15 && data[i + 2] < 60) count++;
  }
  return count;
}

async function set(element: VeritomeTrainer, id: string, value: string): Promise<void> {
  const field = find<HTMLInputElement>(element, `#train-${id}`);
  field.value = value;
  field.dispatchEvent(new Event('change'));
  await element.updateComplete;
}

describe('veritome-trainer', () => {
  it('is accessible: form, measured, running, paused, done, in Portuguese', async () => {
    const { element, opened } = await trainerOf();
    find<HTMLDetailsElement>(element, '.more').open = true;
    await expect(element).to.be.accessible();
    expect(text(element)).to.contain('Denoiser for this scanner');
    await element.prepare();
    await element.updateComplete;
    await expect(element).to.be.accessible();
    element.start();
    opened[0].take(20);
    await settle(element);
    opened[0].advise(ADVICE);
    await waitUntil(() => element.shadowRoot?.querySelector('.plot canvas'), 'no plot', { timeout: 10_000 });
    for (const details of element.shadowRoot?.querySelectorAll('details') ?? []) details.open = true;
    await expect(element).to.be.accessible();
    await element.pause();
    element.lang = 'pt-BR';
    await element.updateComplete;
    await expect(element).to.be.accessible();
    expect(text(element)).to.contain('Em pausa');
    element.start();
    opened[0].take(20);
    await settle(element);
    await expect(element).to.be.accessible();
    expect(text(element)).to.contain('Todos os passos feitos');
    for (const theme of ['light', 'contrast'] as const) {
      element.theme = theme;
      await element.updateComplete;
      await expect(element).to.be.accessible();
    }
  });

  it('says device, reason, time and slices before anything is trained', async () => {
    const { element, opened, asked } = await trainerOf();
    const heard = oneEvent(element, 'veritome-device');
    find(element, '[part="check"]').click();
    expect(((await heard) as CustomEvent).detail).to.deep.equal({
      ...{ backend: 'wasm', device: '1 thread', reason: 'no WebGPU adapter' },
    });
    await element.updateComplete;
    expect(opened[0].state).to.equal('ready');
    expect(asked[0].options).to.include({ side: 32, steps: 40 });
    expect(text(element)).to.contain('about 17 s on wasm, this computer');
    expect(text(element)).to.contain('Learns from 17 slices; 3 are held out');
    expect(text(element)).to.contain('wasm · 1 thread · no WebGPU adapter');
    // Other settings are another run: what was measured is gone.
    find(element, '[part="change"]').click();
    await element.updateComplete;
    expect(opened[0].closed).to.equal(true);
    await element.prepare();
    element.options = { ...element.options, steps: 4000 };
    await element.updateComplete;
    expect(opened[1].closed).to.equal(true);
    expect(element.training).to.equal(undefined);
  });

  it('tells every step, and follows at its own pace', async () => {
    const { element, opened } = await trainerOf();
    const steps = hear<StepReading>(element, 'veritome-step');
    const progress = hear<Progress>(element, 'veritome-progress');
    const over = element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(25);
    await new Promise((resolve) => setTimeout(resolve, PACE));
    await element.updateComplete;
    expect(steps.map(({ step }) => step)).to.deep.equal(Array.from({ length: 25 }, (_, i) => i + 1));
    expect(progress.length).to.be.lessThan(4);
    expect(progress.at(-1)).to.deep.include({ job: 'Training', done: 25, total: 40 });
    expect(progress.at(-1)?.secondsLeft).to.be.closeTo(15 * 0.4, 1e-6);
    expect(text(element)).to.contain('Step 25 of 40');
    expect(text(element)).to.contain('400 ms per step');
    expect(text(element)).to.contain('6 s left');
    await element.pause();
    expect(await over).to.equal('paused');
    const again = element.start();
    opened[0].take(15);
    expect(await again).to.equal('done');
    expect(opened.length).to.equal(1);
    await element.updateComplete;
    find(element, '[part="extend"]').click();
    await element.updateComplete;
    expect(opened[0].options.steps).to.equal(60);
    expect(element.running).to.equal(true);
    find(element, '[part="stop"]').click();
    await waitUntil(() => opened[0].state === 'stopped');
    await element.updateComplete;
    expect(text(element)).to.contain('Stopped');
    // After the end a new run starts.
    element.start();
    await waitUntil(() => opened[1]?.state === 'running');
    expect(opened[0].closed).to.equal(true);
  });

  it('draws curves with their figures in words, and samples that carry the mark', async () => {
    const { element, opened } = await trainerOf();
    element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(30);
    await new Promise((resolve) => setTimeout(resolve, PACE));
    await element.updateComplete;
    const plots = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.plot') ?? [])];
    expect(plots.map(({ dataset }) => dataset.chart)).to.deep.equal([
      ...['losses', 'scores', 'distance', 'diversity'],
    ]);
    await waitUntil(() => plots.every((plot) => plot.querySelector('canvas')), 'no plot', {
      timeout: 10_000,
    });
    expect(plots[2].getAttribute('aria-label')).to.equal(
      'Distance to held-out slices: Generated 92.0, Floor 14.0',
    );
    const rows = [...(element.shadowRoot?.querySelectorAll('table tr') ?? [])].map((row) =>
      row.textContent?.replace(/\s+/g, ' ').trim(),
    );
    expect(rows).to.include('Generated 200 92.0');
    const canvas = find<HTMLCanvasElement>(element, '.sheet canvas');
    const slider = find<HTMLInputElement>(element, '.sheet input');
    expect(canvas.getAttribute('aria-label')).to.equal('generated samples, step 30');
    for (const [at, step] of [
      ['0', 0],
      ['2', 20],
    ] as const) {
      slider.value = at;
      slider.dispatchEvent(new Event('input'));
      await element.updateComplete;
      expect(canvas.getAttribute('aria-label')).to.equal(`generated samples, step ${step}`);
      expect(amber(canvas)).to.be.greaterThan(100);
    }
    // The one on show stays while new ones come.
    opened[0].take(9);
    opened[0].measure();
    await new Promise((resolve) => setTimeout(resolve, PACE));
    await element.updateComplete;
    expect(canvas.getAttribute('aria-label')).to.equal('generated samples, step 20');
  });

  it('shows other curves for a denoiser', async () => {
    const { element, opened } = await trainerOf();
    find<HTMLInputElement>(element, 'input[value="denoise"]').click();
    await element.updateComplete;
    expect(element.options).to.deep.equal({ task: 'denoise' });
    expect(find(element, '#train-method')).to.be.ok;
    expect(find(element, '#train-loss')).to.equal(null);
    element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(50);
    await new Promise((resolve) => setTimeout(resolve, PACE));
    await element.updateComplete;
    const plots = [...(element.shadowRoot?.querySelectorAll<HTMLElement>('.plot') ?? [])];
    expect(plots.map(({ dataset }) => dataset.chart)).to.deep.equal(['denoising']);
  });

  it('explains settings that cannot be used together, and starts nothing', async () => {
    const { element, asked } = await trainerOf();
    await set(element, 'loss', 'hinge');
    await set(element, 'penalty', 'gradient');
    expect(text(element)).to.match(/Penalty: The penalty "?gradient"? belongs to the/);
    expect(find<HTMLButtonElement>(element, '[part="check"]').disabled).to.equal(true);
    await set(element, 'loss', 'wasserstein');
    expect(find<HTMLButtonElement>(element, '[part="check"]').disabled).to.equal(false);
    await set(element, 'steps', '0');
    expect(find<HTMLFormElement>(element, 'form').checkValidity()).to.equal(false);
    find(element, '.dice').click();
    await element.updateComplete;
    expect(Number(find<HTMLInputElement>(element, '#train-seed').value)).to.equal(element.options.seed);
    expect(asked.length).to.equal(0);
    element.series = denoisedSeries(ctSeries());
    await element.updateComplete;
    expect(text(element)).to.contain('A model learns from acquired slices only.');
    element.series = undefined;
    await element.updateComplete;
    expect(text(element)).to.contain('Open a study');
    expect(find<HTMLButtonElement>(element, '[part="check"]').disabled).to.equal(true);
    const fault = await element.start().catch((error: Error) => error.name);
    expect(fault).to.equal('ArgumentError');
  });

  it('tells what failed, before and while it runs; a cancelled call tells nothing', async () => {
    const fault = new TrainingError('No backend computes gradients.', { remedy: 'Try another browser.' });
    let mode: 'fail' | 'hold' | 'go' = 'fail';
    const { openTraining, opened } = fakeTrainings();
    const { element } = await trainerOf({
      openTraining: async (series, options = {}) => {
        if (mode === 'fail') throw fault;
        if (mode === 'go') return openTraining(series, options);
        return new Promise((_, reject) =>
          options.signal?.addEventListener('abort', () => reject(options.signal?.reason)),
        );
      },
    });
    const errors = hear<{ error: Error }>(element, 'veritome-error');
    expect(await element.start().catch((error: Error) => error)).to.equal(fault);
    await element.updateComplete;
    expect(text(element)).to.contain('No backend computes gradients. Try another browser.');
    mode = 'hold';
    const held = element.start().catch((error: Error) => error.name);
    await element.updateComplete;
    expect(text(element)).to.contain('Looking for a device and measuring');
    await element.stop();
    expect(await held).to.equal('AbortError');
    expect(errors.map(({ error }) => error)).to.deep.equal([fault]);
    mode = 'go';
    const running = element.start().catch((error: Error) => error);
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].loseDevice();
    await element.updateComplete;
    expect(text(element)).to.contain('the graphics device was lost');
    opened[0].fail(fault);
    expect(await running).to.equal(fault);
    await element.updateComplete;
    expect(text(element)).to.contain('Failed');
    expect(errors.length).to.equal(2);
  });

  it('begins a new run while the one before is coming to rest', async () => {
    const { openTraining, opened } = fakeTrainings();
    const { element } = await trainerOf({
      openTraining: async (...given) => {
        const training = await openTraining(...given);
        const start = training.start.bind(training);
        // A true run seals its last sheet first.
        training.start = async () => {
          const state = await start();
          await new Promise((resolve) => setTimeout(resolve, 50));
          return state;
        };
        return training;
      },
    });
    const first = element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    await element.stop();
    const second = element.start();
    expect(await first).to.equal('stopped');
    await waitUntil(() => opened[1]?.state === 'running');
    opened[1].take(40);
    expect(await second).to.equal('done');
  });
});

const ADVICE: Advice = {
  rule: 'discriminator-too-strong',
  step: 12,
  severity: 'warning',
  evidence: { told: 0.98, gap: 4, rateRatio: 8 },
  remedy: { change: { discriminatorRate: 0.0001 }, restart: false },
};

describe('the coach in veritome-trainer', () => {
  it('says what it saw and what the button does; one click applies it to the run', async () => {
    const { element, opened } = await trainerOf();
    const heard = hear<Advice>(element, 'veritome-advice');
    element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(12);
    opened[0].advise(ADVICE);
    await element.updateComplete;
    expect(heard).to.deep.equal([ADVICE]);
    const card = find(element, '[part="advice"]');
    expect(card.closest('[aria-live="polite"]')).to.be.ok;
    expect(card.textContent).to.contain('The discriminator is too strong');
    expect(card.textContent).to.contain('98 % of cases. It learns 8 times as fast');
    expect(card.textContent).to.contain("Sets the discriminator's learning rate to 0.0001.");
    find(element, '[part="remedy"]').click();
    await element.updateComplete;
    expect(opened[0].tunings).to.deep.equal([{ discriminatorRate: 0.0001 }]);
    expect(find(element, '[part="remedy"]')).to.equal(null);
    expect(element.running).to.equal(true);
    opened[0].quieten();
    await new Promise((resolve) => setTimeout(resolve, PACE));
    await element.updateComplete;
    expect(find(element, '[part="advice"]')).to.equal(null);
    // Put away, it stays away; at another step it speaks again.
    opened[0].advise({ ...ADVICE, step: 14 });
    await element.updateComplete;
    find(element, '[part="advice"] button:last-child').click();
    await element.updateComplete;
    expect(find(element, '[part="advice"]')).to.equal(null);
    opened[0].advise({ ...ADVICE, step: 15 });
    await element.updateComplete;
    expect(find(element, '[part="advice"]')).to.be.ok;
  });

  it('starts a new run with the change where the run cannot take it, and says so before', async () => {
    const { element, opened } = await trainerOf();
    element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(12);
    opened[0].advise({
      ...{ rule: 'divergence', step: 12, severity: 'stop', evidence: { loss: 900, finite: 1 } },
      remedy: { change: { generatorRate: 2e-5, discriminatorRate: 2e-5 }, restart: true },
    });
    await element.updateComplete;
    expect(text(element)).to.contain(
      'Sets both learning rates to 0.00002. This run ends and another begins.',
    );
    find(element, '[part="remedy"]').click();
    await waitUntil(() => opened[1]?.state === 'running');
    expect(opened[0].closed).to.equal(true);
    expect(opened[1].options).to.include({ side: 32, steps: 40, discriminatorRate: 2e-5 });
    expect(element.options).to.include({ generatorRate: 2e-5 });
  });
});

describe('what veritome-trainer leaves', () => {
  async function trained(copies = false) {
    const made = await trainerOf();
    const over = made.element.start();
    await waitUntil(() => made.opened[0]?.state === 'running');
    made.opened[0].copies = copies;
    made.opened[0].take(40);
    await over;
    await settle(made.element);
    return made;
  }

  it('a zip, and a model that is used on the page', async () => {
    const { element } = await trained();
    expect(await (await element.export()).text()).to.equal('zip');
    await element.updateComplete;
    expect(text(element)).to.contain('No sign that it copies slices.');
    const heard = oneEvent(element, 'veritome-result');
    find(element, '[part="use"]').click();
    const { detail } = (await heard) as CustomEvent<TrainedDetail>;
    expect(detail.card.id).to.equal('own-00000001');
    await element.updateComplete;
    expect(text(element)).to.contain('own-00000001 is in the list of models now.');
  });

  it('refuses a model that copies until the reader says that it stays; it is never saved', async () => {
    const { element, opened } = await trained(true);
    expect(await element.export().catch((error: Error) => error.name)).to.equal('MemorisationError');
    await element.updateComplete;
    expect(text(element)).to.contain('repeats slices that it was trained on');
    await expect(element).to.be.accessible();
    expect(find<HTMLButtonElement>(element, '[part="use"]').disabled).to.equal(true);
    find(element, '[part="stays"]').click();
    await element.updateComplete;
    expect(find<HTMLButtonElement>(element, '[part="save"]').disabled).to.equal(true);
    const heard = oneEvent(element, 'veritome-result');
    find(element, '[part="use"]').click();
    await heard;
    expect(opened[0].wishes.at(-1)).to.deep.equal({ staysOnThisMachine: true });
  });
});

describe('a saved model in veritome-trainer', () => {
  function choose(element: VeritomeTrainer, bytes: string): void {
    const files = new DataTransfer();
    files.items.add(new File([bytes], 'veritome-model.zip'));
    const input = find<HTMLInputElement>(element, '#model');
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
  }

  it('comes back from its file; a damaged one is a fault, and another may be tried', async () => {
    const own = { ...generatorCard('latent'), id: 'own-00000002' };
    const { element } = await trainerOf({
      addModel: async (file) => ((await file.text()) === 'good' ? own : jobs.addModel(file)),
    });
    expect(element.training).to.equal(undefined);
    const fault = oneEvent(element, 'veritome-error');
    choose(element, 'PK, and then nothing that a zip has');
    expect(((await fault) as CustomEvent).detail.error.name).to.equal('ModelError');
    await element.updateComplete;
    const said = () => find(element, '[part="saved"] [role="status"]').textContent;
    expect(said()).to.match(/cannot be added as a model.*Give a zip that a training here exported/s);
    await expect(element).to.be.accessible();
    const heard = oneEvent(element, 'veritome-result');
    choose(element, 'good');
    expect(((await heard) as CustomEvent<TrainedDetail>).detail.card).to.equal(own);
    await element.updateComplete;
    expect(said()).to.contain('own-00000002 is in the list of models now.');
  });

  it('and the guide is linked to in the reader’s language, where the host says where it lies', async () => {
    const { element } = await trainerOf();
    const link = () => find<HTMLAnchorElement>(element, '[part="guide"]');
    expect(link()).to.equal(null);
    element.setAttribute('guide', 'guide');
    await element.updateComplete;
    expect(link().getAttribute('href')).to.equal('guide/index.html');
    await expect(element).to.be.accessible();
    element.lang = 'pt-BR';
    await element.updateComplete;
    expect(link().getAttribute('href')).to.equal('guide/pt-BR.html');
  });
});

describe('runs that veritome-trainer keeps', () => {
  it('keeps nothing before the reader consents, and deletes it when told', async () => {
    const runs = fakeRuns();
    const { element, opened } = await trainerOf({ openRuns: async () => runs });
    element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(20);
    await element.pause();
    await settle(element);
    expect(runs.saved.length).to.equal(0);
    find(element, '[part="keep"]').click();
    await settle(element);
    expect(runs.saved.map(({ id, step }) => [id, step])).to.deep.equal([['run-1', 20]]);
    element.start();
    opened[0].take(5);
    await element.pause();
    await settle(element);
    expect(runs.saved.map(({ step }) => step)).to.deep.equal([25]);
    await expect(element).to.be.accessible();
    find(element, '[data-id="run-1"] button:last-child').click();
    await settle(element);
    expect(runs.saved.length).to.equal(0);
    expect(text(element)).to.contain('No run is kept.');
  });

  it('offers to resume what fits the series, and goes on from there', async () => {
    const runs = fakeRuns([storedRun('a'), storedRun('b', { source: 'another' })]);
    const { element, opened, asked } = await trainerOf({ openRuns: async () => runs });
    const resume = (id: string) => find<HTMLButtonElement>(element, `[data-id="${id}"] button`);
    expect(resume('b').disabled).to.equal(true);
    expect(find(element, '[data-id="b"]').textContent).to.contain('Made from another series.');
    resume('a').click();
    await waitUntil(() => opened[0]?.state === 'running');
    expect([...(asked[0].options.checkpoint ?? [])]).to.deep.equal([40]);
    expect(opened[0].step).to.equal(40);
  });

  it('lays kept runs over one another, with what differs', async () => {
    const other = storedRun('b');
    const runs = fakeRuns([storedRun('a'), { ...other, options: { ...other.options, seed: 9, batch: 4 } }]);
    const { element, opened } = await trainerOf({ openRuns: async () => runs });
    for (const id of ['a', 'b']) {
      find(element, `[data-id="${id}"] input`).click();
      await element.updateComplete;
    }
    const rows = [...(element.shadowRoot?.querySelectorAll('[part="differences"] tbody tr') ?? [])];
    const cells = rows.map((row) =>
      [...row.children].map(({ textContent }) => textContent?.trim()).join(' '),
    );
    expect(cells.sort()).to.deep.equal(['Batch 16 4', 'Seed 1 9']);
    expect(find(element, '.plot[data-chart="distance"]'), 'compared without a run at hand').to.be.ok;
    await expect(element).to.be.accessible();
    element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(20);
    await new Promise((resolve) => setTimeout(resolve, PACE));
    await element.updateComplete;
    expect(find(element, '.plot[data-chart="distance"]').getAttribute('aria-label')).to.match(/seed 9/);
  });

  it('keeps its slices when another series is chosen, and says so', async () => {
    const { element, opened } = await trainerOf();
    element.start();
    await waitUntil(() => opened[0]?.state === 'running');
    element.series = ctSeries(3, '2.25.2');
    await element.updateComplete;
    expect(element.running).to.equal(true);
    expect(text(element)).to.contain('The training keeps the slices it was started with.');
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(opened[0].closed).to.equal(true);
  });
});
