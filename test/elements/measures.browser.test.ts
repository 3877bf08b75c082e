import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { MeasureDetail } from '../../src/elements/viewport/measuring.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { FrameInfo } from '../../src/image/frame.js';
import type { Shown } from '../../src/provenance/shown.js';
import '../../src/define.js';
import { drawn, press, settled, sized } from './canvas.js';
import { ctFrame, denoisedFrame, expectedHU, SIZE } from './fixtures.js';
import { shownSeries } from './pictures.js';

const SCALE = 8;

async function viewportOf(...frames: Shown[]): Promise<VeritomeViewport> {
  const viewport = sized(document.createElement('veritome-viewport'), SIZE * SCALE, SIZE * SCALE);
  viewport.series = shownSeries(frames);
  await fixture(html`<div>${viewport}</div>`);
  await drawn(viewport);
  return viewport;
}

/** A pointer on the stage, at places in image pixels of an image that fits and is not turned. */
function pointer(viewport: VeritomeViewport) {
  const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
  const box = stage.getBoundingClientRect();
  return (type: string, x: number, y: number, pointerId = 1) =>
    stage.dispatchEvent(
      new PointerEvent(type, {
        pointerId,
        bubbles: true,
        clientX: box.left + x * SCALE,
        clientY: box.top + y * SCALE,
      }),
    );
}

function drag(viewport: VeritomeViewport, ...path: (readonly [number, number])[]): void {
  const send = pointer(viewport);
  send('pointerdown', ...path[0]);
  for (const place of path.slice(1)) send('pointermove', ...place);
  send('pointerup', ...path[path.length - 1]);
}

function lines(viewport: VeritomeViewport, at = 0): string[] {
  const group = viewport.shadowRoot?.querySelectorAll('.measures g')[at];
  return [...(group?.querySelectorAll('tspan') ?? [])].map(({ textContent }) => textContent ?? '');
}

const said = (viewport: VeritomeViewport) =>
  viewport.shadowRoot?.querySelector('[role="status"]')?.textContent;

/** Pixels 2 mm high and 0.5 mm wide. */
const OBLONG = { ...ctFrame().plane!, pixelSpacing: [2, 0.5] as const };

/** A file of which only what is measured by is there. */
function fileWith(
  elements: readonly (readonly [group: number, element: number, vr: string, value: string])[],
) {
  const bytes: number[] = [...new Array(128).fill(0), ...ascii('DICM')];
  const add = (group: number, element: number, vr: string, value: string) => {
    const padded = value.length % 2 ? `${value}${vr === 'UI' ? '\0' : ' '}` : value;
    bytes.push(
      group & 255,
      group >> 8,
      element & 255,
      element >> 8,
      ...ascii(vr),
      padded.length & 255,
      padded.length >> 8,
    );
    bytes.push(...ascii(padded));
  };
  add(2, 0x10, 'UI', '1.2.840.10008.1.2.1');
  for (const element of elements) add(...element);
  return Uint8Array.from(bytes);
}

