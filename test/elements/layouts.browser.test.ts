/** Viewports beside each other: what they show, what moves together, and the keyboard alone. */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import type { Series } from '../../src/image/series.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import '../../src/define.js';
import { drawn, press, settled, sized } from './canvas.js';
import { fakeJobs, studyOf } from './fixtures.js';
import { stackSeries } from './volumes.js';

const thick = stackSeries({ uid: '2.25.1', count: 9, spacing: 5 });
const thin = stackSeries({
  uid: '2.25.2',
  count: 40,
  spacing: 1.25,
  pixelSpacing: [0.5, 0.5],
  first: [-16, -16, 0],
});
const coronal = stackSeries({
  uid: '2.25.3',
  orientation: [1, 0, 0, 0, 0, -1],
  first: [-32, -20, 40],
  count: 16,
  spacing: 2.5,
});
const elsewhere = stackSeries({ uid: '2.25.4', space: '2.25.200', count: 20, spacing: 2 });

async function benchOf(width = 1300, height = 760): Promise<VeritomeWorkbench> {
  const bench = sized(document.createElement('veritome-workbench'), width, height);
  bench.jobs = fakeJobs({ openStudy: async () => studyOf(thick, thin, coronal, elsewhere) });
  await fixture(html`<div>${bench}</div>`);
  await bench.open([]);
  await bench.updateComplete;
  return bench;
}

function root(bench: VeritomeWorkbench): ShadowRoot {
  return bench.shadowRoot as ShadowRoot;
}

function cellsOf(bench: VeritomeWorkbench): HTMLElement[] {
  return [...root(bench).querySelectorAll<HTMLElement>('.cell')];
}

function viewIn(bench: VeritomeWorkbench, cell: number): VeritomeViewport {
  return cellsOf(bench)[cell].querySelector('veritome-viewport') as VeritomeViewport;
}

async function key(bench: VeritomeWorkbench, name: string, init: KeyboardEventInit = {}): Promise<void> {
  bench.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init }));
  await bench.updateComplete;
}

/** The deepest focused element. */
function deepActive(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

/** A key where the focus is, as the keyboard sends it. */
async function type(bench: VeritomeWorkbench, name: string, init: KeyboardEventInit = {}): Promise<void> {
  deepActive()?.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true, ...init }),
  );
  await bench.updateComplete;
}

async function choose(bench: VeritomeWorkbench, cell: number, series: Series<Frame>): Promise<void> {
  const place = cellsOf(bench)[cell];
  place.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
  await bench.updateComplete;
  bench.series = series;
  await bench.updateComplete;
}

/** Two cells: thick slices, and another series. */
async function pairOf(other: Series<Frame>): Promise<VeritomeWorkbench> {
  const bench = await benchOf();
  await key(bench, 'q');
  await choose(bench, 1, other);
  await choose(bench, 0, thick);
  await drawn(viewIn(bench, 0));
  await drawn(viewIn(bench, 1));
  return bench;
}

const heightOf = ({ series, index }: VeritomeViewport) => series?.frames[index].plane?.position[2];

