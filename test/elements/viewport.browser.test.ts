import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { ViewDetail } from '../../src/elements/viewport/view.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import { VeritomeViewport as Viewport } from '../../src/elements/viewport/viewport.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import '../../src/define.js';
import {
  amberPixels,
  canvasOf,
  correlation,
  drawn,
  greyAt,
  pixelsOfCanvas,
  press,
  settled,
  sized,
} from './canvas.js';
import { ctFrame, ctSeries, denoisedSeries, expectedHU, SIZE, seriesOf } from './fixtures.js';

async function viewportOf(series = ctSeries(), width = 512, height = 512): Promise<VeritomeViewport> {
  const viewport = sized(document.createElement('veritome-viewport'), width, height);
  viewport.series = series;
  await fixture(html`<div>${viewport}</div>`);
  await drawn(viewport);
  return viewport;
}

function sample(viewport: VeritomeViewport, slice = 0, columns = SIZE, rows = SIZE) {
  const shown: number[] = [];
  const expected: number[] = [];
  for (let y = 3; y < rows; y += 5) {
    for (let x = 3; x < columns; x += 5) {
      shown.push(greyAt(viewport, x, y, columns, rows));
      expected.push(Math.min(240, Math.max(-160, expectedHU(x, y, slice))));
    }
  }
  return correlation(shown, expected);
}

