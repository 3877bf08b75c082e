import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type {
  OpenDetail,
  SynthesisDetail,
  VeritomeGenerator,
} from '../../src/elements/generator/generator.js';
import type { Jobs } from '../../src/elements/jobs.js';
import { InferenceError } from '../../src/errors.js';
import type { GenerateOptions } from '../../src/pipeline/generate.js';
import '../../src/define.js';
import { sized } from './canvas.js';
import { ctSeries, fakeJobs, studyOf, syntheticSlice } from './fixtures.js';

async function generatorOf(jobs: Partial<Jobs> = {}, series = ctSeries()): Promise<VeritomeGenerator> {
  const element = document.createElement('veritome-generator');
  element.jobs = fakeJobs(jobs);
  element.series = series;
  element.count = 4;
  element.style.width = '312px';
  await fixture(html`<div>${element}</div>`);
  // The cards and the device arrive a moment later.
  await new Promise((resolve) => setTimeout(resolve));
  await element.updateComplete;
  return element;
}

function text(element: VeritomeGenerator): string {
  return element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
}

function find<T extends Element = HTMLElement>(element: VeritomeGenerator, selector: string): T {
  return element.shadowRoot?.querySelector(selector) as unknown as T;
}

function options(element: VeritomeGenerator): HTMLElement[] {
  return [...(element.shadowRoot?.querySelectorAll<HTMLElement>('[role="option"]') ?? [])];
}

/** Positions that are selected. */
function chosen(element: VeritomeGenerator): number[] {
  return options(element).flatMap((one, at) => (one.getAttribute('aria-selected') === 'true' ? at : []));
}

