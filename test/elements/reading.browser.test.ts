/** A blinded reading from its settings to its CSV, by keys alone, and what it must not show. */
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { ReadingDetail, VeritomeReading } from '../../src/elements/reading/reading.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import { readingList } from '../../src/evaluation/reading/plan.js';
import type { AcquiredFrame } from '../../src/image/frame.js';
import { adopt } from '../../src/provenance/seal.js';
import '../../src/define.js';
import { amberPixels, canvasOf, drawn, settled, sized } from './canvas.js';
import { ctSeries, denoisedSeries, fakeJobs, studyOf } from './fixtures.js';

const PLAN = { places: [9], arms: 2, cases: 6, repeats: 2, seed: 4 };

async function readingOf(settings: VeritomeReading['settings'] = {}): Promise<VeritomeReading> {
  const reading = sized(document.createElement('veritome-reading'), 900, 700);
  const acquired = ctSeries(9);
  reading.sets = [[acquired, denoisedSeries(acquired, 8)]];
  reading.settings = { cases: 6, repeats: 2, seed: 4, ...settings };
  await fixture(html`<div>${reading}</div>`);
  await reading.updateComplete;
  return reading;
}

const part = (reading: VeritomeReading, name: string) =>
  reading.shadowRoot?.querySelector<HTMLElement>(`[part="${name}"]`);

function views(reading: VeritomeReading): VeritomeViewport[] {
  return [...(reading.shadowRoot?.querySelectorAll('veritome-viewport') ?? [])];
}

/** The element that has the keyboard, through all shadow roots. */
function focused(): Element | null {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node;
}

/** A key where the keyboard is; a button takes Enter as a browser would give it. */
async function key(reading: VeritomeReading, name: string, init: KeyboardEventInit = {}): Promise<void> {
  const target = focused();
  const event = new KeyboardEvent('keydown', {
    key: name,
    bubbles: true,
    composed: true,
    cancelable: true,
    ...init,
  });
  const taken = !(target ?? reading).dispatchEvent(event);
  if (!taken && name === 'Enter' && target instanceof HTMLButtonElement) target.click();
  if (!taken && name === 'Enter' && target instanceof HTMLInputElement) target.form?.requestSubmit();
  await reading.updateComplete;
  await new Promise((resolve) => setTimeout(resolve, 0));
  await reading.updateComplete;
}