describe('veritome-viewport', () => {
  it('is accessible, empty and with a series', async () => {
    const empty = await fixture<VeritomeViewport>(html`<veritome-viewport></veritome-viewport>`);
    await expect(empty).to.be.accessible();
    const viewport = await viewportOf();
    await expect(viewport).to.be.accessible();
    const stage = viewport.shadowRoot?.querySelector('.stage');
    expect(stage?.getAttribute('tabindex')).to.equal('0');
    expect(stage?.getAttribute('aria-label')).to.equal('CT, axial, acquired');
  });

  it('can be constructed under another tag', async () => {
    const tag = 'other-viewport';
    if (!customElements.get(tag)) customElements.define(tag, class extends Viewport {});
    const element = document.createElement(tag);
    expect(element).to.be.instanceOf(Viewport);
  });

  it('shows the data, not just something: greys follow HU', async () => {
    const viewport = await viewportOf();
    expect(sample(viewport)).to.be.greaterThan(0.99);
    // PS3.3 C.11.2.1.2.1: the window's centre is mid grey, its ends black and white.
    const x = 50;
    expect(expectedHU(x, 0)).to.equal(40);
    expect(greyAt(viewport, x, 0, SIZE, SIZE)).to.be.closeTo(128, 4);
    expect(greyAt(viewport, 3, 3, SIZE, SIZE)).to.equal(255);
  });

  it('shows MONOCHROME1 the other way round', async () => {
    const viewport = await viewportOf(seriesOf([ctFrame(0, { photometric: 'MONOCHROME1' })]));
    expect(sample(viewport)).to.be.lessThan(-0.99);
  });

  it('gives exact HU through slope and intercept', async () => {
    const frame = ctFrame();
    const stored = Int16Array.from(frame.stored, (value) => (value - 1024 + 500) * 2);
    const viewport = await viewportOf(
      seriesOf([
        {
          ...frame,
          stored,
          format: { bitsAllocated: 16, bitsStored: 16, signed: true },
          rescale: { slope: 0.5, intercept: -500, type: 'HU' },
        },
      ]),
    );
    expect(sample(viewport)).to.be.greaterThan(0.99);
  });

  it('bins 32-bit pixels for display instead of building a table of billions', async () => {
    const frame = ctFrame();
    const stored = Int32Array.from(frame.stored, (value) => (value - 1024) * 100_000);
    const viewport = await viewportOf(
      seriesOf([{ ...frame, stored, rescale: { slope: 1e-5, intercept: 0, type: 'HU' } }]),
    );
    expect(sample(viewport)).to.be.greaterThan(0.99);
  });

  it('draws pixels that are twice as high as wide twice as high', async () => {
    const frame = ctFrame(0, { rows: 32, plane: { ...ctFrame().plane!, pixelSpacing: [1, 0.5] } });
    const viewport = await viewportOf(seriesOf([frame]));
    // 64 columns x 0.5 mm by 32 rows x 1 mm is a square: it fills the square stage.
    const { data, width, height } = pixelsOfCanvas(viewport);
    const at = (x: number, y: number) => data[(Math.round(y * height) * width + Math.round(x * width)) * 4];
    expect(at(0.97, 0.97)).to.be.greaterThan(0);
    expect(at(0.97, 0.03)).to.be.greaterThan(0);
    expect(at(0.05, 0.4)).to.equal(255);
  });

  it('scrolls with keys and tells it', async () => {
    const viewport = await viewportOf(ctSeries(30));
    const told = oneEvent(viewport, 'veritome-view');
    press(viewport, 'ArrowDown');
    const { detail } = (await told) as CustomEvent<ViewDetail>;
    expect(detail.index).to.equal(1);
    expect(detail.windowCenter).to.equal(40);
    press(viewport, 'PageDown');
    expect(viewport.index).to.equal(11);
    press(viewport, 'End');
    expect(viewport.index).to.equal(29);
    press(viewport, 'ArrowDown');
    expect(viewport.index).to.equal(29);
    press(viewport, 'Home');
    press(viewport, 'ArrowUp');
    expect(viewport.index).to.equal(0);
  });

  it('sets window, zoom and pan with keys', async () => {
    const viewport = await viewportOf();
    press(viewport, '2');
    expect([viewport.windowCenter, viewport.windowWidth]).to.deep.equal([-600, 1500]);
    press(viewport, 'ArrowUp', { ctrlKey: true });
    expect(viewport.windowCenter).to.equal(-525);
    press(viewport, 'ArrowRight', { altKey: true });
    expect(viewport.windowWidth).to.equal(1575);
    press(viewport, '+');
    const zoomed = viewport.scale ?? 0;
    expect(zoomed).to.be.greaterThan(8);
    press(viewport, 'ArrowRight', { shiftKey: true });
    expect(viewport.translation.x).to.be.greaterThan(0);
    press(viewport, 'i');
    expect(viewport.inverted).to.equal(true);
    press(viewport, 'r');
    expect(viewport.scale).to.equal(undefined);
    expect(viewport.windowCenter).to.equal(undefined);
    expect(viewport.inverted).to.equal(false);
  });

  it('lets through keys that mean nothing here', async () => {
    const viewport = await viewportOf();
    let passed = 0;
    viewport.addEventListener('keydown', () => passed++);
    press(viewport, 'Tab');
    press(viewport, 'c');
    press(viewport, 'ArrowDown');
    expect(passed).to.equal(2);
  });

  it('reads HU and position with the keyboard crosshair', async () => {
    const viewport = await viewportOf();
    press(viewport, 'x');
    press(viewport, 'ArrowRight');
    press(viewport, 'ArrowDown');
    await settled(viewport);
    const text = viewport.shadowRoot?.querySelector('.bottom.left')?.textContent ?? '';
    expect(text).to.contain(`${expectedHU(33, 33)} HU`);
    expect(text).to.contain('(33, 33)');
    expect(text).to.contain('0.5 0.5 0.0 mm');
    press(viewport, 'Escape');
    await settled(viewport);
    expect(viewport.shadowRoot?.querySelector('.crosshair')).to.equal(null);
  });

  it('reads HU under the pointer, also when zoomed and panned', async () => {
    const viewport = await viewportOf();
    const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
    const box = stage.getBoundingClientRect();
    const move = (x: number, y: number) =>
      stage.dispatchEvent(
        new PointerEvent('pointermove', { clientX: box.left + x, clientY: box.top + y, pointerId: 1 }),
      );
    move(512 * ((20 + 0.5) / SIZE), 512 * ((40 + 0.5) / SIZE));
    await settled(viewport);
    const text = () => viewport.shadowRoot?.querySelector('.bottom.left')?.textContent ?? '';
    expect(text()).to.contain(`${String(expectedHU(20, 40)).replace('-', '−')} HU`);
    viewport.scale = 16;
    viewport.translation = { x: 4, y: 0 };
    await settled(viewport);
    move(256 + 8, 256 + 8);
    await settled(viewport);
    expect(text()).to.contain('(28, 32)');
  });

  it('turns drags into window, pan, zoom and scroll, and pinches', async () => {
    const viewport = await viewportOf();
    const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
    const point = (type: string, init: PointerEventInit) =>
      stage.dispatchEvent(new PointerEvent(type, { pointerId: 1, bubbles: true, ...init }));
    const drag = (init: PointerEventInit, dx: number, dy: number) => {
      point('pointerdown', { ...init, clientX: 100, clientY: 100 });
      point('pointermove', { ...init, clientX: 100 + dx, clientY: 100 + dy });
      point('pointerup', { ...init, clientX: 100 + dx, clientY: 100 + dy });
    };
    drag({ button: 2 }, 30, 0);
    expect(viewport.windowWidth).to.equal(440);
    drag({ button: 1 }, 16, 0);
    expect(viewport.translation.x).to.equal(2);
    viewport.tool = 'zoom';
    drag({ button: 0 }, 0, -50);
    expect(viewport.scale).to.be.greaterThan(8);
    viewport.tool = 'scroll';
    drag({ button: 0 }, 0, 17);
    expect(viewport.index).to.equal(2);
    const before = viewport.scale ?? 0;
    point('pointerdown', { pointerId: 1, clientX: 200, clientY: 200 });
    point('pointerdown', { pointerId: 2, clientX: 240, clientY: 200 });
    point('pointermove', { pointerId: 2, clientX: 280, clientY: 200 });
    expect(viewport.scale).to.be.closeTo(before * 2, 1e-6);
  });

  it('scrolls one slice a notch, and zooms with Control about the pointer', async () => {
    const viewport = await viewportOf();
    const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
    const wheel = (init: WheelEventInit) => {
      const event = new WheelEvent('wheel', { bubbles: true, cancelable: true, ...init });
      stage.dispatchEvent(event);
      return event;
    };
    expect(wheel({ deltaY: 120 }).defaultPrevented).to.equal(true);
    expect(viewport.index).to.equal(1);
    wheel({ deltaY: -120 });
    expect(viewport.index).to.equal(0);
    wheel({ deltaY: -200, ctrlKey: true, clientX: 0, clientY: 0 });
    expect(viewport.scale).to.be.greaterThan(8);
  });

  describe('badge', () => {
    const generated = () => denoisedSeries(ctSeries());

    it('is absent from acquired slices and painted into generated ones', async () => {
      expect(amberPixels(await viewportOf()).count).to.equal(0);
      const viewport = await viewportOf(generated());
      expect(amberPixels(viewport).count).to.be.greaterThan(400);
      expect(canvasOf(viewport).toDataURL().length).to.be.greaterThan(100);
    });

    it('keeps its size and place at every zoom', async () => {
      const viewport = await viewportOf(generated());
      const { count, left, right, top } = amberPixels(viewport);
      expect(count).to.be.greaterThan(400);
      for (const scale of [0.5, 4, 30]) {
        viewport.scale = scale;
        viewport.translation = { x: scale, y: 3 };
        await settled(viewport);
        const now = amberPixels(viewport);
        expect(now.count).to.be.closeTo(count, count * 0.05);
        expect([now.left, now.right, now.top]).to.deep.equal([left, right, top]);
      }
    });

    it('stays whatever a host sets', async () => {
      const viewport = await viewportOf(generated());
      const sheet = document.createElement('style');
      sheet.textContent = `veritome-viewport { --veritome-generated: transparent; --veritome-plate: transparent; color: transparent }
        veritome-viewport::part(stage), veritome-viewport::part(overlay) { color: transparent; font-size: 0 }`;
      document.head.append(sheet);
      for (const name of ['badge', 'no-badge', 'badge-placement', 'label', 'bare', 'hide-badge']) {
        viewport.setAttribute(name, name === 'badge-placement' ? 'none' : 'false');
      }
      viewport.visible = [0.4, 0.4];
      await settled(viewport);
      expect(amberPixels(viewport).count).to.be.greaterThan(200);
      sheet.remove();
    });

    it('moves to the bottom, and into the visible part', async () => {
      const viewport = await viewportOf(generated());
      viewport.badgePlacement = 'bottom';
      await settled(viewport);
      expect(amberPixels(viewport).top).to.be.greaterThan(256);
      viewport.badgePlacement = 'top';
      viewport.visible = [0.5, 1];
      await settled(viewport);
      const right = amberPixels(viewport);
      expect(right.left).to.be.greaterThan(256);
      expect(right.count).to.be.greaterThan(400);
    });

    it('is never covered by words, however long', async () => {
      for (const width of [400, 700, 880, 1200]) {
        const series = { ...generated(), description: 'A very long description of a series '.repeat(4) };
        const viewport = await viewportOf(series, width, 500);
        viewport.labels = {
          patientName: 'Name^Of^Many^Letters'.repeat(4),
          patientID: 'P1',
          studyDate: '',
          studyDescription: 'Study '.repeat(30),
        };
        await settled(viewport);
        await settled(viewport);
        const badge = amberPixels(viewport);
        const { left } = viewport.getBoundingClientRect();
        for (const corner of viewport.shadowRoot?.querySelectorAll('.corner.top, .edge.north') ?? []) {
          const box = corner.getBoundingClientRect();
          const beside = box.right - left <= badge.left || box.left - left >= badge.right;
          expect(beside || box.top - viewport.getBoundingClientRect().top > badge.top + 18).to.equal(true);
        }
      }
    });

    it('is there in a stage of 64 pixels', async () => {
      expect(amberPixels(await viewportOf(generated(), 64, 64)).count).to.be.greaterThan(60);
    });
  });

  it('shows the later series when it is replaced while loading', async () => {
    const viewport = sized(document.createElement('veritome-viewport'));
    viewport.series = seriesOf([ctFrame(0, { photometric: 'MONOCHROME1' })]);
    await fixture(html`<div>${viewport}</div>`);
    viewport.series = ctSeries(3, '2.25.2');
    await drawn(viewport);
    expect(sample(viewport)).to.be.greaterThan(0.99);
  });

  it('keeps the view that its host set when the series changes, within the new one', async () => {
    const viewport = await viewportOf();
    viewport.index = 4;
    viewport.windowCenter = 99;
    viewport.windowWidth = 99;
    await settled(viewport);
    viewport.series = ctSeries(3, '2.25.2');
    await settled(viewport);
    expect([viewport.index, viewport.windowCenter]).to.deep.equal([2, 99]);
    viewport.reset();
    expect(viewport.windowCenter).to.equal(undefined);
  });

  it('clamps an index that the series does not have', async () => {
    const viewport = await viewportOf();
    viewport.index = 99;
    await settled(viewport);
    expect(viewport.index).to.equal(4);
    viewport.index = Number.NaN;
    await settled(viewport);
    expect(viewport.index).to.equal(0);
  });

  it('survives removal while loading, and comes back', async () => {
    const viewport = sized(document.createElement('veritome-viewport'));
    viewport.series = ctSeries();
    const parent = await fixture(html`<div>${viewport}</div>`);
    viewport.remove();
    parent.append(viewport);
    await drawn(viewport);
    viewport.remove();
    await viewport.updateComplete;
    expect(viewport.shadowRoot?.querySelector('canvas')).to.equal(null);
    parent.append(viewport);
    await drawn(viewport);
    expect(viewport.shadowRoot?.querySelectorAll('canvas').length).to.equal(1);
    expect(sample(viewport)).to.be.greaterThan(0.99);
  });

  it('fits again when its stage changes size', async () => {
    const viewport = await viewportOf();
    sized(viewport, 300, 200);
    await waitUntil(() => canvasOf(viewport).width === 300 * devicePixelRatio);
    await settled(viewport);
    expect(sample(viewport)).to.be.greaterThan(0.98);
  });

  it('says that a slice is still to be computed', async () => {
    const series = denoisedSeries(ctSeries());
    const frames: Frame[] = new Array(5);
    frames[0] = series.frames[0];
    const viewport = await viewportOf({ ...series, frames });
    press(viewport, 'ArrowDown');
    await settled(viewport);
    expect(viewport.shadowRoot?.querySelector('.message')?.textContent).to.contain('not computed yet');
    await expect(viewport).to.be.accessible();
  });

  it('runs and stops cine', async () => {
    const viewport = await viewportOf();
    press(viewport, ' ');
    await waitUntil(() => viewport.index > 0);
    press(viewport, ' ');
    const { index } = viewport;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(viewport.index).to.equal(index);
  });

  it('announces slice and window politely', async () => {
    const viewport = await viewportOf();
    press(viewport, 'ArrowDown');
    const region = viewport.shadowRoot?.querySelector('[role="status"]');
    await waitUntil(() => region?.textContent?.includes('Slice 2/5, W 400 L 40'));
  });

  it('speaks Portuguese', async () => {
    const viewport = await viewportOf();
    viewport.lang = 'pt-BR';
    await settled(viewport);
    expect(viewport.shadowRoot?.textContent).to.contain('Corte 1/5');
  });

  it('puts edges, patient and scale where radiologists look', async () => {
    const viewport = await viewportOf();
    viewport.labels = {
      patientName: 'Phantom^One',
      patientID: 'P1',
      studyDate: '20261123',
      studyDescription: 'Study',
    };
    await settled(viewport);
    const text = (selector: string) =>
      viewport.shadowRoot?.querySelector(selector)?.textContent?.trim() ?? '';
    expect(text('.top.left')).to.contain('Phantom^One');
    expect(text('.top.right')).to.contain('2026-11-23');
    expect([text('.north'), text('.south'), text('.west'), text('.east')]).to.deep.equal([
      'A',
      'P',
      'R',
      'L',
    ]);
    expect(text('.bottom.right')).to.equal('5 mm');
    const bar = viewport.shadowRoot?.querySelector<HTMLElement>('.bar');
    // 5 mm are 10 columns of 0.5 mm, 8 CSS pixels each.
    expect(bar?.getBoundingClientRect().width).to.be.closeTo(80, 1);
  });
});
