import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import type { VeritomeCompare } from '../../src/elements/compare/compare.js';
import { roiFigures } from '../../src/elements/stage/roiFigures.js';
import type { RoiDetail } from '../../src/elements/viewport/regions.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import '../../src/define.js';
import { drawn, press, settled, sized } from './canvas.js';
import { ctSeries, denoisedSeries, SIZE } from './fixtures.js';

/** 512 CSS pixels for 64 image pixels: 8 a pixel. */
const SCALE = 8;

async function viewportOf(series = ctSeries()): Promise<VeritomeViewport> {
  const viewport = sized(document.createElement('veritome-viewport'), SIZE * SCALE, SIZE * SCALE);
  viewport.series = series;
  await fixture(html`<div>${viewport}</div>`);
  await drawn(viewport);
  return viewport;
}

/** A pointer on the stage, at places in image pixels. */
function pointer(viewport: VeritomeViewport) {
  const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
  const box = stage.getBoundingClientRect();
  const send = (type: string, [x, y]: readonly [number, number]) =>
    stage.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 1,
        bubbles: true,
        clientX: box.left + x * SCALE,
        clientY: box.top + y * SCALE,
      }),
    );
  return (...path: (readonly [number, number])[]): void => {
    send('pointerdown', path[0]);
    for (const place of path.slice(1)) send('pointermove', place);
    send('pointerup', path.at(-1) ?? path[0]);
  };
}

function outlines(viewport: VeritomeViewport): Element[] {
  return [...(viewport.shadowRoot?.querySelectorAll('.rois g :is(ellipse, rect):not(.halo)') ?? [])];
}

function box(element: Element): number[] {
  const stage = (element.closest('svg') as Element).getBoundingClientRect();
  const { left, top, width, height } = element.getBoundingClientRect();
  return [left - stage.left, top - stage.top, width, height].map(Math.round);
}

describe('regions of interest', () => {
  it('are accessible, drawn and held by keys', async () => {
    const viewport = await viewportOf();
    viewport.tool = 'circle';
    pointer(viewport)([20, 20], [26, 20]);
    press(viewport, 'o');
    await settled(viewport);
    await expect(viewport).to.be.accessible();
  });

  it('are drawn by a drag, as circle and as rectangle, and told', async () => {
    const viewport = await viewportOf();
    const drag = pointer(viewport);
    viewport.tool = 'circle';
    const told = oneEvent(viewport, 'veritome-roi');
    drag([20, 20], [23, 20], [26, 20]);
    const first = { shape: 'circle', x: 14, y: 14, width: 12, height: 12 };
    expect(((await told) as CustomEvent<RoiDetail>).detail.rois.length).to.equal(1);
    viewport.tool = 'rectangle';
    drag([40.2, 30.1], [49.9, 35.9]);
    const second = { shape: 'rectangle', x: 40, y: 30, width: 10, height: 6 };
    expect(viewport.rois).to.deep.equal([first, second]);
    // The window did not move: the drag belonged to the regions.
    expect(viewport.windowWidth).to.equal(undefined);
    await settled(viewport);
    const [circle, rectangle] = outlines(viewport);
    expect(box(circle)).to.deep.equal([14, 14, 12, 12].map((pixels) => pixels * SCALE));
    expect(box(rectangle)).to.deep.equal([40, 30, 10, 6].map((pixels) => pixels * SCALE));
  });

  it('are taken hold of and moved, also when both are there; a click places one', async () => {
    const viewport = await viewportOf();
    const drag = pointer(viewport);
    viewport.tool = 'rectangle';
    drag([10, 10], [20, 20]);
    drag([15, 15], [18, 20]);
    expect(viewport.rois).to.deep.equal([{ shape: 'rectangle', x: 13, y: 15, width: 10, height: 10 }]);
    drag([50, 50]);
    expect(viewport.rois.length).to.equal(2);
    expect(viewport.rois[1]).to.include({ shape: 'rectangle', x: 47, y: 47, width: 6 });
    // A third takes the place of the one that was touched last.
    drag([30, 30], [40, 40]);
    expect(viewport.rois.map(({ x }) => x)).to.deep.equal([13, 30]);
  });

  it('are placed, moved, sized and removed by keys, with figures said', async () => {
    const viewport = await viewportOf();
    press(viewport, 'o');
    expect(viewport.rois).to.deep.equal([{ shape: 'circle', x: 29, y: 29, width: 6, height: 6 }]);
    press(viewport, 'ArrowRight');
    press(viewport, 'ArrowDown');
    press(viewport, 'ArrowRight', { shiftKey: true });
    press(viewport, 'ArrowUp', { shiftKey: true });
    expect(viewport.rois[0]).to.deep.equal({ shape: 'circle', x: 29, y: 29, width: 8, height: 8 });
    expect([viewport.index, viewport.translation.x]).to.deep.equal([0, 0]);
    await settled(viewport);
    const { mean, sd } = roiFigures(viewport.series!.frames[0], viewport.rois[0])!;
    const status = viewport.shadowRoot?.querySelector('[role="status"]');
    expect(status?.textContent).to.equal(
      `Region A, Mean ${mean.toFixed(0).replace('-', '−')} HU, Noise SD ${sd.toFixed(1)} HU`,
    );
    press(viewport, 'o');
    expect(viewport.rois.length).to.equal(2);
    press(viewport, 'Delete');
    expect(viewport.rois.length).to.equal(1);
    press(viewport, 'Escape');
    press(viewport, 'ArrowDown');
    expect(viewport.index).to.equal(1);
  });

  it('stay on their pixels when the view moves, and carry their figures', async () => {
    const viewport = await viewportOf();
    viewport.rois = [{ shape: 'rectangle', x: 20, y: 24, width: 8, height: 4 }];
    viewport.scale = 16;
    viewport.translation = { x: 4, y: 0 };
    await settled(viewport);
    // The middle of the stage, 256 px, shows pixel 32 - 4 across and 32 down.
    expect(box(outlines(viewport)[0])).to.deep.equal([256 - 8 * 16, 256 - 8 * 16, 128, 64]);
    const { mean, sd } = roiFigures(viewport.series!.frames[0], viewport.rois[0])!;
    const said = viewport.shadowRoot?.querySelector('.rois text')?.textContent;
    expect(said).to.equal(`A  ${mean.toFixed(0).replace('-', '−')} ± ${sd.toFixed(1)} HU`);
  });

  it('lie on both sides of a comparison, whichever they were drawn on', async () => {
    const compare = sized(document.createElement('veritome-compare'), 600, 400) as VeritomeCompare;
    const before = ctSeries();
    Object.assign(compare, { before, after: denoisedSeries(before), tool: 'circle' });
    await fixture(html`<div>${compare}</div>`);
    const sides = ['before', 'after'].map(
      (side) => compare.shadowRoot?.querySelector(`.${side}`) as VeritomeViewport,
    );
    await drawn(sides[0]);
    await drawn(sides[1]);
    press(sides[1], 'o');
    await compare.updateComplete;
    await settled(sides[0]);
    expect(compare.rois.length).to.equal(1);
    expect(sides[0].rois).to.deep.equal(sides[1].rois);
    expect(outlines(sides[0]).length).to.equal(1);
    // Under a curtain two pictures lie below one outline: no figures of one of them.
    expect(sides[0].shadowRoot?.querySelector('.rois text')?.textContent).to.equal('A');
  });
});
