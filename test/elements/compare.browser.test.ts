import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { CompareDetail, VeritomeCompare } from '../../src/elements/compare/compare.js';
import { COMPARISONS } from '../../src/elements/compare/modes.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { ArgumentError } from '../../src/errors.js';
import '../../src/define.js';
import { amberPixels, drawn, pixelsOfCanvas, press, settled, sized } from './canvas.js';
import { ctSeries, denoisedSeries, expectedHU } from './fixtures.js';

async function compareOf(width = 600, height = 400): Promise<VeritomeCompare> {
  const compare = sized(document.createElement('veritome-compare'), width, height);
  const before = ctSeries();
  Object.assign(compare, { before, after: denoisedSeries(before) });
  await fixture(html`<div>${compare}</div>`);
  await drawn(view(compare, 'before'));
  await drawn(view(compare, 'after'));
  return compare;
}

function view(compare: VeritomeCompare, side: 'before' | 'after' | 'difference'): VeritomeViewport {
  return compare.shadowRoot?.querySelector(`veritome-viewport.${side}`) as VeritomeViewport;
}

function handle(compare: VeritomeCompare): HTMLElement {
  return compare.shadowRoot?.querySelector('[role="slider"]') as HTMLElement;
}

function key(target: HTMLElement, name: string): void {
  target.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));
}

