import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { BetweenDetail, VeritomeInterpolator } from '../../src/elements/interpolator/interpolator.js';
import type { Jobs } from '../../src/elements/jobs.js';
import { AttributeError } from '../../src/errors.js';
import '../../src/define.js';
import { ctSeries, denserSeries, fakeJobs } from './fixtures.js';

async function interpolatorOf(jobs = fakeJobs(), series = ctSeries()): Promise<VeritomeInterpolator> {
  const element = document.createElement('veritome-interpolator');
  element.jobs = jobs;
  element.series = series;
  await fixture(html`<div>${element}</div>`);
  // The cards and the device arrive a moment later.
  await new Promise((resolve) => setTimeout(resolve));
  await element.updateComplete;
  return element;
}

function text(element: VeritomeInterpolator): string {
  return element.shadowRoot?.textContent?.replace(/\s+/g, ' ') ?? '';
}

/** A job that ends only when it is cancelled. */
const held: Jobs['interpolate'] = (_, { signal, onProgress } = {}) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
    onProgress?.({ job: 'Interpolating', done: 1, total: 4, secondsLeft: 9 });
  });

describe('veritome-interpolator', () => {
  it('is accessible, ready and running, and can be cancelled', async () => {
    const element = await interpolatorOf(fakeJobs({ interpolate: held }));
    await expect(element).to.be.accessible();
    const running = element.run().catch((error: Error) => error.name);
    await element.updateComplete;
    await expect(element).to.be.accessible();
    expect(text(element)).to.contain('1 of 4');
    element.shadowRoot?.querySelector<HTMLButtonElement>('[part="cancel"]')?.click();
    expect(await running).to.equal('AbortError');
    await element.updateComplete;
    expect(text(element)).to.contain('Cancelled.');
    expect(element.running).to.equal(false);
  });

  it('says what will be made, with which model, and what it is for', async () => {
    const element = await interpolatorOf();
    element.factor = 4;
    await element.updateComplete;
    expect(text(element)).to.contain('CT between 1.0.0');
    expect(text(element)).to.contain('2.0 → 0.5 mm');
    expect(text(element)).to.contain('12 slices will be made.');
    expect(text(element)).to.contain('Research use.');
  });

  it('runs with the chosen factor and tells the result', async () => {
    const source = ctSeries();
    let factor: number | undefined;
    const element = await interpolatorOf(
      fakeJobs({
        interpolate: async (series, options) => {
          factor = options?.factor;
          return denserSeries(series);
        },
      }),
      source,
    );
    element.factor = 3;
    const heard = oneEvent(element, 'veritome-result');
    const result = await element.run();
    const { detail } = (await heard) as CustomEvent<BetweenDetail>;
    expect(factor).to.equal(3);
    expect(detail.source).to.equal(source);
    expect(detail.series).to.equal(result);
    await element.updateComplete;
    expect(text(element)).to.contain('4 slices made.');
  });

  it('tells what went wrong', async () => {
    const fault = new AttributeError('No place.', {
      attribute: 'ImagePositionPatient',
      remedy: 'Choose another.',
    });
    const element = await interpolatorOf(fakeJobs({ interpolate: () => Promise.reject(fault) }));
    const heard = oneEvent(element, 'veritome-error');
    element.shadowRoot?.querySelector<HTMLButtonElement>('[part="run"]')?.click();
    expect(((await heard) as CustomEvent<{ error: Error }>).detail.error).to.equal(fault);
  });

  it('refuses a single slice, and a modality without a model', async () => {
    const element = await interpolatorOf(fakeJobs(), ctSeries(1));
    const button = () => element.shadowRoot?.querySelector<HTMLButtonElement>('[part="run"]');
    expect(button()?.disabled).to.equal(true);
    expect(text(element)).to.contain('single slice');
    element.series = { ...ctSeries(), modality: 'MR' };
    await element.updateComplete;
    expect(button()?.disabled).to.equal(true);
    expect(text(element)).to.contain('No model here is made for MR.');
  });

  it('in the workbench: the result stands in the study, its slices marked one by one', async () => {
    const bench = document.createElement('veritome-workbench');
    bench.jobs = fakeJobs();
    await fixture(html`<div style="width: 1200px; height: 700px">${bench}</div>`);
    const source = ctSeries();
    bench.series = source;
    const series = await bench.interpolate({ factor: 2 });
    await bench.updateComplete;
    expect(bench.series).to.equal(series);
    const tab = bench.shadowRoot?.querySelector('#tab-between');
    expect(tab?.getAttribute('aria-selected')).to.equal('true');
    expect(series.frames.map(({ kind }) => kind).slice(0, 3)).to.deep.equal([
      'acquired',
      'marked',
      'acquired',
    ]);
    const panel = bench.shadowRoot?.querySelector('veritome-interpolator');
    expect(panel?.series).to.equal(source);
  });
});
