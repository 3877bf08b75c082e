import { aTimeout, expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type {
  FrameDetail,
  JumpDetail,
  ResultDetail,
  ToolDetail,
  VeritomeDenoiser,
} from '../../src/elements/denoiser/denoiser.js';
import { roiFigures } from '../../src/elements/stage/roiFigures.js';
import { createRandom } from '../../src/image/random.js';
import type { Series } from '../../src/image/series.js';
import type { BlendOptions } from '../../src/pipeline/denoise.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import type { ModelCard } from '../../src/registry/card.js';
import '../../src/define.js';
import {
  ctFrame,
  ctSeries,
  denoisedFrame,
  denoisedSeries,
  fakeJobs,
  heldDenoise,
  SIZE,
  seriesOf,
} from './fixtures.js';

async function denoiserOf(jobs = fakeJobs(), series = ctSeries()): Promise<VeritomeDenoiser> {
  const element = document.createElement('veritome-denoiser');
  element.style.width = '312px';
  Object.assign(element, { jobs, series });
  await fixture(html`<div>${element}</div>`);
  await aTimeout(0);
  await element.updateComplete;
  return element;
}

function text(element: VeritomeDenoiser): string {
  return element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
}

function dials(element: VeritomeDenoiser): HTMLInputElement[] {
  return [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('input[type="range"]')];
}

function turn(dial: HTMLInputElement, value: number): void {
  dial.value = String(value);
  dial.dispatchEvent(new Event('input'));
}

/** Three models: small and large for CT, both with two ends, and one for MR. */
async function threeModels(): Promise<ModelCard[]> {
  const [{ execution, selection, ...card }] = await fakeJobs().models();
  const output = { name: 'noise', ends: ['fidelity', 'texture'] as const };
  return [
    { ...card, execution: { ...execution, output }, selection },
    {
      ...card,
      id: 'ct-denoise-quality',
      title: 'CT denoiser of three slices',
      execution: { ...execution, output, bytes: 4e6, gflopPer512: 35, input: { name: 'in', slices: 3 } },
      selection: { ...selection, providers: ['webgpu'] },
    },
    {
      ...card,
      id: 'mr-denoise',
      title: 'MR denoiser',
      execution,
      selection: { modality: ['MR'], unit: 'arbitrary' },
    },
  ];
}

/** Jobs whose blends are counted, and whose records say what they were made with. */
async function blending() {
  const blends: Required<BlendOptions>[] = [];
  let closed = 0;
  const models = await threeModels();
  const jobs = fakeJobs({
    models: async () => models,
    openDenoising: async (series, options) => ({
      series: await fakeJobs().denoise(series, options),
      again: async ({ strength = 1, texture = 0, ...rest }) => {
        blends.push({ strength, texture });
        return fakeJobs().denoise(series, rest);
      },
      close: () => {
        closed++;
      },
    }),
  });
  return { jobs, blends, closed: () => closed };
}

describe('veritome-denoiser: choosing', () => {
  it('offers models that fit the series, each with what it costs; the usual one is taken', async () => {
    const models = await threeModels();
    const element = await denoiserOf(fakeJobs({ models: async () => models }));
    const radios = () => [...element.shadowRoot!.querySelectorAll<HTMLInputElement>('input[type="radio"]')];
    expect(radios().map(({ value, checked }) => [value, checked])).to.deep.equal([
      ['ct-denoise', true],
      ['ct-denoise-quality', false],
    ]);
    expect(text(element)).to.contain('0.4 MB · 3.5 GFLOP · reads 1 slice · default here');
    expect(text(element)).to.contain('4.0 MB · 35.0 GFLOP · reads 3 slices');
    expect(text(element)).not.to.contain('MR denoiser');
    element.provider = 'webgpu';
    await element.updateComplete;
    expect(radios()[1].checked).to.equal(true);
    radios()[0].click();
    await element.updateComplete;
    expect(element.model).to.equal('ct-denoise');
    await expect(element).to.be.accessible();
    // Another modality: the choice is none for it.
    element.series = seriesOf([ctFrame(0, { modality: 'MR' })], '2.25.4', 'MR');
    await element.updateComplete;
    expect(radios().map(({ value, checked }) => [value, checked])).to.deep.equal([['mr-denoise', true]]);
  });

  it('has a texture control where the model has two ends, and passes it', async () => {
    const models = await threeModels();
    const given: BlendOptions[] = [];
    const element = await denoiserOf(
      fakeJobs({
        models: async () => models,
        denoise: async (series, { strength, texture } = {}) => {
          given.push({ strength, texture });
          const id = series.modality === 'MR' ? 'mr-denoise' : 'ct-denoise';
          const model = { id, version: '1.0.0', weightsSha256: 'a'.repeat(64) };
          const frames = series.frames.map((frame) => denoisedFrame(frame, 8, { model }));
          return { ...denoisedSeries(series), frames };
        },
      }),
    );
    expect(dials(element).length).to.equal(2);
    expect(text(element)).to.contain('smooth');
    expect(text(element)).to.contain('natural');
    turn(dials(element)[1], 0.6);
    await element.run();
    element.series = seriesOf([ctFrame(0, { modality: 'MR' })], '2.25.4', 'MR');
    await element.updateComplete;
    expect(dials(element).length).to.equal(1);
    await element.run();
    expect(given).to.deep.equal([
      { strength: 1, texture: 0.6 },
      { strength: 1, texture: undefined },
    ]);
  });

  it('estimates the time from the slices it has measured', async () => {
    const element = await denoiserOf(
      fakeJobs({
        denoise: async (series, options = {}) => {
          options.onExecution?.({ provider: 'wasm', device: '2 threads', reason: '', runtime: 'test' });
          const result = denoisedSeries(series);
          for (const [index, frame] of result.frames.entries()) {
            await aTimeout(20);
            options.onFrame?.(index, frame);
          }
          return result;
        },
      }),
    );
    expect(text(element)).to.contain('The first slice tells how long it takes.');
    await element.run();
    await element.updateComplete;
    expect(text(element)).to.contain('about 1 s for 5 slices');
    element.series = ctSeries(200, '2.25.50');
    await element.updateComplete;
    expect(text(element)).to.match(/about [4-9] s for 200 slices/);
  });
});

describe('veritome-denoiser: moving the settings after a run', () => {
  it('lets the result follow, in place of the earlier one', async () => {
    const { jobs, blends } = await blending();
    const element = await denoiserOf(jobs);
    const first = await element.run();
    const told = oneEvent(element, 'veritome-result');
    const frames: FrameDetail[] = [];
    element.addEventListener('veritome-frame', (event) => {
      frames.push((event as CustomEvent<FrameDetail>).detail);
    });
    await element.updateComplete;
    turn(dials(element)[0], 0.5);
    const { detail } = (await told) as CustomEvent<ResultDetail>;
    expect(detail.replaces).to.equal(first);
    expect(detail.series).not.to.equal(first);
    expect(frames.every(({ replaces }) => replaces === first)).to.equal(true);
    expect(blends).to.deep.equal([{ strength: 0.5, texture: 0 }]);
    expect(element.running).to.equal(false);
  });

  it('drops the estimates with the series and with the element', async () => {
    const { jobs, closed } = await blending();
    const element = await denoiserOf(jobs);
    await element.run();
    await element.updateComplete;
    element.series = ctSeries(2, '2.25.60');
    await element.updateComplete;
    expect(closed()).to.equal(1);
    await element.run();
    element.remove();
    expect(closed()).to.equal(2);
  });

  it('says so when the result is another model’s', async () => {
    const { jobs, blends } = await blending();
    const element = await denoiserOf(jobs);
    await element.run();
    await element.updateComplete;
    element.model = 'ct-denoise-quality';
    await element.updateComplete;
    expect(text(element)).to.contain('made with ct-denoise, strength 1.00, texture 0.00.');
    expect(text(element)).to.contain('Denoise again');
    expect(blends).to.deep.equal([]);
  });
});

describe('veritome-denoiser: the structure guard', () => {
  it('counts flagged slices and leads to each', async () => {
    const element = await denoiserOf();
    element.denoised = denoisedSeries(ctSeries(20), 8, [6, 11]);
    element.series = ctSeries(20);
    await element.updateComplete;
    expect(text(element)).to.contain('2 of 20 slices flagged: structure removed');
    const buttons = element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.flagged button');
    expect([...buttons].map((button) => button.textContent?.trim())).to.deep.equal([
      'Slice 7, score 9.0',
      'Slice 12, score 9.0',
    ]);
    const told = oneEvent(element, 'veritome-jump');
    buttons[1].click();
    expect(((await told) as CustomEvent<JumpDetail>).detail).to.deep.equal({ index: 11 });
    element.index = 11;
    await element.updateComplete;
    expect(buttons[1].getAttribute('aria-current')).to.equal('true');
    await expect(element).to.be.accessible();
  });

  it('says that nothing was flagged, counts what is there, and is silent without a guard', async () => {
    const element = await denoiserOf();
    expect(text(element)).not.to.contain('flagged');
    element.denoised = denoisedSeries(ctSeries(), 8, []);
    await element.updateComplete;
    expect(text(element)).to.contain('None of 5 slices flagged.');
    const { frames } = denoisedSeries(ctSeries(), 8, [1]);
    const growing = new Array(5);
    growing[1] = frames[1];
    element.denoised = { ...element.denoised, frames: growing };
    await element.updateComplete;
    expect(text(element)).to.contain('1 of 1 slices flagged');
  });

  it('keeps what it says while a run goes on', async () => {
    const held = heldDenoise();
    const element = await denoiserOf(fakeJobs({ denoise: held.denoise }));
    element.denoised = denoisedSeries(ctSeries(), 8, [1]);
    const running = element.run().catch(() => undefined);
    await element.updateComplete;
    expect(text(element)).to.contain('1 of 5 slices flagged');
    element.cancel();
    await running;
  });
});

describe('veritome-denoiser: regions', () => {
  it('shows figures before and after, and the contrast to noise of two', async () => {
    const element = await denoiserOf();
    const rois = [
      { shape: 'rectangle', x: 20, y: 20, width: 10, height: 10 },
      { shape: 'circle', x: 40, y: 40, width: 12, height: 12 },
    ] as const;
    Object.assign(element, { rois, denoised: denoisedSeries(ctSeries(), -30), index: 2 });
    await element.updateComplete;
    const cells = [...element.shadowRoot!.querySelectorAll('td')].map((cell) => cell.textContent?.trim());
    const [a, b] = rois.map((roi) => roiFigures(ctSeries().frames[2], roi)!);
    const say = (figure: number, digits: number) => figure.toFixed(digits).replace('-', '−');
    expect(cells).to.deep.equal([
      ...[a, b].flatMap(({ mean, sd }) => [
        `${say(mean, 0)} HU`,
        `${say(mean - 30, 0)} HU`,
        `${say(sd, 1)} HU`,
        `${say(sd, 1)} HU`,
      ]),
      ...Array(2).fill(say(Math.abs(a.mean - b.mean) / b.sd, 2)),
    ]);
    await expect(element).to.be.accessible();
    element.index = 0;
    await element.updateComplete;
    const first = element.shadowRoot!.querySelector('td')?.textContent?.trim();
    expect(first).to.equal(`${say(a.mean - 20, 0)} HU`);
  });

  it('asks for the tool, and clears', async () => {
    const element = await denoiserOf();
    element.rois = [{ shape: 'circle', x: 4, y: 4, width: 8, height: 8 }];
    await element.updateComplete;
    const [circle, rectangle, clear] =
      element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.regions > .row button');
    expect(circle.getAttribute('aria-pressed')).to.equal('false');
    const told = oneEvent(element, 'veritome-tool');
    rectangle.click();
    expect(((await told) as CustomEvent<ToolDetail>).detail).to.deep.equal({ tool: 'rectangle' });
    const cleared = oneEvent(element, 'veritome-roi');
    clear.click();
    expect(((await cleared) as CustomEvent).detail).to.deep.equal({ rois: [] });
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('table')).to.equal(null);
  });

  it('plots the noise spectrum of a region, downloaded only then, and of the one that is chosen', async () => {
    // The list ends at 250 otherwise, and sources served one by one are more.
    performance.setResourceTimingBufferSize(5000);
    const downloaded = () =>
      performance.getEntriesByType('resource').some(({ name }) => name.includes('uPlot'));
    const element = await denoiserOf(fakeJobs(), noisySeries());
    element.denoised = denoisedSeries(noisySeries(0.3));
    await element.updateComplete;
    const before = downloaded();
    element.rois = [
      { shape: 'rectangle', x: 20, y: 20, width: 32, height: 32 },
      { shape: 'rectangle', x: 0, y: 40, width: 16, height: 16 },
    ];
    await waitUntil(() => element.shadowRoot!.querySelector('.nps canvas'), 'the plot never came', {
      timeout: 10_000,
    });
    expect([before, downloaded()]).to.deep.equal([false, true]);
    const plot = element.shadowRoot!.querySelector('.nps')!;
    expect(plot.getAttribute('role')).to.equal('img');
    expect(plot.getAttribute('aria-label')).to.match(
      /^Noise power spectrum, region A\. Acquired: peak at \d\.\d\d cycles\/mm\. Denoised: /,
    );
    const canvas = plot.querySelector('canvas')!;
    await waitUntil(() => colours(canvas).amber > 20 && colours(canvas).grey > 20, 'no curves');
    await expect(element).to.be.accessible();
    element.shadowRoot!.querySelectorAll<HTMLButtonElement>('.spectrum button')[1].click();
    await waitUntil(() => plot.getAttribute('aria-label')?.includes('region B'));
    // Too small a region has figures, but no curve.
    element.rois = [{ shape: 'circle', x: 20, y: 20, width: 12, height: 12 }];
    await waitUntil(() => text(element).includes('square of 16 pixels'));
    expect(element.shadowRoot!.querySelector('.nps')).to.equal(null);
  });

  it('leaves no plot behind when removed or cleared', async () => {
    const element = await denoiserOf(fakeJobs(), noisySeries());
    const plotted = () =>
      waitUntil(() => element.shadowRoot!.querySelector('.nps canvas'), 'no plot', { timeout: 10_000 });
    element.rois = [{ shape: 'rectangle', x: 20, y: 20, width: 32, height: 32 }];
    await plotted();
    const host = element.parentElement!;
    element.remove();
    expect(element.shadowRoot!.querySelector('.nps canvas')).to.equal(null);
    host.append(element);
    await plotted();
    element.rois = [];
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('.nps')).to.equal(null);
  });
});

/** One slice of white noise, `share` of 40 HU strong. */
function noisySeries(share = 1): Series<Frame> {
  const random = createRandom(7);
  const stored = Uint16Array.from({ length: SIZE * SIZE }, () =>
    Math.round(1064 + 40 * share * random.normal()),
  );
  return seriesOf([ctFrame(0, { stored })]);
}

/** Pixels of the two curves. */
function colours(canvas: HTMLCanvasElement): { amber: number; grey: number } {
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  const count = { amber: 0, grey: 0 };
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] > 220 && data[i + 2] < 90) count.amber++;
    if (data[i] > 180 && data[i + 2] > 190) count.grey++;
  }
  return count;
}