describe('veritome-compare', () => {
  it('is accessible in every mode', async () => {
    const compare = await compareOf();
    for (const mode of COMPARISONS) {
      compare.mode = mode;
      await compare.updateComplete;
      await expect(compare).to.be.accessible();
    }
  });

  it('takes its stacks by the names of the contract', async () => {
    const compare = await compareOf();
    const { before } = compare as unknown as { before: unknown };
    expect(before).to.equal(compare.acquired);
    expect(view(compare, 'before').series).to.equal(compare.acquired);
    expect(view(compare, 'after').series).to.equal(compare.generated);
  });

  it('moves the curtain with the keyboard and tells it', async () => {
    const compare = await compareOf();
    const told = oneEvent(compare, 'veritome-compare');
    key(handle(compare), 'ArrowRight');
    const { detail } = (await told) as CustomEvent<CompareDetail>;
    expect(detail).to.deep.equal({
      ...{ mode: 'curtain', position: 0.52, shown: 'after' },
      ...{ blend: 0.5, measure: 'none' },
    });
    key(handle(compare), 'PageUp');
    expect(compare.position).to.equal(0.62);
    key(handle(compare), 'ArrowDown');
    expect(compare.position).to.equal(0.6);
    await compare.updateComplete;
    expect(handle(compare).getAttribute('aria-valuetext')).to.equal('60 % acquired, 40 % generated');
    const shifted = { key: 'ArrowLeft', shiftKey: true, bubbles: true, cancelable: true };
    handle(compare).dispatchEvent(new KeyboardEvent('keydown', shifted));
    expect(compare.position).to.equal(0.5);
    key(handle(compare), 'End');
    expect(compare.position).to.equal(1);
    key(handle(compare), 'ArrowRight');
    expect(compare.position).to.equal(1);
    key(handle(compare), 'Home');
    await compare.updateComplete;
    expect(compare.position).to.equal(0);
    expect(handle(compare).getAttribute('aria-valuenow')).to.equal('0');
  });

  it('moves the curtain with the pointer', async () => {
    const compare = await compareOf();
    const grip = handle(compare);
    const box = compare.getBoundingClientRect();
    // A made-up pointer cannot be captured: the capture is pretended.
    grip.setPointerCapture = () => undefined;
    grip.hasPointerCapture = () => true;
    grip.dispatchEvent(new PointerEvent('pointerdown', { pointerId: 1, button: 0 }));
    grip.dispatchEvent(new PointerEvent('pointermove', { pointerId: 1, clientX: box.left + 150 }));
    await compare.updateComplete;
    expect(compare.position).to.equal(0.25);
    expect(view(compare, 'after').style.clipPath).to.equal('inset(0px 0px 0px 25%)');
  });

  it('keeps the badge inside the visible part, wherever the curtain is', async () => {
    const compare = await compareOf();
    const after = view(compare, 'after');
    for (const position of [0, 0.3, 0.5, 0.75]) {
      compare.position = position;
      await compare.updateComplete;
      await settled(after);
      const amber = amberPixels(after);
      expect(amber.count).to.be.greaterThan(400);
      expect(amber.left).to.be.at.least(Math.floor(position * 600 * devicePixelRatio));
    }
  });

  it('names the generated side at the handle when its part is too narrow', async () => {
    const compare = await compareOf();
    compare.position = 0.95;
    await compare.updateComplete;
    expect(compare.shadowRoot?.querySelector('.side.generated')?.textContent).to.contain('GENERATED');
    compare.position = 0.4;
    await compare.updateComplete;
    expect(compare.shadowRoot?.querySelector('.side.generated')).to.equal(null);
    expect(compare.shadowRoot?.querySelector('.side.acquired')?.textContent).to.equal('ACQUIRED');
  });

  it('links slice, window, zoom and pan both ways', async () => {
    const compare = await compareOf();
    const before = view(compare, 'before');
    const after = view(compare, 'after');
    press(before, 'ArrowDown');
    press(before, '2');
    await compare.updateComplete;
    await after.updateComplete;
    expect([after.index, after.windowCenter, after.windowWidth]).to.deep.equal([1, -600, 1500]);
    press(after, '+');
    press(after, 'ArrowRight', { shiftKey: true });
    await compare.updateComplete;
    await before.updateComplete;
    expect(before.scale).to.equal(after.scale);
    expect(before.translation).to.deep.equal(after.translation);
    press(after, 'r');
    await compare.updateComplete;
    await before.updateComplete;
    expect(before.scale).to.equal(undefined);
    expect(before.windowCenter).to.equal(40);
  });

  it('reads both values at one pixel, acquired first', async () => {
    const compare = await compareOf();
    press(view(compare, 'after'), 'x');
    await compare.updateComplete;
    await settled(view(compare, 'before'));
    const acquired = expectedHU(32, 32);
    for (const side of ['before', 'after'] as const) {
      expect(view(compare, side).shadowRoot?.querySelector('.bottom.left')?.textContent).to.contain(
        `${acquired} → ${acquired + 8} HU`,
      );
    }
  });

  it('shows the two stacks beside each other, with the badge on one', async () => {
    const compare = await compareOf();
    compare.mode = 'side-by-side';
    await compare.updateComplete;
    await waitUntil(() => view(compare, 'after').getBoundingClientRect().width < 320);
    await settled(view(compare, 'before'));
    await settled(view(compare, 'after'));
    expect(amberPixels(view(compare, 'before')).count).to.equal(0);
    expect(amberPixels(view(compare, 'after')).count).to.be.greaterThan(400);
    expect(view(compare, 'after').style.clipPath).to.equal('none');
  });

  it('stands still when asked for less motion, and switches by hand', async () => {
    const { matchMedia } = window;
    window.matchMedia = (media) =>
      Object.assign(new EventTarget(), { matches: media.includes('reduce'), media }) as MediaQueryList;
    try {
      const compare = await compareOf();
      let told = 0;
      compare.addEventListener('veritome-compare', () => told++);
      compare.mode = 'flicker';
      await new Promise((resolve) => setTimeout(resolve, 900));
      expect(told).to.equal(0);
      compare.switchSide();
      await compare.updateComplete;
      expect(compare.shadowRoot?.querySelector('[role="status"]')?.textContent).to.contain('acquired');
      press(view(compare, 'before'), 'F', { shiftKey: true });
      await compare.updateComplete;
      expect(compare.shadowRoot?.querySelector('[role="status"]')?.textContent).to.contain('generated');
    } finally {
      window.matchMedia = matchMedia;
    }
  });

  it('flickers between the two', async () => {
    const compare = await compareOf();
    compare.mode = 'flicker';
    const { detail } = (await oneEvent(compare, 'veritome-compare')) as CustomEvent<CompareDetail>;
    expect(detail.shown).to.equal('before');
    await compare.updateComplete;
    expect(getComputedStyle(view(compare, 'after')).visibility).to.equal('hidden');
    compare.switchSide();
    await compare.updateComplete;
    expect(getComputedStyle(view(compare, 'before')).visibility).to.equal('hidden');
  });

  it('stops flickering when removed', async () => {
    const compare = await compareOf();
    compare.mode = 'flicker';
    await compare.updateComplete;
    compare.remove();
    let told = 0;
    compare.addEventListener('veritome-compare', () => told++);
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(told).to.equal(0);
  });

  it('shows the signed difference in colour, marked as generated', async () => {
    const compare = await compareOf();
    compare.mode = 'difference';
    await compare.updateComplete;
    const difference = view(compare, 'difference');
    await drawn(difference);
    expect(amberPixels(difference).count).to.be.greaterThan(200);
    const { data, width } = pixelsOfCanvas(difference);
    const middle = (Math.round(data.length / 4 / width / 2) * width + width / 2) * 4;
    // +8 HU in a window of 20 HU: rose, no blue.
    expect(difference.windowWidth).to.equal(20);
    expect(data[middle]).to.be.greaterThan(data[middle + 2]);
    press(difference, 'x');
    await settled(difference);
    expect(difference.shadowRoot?.querySelector('.bottom.left')?.textContent).to.contain('8 HU');
    expect(difference.series?.frames.every(({ kind }) => kind === 'marked')).to.equal(true);
  });

  it('falls back to the curtain for a mode it does not know, and says so', async () => {
    const compare = await compareOf();
    const told = oneEvent(compare, 'veritome-error');
    compare.setAttribute('mode', 'spin');
    const { detail } = (await told) as CustomEvent<{ error: ArgumentError }>;
    expect(detail.error.tag).to.equal('ArgumentError');
    expect(detail.error.attribute).to.equal('mode');
    expect(compare.mode).to.equal('curtain');
  });

  it('shows what it is given after the stacks were replaced', async () => {
    const compare = await compareOf();
    compare.mode = 'difference';
    await compare.updateComplete;
    const before = ctSeries(3, '2.25.77');
    Object.assign(compare, { before, after: denoisedSeries(before, 90), index: 2 });
    await compare.updateComplete;
    const difference = view(compare, 'difference');
    await drawn(difference);
    expect([difference.index, difference.windowWidth]).to.deep.equal([2, 200]);
    compare.mode = 'curtain';
    await compare.updateComplete;
    expect(view(compare, 'before').series).to.equal(before);
  });
});
