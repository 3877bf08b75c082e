import { expect, fixture, html, oneEvent } from '@open-wc/testing';
import { guardMarks } from '../../src/elements/stage/guardMarks.js';
import type { ViewDetail } from '../../src/elements/viewport/view.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { Shown } from '../../src/provenance/shown.js';
import '../../src/define.js';
import { amberPixels, drawn, pixelsOfCanvas, press, settled, sized } from './canvas.js';
import { ctFrame, denoisedFrame, expectedHU, SIZE } from './fixtures.js';
import { planeWith, presentationOf, shownSeries } from './pictures.js';

const SCALE = 8;

async function viewportOf(...frames: Shown[]): Promise<VeritomeViewport> {
  const viewport = sized(document.createElement('veritome-viewport'), SIZE * SCALE, SIZE * SCALE);
  viewport.series = shownSeries(frames);
  await fixture(html`<div>${viewport}</div>`);
  await drawn(viewport);
  return viewport;
}

function colorAt(viewport: VeritomeViewport, x: number, y: number): number[] {
  const { data, width } = pixelsOfCanvas(viewport);
  const from = (Math.floor(y * devicePixelRatio) * width + Math.floor(x * devicePixelRatio)) * 4;
  return [...data.subarray(from, from + 3)];
}

/** Where image pixel (x, y) comes to lie among 64 x 64, by the words of each turn. */
const PLACES: Record<string, (x: number, y: number) => [number, number]> = {
  '.': (x, y) => [63 - y, x],
  ',': (x, y) => [y, 63 - x],
  h: (x, y) => [63 - x, y],
  v: (x, y) => [x, 63 - y],
};

/** Keys and the letters of an axial slice after them: top, right, bottom, left. */
const TURNS: readonly (readonly [string, string])[] = [
  ['', 'ALPR'],
  ['.', 'RALP'],
  ['..', 'PRAL'],
  [',', 'LPRA'],
  ['h', 'ARPL'],
  ['v', 'PLAR'],
  ['.h', 'RPLA'],
  ['h.', 'LARP'],
  ['.v', 'LARP'],
  ['hv', 'PRAL'],
];

