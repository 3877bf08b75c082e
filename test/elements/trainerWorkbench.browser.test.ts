/** The trainer on the page: beside the other jobs, through tabs and studies, and once for real in the worker. */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { Jobs } from '../../src/elements/jobs.js';
import { jobs } from '../../src/elements/jobs.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import { configureAssets } from '../../src/registry/assets.js';
import type { StepReading } from '../../src/training/readings.js';
import { useTestAssets } from '../assets.js';
import '../../src/define.js';
import { sized } from './canvas.js';
import { ctFrame, ctSeries, fakeJobs, generatorCard, seriesOf, studyOf } from './fixtures.js';
import { fakeTrainings } from './training.js';

async function benchOf(overrides: Partial<Jobs> = {}, width = 1280): Promise<VeritomeWorkbench> {
  const bench = sized(document.createElement('veritome-workbench'), width, 700);
  bench.jobs = fakeJobs(overrides);
  await fixture(html`<div>${bench}</div>`);
  bench.study = studyOf(ctSeries());
  await bench.updateComplete;
  return bench;
}

function tab(bench: VeritomeWorkbench, name: string): HTMLElement {
  return bench.shadowRoot?.querySelector(`#tab-${name}`) as HTMLElement;
}

function status(bench: VeritomeWorkbench): string {
  return bench.shadowRoot?.querySelector('[part="status"]')?.textContent?.replace(/\s+/g, ' ') ?? '';
}

describe('veritome-trainer in the workbench', () => {
  it('is one of five tabs, whose names fit in both languages at every width', async () => {
    for (const width of [1280, 360]) {
      const bench = await benchOf({}, width);
      for (const lang of ['en', 'pt-BR']) {
        bench.lang = lang;
        await bench.updateComplete;
        const tabs = [...(bench.shadowRoot?.querySelectorAll<HTMLElement>('[role="tab"]') ?? [])];
        expect(tabs.map(({ id }) => id.slice(4))).to.deep.equal([
          ...['denoise', 'between', 'generate', 'train', 'provenance'],
        ]);
        for (const one of tabs) {
          const name = one.querySelector('span') as HTMLElement;
          expect(name.scrollWidth, `${name.textContent} at ${width}`).to.be.at.most(name.clientWidth + 1);
        }
        const bar = bench.shadowRoot?.querySelector('.tabs') as HTMLElement;
        expect(bar.scrollWidth).to.be.at.most(bar.clientWidth + 1);
      }
    }
  });

  it('trains on while the reader does something else; the status line says so and can pause', async () => {
    const { openTraining, opened } = fakeTrainings();
    const bench = await benchOf({ openTraining });
    tab(bench, 'train').click();
    await bench.updateComplete;
    bench.trainer.options = { side: 32, steps: 100 };
    bench.trainer.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(30);
    await waitUntil(() => status(bench).includes('Training 30 of 100'), 'no progress');
    expect(status(bench)).to.contain('wasm · 1 thread · no WebGPU adapter');
    tab(bench, 'denoise').click();
    await bench.denoise();
    bench.study = studyOf(ctSeries(4, '2.25.5'));
    await bench.updateComplete;
    expect(bench.trainer.running).to.equal(true);
    opened[0].take(10);
    await waitUntil(() => status(bench).includes('Training 40 of 100'), 'no progress');
    await expect(bench).to.be.accessible();
    const pause = [...(bench.shadowRoot?.querySelectorAll<HTMLElement>('[part="status"] button') ?? [])];
    expect(pause.map(({ textContent }) => textContent?.trim())).to.deep.equal(['Pause']);
    pause[0].click();
    await waitUntil(() => opened[0].state === 'paused');
    await waitUntil(() => status(bench).includes('Ready'));
  });

  it('puts a trained model into the list of its task, chosen, and goes there', async () => {
    const { openTraining, opened } = fakeTrainings();
    const own = { ...generatorCard('latent'), id: 'own-00000001', title: 'Trained generator' };
    let added = false;
    const generators = async () => [generatorCard('latent'), ...(added ? [own] : [])];
    const bench = await benchOf({ openTraining, generators });
    tab(bench, 'train').click();
    bench.trainer.options = { side: 32, steps: 10 };
    const over = bench.trainer.start();
    await waitUntil(() => opened[0]?.state === 'running');
    opened[0].take(10);
    expect(await over).to.equal('done');
    await bench.trainer.updateComplete;
    added = true;
    bench.trainer.shadowRoot?.querySelector<HTMLElement>('[part="use"]')?.click();
    await waitUntil(() => tab(bench, 'generate').getAttribute('aria-selected') === 'true');
    const generator = bench.shadowRoot?.querySelector('veritome-generator');
    const chosen = () => generator?.shadowRoot?.querySelector<HTMLInputElement>('[name="source"]:checked');
    await waitUntil(() => chosen()?.value === 'own-00000001', 'not chosen');
    expect(chosen()?.closest('label')?.textContent).to.contain('Trained generator');
    expect(chosen()?.closest('label')?.textContent).to.contain('trained here');
  });
});

