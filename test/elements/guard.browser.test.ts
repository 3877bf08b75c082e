import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { VeritomeCompare } from '../../src/elements/compare/compare.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import { type ArgumentError, InferenceError } from '../../src/errors.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import '../../src/define.js';
import { drawn, pixelsOfCanvas, settled, sized } from './canvas.js';
import { ctSeries, denoisedSeries, fakeJobs, guardMapOf, studyOf } from './fixtures.js';

async function compareOf(guardMap = async (frame: Frame) => guardMapOf(frame)): Promise<VeritomeCompare> {
  const compare = sized(document.createElement('veritome-compare'), 640, 512);
  const before = ctSeries();
  Object.assign(compare, { before, after: denoisedSeries(before, 8, [1]), jobs: fakeJobs({ guardMap }) });
  await fixture(html`<div>${compare}</div>`);
  await drawn(view(compare, 'before'));
  await drawn(view(compare, 'after'));
  return compare;
}

function view(compare: VeritomeCompare, side: string): VeritomeViewport {
  return compare.shadowRoot?.querySelector(`veritome-viewport.${side}`) as VeritomeViewport;
}

function legend(compare: VeritomeCompare): string {
  return compare.shadowRoot?.querySelector('.captions')?.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}

/** Pixels in the guard's violet, inside and outside the square of image pixels 24 … 40 of 64. */
function violet(viewport: VeritomeViewport): { inside: number; outside: number } {
  const { data, width, height } = pixelsOfCanvas(viewport);
  const scale = Math.min(width, height) / 64;
  const count = { inside: 0, outside: 0 };
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] < 190 || data[i + 1] > 160 || data[i + 2] < 220) continue;
    const x = (((i / 4) % width) - width / 2) / scale;
    const y = (Math.floor(i / 4 / width) - height / 2) / scale;
    count[Math.abs(x) < 8.3 && Math.abs(y) < 8.3 ? 'inside' : 'outside']++;
  }
  return count;
}