describe('the viewports', () => {
  it('come in four layouts, by key and by menu, and what is shown stays', async () => {
    const bench = await benchOf();
    const counts: number[] = [];
    for (let i = 0; i < 4; i++) {
      counts.push(cellsOf(bench).length);
      await key(bench, 'q');
    }
    expect(counts).to.deep.equal([1, 2, 2, 4]);
    expect(cellsOf(bench).length).to.equal(1);
    expect(viewIn(bench, 0).series).to.equal(thick);

    const menu = root(bench).querySelector<HTMLElement>('[data-menu="layout"]');
    menu?.querySelector('button')?.click();
    const items = [...(menu?.querySelectorAll<HTMLElement>('[role="menuitemradio"]') ?? [])];
    expect(items.map((item) => item.getAttribute('aria-checked'))).to.deep.equal([
      'true',
      'false',
      'false',
      'false',
    ]);
    items[3].click();
    await bench.updateComplete;
    expect(cellsOf(bench).length).to.equal(4);
    const boxes = cellsOf(bench).map((cell) => cell.getBoundingClientRect());
    expect(Math.abs(boxes[0].width - boxes[3].width)).to.be.lessThan(1.5);
    expect(boxes[1].left).to.be.greaterThan(boxes[0].right - 1);
    expect(boxes[2].top).to.be.greaterThan(boxes[0].bottom - 1);
  });

  it('take the series chosen in the list into the active one, which is outlined and named', async () => {
    const bench = await benchOf();
    await key(bench, 'q');
    const [, second] = cellsOf(bench);
    second.querySelector<HTMLElement>('.vacant')?.focus();
    await bench.updateComplete;
    expect(second.classList.contains('active')).to.equal(true);
    expect(second.getAttribute('aria-current')).to.equal('true');
    expect(bench.series).to.equal(undefined);
    const list = root(bench).querySelector('veritome-study')?.shadowRoot;
    list?.querySelectorAll<HTMLElement>('button.series')[1].click();
    await bench.updateComplete;
    expect(bench.series).to.equal(thin);
    expect(viewIn(bench, 1).series).to.equal(thin);
    expect(viewIn(bench, 0).series).to.equal(thick);
    expect(getComputedStyle(second, '::after').borderTopWidth).to.equal('2px');
  });

  it('take a series that is dragged out of the list, and files stay the page’s', async () => {
    const bench = await benchOf();
    await key(bench, 'q');
    const list = root(bench).querySelector('veritome-study')?.shadowRoot;
    const carried = new DataTransfer();
    const thumbnail = list?.querySelectorAll<HTMLElement>('button.series')[2];
    const drag = (name: string) =>
      new DragEvent(name, { dataTransfer: carried, bubbles: true, composed: true, cancelable: true });
    thumbnail?.dispatchEvent(drag('dragstart'));
    // What is dragged names nothing to other pages.
    expect([...carried.types].map((one) => carried.getData(one))).to.deep.equal(['']);
    const over = drag('dragover');
    cellsOf(bench)[1].dispatchEvent(over);
    expect(over.defaultPrevented).to.equal(true);
    expect(root(bench).querySelector('.bench.over')).to.equal(null);
    cellsOf(bench)[1].dispatchEvent(drag('drop'));
    await bench.updateComplete;
    expect(viewIn(bench, 1).series).to.equal(coronal);
    expect(bench.series).to.equal(coronal);
  });

  it('keep their own slice, window and zoom when another becomes active', async () => {
    const bench = await pairOf(elsewhere);
    press(viewIn(bench, 0), '2');
    press(viewIn(bench, 0), 'Home');
    await choose(bench, 1, elsewhere);
    press(viewIn(bench, 1), 'End');
    await bench.updateComplete;
    const [a, b] = [viewIn(bench, 0), viewIn(bench, 1)];
    expect([a.index, a.windowCenter]).to.deep.equal([0, -600]);
    expect([b.index, b.windowCenter]).to.deep.equal([19, undefined]);
    expect(bench.series).to.equal(elsewhere);
  });

  it('scroll together by place in mm across different spacing, and apart when unlinked', async () => {
    const bench = await pairOf(thin);
    const [a, b] = [viewIn(bench, 0), viewIn(bench, 1)];
    for (const name of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown']) {
      press(a, name);
      await bench.updateComplete;
      expect(Math.abs((heightOf(a) ?? 0) - (heightOf(b) ?? 99))).to.be.at.most(0.63);
    }
    expect([a.index, b.index]).to.deep.equal([5, 20]);
    // The other way round: the nearest thick slice to each thin one.
    press(b, 'ArrowDown');
    await bench.updateComplete;
    expect([a.index, b.index]).to.deep.equal([5, 21]);
    press(b, 'PageDown');
    await bench.updateComplete;
    expect([a.index, b.index]).to.deep.equal([8, 31]);
    await key(bench, 'l');
    press(b, 'Home');
    await bench.updateComplete;
    expect([a.index, b.index]).to.deep.equal([8, 0]);
    await key(bench, 'l');
    expect([a.index, b.index]).to.deep.equal([8, 32]);
  });

  it('another frame of reference moves along only when the reader links them as they lie', async () => {
    const bench = await pairOf(elsewhere);
    const [a, b] = [viewIn(bench, 0), viewIn(bench, 1)];
    const before = b.index;
    press(a, 'ArrowDown');
    await bench.updateComplete;
    expect(b.index).to.equal(before);
    await key(bench, 'L', { shiftKey: true });
    const from = a.index;
    press(a, 'ArrowUp');
    press(a, 'ArrowUp');
    await bench.updateComplete;
    expect(a.index).to.equal(from - 2);
    // 10 mm back is 5 slices of 2 mm.
    expect(b.index).to.equal(before - 5);
  });

  it('link windows within a modality, and zoom and shift in mm, where asked', async () => {
    const bench = await pairOf(thin);
    const more = root(bench).querySelector('[data-menu="more"]');
    const boxes = [...(more?.querySelectorAll<HTMLElement>('[role="menuitemcheckbox"]') ?? [])];
    for (const name of ['Link windows', 'Link zoom']) {
      boxes.find((box) => box.textContent?.includes(name))?.click();
    }
    const [a, b] = [viewIn(bench, 0), viewIn(bench, 1)];
    press(a, '3');
    press(a, '+');
    press(a, 'ArrowRight', { shiftKey: true });
    await bench.updateComplete;
    expect([b.windowCenter, b.windowWidth]).to.deep.equal([300, 1500]);
    // As many CSS pixels for a millimetre: columns are 1 and 0.5 mm.
    expect(b.scale).to.be.closeTo((a.scale ?? 0) * 0.5, 1e-9);
    // The same place in the middle: pixel centres at -32 + x and -16 + x / 2 mm.
    const middle = (view: VeritomeViewport, spacing: number, first: number) =>
      first + (32 - view.translation.x - 0.5) * spacing;
    expect(middle(b, 0.5, -16)).to.be.closeTo(middle(a, 1, -32), 1e-9);
  });

  it('show the plane of the active slice in the others, at its height, until it is switched off', async () => {
    const bench = await pairOf(coronal);
    const [a, b] = [viewIn(bench, 0), viewIn(bench, 1)];
    press(a, 'Home');
    press(a, 'ArrowDown');
    await bench.updateComplete;
    await settled(b);
    expect(a.lines).to.deep.equal([]);
    expect(b.lines.length).to.equal(1);
    // Slice at z = 5 mm; the coronal picture begins at 40 mm, centre of its first row.
    const [line] = b.lines;
    expect(line.from.y).to.be.closeTo(35.5, 1e-9);
    expect(line.to.y).to.be.closeTo(35.5, 1e-9);
    const drawnLine = b.shadowRoot?.querySelector('.lines line.reference');
    const box = b.getBoundingClientRect();
    const scale = Math.min(box.width, box.height) / 64;
    const expected = box.height / 2 + (35.5 - 32) * scale;
    expect(Number(drawnLine?.getAttribute('y1'))).to.be.closeTo(expected, 1.5);
    await key(bench, '0');
    await settled(b);
    expect(b.shadowRoot?.querySelector('.lines line')).to.equal(null);
  });

  it('are one on a phone, and J brings the others', async () => {
    const bench = await benchOf(360, 640);
    await key(bench, 'q');
    await choose(bench, 1, thin);
    const shown = () => cellsOf(bench).filter((cell) => getComputedStyle(cell).display !== 'none');
    expect(shown().length).to.equal(1);
    expect(shown()[0].querySelector<VeritomeViewport>('veritome-viewport')?.series).to.equal(thin);
    await key(bench, 'j');
    expect(shown()[0].querySelector<VeritomeViewport>('veritome-viewport')?.series).to.equal(thick);
    for (const tool of root(bench).querySelectorAll<HTMLElement>('.toolbar button:not([role])')) {
      const { width, height } = tool.getBoundingClientRect();
      if (width === 0) continue;
      expect(Math.min(width, height), tool.getAttribute('aria-label') ?? '').to.be.at.least(24);
      expect(tool.getBoundingClientRect().right).to.be.at.most(bench.getBoundingClientRect().right);
    }
  });

  it('are walked, filled, linked and left by keyboard alone', async () => {
    const bench = await benchOf();
    bench.focus();
    await waitUntil(() => deepActive()?.className === 'stage');
    await type(bench, 'q');
    await type(bench, 'j');
    await waitUntil(() => deepActive()?.className === 'vacant', 'the empty viewport has no focus');
    await waitUntil(() => root(bench).querySelector('[aria-live]')?.textContent?.includes('Viewport 2 of 2'));
    const list = root(bench).querySelector('veritome-study')?.shadowRoot;
    const button = list?.querySelectorAll<HTMLElement>('button.series')[1];
    button?.focus();
    button?.click();
    await bench.updateComplete;
    expect(viewIn(bench, 1).series).to.equal(thin);
    await type(bench, 'j', { shiftKey: true });
    await waitUntil(() => deepActive()?.className === 'stage');
    await type(bench, 'Home');
    expect([viewIn(bench, 0).index, viewIn(bench, 1).index]).to.deep.equal([0, 0]);

    // The menu: opened by an arrow, walked, and left with the focus where it was.
    const more = root(bench).querySelector<HTMLElement>('[data-menu="more"] > button');
    more?.focus();
    await type(bench, 'ArrowDown');
    expect(more?.getAttribute('aria-expanded')).to.equal('true');
    expect(deepActive()?.getAttribute('role')).to.equal('menuitemradio');
    await type(bench, 'End');
    expect(deepActive()?.textContent).to.contain('português');
    await type(bench, 'ArrowDown');
    expect(deepActive()?.textContent).to.contain('As acquired');
    await type(bench, 's');
    expect(deepActive()?.textContent).to.contain('Sagittal');
    await type(bench, 'Escape');
    expect(deepActive()).to.equal(more);
    expect(more?.getAttribute('aria-expanded')).to.equal('false');
  });

  it('hang projections beside each other, and stacks one at a time', async () => {
    const bench = sized(document.createElement('veritome-workbench'), 1300, 760);
    const views = ['2.25.11', '2.25.12'].map((uid) => stackSeries({ uid, count: 1, modality: 'MG' }));
    bench.jobs = fakeJobs({ openStudy: async () => studyOf(...views) });
    await fixture(html`<div>${bench}</div>`);
    await bench.open([]);
    await bench.updateComplete;
    expect(cellsOf(bench).map((_, i) => viewIn(bench, i).series)).to.deep.equal(views);
    bench.jobs = fakeJobs({ openStudy: async () => studyOf(thick, thin) });
    await bench.open([]);
    await bench.updateComplete;
    expect(cellsOf(bench).length).to.equal(1);
  });

  it('are accessible in every layout and theme', async () => {
    const bench = await benchOf();
    for (const theme of [undefined, 'light', 'contrast'] as const) {
      bench.theme = theme;
      for (let i = 0; i < 4; i++) {
        await bench.updateComplete;
        await expect(bench).to.be.accessible();
        await key(bench, 'q');
      }
    }
    root(bench).querySelector<HTMLElement>('[data-menu="more"] > button')?.click();
    await expect(bench).to.be.accessible();
  });
});