describe('veritome-reading', () => {
  it('goes from settings to CSV by keys alone: scores', async () => {
    const reading = await readingOf();
    reading.focus();
    await key(reading, 'Shift');
    expect(focused()?.localName).to.equal('input');
    await key(reading, 'Enter');
    expect(focused()).to.equal(part(reading, 'start'));
    await key(reading, 'Enter');
    await waitUntil(() => focused()?.classList.contains('stage'), 'the keyboard is on a picture');

    const list = readingList(PLAN);
    const told = oneEvent(reading, 'veritome-reading');
    for (const { sides } of list) {
      expect(reading.shadowRoot?.querySelector('h2')?.textContent).to.contain(`of ${list.length}`);
      for (let criterion = 0; criterion < 5; criterion++) {
        for (const arm of sides) await key(reading, criterion === 1 ? (arm === 1 ? '5' : '2') : '3');
      }
      await key(reading, 'Backspace');
      await key(reading, '4');
      await key(reading, 'Enter');
    }
    const { detail } = (await told) as CustomEvent<ReadingDetail>;
    const noise = detail.summary.scores.find(({ criterion }) => criterion === 'noise');
    expect([noise?.difference.n, noise?.difference.mean]).to.deep.equal([6, 3]);
    expect(detail.summary.agreement.find(({ criterion }) => criterion === 'noise')?.kappa.kappa).to.equal(1);

    const rows = detail.csv
      .split('\r\n')
      .slice(0, -1)
      .map((line) => line.split(','));
    expect(rows.length).to.equal(1 + list.length);
    const column = (name: string) => rows[0].indexOf(name);
    rows.slice(1).forEach((row, i) => {
      const { sides, slice, repeatOf } = list[i];
      expect(row[column('arm_a')]).to.equal(sides[0] === 0 ? 'acquired' : 'ct-denoise 1.0.0 · 1.00');
      expect(row[column('a: noise')]).to.equal(sides[0] === 0 ? '2' : '5');
      // The last answer of each case was taken back and given anew.
      expect(row[column('b: diagnostic confidence')]).to.equal('4');
      expect(row[column('slice')]).to.equal(String(slice + 1));
      expect(row[column('repeat_of')]).to.equal(String(repeatOf ?? ''));
      expect(Number(row[column('time_ms')])).to.be.greaterThan(0);
    });
    await reading.updateComplete;
    await waitUntil(() => focused() === part(reading, 'save'));
    const saved = new Promise<[string, Blob]>((resolve) => {
      const { createObjectURL } = URL;
      const { click } = HTMLAnchorElement.prototype;
      let blob: Blob;
      URL.createObjectURL = (given) => {
        blob = given as Blob;
        return createObjectURL.call(URL, given);
      };
      HTMLAnchorElement.prototype.click = function () {
        URL.createObjectURL = createObjectURL;
        HTMLAnchorElement.prototype.click = click;
        resolve([this.download, blob]);
      };
    });
    await key(reading, 'Enter');
    const [name, blob] = await saved;
    expect(name).to.equal('veritome-reading-4.csv');
    expect(await blob.text()).to.equal(detail.csv);
  });

  it('goes from settings to CSV by keys alone: choice, forth and back', async () => {
    const reading = await readingOf({ task: 'choice', question: 'lesion', repeats: 0 });
    reading.start();
    await reading.updateComplete;
    await waitUntil(() => focused()?.classList.contains('stage'));
    await key(reading, 'Enter');
    expect(reading.shadowRoot?.querySelector('h2')?.textContent).to.contain('Case 1');
    const told = oneEvent(reading, 'veritome-reading');
    const list = readingList({ ...PLAN, repeats: 0 });
    for (const { sides, number } of list) {
      await key(reading, number % 2 === 0 ? 'ArrowLeft' : 'a');
      await key(reading, sides[0] === 1 ? 'ArrowLeft' : 'b');
      if (number === 3) {
        await key(reading, 'Enter');
        await key(reading, 'Backspace');
        expect(reading.shadowRoot?.querySelector('h2')?.textContent).to.contain('Case 3');
      }
      await key(reading, 'Enter');
    }
    const { detail } = (await told) as CustomEvent<ReadingDetail>;
    const [{ chosen }] = detail.summary.choices;
    expect([chosen.successes, chosen.n]).to.deep.equal([6, 6]);
    expect(chosen.p).to.be.closeTo(2 / 2 ** 6, 1e-12);
    const third = detail.csv.split('\r\n')[3].split(',');
    expect(third[detail.csv.split('\r\n')[0].split(',').indexOf('visits')]).to.equal('2');
    expect(detail.csv).to.contain(',lesion,');
    expect(reading.shadowRoot?.textContent).to.contain('6/6');
  });

  it('shows one same badge on both sides, whatever they are, and says nowhere which is which', async () => {
    const reading = await readingOf();
    reading.start();
    await reading.updateComplete;
    const list = readingList(PLAN);
    const badges = new Set<string>();
    for (const { sides } of list) {
      await reading.updateComplete;
      for (const [at, view] of views(reading).entries()) {
        await drawn(view);
        expect(view.series).to.equal(reading.sets[0][sides[at]]);
        const { count, left, top } = amberPixels(view);
        expect(count).to.be.greaterThan(400);
        badges.add(JSON.stringify([count, left, top]));
        const said = `${view.shadowRoot?.textContent} ${[...view.shadowRoot!.querySelectorAll('[aria-label]')]
          .map((element) => element.getAttribute('aria-label'))
          .join(' ')}`;
        expect(said).not.to.match(/acquired|generated|denois|ct-|Made-up|Phantom/i);
      }
      expect(reading.shadowRoot?.textContent).not.to.match(/acquired|ct-denoise|Made-up/i);
      for (let i = 0; i < 10; i++) await key(reading, '3');
      await key(reading, 'Enter');
    }
    // The very same pixels of amber on every picture of both arms.
    expect([...badges].length).to.equal(1);
  });

  it('links and logs window and slices, and takes no key that measures or leaves', async () => {
    const reading = await readingOf();
    let left = 0;
    reading.addEventListener('veritome-view', () => left++);
    reading.parentElement?.addEventListener('keydown', () => left++);
    reading.start();
    await reading.updateComplete;
    await waitUntil(() => focused()?.classList.contains('stage'));
    for (const view of views(reading)) await drawn(view);
    const [a, b] = views(reading);
    const { index } = a;
    await key(reading, index > 4 ? 'ArrowUp' : 'ArrowDown');
    await key(reading, 'ArrowRight', { ctrlKey: true });
    await settled(b);
    expect(Math.abs(b.index - index)).to.equal(1);
    expect([b.windowWidth, a.windowWidth]).to.deep.equal([420, 420]);
    for (const name of ['o', 'x', 'c', 'd', 's', 'f', 'g', '7']) await key(reading, name);
    expect([a.rois.length, b.rois.length, a.probe]).to.deep.equal([0, 0, undefined]);
    expect(a.windowWidth).to.equal(420);
    expect(left).to.equal(0);
    for (let i = 0; i < 10; i++) await key(reading, '3');
    await key(reading, 'Enter');
    const [head, row] = reading
      .csv()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(row[head.indexOf('scrolls')]).to.equal('1');
    expect(row[head.indexOf('window_changes')]).to.equal('1');
    // The next case is in its own place and window again.
    await reading.updateComplete;
    expect(views(reading).map(({ windowWidth }) => windowWidth)).to.deep.equal([400, 400]);
  });

  it('hides the pictures in a pause and counts no time', async () => {
    const reading = await readingOf({ task: 'choice' });
    reading.start();
    await reading.updateComplete;
    await waitUntil(() => focused()?.classList.contains('stage'));
    await key(reading, 'p');
    expect(views(reading).length).to.equal(0);
    await waitUntil(() => focused() === part(reading, 'resume'));
    await new Promise((resolve) => setTimeout(resolve, 1200));
    await key(reading, 'Enter');
    await waitUntil(() => views(reading).length === 2);
    await key(reading, 'a');
    await key(reading, 'Enter');
    const [head, row] = reading
      .csv()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(Number(row[head.indexOf('time_ms')])).to.be.lessThan(1200);
  });

  it('is accessible on every screen, in both tasks and languages', async () => {
    for (const [task, lang] of [
      ['scores', 'en'],
      ['choice', 'pt-BR'],
    ] as const) {
      const reading = await readingOf({ task });
      reading.lang = lang;
      await reading.updateComplete;
      await expect(reading).to.be.accessible();
      reading.shadowRoot?.querySelector('form')?.requestSubmit();
      await reading.updateComplete;
      expect(part(reading, 'start')).to.be.ok;
      await expect(reading).to.be.accessible();
      part(reading, 'start')?.click();
      await reading.updateComplete;
      for (const view of views(reading)) await drawn(view);
      await expect(reading).to.be.accessible();
      await key(reading, 'p');
      await expect(reading).to.be.accessible();
      await key(reading, 'p');
      await waitUntil(() => views(reading).length === 2);
      for (let i = 0; i < 10; i++) await key(reading, task === 'scores' ? '2' : 'b');
      await key(reading, 'Enter');
      part(reading, 'stop')?.click();
      await reading.updateComplete;
      expect(part(reading, 'save')).to.be.ok;
      await expect(reading).to.be.accessible();
    }
  });

  it('refuses one series alone, holes, and slices that were changed after they were sealed', async () => {
    const reading = await readingOf();
    const acquired = ctSeries(9);
    const altered = {
      ...denoisedSeries(acquired),
      frames: acquired.frames.map((frame) =>
        adopt(frame as AcquiredFrame, { class: 'denoised', record: undefined, altered: true }),
      ),
    };
    const holed = { ...denoisedSeries(acquired), frames: new Array(9) };
    for (const set of [[acquired], [acquired, holed], [acquired, ctSeries(8)], [acquired, altered]]) {
      reading.sets = [set];
      await reading.updateComplete;
      expect(reading.shadowRoot?.querySelector('[role="alert"]'), String(set.length)).to.be.ok;
      expect(reading.shadowRoot?.querySelector('form')).to.equal(null);
    }
  });

  it('opens from the workbench for the results at hand', async () => {
    const workbench: VeritomeWorkbench = sized(document.createElement('veritome-workbench'), 1200, 800);
    workbench.jobs = fakeJobs({ openStudy: async () => studyOf(ctSeries()) });
    await fixture(html`<div>${workbench}</div>`);
    await workbench.open([]);
    await workbench.denoise();
    await workbench.updateComplete;
    const button = workbench.shadowRoot?.querySelector<HTMLElement>('[aria-label="Blinded reading"]');
    button?.click();
    await workbench.updateComplete;
    const reading = workbench.shadowRoot?.querySelector('veritome-reading') as VeritomeReading;
    await reading.updateComplete;
    expect(reading.sets[0].length).to.equal(2);
    reading.start();
    await reading.updateComplete;
    await waitUntil(() => views(reading).length === 2);
    await drawn(views(reading)[0]);
    const stage = workbench.shadowRoot?.querySelector('.stage')?.getBoundingClientRect();
    expect(reading.getBoundingClientRect().height).to.equal(stage?.height);
    expect(canvasOf(views(reading)[0]).height).to.be.greaterThan(200);
    workbench.dispatchEvent(new KeyboardEvent('keydown', { key: 'd', cancelable: true }));
    await workbench.updateComplete;
    expect(workbench.shadowRoot?.querySelector('veritome-reading')).to.equal(reading);
    button?.click();
    await workbench.updateComplete;
    expect(workbench.shadowRoot?.querySelector('veritome-compare')).to.be.ok;
  });
});
