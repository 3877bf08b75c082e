import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { FrameDetail, ResultDetail, VeritomeDenoiser } from '../../src/elements/denoiser/denoiser.js';
import { InferenceError } from '../../src/errors.js';
import '../../src/define.js';
import { ctSeries, fakeJobs, heldDenoise } from './fixtures.js';

async function denoiserOf(jobs = fakeJobs(), series = ctSeries()): Promise<VeritomeDenoiser> {
  const element = document.createElement('veritome-denoiser');
  element.jobs = jobs;
  element.series = series;
  await fixture(html`<div>${element}</div>`);
  // The cards and the device arrive a moment later.
  await new Promise((resolve) => setTimeout(resolve));
  await element.updateComplete;
  return element;
}

function text(element: VeritomeDenoiser): string {
  return element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
}

describe('veritome-denoiser', () => {
  it('is accessible, ready and running', async () => {
    const held = heldDenoise();
    const element = await denoiserOf(fakeJobs({ denoise: held.denoise }));
    await expect(element).to.be.accessible();
    const running = element.run().catch(() => undefined);
    await element.updateComplete;
    await expect(element).to.be.accessible();
    element.cancel();
    await running;
  });

  it('says what the model is, where it runs and what it is for', async () => {
    const element = await denoiserOf();
    expect(text(element)).to.contain('CT denoiser 1.0.0');
    expect(text(element)).to.contain('0.4 MB · 3.5 GFLOP · reads 1 slice');
    expect(text(element)).to.contain('wasm · 2 threads · no WebGPU adapter');
    expect(text(element)).to.contain('Research use. Compare with the acquired scan.');
    expect(text(element)).to.contain('Adults only.');
  });

  it('runs with the chosen settings, forwards slices, tells the result', async () => {
    const source = ctSeries();
    const base = fakeJobs();
    let options: Parameters<typeof base.denoise>[1];
    const element = await denoiserOf(
      fakeJobs({
        denoise: (series, given) => {
          options = given;
          return base.denoise(series, given);
        },
      }),
      source,
    );
    element.strength = 0.4;
    const frames: number[] = [];
    element.addEventListener('veritome-frame', (event) => {
      frames.push((event as CustomEvent<FrameDetail>).detail.index);
    });
    const told = oneEvent(element, 'veritome-result');
    const series = await element.run();
    const { detail } = (await told) as CustomEvent<ResultDetail>;
    expect(detail.series).to.equal(series);
    expect(detail.source).to.equal(source);
    expect(frames).to.deep.equal([0, 1, 2, 3, 4]);
    expect(options?.strength).to.equal(0.4);
    // Unnamed: the pipeline takes the usual one.
    expect(options?.model).to.equal(undefined);
    await element.updateComplete;
    expect(text(element)).to.contain('5 slices denoised.');
  });

  it('shows progress and time left, and cancels', async () => {
    const held = heldDenoise();
    const element = await denoiserOf(fakeJobs({ denoise: held.denoise }));
    let failed = 0;
    element.addEventListener('veritome-error', () => failed++);
    const running = element.run().catch((error: DOMException) => error.name);
    await element.updateComplete;
    expect(text(element)).to.contain('1 of 5');
    expect(text(element)).to.contain('9 s left');
    element.shadowRoot?.querySelector<HTMLButtonElement>('[part="cancel"]')?.click();
    expect(held.signal()?.aborted).to.equal(true);
    expect(await running).to.equal('AbortError');
    await element.updateComplete;
    expect(failed).to.equal(0);
    expect(element.running).to.equal(false);
    expect(text(element)).to.contain('Cancelled. Nothing was kept.');
  });

  it('cancels when removed while running', async () => {
    const held = heldDenoise();
    const element = await denoiserOf(fakeJobs({ denoise: held.denoise }));
    const running = element.run().catch((error: DOMException) => error.name);
    element.remove();
    expect(held.signal()?.aborted).to.equal(true);
    expect(await running).to.equal('AbortError');
  });

  it('cancels the first job when a second starts', async () => {
    const held = heldDenoise();
    const element = await denoiserOf(fakeJobs({ denoise: held.denoise }));
    const first = element.run().catch((error: DOMException) => error.name);
    const second = element.run();
    expect(await first).to.equal('AbortError');
    expect(element.running).to.equal(true);
    held.finish();
    expect((await second).frames.length).to.equal(5);
  });

  it('drops what a cancelled job still sends', async () => {
    let late: (() => void) | undefined;
    const base = fakeJobs();
    const element = await denoiserOf(
      fakeJobs({
        // A job that ignores its signal.
        denoise: (series, options) =>
          new Promise((resolve) => {
            late = () => resolve(base.denoise(series, options));
          }),
      }),
    );
    let told = 0;
    for (const name of ['veritome-frame', 'veritome-result']) {
      element.addEventListener(name, () => told++);
    }
    const running = element.run().catch((error: DOMException) => error.name);
    element.cancel();
    late?.();
    expect(await running).to.equal('AbortError');
    expect(told).to.equal(0);
  });

  it('tells a failure with its error', async () => {
    const failure = new InferenceError('The device was lost.', { remedy: 'Run it again.' });
    const element = await denoiserOf(fakeJobs({ denoise: () => Promise.reject(failure) }));
    const told = oneEvent(element, 'veritome-error');
    const running = element.run().catch((error) => error);
    expect(((await told) as CustomEvent).detail.error).to.equal(failure);
    expect(await running).to.equal(failure);
    expect(element.running).to.equal(false);
  });

  it('does not offer a model for another modality', async () => {
    const element = await denoiserOf(fakeJobs(), { ...ctSeries(), modality: 'MR' });
    expect(element.shadowRoot?.querySelector<HTMLButtonElement>('[part="run"]')?.disabled).to.equal(true);
    expect(text(element)).to.contain('No model here is made for MR.');
    element.model = 'ct-denoise';
    await element.updateComplete;
    expect(text(element)).to.contain('made for CT, not for MR');
  });

  it('rejects without a series', async () => {
    const element = document.createElement('veritome-denoiser');
    element.jobs = fakeJobs();
    await fixture(html`<div>${element}</div>`);
    const error = await element.run().catch((caught) => caught);
    expect(error.tag).to.equal('ArgumentError');
  });
});