describe('a saved model in the workbench', () => {
  it('is chosen where models of its task are', async () => {
    const own = { ...generatorCard('latent'), id: 'own-00000002', title: 'Saved generator' };
    let added = false;
    const bench = await benchOf({
      generators: async () => [generatorCard('latent'), ...(added ? [own] : [])],
      addModel: async () => {
        added = true;
        return own;
      },
    });
    bench.guide = 'guide/';
    tab(bench, 'train').click();
    await bench.updateComplete;
    await bench.trainer.updateComplete;
    expect(bench.trainer.shadowRoot?.querySelector('[part="guide"]')?.getAttribute('href')).to.equal(
      'guide/index.html',
    );
    await bench.trainer.addModel(new Blob(['zip']));
    await waitUntil(() => tab(bench, 'generate').getAttribute('aria-selected') === 'true');
    const generator = bench.shadowRoot?.querySelector('veritome-generator');
    const chosen = () => generator?.shadowRoot?.querySelector<HTMLInputElement>('[name="source"]:checked');
    await waitUntil(() => chosen()?.value === 'own-00000002', 'not chosen');
  });
});

describe('a real training on the page', () => {
  it('runs in the worker, draws marked samples, and is paused and gone on with', async () => {
    useTestAssets();
    // The built worker: sources would be fetched one by one, TensorFlow.js unbundled.
    configureAssets({ trainer: '/dist/assets/training-worker.js' });
    const element = document.createElement('veritome-trainer');
    element.jobs = { ...fakeJobs(), openTraining: jobs.openTraining };
    element.series = seriesOf(Array.from({ length: 12 }, (_, slice) => ctFrame(slice)));
    element.options = { side: 32, steps: 8, every: 4, width: 4, latent: 8, batch: 4, backend: 'wasm' };
    element.style.width = '312px';
    await fixture(html`<div>${element}</div>`);
    const facts = await element.prepare();
    expect(facts.device.backend).to.equal('wasm');
    expect(facts.secondsPerStep).to.be.greaterThan(0);
    const steps: number[] = [];
    element.addEventListener('veritome-step', (event) => {
      const { step } = (event as CustomEvent<StepReading>).detail;
      steps.push(step);
      if (step === 4) element.pause();
    });
    expect(await element.start()).to.equal('paused');
    expect(steps.at(-1)).to.be.within(4, 7);
    expect(await element.start()).to.equal('done');
    expect(steps).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
    await element.updateComplete;
    expect(element.training?.sheets.map(({ step }) => step)).to.deep.equal([0, 4, 8]);
    for (const { frame } of element.training?.sheets ?? []) expect(frame.origin.class).to.equal('synthetic');
    expect(
      element.training?.history.steps.every(({ generatorLoss }) => Number.isFinite(generatorLoss)),
    ).to.equal(true);
    element.remove();
  }).timeout(120_000);
});