async function key(element: VeritomeGenerator, name: string): Promise<void> {
  const active = element.shadowRoot?.activeElement;
  active?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
  await element.updateComplete;
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

/** A job that gives slices one by one and never ends by itself. */
function heldGenerate() {
  let options: GenerateOptions | undefined;
  let fail: (error: Error) => void = () => undefined;
  const generate: Jobs['generate'] = (given) => {
    options = given;
    return new Promise((_, reject) => {
      fail = reject;
      given.signal?.addEventListener('abort', () => reject(given.signal?.reason));
    });
  };
  const give = (index: number) => {
    options?.onSlice?.(syntheticSlice(index));
    options?.onProgress?.({ job: 'Generating', done: index + 1, total: 4, secondsLeft: 9 });
  };
  return { generate, give, fail: (error: Error) => fail(error), started: () => options !== undefined };
}

describe('veritome-generator', () => {
  it('is accessible: empty, running, full, walking, in Portuguese', async () => {
    const held = heldGenerate();
    const element = await generatorOf({ generate: held.generate });
    await expect(element).to.be.accessible();
    expect(text(element)).to.contain('No patient stands behind these slices.');
    expect(text(element)).to.contain('appear here one by one');
    element.run().catch(() => undefined);
    await waitUntil(held.started);
    held.give(0);
    await element.updateComplete;
    await expect(element).to.be.accessible();
    element.cancel();
    element.jobs = fakeJobs();
    element.walkTo = 9;
    element.lang = 'pt-BR';
    await element.run();
    await element.updateComplete;
    await expect(element).to.be.accessible();
    expect(text(element)).to.contain('Não há paciente');
    expect(text(element)).to.contain('tórax');
  });

  it('fills the gallery in order, every picture with the mark inside', async () => {
    const held = heldGenerate();
    const element = await generatorOf({ generate: held.generate });
    element.run().catch(() => undefined);
    await waitUntil(held.started);
    for (const index of [0, 1]) {
      held.give(index);
      await element.updateComplete;
      expect(options(element).length).to.equal(index + 1);
    }
    expect(options(element).map(({ innerText }) => innerText.replace(/[✓\s]+/g, ' ').trim())).to.deep.equal([
      'Generated slice 1, chest realism 0.25 Seed 1000',
      'Generated slice 2, chest realism 0.26 Seed 1001',
    ]);
    expect(text(element)).to.contain('2 of 4');
    expect(text(element)).to.contain('9 s left');
    expect(element.shadowRoot?.querySelectorAll('.pending').length).to.equal(2);
    for (const canvas of element.shadowRoot?.querySelectorAll('canvas') ?? []) {
      expect(amber(canvas)).to.be.greaterThan(40);
    }
    element.cancel();
  });

  it('keeps what was made when it is cancelled, and when it fails', async () => {
    const held = heldGenerate();
    const element = await generatorOf({ generate: held.generate });
    const running = element.run().catch((error: Error) => error.name);
    await waitUntil(held.started);
    held.give(0);
    await element.updateComplete;
    find(element, '[part="cancel"]').click();
    expect(await running).to.equal('AbortError');
    await element.updateComplete;
    expect(element.running).to.equal(false);
    expect(text(element)).to.contain('Stopped. 1 of 4 slices kept.');
    expect(options(element).length).to.equal(1);

    const fault = new InferenceError('The device is gone.', { remedy: 'Choose wasm.' });
    const heard = oneEvent(element, 'veritome-error');
    const again = element.run().catch((error: Error) => error);
    await element.updateComplete;
    await new Promise((resolve) => setTimeout(resolve));
    held.fail(fault);
    expect(await again).to.equal(fault);
    expect(((await heard) as CustomEvent<{ error: Error }>).detail.error).to.equal(fault);
    await element.updateComplete;
    expect(text(element)).to.contain('The device is gone. Choose wasm.');
    await expect(element).to.be.accessible();
  });

  it('is chosen, walked through and opened by the keyboard alone', async () => {
    const element = await generatorOf();
    await element.run();
    await element.updateComplete;
    expect(chosen(element)).to.deep.equal([0, 1, 2, 3]);
    options(element)[0].focus();
    await key(element, ' ');
    expect(chosen(element)).to.deep.equal([1, 2, 3]);
    await key(element, 'ArrowRight');
    expect(element.shadowRoot?.activeElement).to.equal(options(element)[1]);
    expect(options(element).map(({ tabIndex }) => tabIndex)).to.deep.equal([-1, 0, -1, -1]);
    await key(element, 'End');
    await key(element, ' ');
    expect(chosen(element)).to.deep.equal([1, 2]);
    expect(text(element)).to.contain('2 of 4 selected');
    await key(element, 'Home');
    await key(element, 'ArrowDown');
    expect(element.shadowRoot?.activeElement).to.equal(options(element)[3]);
    const opened = oneEvent(element, 'veritome-open');
    await key(element, 'Enter');
    const { detail } = (await opened) as CustomEvent<OpenDetail>;
    expect(detail.index).to.equal(3);
    expect(detail.series.frames[3].origin.class).to.equal('synthetic');
    find(element, '[part="select-all"]').click();
    await element.updateComplete;
    expect(chosen(element)).to.deep.equal([0, 1, 2, 3]);
    find(element, '[part="select-all"]').click();
    await element.updateComplete;
    expect(chosen(element)).to.deep.equal([]);
    expect(find<HTMLButtonElement>(element, '[part="save"]').disabled).to.equal(true);
  });

  it('asks for what the reader set, from nothing or from label maps of the series', async () => {
    const asked: GenerateOptions[] = [];
    const generate: Jobs['generate'] = (given) => {
      asked.push(given);
      return fakeJobs().generate(given);
    };
    const source = ctSeries();
    const element = await generatorOf({ generate }, source);
    element.sliceClass = 'kidneys';
    element.seed = 7;
    await element.run();
    expect(asked[0]).to.include({ model: 'ct-slices', count: 4, seed: 7, class: 'kidneys', truncation: 1 });
    expect(asked[0].labels).to.equal(undefined);
    expect(asked[0]).not.to.have.any.keys('bend', 'nodules', 'walkTo');

    find<HTMLInputElement>(element, 'input[value="ct-from-labels"]').click();
    await element.updateComplete;
    expect(text(element)).to.contain('Their outlines are those of the scan');
    const heard = oneEvent(element, 'veritome-result');
    const series = await element.run();
    expect(asked[1]).to.include({ model: 'ct-from-labels', bend: 1, nodules: 0 });
    expect(asked[1].labels?.length).to.equal(4);
    expect(asked[1]).not.to.have.any.keys('class', 'truncation');
    const { detail } = (await heard) as CustomEvent<SynthesisDetail>;
    expect(detail.series).to.equal(series);
    expect(detail.source).to.equal(source);

    element.series = undefined;
    await element.updateComplete;
    expect(find<HTMLButtonElement>(element, '[part="run"]').disabled).to.equal(true);
    expect(text(element)).to.contain('Open a CT study first.');
  });

  it('throws the dice, and refuses a count out of range', async () => {
    const element = await generatorOf();
    find(element, '.dice').click();
    await element.updateComplete;
    expect(Number(find<HTMLInputElement>(element, '#seed').value)).to.equal(element.seed);
    const count = find<HTMLInputElement>(element, '#count');
    count.value = '900';
    count.dispatchEvent(new Event('change'));
    expect(element.count).to.equal(4);
    expect(find<HTMLFormElement>(element, 'form').checkValidity()).to.equal(false);
  });

  it('shows the walk between two seeds, step by step, marked', async () => {
    const element = await generatorOf();
    find(element, '#walk').click();
    await element.updateComplete;
    expect(element.count).to.equal(9);
    expect(element.walkTo).to.equal(2);
    await element.run();
    await element.updateComplete;
    const slider = find<HTMLInputElement>(element, '.walk input');
    const canvas = find<HTMLCanvasElement>(element, '.walk canvas');
    expect(canvas.getAttribute('aria-label')).to.equal('generated, Step 9 of 9');
    for (const step of ['0', '4']) {
      slider.value = step;
      slider.dispatchEvent(new Event('input'));
      await element.updateComplete;
      expect(canvas.getAttribute('aria-label')).to.equal(`generated, Step ${Number(step) + 1} of 9`);
      expect(amber(canvas)).to.be.greaterThan(100);
    }
    find(element, '.play').click();
    await waitUntil(() => canvas.getAttribute('aria-label') === 'generated, Step 6 of 9');
    find(element, '.play').click();
  });

  it('saves the chosen slices with the job that made them', async () => {
    let given: Parameters<Jobs['exportDataset']> | undefined;
    const exportDataset: Jobs['exportDataset'] = (...asked) => {
      given = asked;
      return fakeJobs().exportDataset(...asked);
    };
    const element = await generatorOf({ exportDataset });
    await element.run();
    await element.updateComplete;
    options(element)[1].click();
    const format = find<HTMLSelectElement>(element, '#format');
    format.value = 'npz';
    format.dispatchEvent(new Event('change'));
    await element.updateComplete;
    // Chromium's own dialogue cannot be answered here: the way of other browsers is taken.
    const picker = Object.getOwnPropertyDescriptor(window, 'showSaveFilePicker');
    if (picker) Reflect.deleteProperty(window, 'showSaveFilePicker');
    find(element, '[part="save"]').click();
    await waitUntil(() => text(element).includes('3 slices saved, with their labels.'), 'not saved', {
      timeout: 20_000,
    });
    if (picker) Object.defineProperty(window, 'showSaveFilePicker', picker);
    expect(given?.[0].map(({ index }) => index)).to.deep.equal([0, 2, 3]);
    expect(given?.[1]).to.include({ format: 'npz', total: 3 });
    expect(given?.[1].job).to.deep.equal({ count: 4, seed: 1, truncation: 1 });
  });
});

describe('veritome-generator in the workbench', () => {
  async function benchOf(): Promise<HTMLElementTagNameMap['veritome-workbench']> {
    const bench = sized(document.createElement('veritome-workbench'), 1200, 700);
    bench.jobs = fakeJobs();
    await fixture(html`<div>${bench}</div>`);
    return bench;
  }

  it('works without a study: the slices are listed, badged, and on the stage', async () => {
    const bench = await benchOf();
    const told: number[] = [];
    const series = await bench.generate({ count: 2, seed: 7, onSlice: ({ index }) => told.push(index) });
    await bench.updateComplete;
    expect(told).to.deep.equal([0, 1]);
    expect(bench.series).to.equal(series);
    expect(bench.shadowRoot?.querySelector('#tab-generate')?.getAttribute('aria-selected')).to.equal('true');
    const list = bench.shadowRoot?.querySelector('veritome-study')?.shadowRoot;
    await waitUntil(() => list?.querySelectorAll('.rule .series').length === 1);
    expect(amber(list?.querySelector('.rule canvas') as HTMLCanvasElement)).to.be.greaterThan(40);
    await expect(bench).to.be.accessible();
  });

  it('leaves the stage to the study until a slice is opened, without the patient on it', async () => {
    const bench = await benchOf();
    const source = ctSeries();
    bench.study = studyOf(source);
    await bench.updateComplete;
    const series = await bench.generate({ count: 3, seed: 7 });
    expect(bench.series).to.equal(source);
    const panel = bench.shadowRoot?.querySelector('veritome-generator') as VeritomeGenerator;
    await panel.updateComplete;
    options(panel)[2].dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    await bench.updateComplete;
    expect(bench.series).to.equal(series);
    const view = bench.shadowRoot?.querySelector<HTMLElementTagNameMap['veritome-viewport']>(
      '.cell.active > veritome-viewport',
    );
    expect(view?.index).to.equal(2);
    expect(view?.labels).to.equal(undefined);
    expect(panel.series).to.equal(source);
    // The same job again takes the place of its first result.
    await bench.generate({ count: 2, seed: 7 });
    await bench.updateComplete;
    expect(bench.shadowRoot?.querySelector('veritome-study')?.generated.length).to.equal(1);
  });
});