describe('turning', () => {
  it('brings each pixel, letter, region, probe and plane to its place', async () => {
    const overlays = [planeWith([[9, 33]])];
    const viewport = await viewportOf(ctFrame(0, { presentation: presentationOf({ overlays }) }));
    viewport.rois = [{ shape: 'rectangle', x: 30, y: 4, width: 12, height: 6 }];
    const { displayGrey } = await import('../../src/image/window.js');
    const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
    const box = stage.getBoundingClientRect();
    for (const [keys, letters] of TURNS) {
      viewport.reset();
      for (const key of keys) press(viewport, key);
      await settled(viewport);
      const place = (x: number, y: number) =>
        [...keys].reduce<[number, number]>(([px, py], key) => PLACES[key](px, py), [x, y]);
      const middle = (x: number, y: number) => place(x, y).map((value) => (value + 0.5) * SCALE);
      for (const [x, y] of [
        [5, 5],
        [50, 3],
        [20, 60],
        [63, 63],
      ] as const) {
        const [left, top] = middle(x, y);
        expect(colorAt(viewport, left, top)[0], `${keys} ${x} ${y}`).to.equal(
          displayGrey(expectedHU(x, y), { center: 40, width: 400 }),
        );
        stage.dispatchEvent(
          new PointerEvent('pointermove', { clientX: box.left + left, clientY: box.top + top, pointerId: 1 }),
        );
        expect(viewport.probe).to.deep.equal({ x, y });
      }
      const text = (name: string) => viewport.shadowRoot?.querySelector(`.edge.${name}`)?.textContent ?? '';
      expect([text('north'), text('east'), text('south'), text('west')].join(''), keys).to.equal(letters);
      const [planeX, planeY] = middle(9, 33);
      expect(colorAt(viewport, planeX, planeY), `plane ${keys}`).to.deep.equal([0xb8, 0xe9, 0x86]);
      const rect = viewport.shadowRoot?.querySelector('.rois rect:not(.halo)')?.getBoundingClientRect();
      const corners = [place(30, 4), place(41, 9)];
      expect(Math.round((rect?.left ?? 0) - box.left), keys).to.equal(
        Math.min(...corners.map(([x]) => x)) * SCALE,
      );
      expect(Math.round((rect?.top ?? 0) - box.top), keys).to.equal(
        Math.min(...corners.map(([, y]) => y)) * SCALE,
      );
    }
  });

  it('keeps what is in the middle of the stage there, and undoes itself', async () => {
    const viewport = await viewportOf(ctFrame());
    viewport.scale = 20;
    viewport.translation = { x: 9, y: -4 };
    await settled(viewport);
    const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
    const box = stage.getBoundingClientRect();
    const middle = () => {
      stage.dispatchEvent(
        new PointerEvent('pointermove', { clientX: box.left + 258, clientY: box.top + 258, pointerId: 1 }),
      );
      return viewport.probe;
    };
    const before = middle();
    for (const key of ['.', 'h', ',', 'v', '.', '.']) {
      press(viewport, key);
      await settled(viewport);
      const now = middle();
      expect(Math.abs((now?.x ?? 0) - (before?.x ?? 0)), key).to.be.at.most(1);
      expect(Math.abs((now?.y ?? 0) - (before?.y ?? 0)), key).to.be.at.most(1);
    }
    press(viewport, 'r');
    expect([viewport.rotation, viewport.flipped]).to.deep.equal([0, false]);
    for (const key of '....') press(viewport, key);
    expect(viewport.rotation).to.equal(0);
  });

  it('is told, and a pan follows the hand on oblong pixels', async () => {
    const frame = ctFrame(0, { rows: 32, plane: { ...ctFrame().plane!, pixelSpacing: [1, 0.5] } });
    const viewport = await viewportOf(frame);
    const told = oneEvent(viewport, 'veritome-view');
    viewport.rotate(90);
    expect(((await told) as CustomEvent<ViewDetail>).detail).to.include({ rotation: 90, flipped: false });
    await settled(viewport);
    // A square of 32 mm still fills the square stage.
    expect(colorAt(viewport, 500, 10)[0]).to.be.greaterThan(0);
    const stage = viewport.shadowRoot?.querySelector('.stage') as HTMLElement;
    const box = stage.getBoundingClientRect();
    const read = (x: number, y: number) => {
      stage.dispatchEvent(
        new PointerEvent('pointermove', { clientX: box.left + x, clientY: box.top + y, pointerId: 1 }),
      );
      return viewport.probe;
    };
    const before = read(203, 203);
    viewport.tool = 'pan';
    const send = (type: string, x: number, y: number) =>
      stage.dispatchEvent(
        new PointerEvent(type, { clientX: box.left + x, clientY: box.top + y, pointerId: 2, bubbles: true }),
      );
    send('pointerdown', 203, 203);
    send('pointermove', 267, 235);
    send('pointerup', 267, 235);
    await settled(viewport);
    expect(read(267, 235)).to.deep.equal(before);
  });

  it('turns the hatching of the guard, and leaves the badge alone', async () => {
    const map = new Float32Array(SIZE * SIZE);
    for (let y = 44; y < 60; y++) map.fill(1, y * SIZE + 4, y * SIZE + 20);
    const viewport = await viewportOf(denoisedFrame(ctFrame()));
    const badge = amberPixels(viewport);
    viewport.guard = guardMarks(map, SIZE, SIZE, 0.5);
    for (const [keys, [x, y]] of [
      ['', [12, 52]],
      ['.', [12, 12]],
      ['h', [52, 52]],
    ] as const) {
      viewport.reset();
      for (const key of keys) press(viewport, key);
      await settled(viewport);
      let violet = 0;
      let elsewhere = 0;
      const { data, width } = pixelsOfCanvas(viewport);
      for (let i = 0; i < data.length; i += 4) {
        if (Math.abs(data[i] - 0xd4) > 12 || Math.abs(data[i + 1] - 0x8c) > 12 || data[i + 2] < 240) continue;
        const [px, py] = [((i / 4) % width) / (width / SIZE), Math.floor(i / 4 / width) / (width / SIZE)];
        if (Math.abs(px - x) <= 9 && Math.abs(py - y) <= 9) violet++;
        else elsewhere++;
      }
      expect(violet, keys).to.be.greaterThan(150);
      expect(elsewhere, keys).to.equal(0);
      const now = amberPixels(viewport);
      expect([now.left, now.right, now.top], keys).to.deep.equal([badge.left, badge.right, badge.top]);
    }
  });

  it('arrows go where they point, however the image lies', async () => {
    const viewport = await viewportOf(ctFrame());
    press(viewport, '.');
    press(viewport, 'x');
    press(viewport, 'ArrowRight');
    // A quarter clockwise: right on the stage is up in the image.
    expect(viewport.probe).to.deep.equal({ x: 32, y: 31 });
    press(viewport, 'h');
    press(viewport, 'ArrowRight');
    expect(viewport.probe).to.deep.equal({ x: 32, y: 32 });
  });
});
