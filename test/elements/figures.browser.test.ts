import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { VeritomeCompare } from '../../src/elements/compare/compare.js';
import type { VeritomeDenoiser } from '../../src/elements/denoiser/denoiser.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import '../../src/define.js';
import { drawn, press, sized } from './canvas.js';
import { ctSeries, denoisedSeries, fakeJobs, studyOf } from './fixtures.js';

/** A workbench with a denoised series in which the guard flagged two slices. */
async function workbenchOf(): Promise<VeritomeWorkbench> {
  const workbench = sized(document.createElement('veritome-workbench'), 1000, 640);
  workbench.jobs = fakeJobs({
    openStudy: async () => studyOf(ctSeries()),
    denoise: async (series) => denoisedSeries(series, 8, [0, 4]),
  });
  await fixture(html`<div>${workbench}</div>`);
  await workbench.open([]);
  await workbench.denoise();
  await workbench.updateComplete;
  return workbench;
}

function compare(workbench: VeritomeWorkbench): VeritomeCompare {
  return workbench.shadowRoot?.querySelector('.cell.active > veritome-compare') as VeritomeCompare;
}

function denoiser(workbench: VeritomeWorkbench): VeritomeDenoiser {
  return workbench.shadowRoot?.querySelector('veritome-denoiser') as VeritomeDenoiser;
}

describe('veritome-workbench: guard and regions', () => {
  it('shows the overlay by key, and leads to a flagged slice with it', async () => {
    const workbench = await workbenchOf();
    const key = () => workbench.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', cancelable: true }));
    key();
    await workbench.updateComplete;
    expect(compare(workbench).overlay).to.equal('guard');
    key();
    await workbench.updateComplete;
    expect(compare(workbench).overlay).to.equal('none');
    await denoiser(workbench).updateComplete;
    const buttons = denoiser(workbench).shadowRoot?.querySelectorAll<HTMLButtonElement>('.flagged button');
    buttons?.[1].click();
    await workbench.updateComplete;
    expect([compare(workbench).overlay, compare(workbench).index]).to.deep.equal(['guard', 4]);
  });

  it('measures a region that is drawn on the stage in the panel, and clears it on both', async () => {
    const workbench = await workbenchOf();
    const view = compare(workbench).activeView;
    if (!view) throw new Error('no view');
    await drawn(view);
    press(view, 'o');
    await workbench.updateComplete;
    await denoiser(workbench).updateComplete;
    expect(denoiser(workbench).rois).to.deep.equal(view.rois);
    const root = denoiser(workbench).shadowRoot;
    expect(root?.querySelectorAll('td').length).to.equal(4);
    root?.querySelector<HTMLButtonElement>('.regions > .row button:last-child')?.click();
    await workbench.updateComplete;
    await compare(workbench).updateComplete;
    expect(compare(workbench).rois).to.deep.equal([]);
  });

  it('keeps one result and its place when strength is moved afterwards', async () => {
    const workbench = await workbenchOf();
    const [first] = workbench.shadowRoot?.querySelector('veritome-study')?.generated ?? [];
    workbench.series = first;
    await workbench.updateComplete;
    const told = oneEvent(workbench, 'veritome-result');
    denoiser(workbench).strength = 0.5;
    await told;
    await workbench.updateComplete;
    const study = workbench.shadowRoot?.querySelector('veritome-study');
    await waitUntil(() => study?.generated.length === 1 && study.generated[0] !== first);
    expect(workbench.series).to.equal(study?.generated[0]);
    expect(compare(workbench).generated).to.equal(study?.generated[0]);
  });
});