function ascii(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

describe('measures', () => {
  it('a length is drawn by a drag, in the millimetres of both axes, and told', async () => {
    const viewport = await viewportOf(ctFrame(0, { rows: 16, plane: OBLONG }));
    viewport.tool = 'length';
    const told = oneEvent(viewport, 'veritome-measure');
    // Rows are drawn four times as high as columns: 16 rows fill the stage.
    drag(viewport, [10, 8], [20, 20], [22, 40]);
    const { measures } = ((await told) as CustomEvent<MeasureDetail>).detail;
    expect(measures[0].points.map(({ x, y }) => [Math.round(x), Math.round(y)])).to.deep.equal([
      [10, 2],
      [22, 10],
    ]);
    await settled(viewport);
    expect(lines(viewport)).to.deep.equal([`${Math.hypot(12 * 0.5, 8 * 2).toFixed(1)} mm`]);
    // The window did not move.
    expect(viewport.windowWidth).to.equal(undefined);
    await expect(viewport).to.be.accessible();
  });

  it('by clicks, with a line that follows the pointer; an angle takes three', async () => {
    const viewport = await viewportOf(ctFrame());
    viewport.tool = 'length';
    drag(viewport, [10, 10]);
    pointer(viewport)('pointermove', 30, 10);
    await settled(viewport);
    expect(lines(viewport)).to.deep.equal(['10.0 mm']);
    expect(viewport.measures.length).to.equal(0);
    drag(viewport, [40, 10]);
    expect(viewport.measures.length).to.equal(1);
    viewport.tool = 'angle';
    for (const place of [
      [20, 50],
      [20, 30],
      [40, 30],
    ] as const) {
      pointer(viewport)('pointermove', place[0], place[1]);
      drag(viewport, [place[0], place[1]]);
    }
    await settled(viewport);
    expect(viewport.measures.map(({ kind }) => kind)).to.deep.equal(['length', 'angle']);
    expect(lines(viewport, 1)).to.deep.equal(['90.0°']);
  });

  it('an angle is that of millimetres, not of pixels', async () => {
    const viewport = await viewportOf(ctFrame(0, { rows: 16, plane: OBLONG }));
    viewport.tool = 'angle';
    viewport.measures = [];
    const { sliceKey } = await import('../../src/elements/stage/measure.js');
    const slice = sliceKey(viewport.series?.frames[0] as Shown);
    viewport.measures = [
      {
        kind: 'angle',
        slice,
        points: [
          { x: 30, y: 4 },
          { x: 10, y: 4 },
          { x: 30, y: 9 },
        ],
      },
    ];
    await settled(viewport);
    // 10 mm across and 10 mm down.
    expect(lines(viewport)).to.deep.equal(['45.0°']);
  });

  it('a region has mean, deviation, extremes, area and count', async () => {
    const viewport = await viewportOf(ctFrame());
    viewport.tool = 'box';
    drag(viewport, [20.1, 30.2], [30, 35], [39.9, 39.8]);
    const values: number[] = [];
    for (let y = 30; y < 40; y++) for (let x = 20; x < 40; x++) values.push(expectedHU(x, y));
    const mean = values.reduce((sum, value) => sum + value, 0) / 200;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 199);
    const minus = (text: string) => text.replaceAll('-', '−');
    await settled(viewport);
    expect(lines(viewport)).to.deep.equal([
      minus(`Mean ${mean.toFixed(1)} ± ${sd.toFixed(1)} HU`),
      minus(`${Math.min(...values)} to ${Math.max(...values)} HU`),
      'Area 50.0 mm² · 200 px',
    ]);
    viewport.tool = 'ellipse';
    drag(viewport, [40, 50], [45, 55], [52, 60]);
    await settled(viewport);
    expect(lines(viewport, 1)[2]).to.contain(`Area ${((Math.PI / 4) * 12 * 10 * 0.25).toFixed(1)} mm²`);
  });

  it('has handles that the pointer and the keys move, and Delete', async () => {
    const viewport = await viewportOf(ctFrame());
    viewport.tool = 'length';
    drag(viewport, [10, 10], [20, 10], [30, 10]);
    drag(viewport, [30, 10.5], [30, 20], [30, 30.5]);
    expect(viewport.measures.length).to.equal(1);
    expect(viewport.measures[0].points[1]).to.deep.equal({ x: 30, y: 30.5 });
    drag(viewport, [20, 20.25], [20, 21], [20, 22.25]);
    expect(viewport.measures[0].points[0]).to.deep.equal({ x: 10, y: 12 });
    viewport.measures = [
      {
        ...viewport.measures[0],
        points: [
          { x: 10, y: 12 },
          { x: 30, y: 12 },
        ],
      },
    ];
    press(viewport, 'm');
    press(viewport, 'm');
    press(viewport, 'm');
    press(viewport, 'ArrowRight');
    await settled(viewport);
    expect(said(viewport)).to.equal('Length, Point 2, 10.5 mm');
    expect(viewport.shadowRoot?.querySelectorAll('.handle.taken').length).to.equal(1);
    expect(viewport.measures[0].points).to.deep.equal([
      { x: 10, y: 12 },
      { x: 31, y: 12 },
    ]);
    press(viewport, 'Delete');
    expect(viewport.measures).to.deep.equal([]);
    press(viewport, 'ArrowDown');
    expect(viewport.rois.length).to.equal(0);
  });

  it('is measured by keys alone', async () => {
    const viewport = await viewportOf(ctFrame(), ctFrame(1));
    const told = oneEvent(viewport, 'veritome-tool');
    press(viewport, 'k');
    expect(((await told) as CustomEvent).detail).to.deep.equal({ tool: 'length' });
    press(viewport, 'Enter');
    for (let i = 0; i < 8; i++) press(viewport, 'ArrowRight');
    for (let i = 0; i < 6; i++) press(viewport, 'ArrowUp');
    press(viewport, 'Enter');
    await settled(viewport);
    expect(lines(viewport)).to.deep.equal(['5.0 mm']);
    expect(said(viewport)).to.equal('Length, 5.0 mm');
    press(viewport, 'Enter');
    press(viewport, 'Escape');
    press(viewport, 'Escape');
    press(viewport, 'Escape');
    press(viewport, 'ArrowDown');
    expect([viewport.index, viewport.measures.length]).to.deep.equal([1, 1]);
  });

  it('belongs to its slice and its series, and comes back with them', async () => {
    const viewport = await viewportOf(ctFrame(), ctFrame(1));
    viewport.tool = 'length';
    drag(viewport, [10, 10], [20, 10], [30, 10]);
    await settled(viewport);
    expect(lines(viewport).length).to.equal(1);
    viewport.index = 1;
    await settled(viewport);
    expect(lines(viewport)).to.deep.equal([]);
    const { series } = viewport;
    viewport.series = shownSeries([ctFrame(5)], '2.25.8');
    await settled(viewport);
    expect(viewport.measures).to.deep.equal([]);
    viewport.series = shownSeries([ctFrame(-1), ctFrame(), ctFrame(1)], series?.seriesInstanceUID);
    viewport.index = 1;
    await settled(viewport);
    expect(lines(viewport)).to.deep.equal(['10.0 mm']);
  });

  it('says of a generated slice that it is one', async () => {
    const viewport = await viewportOf(denoisedFrame(ctFrame()));
    viewport.tool = 'length';
    drag(viewport, [10, 40], [20, 40], [30, 40]);
    viewport.rois = [{ shape: 'circle', x: 30, y: 30, width: 8, height: 8 }];
    await settled(viewport);
    expect(lines(viewport)).to.deep.equal(['10.0 mm', 'of a generated image']);
    expect(viewport.shadowRoot?.querySelector('.rois:not(.measures) text')?.textContent).to.contain(
      'generated',
    );
  });

  it('without a spacing it is in pixels; a projection says where its millimetres hold', async () => {
    const radiograph = (part10?: Uint8Array): Shown =>
      ctFrame(0, { modality: 'DX', plane: undefined, part10 } satisfies Partial<FrameInfo>);
    for (const [part10, expected] of [
      [undefined, '20.0 px'],
      [fileWith([]), '20.0 px'],
      [fileWith([[0x18, 0x1164, 'DS', '0.2\\0.2']]), '4.0 mm · at the detector'],
      [
        fileWith([
          [0x18, 0x1164, 'DS', '0.2\\0.2'],
          [0x28, 0x30, 'DS', '0.15\\0.15'],
        ]),
        '3.0 mm · calibrated',
      ],
    ] as const) {
      const viewport = await viewportOf(radiograph(part10));
      viewport.tool = 'length';
      drag(viewport, [10, 10], [20, 10], [30, 10]);
      await waitUntil(() => lines(viewport)[0] === expected, `${lines(viewport)[0]} is not ${expected}`);
      viewport.remove();
    }
  });

  it('a second finger means a pinch: what was begun is dropped; a third scrolls', async () => {
    const viewport = await viewportOf(...Array.from({ length: 9 }, (_, slice) => ctFrame(slice)));
    const send = pointer(viewport);
    viewport.tool = 'circle';
    send('pointerdown', 10, 10, 1);
    send('pointermove', 20, 20, 1);
    expect(viewport.rois.length).to.equal(1);
    send('pointerdown', 40, 20, 2);
    expect(viewport.rois.length).to.equal(0);
    send('pointermove', 60, 20, 2);
    expect(viewport.scale).to.be.closeTo(16, 0.01);
    send('pointerup', 60, 20, 2);
    send('pointermove', 30, 30, 1);
    send('pointerup', 30, 30, 1);
    expect(viewport.rois.length).to.equal(0);
    viewport.tool = 'length';
    for (const id of [1, 2, 3]) send('pointerdown', 10 * id, 10, id);
    for (const id of [1, 2, 3]) send('pointermove', 10 * id, 14.5, id);
    for (const id of [1, 2, 3]) send('pointerup', 10 * id, 14.5, id);
    expect(viewport.index).to.equal(4);
    expect(viewport.measures.length).to.equal(0);
    await settled(viewport);
    expect(viewport.shadowRoot?.querySelector('.measures')).to.equal(null);
  });

  it('Shift and the wheel turn pages; the film takes its rate from the file, + and − change it', async () => {
    const part10 = fileWith([[0x18, 0x40, 'IS', '40']]);
    const viewport = await viewportOf(
      ...Array.from({ length: 30 }, (_, slice) => ctFrame(slice, { part10 })),
    );
    const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
    stage.dispatchEvent(new WheelEvent('wheel', { deltaY: 120, shiftKey: true, cancelable: true }));
    expect(viewport.index).to.equal(10);
    const scale = viewport.scale;
    press(viewport, ' ');
    await new Promise((resolve) => setTimeout(resolve, 300));
    press(viewport, '+');
    await settled(viewport);
    expect(said(viewport)).to.equal('50 frames a second');
    press(viewport, '-');
    press(viewport, '-');
    await settled(viewport);
    expect(said(viewport)).to.equal('32 frames a second');
    expect(viewport.scale).to.equal(scale);
    press(viewport, ' ');
    press(viewport, '+');
    expect(viewport.scale).to.be.greaterThan(8);
  });
});
