import { aTimeout, expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { VeritomeCompare } from '../../src/elements/compare/compare.js';
import type { Jobs } from '../../src/elements/jobs.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import { InferenceError } from '../../src/errors.js';
import '../../src/define.js';
import { amberPixels, drawn, press, settled, sized } from './canvas.js';
import { ctSeries, fakeJobs, heldDenoise, heldOpening, seriesOf, studyOf } from './fixtures.js';

async function workbenchOf(jobs: Partial<Jobs> = {}, width = 1000): Promise<VeritomeWorkbench> {
  const workbench = sized(document.createElement('veritome-workbench'), width, 640);
  workbench.jobs = fakeJobs(jobs);
  await fixture(html`<div>${workbench}</div>`);
  return workbench;
}

function viewport(workbench: VeritomeWorkbench): VeritomeViewport {
  return workbench.shadowRoot?.querySelector('.cell.active > veritome-viewport') as VeritomeViewport;
}

function compare(workbench: VeritomeWorkbench): VeritomeCompare {
  return workbench.shadowRoot?.querySelector('.cell.active > veritome-compare') as VeritomeCompare;
}

function key(workbench: VeritomeWorkbench, name: string): void {
  workbench.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
}

/** The focused element, inside all shadow roots. */
function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

async function updated(workbench: VeritomeWorkbench): Promise<void> {
  await workbench.updateComplete;
  await (compare(workbench) ?? viewport(workbench))?.updateComplete;
}

describe('veritome-workbench', () => {
  it('is accessible: empty, with a study, comparing, and narrow', async () => {
    const workbench = await workbenchOf();
    await expect(workbench).to.be.accessible();
    await workbench.open([]);
    await updated(workbench);
    await expect(workbench).to.be.accessible();
    await workbench.denoise();
    await updated(workbench);
    await expect(workbench).to.be.accessible();
    sized(workbench, 360, 640);
    await updated(workbench);
    await expect(workbench).to.be.accessible();
  });

  it('is accessible in the light theme and with high contrast', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    await workbench.denoise();
    for (const theme of ['light', 'contrast'] as const) {
      workbench.theme = theme;
      await updated(workbench);
      await expect(workbench).to.be.accessible();
    }
    const panel = workbench.shadowRoot?.querySelector('veritome-denoiser');
    expect(getComputedStyle(panel as Element).backgroundColor).to.equal('rgb(0, 0, 0)');
  });

  it('lets the reader choose a language in the menu, and tells the page', async () => {
    const workbench = await workbenchOf();
    const told = oneEvent(workbench, 'veritome-language');
    const item = workbench.shadowRoot?.querySelector<HTMLElement>('#menu-more [lang="pt-BR"]');
    expect(item?.textContent).to.contain('português');
    item?.click();
    expect(((await told) as CustomEvent).detail).to.deep.equal({ language: 'pt-BR' });
    await updated(workbench);
    expect(workbench.getAttribute('lang')).to.equal('pt-BR');
    expect(workbench.shadowRoot?.textContent).to.contain('Solte um estudo aqui');
    expect(item?.getAttribute('aria-checked')).to.equal('true');
  });

  it('opens a study and shows the middle of its first series', async () => {
    const workbench = await workbenchOf();
    const told = oneEvent(workbench, 'veritome-study');
    const study = await workbench.open([]);
    expect(((await told) as CustomEvent).detail).to.equal(study);
    expect(workbench.study).to.equal(study);
    expect(workbench.series).to.equal(study.series[0]);
    await updated(workbench);
    expect(viewport(workbench).index).to.equal(2);
    await drawn(viewport(workbench));
  });

  it('shows a study as it grows, keeps the slice in view, and lets nobody work on a part of it', async () => {
    const held = heldOpening();
    const workbench = await workbenchOf({ openStudy: held.openStudy });
    const opening = workbench.open([]);
    await waitUntil(() => held.asked());
    const whole = ctSeries(5).frames;
    held.grow(seriesOf([whole[3]]));
    await updated(workbench);
    await drawn(viewport(workbench));
    expect(viewport(workbench).series?.frames).to.have.length(1);
    const denoiser = workbench.shadowRoot?.querySelector('veritome-denoiser');
    expect(denoiser?.series).to.equal(undefined);
    const refusal = await workbench.exportSeries(workbench.series!, 'dicom').catch((error) => error);
    expect(refusal.tag).to.equal('ArgumentError');
    // Slices come before the one in view: it stays.
    held.grow(seriesOf(whole.slice(1)));
    await updated(workbench);
    expect(viewport(workbench).index).to.equal(2);
    expect(viewport(workbench).series?.frames[2]).to.equal(whole[3]);
    let told = 0;
    workbench.addEventListener('veritome-study', () => told++);
    held.finish(seriesOf(whole));
    await opening;
    await updated(workbench);
    expect(told).to.equal(1);
    // Who has not moved sees the middle.
    expect(viewport(workbench).index).to.equal(2);
    expect(viewport(workbench).series?.frames).to.have.length(5);
    expect(denoiser?.series).to.equal(workbench.series);
  });

  it('leaves the reader at the slice they went to while the study was read', async () => {
    const held = heldOpening();
    const workbench = await workbenchOf({ openStudy: held.openStudy });
    const opening = workbench.open([]);
    await waitUntil(() => held.asked());
    const whole = ctSeries(5).frames;
    held.grow(seriesOf(whole.slice(2)));
    await updated(workbench);
    await drawn(viewport(workbench));
    await press(viewport(workbench), 'End');
    await updated(workbench);
    held.finish(seriesOf(whole));
    await opening;
    await updated(workbench);
    expect(viewport(workbench).index).to.equal(4);
  });

  it('closes a study whose reading the reader cancels', async () => {
    const held = heldOpening();
    const workbench = await workbenchOf({ openStudy: held.openStudy });
    const opening = workbench.open([]).catch((error) => error.name);
    await waitUntil(() => held.asked());
    held.grow(ctSeries(2));
    await updated(workbench);
    const view = workbench.shadowRoot?.querySelector('veritome-study');
    await view?.updateComplete;
    view?.shadowRoot?.querySelector<HTMLButtonElement>('.reading button')?.click();
    expect(await opening).to.equal('AbortError');
    await updated(workbench);
    expect([workbench.study, workbench.series]).to.deep.equal([undefined, undefined]);
    expect(viewport(workbench)).to.equal(null);
  });

  it('takes a study that a host sets', async () => {
    const workbench = await workbenchOf();
    workbench.study = studyOf(ctSeries());
    await updated(workbench);
    expect(workbench.series).to.equal(workbench.study.series[0]);
    await drawn(viewport(workbench));
  });

  it('denoises, compares and lists the result', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    const told = oneEvent(workbench, 'veritome-result');
    const progress: number[] = [];
    const series = await workbench.denoise({
      strength: 0.5,
      onProgress: ({ done }) => progress.push(done),
    });
    expect(((await told) as CustomEvent).detail.series).to.equal(series);
    expect(progress.at(-1)).to.equal(5);
    await updated(workbench);
    expect(compare(workbench).generated).to.equal(series);
    expect(workbench.shadowRoot?.querySelector('veritome-study')?.generated).to.deep.equal([series]);
  });

  it('shows the first slice while the rest is computed, then cancels and keeps nothing', async () => {
    const held = heldDenoise();
    const workbench = await workbenchOf({ denoise: held.denoise });
    await workbench.open([]);
    const running = workbench.denoise().catch((error: DOMException) => error.name);
    await waitUntil(() => compare(workbench));
    await updated(workbench);
    expect(compare(workbench).index).to.equal(0);
    const after = compare(workbench).shadowRoot?.querySelector('.after') as VeritomeViewport;
    await drawn(after);
    expect(amberPixels(after).count).to.be.greaterThan(200);
    const cancel = [...(workbench.shadowRoot?.querySelectorAll<HTMLButtonElement>('.status button') ?? [])];
    expect(cancel.length).to.equal(1);
    cancel[0].click();
    expect(await running).to.equal('AbortError');
    await updated(workbench);
    expect(compare(workbench)).to.equal(null);
    expect(viewport(workbench)).not.to.equal(null);
  });

  it("rejects with the signal's own reason", async () => {
    const workbench = await workbenchOf({ denoise: heldDenoise().denoise });
    await workbench.open([]);
    const control = new AbortController();
    const reason = new Error('enough');
    const running = workbench.denoise({ signal: control.signal }).catch((error) => error);
    await workbench.updateComplete;
    control.abort(reason);
    expect(await running).to.equal(reason);
  });

  it('stops the job when removed', async () => {
    const held = heldDenoise();
    const workbench = await workbenchOf({ denoise: held.denoise });
    await workbench.open([]);
    const running = workbench.denoise().catch((error: DOMException) => error.name);
    await waitUntil(() => held.signal());
    workbench.remove();
    expect(await running).to.equal('AbortError');
  });

  it('forgets results when another study is opened', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    await workbench.denoise();
    await updated(workbench);
    await workbench.open([]);
    await updated(workbench);
    expect(compare(workbench)).to.equal(null);
    expect(workbench.shadowRoot?.querySelector('veritome-study')?.generated).to.deep.equal([]);
  });

  it('changes the comparison by key, and back', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    await workbench.denoise();
    await updated(workbench);
    for (const [name, mode] of [
      ['d', 'difference'],
      ['f', 'flicker'],
      ['s', 'side-by-side'],
      ['c', 'curtain'],
    ]) {
      key(workbench, name);
      await updated(workbench);
      expect(compare(workbench).mode).to.equal(mode);
    }
    key(workbench, 'c');
    await updated(workbench);
    expect(compare(workbench)).to.equal(null);
  });

  it('keeps the keyboard on the stage from one view to the next', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    await workbench.denoise();
    await updated(workbench);
    workbench.focus();
    await waitUntil(() => deepActive()?.className === 'stage');
    for (const name of ['d', 'd', 'c', 's', 'f']) {
      deepActive()?.dispatchEvent(
        new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true }),
      );
      await updated(workbench);
      await waitUntil(() => deepActive()?.className === 'stage', `focus is lost after ${name}`);
    }
  });

  it('keeps slice, window and zoom from one view to the next', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    await updated(workbench);
    await drawn(viewport(workbench));
    press(viewport(workbench), 'ArrowDown');
    press(viewport(workbench), '3');
    press(viewport(workbench), '+');
    const { scale } = viewport(workbench);
    await workbench.denoise();
    key(workbench, 'c');
    key(workbench, 'c');
    await updated(workbench);
    const { windowCenter, windowWidth } = compare(workbench);
    expect([windowCenter, windowWidth, compare(workbench).scale]).to.deep.equal([300, 1500, scale]);
  });

  it('shows every chosen series at its middle, and the other side of a pair where it was', async () => {
    const second = ctSeries(5, '2.25.2');
    const workbench = await workbenchOf({ openStudy: async () => studyOf(ctSeries(5, '2.25.1'), second) });
    await workbench.open([]);
    await updated(workbench);
    await drawn(viewport(workbench));
    press(viewport(workbench), 'End');
    press(viewport(workbench), '2');
    workbench.series = second;
    await updated(workbench);
    expect([viewport(workbench).index, viewport(workbench).windowCenter]).to.deep.equal([2, undefined]);
    const result = await workbench.denoise();
    key(workbench, 'c');
    await updated(workbench);
    press(viewport(workbench), 'End');
    press(viewport(workbench), '2');
    workbench.series = result;
    await updated(workbench);
    expect([viewport(workbench).index, viewport(workbench).windowCenter]).to.deep.equal([4, -600]);
    expect(viewport(workbench).series).to.equal(result);
  });

  it('keeps what fits fitting', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    await updated(workbench);
    await drawn(viewport(workbench));
    press(viewport(workbench), 'ArrowDown');
    await updated(workbench);
    expect(viewport(workbench).scale).to.equal(undefined);
    expect(viewport(workbench).windowCenter).to.equal(undefined);
  });

  it('acts on keys wherever the focus is, but not while typing', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    await updated(workbench);
    key(workbench, '2');
    key(workbench, 'i');
    await updated(workbench);
    expect(viewport(workbench).windowCenter).to.equal(-600);
    expect(viewport(workbench).inverted).to.equal(true);
    key(workbench, 'r');
    await updated(workbench);
    expect(viewport(workbench).windowCenter).to.equal(undefined);
    key(workbench, '?');
    expect(workbench.shadowRoot?.querySelector('dialog')?.open).to.equal(true);
    await expect(workbench).to.be.accessible();
    workbench.shadowRoot?.querySelector('dialog')?.close();
  });

  it('says what failed, where and what to do, and lets it be dismissed', async () => {
    const failure = new InferenceError('The output is not finite.', {
      file: 'IM3',
      attribute: 'PixelData (7FE0,0010)',
      remedy: 'Run it again.',
    });
    const workbench = await workbenchOf({ denoise: () => Promise.reject(failure) });
    await workbench.open([]);
    const told = oneEvent(workbench, 'veritome-error');
    const caught = await workbench.denoise().catch((error) => error);
    expect(caught).to.equal(failure);
    expect(((await told) as CustomEvent).detail.error).to.equal(failure);
    await updated(workbench);
    const alert = workbench.shadowRoot?.querySelector('[role="alert"]');
    for (const part of ['not finite', 'IM3 · PixelData (7FE0,0010)', 'Run it again.']) {
      expect(alert?.textContent).to.contain(part);
    }
    alert?.querySelector('button')?.click();
    await updated(workbench);
    expect(workbench.shadowRoot?.querySelector('[role="alert"]')).to.equal(null);
  });

  it('verifies files in the provenance tab', async () => {
    const workbench = await workbenchOf();
    const verdicts = await workbench.verify([new File(['a'], 'a'), new File(['b'], 'b')]);
    expect(verdicts.map(({ status }) => status)).to.deep.equal(['claimed', 'claimed']);
    await workbench.updateComplete;
    expect(workbench.shadowRoot?.querySelector('#tab-provenance')?.getAttribute('aria-selected')).to.equal(
      'true',
    );
  });

  it('exports a series as one zip', async () => {
    let format: string | undefined;
    const workbench = await workbenchOf({
      exportZip: async (_, options) => {
        format = options.format;
        return new Blob(['zip']);
      },
    });
    const blob = await workbench.exportSeries(ctSeries(), 'png');
    expect(format).to.equal('png');
    expect(blob.size).to.equal(3);
  });

  it('saves the generated series under a name that says nothing of the patient', async () => {
    const saved: unknown[] = [];
    const workbench = await workbenchOf({
      exportZip: async (series, { format }) => {
        saved.push([series, format]);
        return new Blob(['zip']);
      },
    });
    await workbench.open([]);
    const result = await workbench.denoise();
    await updated(workbench);
    const names: string[] = [];
    const { click } = HTMLAnchorElement.prototype;
    HTMLAnchorElement.prototype.click = function () {
      names.push(this.download);
    };
    try {
      const [dicom, png] =
        workbench.shadowRoot?.querySelectorAll<HTMLButtonElement>('[data-menu="save"] .items button') ?? [];
      dicom.click();
      await waitUntil(() => names.length === 1 && !png.disabled);
      png.click();
      await waitUntil(() => names.length === 2);
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(saved).to.deep.equal([
      [result, 'dicom'],
      [result, 'png'],
    ]);
    expect(names).to.deep.equal(['veritome-denoised.zip', 'veritome-denoised.zip']);
  });

  it('opens the sample that its attribute names, relative to the list', async () => {
    let given: unknown;
    const { fetch } = window;
    window.fetch = async () => Response.json(['a/1.dcm', 'a/2.dcm']);
    try {
      const workbench = sized(document.createElement('veritome-workbench'), 1000, 640);
      workbench.setAttribute('sample', './sample-dicom/index.json');
      workbench.jobs = fakeJobs({
        openStudy: async (source) => {
          given = source;
          return studyOf(ctSeries());
        },
      });
      await fixture(html`<div>${workbench}</div>`);
      await waitUntil(() => workbench.series);
    } finally {
      window.fetch = fetch;
    }
    expect(given).to.deep.equal(
      ['a/1.dcm', 'a/2.dcm'].map((name) => new URL(`./sample-dicom/${name}`, document.baseURI).href),
    );
  });

  it('leaves the sample closed when the host opens something first or meanwhile', async () => {
    const given: unknown[] = [];
    const { fetch } = window;
    window.fetch = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return Response.json(['a/1.dcm']);
    };
    try {
      for (const wait of [0, 20]) {
        const workbench = sized(document.createElement('veritome-workbench'), 1000, 640);
        workbench.setAttribute('sample', './sample-dicom/index.json');
        workbench.jobs = fakeJobs({
          openStudy: async (source) => {
            given.push(source);
            return studyOf(ctSeries());
          },
        });
        await fixture(html`<div>${workbench}</div>`);
        if (wait) await aTimeout(wait);
        const own = [new File([], 'own.dcm')];
        await workbench.open(own);
        await aTimeout(100);
        expect(given.splice(0)).to.deep.equal([own]);
      }
    } finally {
      window.fetch = fetch;
    }
  });

  it('says when no file of a source can be used', async () => {
    const workbench = await workbenchOf({ openStudy: async () => studyOf() });
    await workbench.open([]);
    await updated(workbench);
    expect(workbench.shadowRoot?.querySelector('[role="alert"]')?.textContent).to.contain(
      'No image could be opened.',
    );
    expect(workbench.series).to.equal(undefined);
  });

  it('draws its side places as drawers when narrow', async () => {
    const workbench = await workbenchOf({}, 390);
    await workbench.open([]);
    await updated(workbench);
    const place = workbench.shadowRoot?.querySelector('.place.panel') as HTMLElement;
    expect(getComputedStyle(place).visibility).to.equal('hidden');
    workbench.shadowRoot?.querySelector<HTMLButtonElement>('.tool.panel')?.click();
    await updated(workbench);
    expect(getComputedStyle(place).visibility).to.equal('visible');
    key(workbench, 'Escape');
    await updated(workbench);
    expect(getComputedStyle(place).visibility).to.equal('hidden');
    const bench = workbench.shadowRoot?.querySelector('.bench');
    expect(bench?.scrollWidth).to.equal(bench?.clientWidth);
  });

  it('moves between tabs with arrows', async () => {
    const workbench = await workbenchOf();
    const tab = workbench.shadowRoot?.querySelector('#tab-denoise');
    tab?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, composed: true }));
    await workbench.updateComplete;
    expect(workbench.shadowRoot?.querySelector('#tab-between')?.getAttribute('tabindex')).to.equal('0');
  });

  it('says where the slice on the stage comes from', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    await updated(workbench);
    const text = () => workbench.shadowRoot?.querySelector('.shown')?.textContent ?? '';
    expect(text()).to.contain('no sign of generation');
    await workbench.denoise();
    await updated(workbench);
    expect(text()).to.contain('ct-denoise 1.0.0');
    expect(text()).to.contain('aaaaaaaa…aaaaaaaa');
  });

  it('shows a generated series with its badge in the single view too', async () => {
    const workbench = await workbenchOf();
    await workbench.open([]);
    workbench.series = await workbench.denoise();
    key(workbench, 'c');
    await updated(workbench);
    await drawn(viewport(workbench));
    await settled(viewport(workbench));
    expect(amberPixels(viewport(workbench)).count).to.be.greaterThan(400);
  });
});