describe('the overlay of the structure guard', () => {
  it('is accessible in every mode', async () => {
    const compare = await compareOf();
    compare.overlay = 'guard';
    for (const mode of ['curtain', 'side-by-side', 'flicker', 'difference'] as const) {
      compare.mode = mode;
      await compare.updateComplete;
      await expect(compare).to.be.accessible();
    }
  });

  it('hatches what the map says, over the generated image alone, and only when asked', async () => {
    const compare = await compareOf();
    expect(violet(view(compare, 'after'))).to.deep.equal({ inside: 0, outside: 0 });
    compare.overlay = 'guard';
    await waitUntil(() => view(compare, 'after').guard);
    await settled(view(compare, 'after'));
    const marked = violet(view(compare, 'after'));
    expect(marked.inside).to.be.greaterThan(300);
    expect(marked.outside).to.equal(0);
    expect(violet(view(compare, 'before')).inside).to.equal(0);
    expect(legend(compare)).to.contain('more than noise explains');
    expect(legend(compare)).to.contain('score 9.0, flagged above 3.0');
    compare.overlay = 'none';
    await compare.updateComplete;
    await settled(view(compare, 'after'));
    expect(violet(view(compare, 'after')).inside).to.equal(0);
    expect(legend(compare)).to.equal('');
  });

  it('follows zoom and pan', async () => {
    const compare = await compareOf();
    compare.overlay = 'guard';
    compare.scale = 4;
    compare.translation = { x: 0, y: 0 };
    await waitUntil(() => view(compare, 'after').guard);
    await settled(view(compare, 'after'));
    const { data, width, height } = pixelsOfCanvas(view(compare, 'after'));
    let left = width;
    let right = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i] < 190 || data[i + 1] > 160 || data[i + 2] < 220) continue;
      left = Math.min(left, (i / 4) % width);
      right = Math.max(right, (i / 4) % width);
    }
    const ratio = width / view(compare, 'after').getBoundingClientRect().width;
    expect(right - left).to.be.closeTo(16 * 4 * ratio, 4 * ratio);
    expect((left + right) / 2).to.be.closeTo(width / 2, 2 * ratio);
    expect(height).to.be.greaterThan(0);
  });

  it('says when the noise explains everything', async () => {
    const compare = await compareOf(async ({ rows, columns }) => ({
      map: new Float32Array(rows * columns),
      score: 0.4,
      threshold: 3,
      flagged: false,
    }));
    compare.overlay = 'guard';
    await waitUntil(() => legend(compare).includes('score 0.4'));
    expect(legend(compare)).to.contain('Noise explains what was removed');
  });

  it('computes each slice once, and the one on show', async () => {
    const asked: Frame[] = [];
    const compare = await compareOf(async (frame) => {
      asked.push(frame);
      return guardMapOf(frame);
    });
    compare.overlay = 'guard';
    await waitUntil(() => view(compare, 'after').guard);
    compare.index = 2;
    await waitUntil(() => asked.length === 2);
    compare.index = 0;
    await compare.updateComplete;
    expect(view(compare, 'after').guard).not.to.equal(undefined);
    expect(asked).to.deep.equal([0, 2].map((index) => compare.generated?.frames[index]));
  });

  it('drops what arrives for a stack that was replaced, and for a removed element', async () => {
    let give: (() => void) | undefined;
    const compare = await compareOf(
      (frame) =>
        new Promise((resolve) => {
          give = () => resolve(guardMapOf(frame));
        }),
    );
    compare.overlay = 'guard';
    await waitUntil(() => give);
    const late = give;
    Object.assign(compare, { after: denoisedSeries(compare.acquired!, 20) });
    await compare.updateComplete;
    late?.();
    await compare.updateComplete;
    expect(view(compare, 'after').guard).to.equal(undefined);
    expect(legend(compare)).to.contain('Looking for removed structure');
    compare.remove();
    give?.();
    await compare.updateComplete;
  });

  it('tells a failure, and refuses an overlay it does not know', async () => {
    const failure = new InferenceError('No map.', { remedy: 'None.' });
    const compare = await compareOf(() => Promise.reject(failure));
    const failed = oneEvent(compare, 'veritome-error');
    compare.overlay = 'guard';
    expect(((await failed) as CustomEvent).detail.error).to.equal(failure);
    const refused = oneEvent(compare, 'veritome-error');
    compare.setAttribute('overlay', 'heat');
    const { error } = ((await refused) as CustomEvent<{ error: ArgumentError }>).detail;
    expect([error.tag, error.attribute]).to.deep.equal(['ArgumentError', 'overlay']);
    expect(compare.overlay).to.equal('none');
  });
});

describe('flags of the structure guard', () => {
  it('stand in the corner of a flagged slice and beside the slider', async () => {
    const viewport = sized(document.createElement('veritome-viewport'), 400, 400);
    viewport.series = denoisedSeries(ctSeries(), 8, [1, 4]);
    await fixture(html`<div>${viewport}</div>`);
    await drawn(viewport);
    const corner = () => viewport.shadowRoot?.querySelector('.bottom.left')?.textContent;
    const input = viewport.shadowRoot?.querySelector('input');
    expect(corner()).not.to.contain('Structure removed');
    viewport.index = 4;
    await settled(viewport);
    expect(corner()).to.contain('Structure removed');
    expect(input?.getAttribute('aria-valuetext')).to.equal('Slice 5/5, Structure removed');
    const [first, second] = [...viewport.shadowRoot!.querySelectorAll('.flags path')].map((tick) =>
      tick.getBoundingClientRect(),
    );
    const { top, bottom } = input!.getBoundingClientRect();
    // Half a thumb, 11 px, at each end: the last slice's tick is at the lower end, the second's at a quarter.
    expect(second.top).to.be.closeTo(bottom - 11, 1.5);
    expect(first.top).to.be.closeTo(top + 11 + (bottom - top - 22) / 4, 1.5);
    await expect(viewport).to.be.accessible();
  });

  it('stand beside the series in the list', async () => {
    const study = document.createElement('veritome-study');
    const acquired = ctSeries();
    study.study = studyOf(acquired);
    study.generated = [denoisedSeries(acquired, 8, [1, 4])];
    await fixture(html`<div>${study}</div>`);
    await study.updateComplete;
    const [first, second] = [...study.shadowRoot!.querySelectorAll('.series')].map((row) => row.textContent);
    expect(first).not.to.contain('flagged');
    expect(second).to.contain('2 flagged');
    await expect(study).to.be.accessible();
  });
});
