import { expect, fixture, html } from '@open-wc/testing';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import { greyOf } from '../../src/image/voi.js';
import type { Shown } from '../../src/provenance/shown.js';
import '../../src/define.js';
import { amberPixels, drawn, pixelsOfCanvas, press, settled, sized } from './canvas.js';
import { ctFrame, ctSeries, denoisedFrame, expectedHU, SIZE } from './fixtures.js';
import { colorOf, colorPicture, floatPicture, planeWith, presentationOf, shownSeries } from './pictures.js';

/** 512 CSS pixels for 64 image pixels: 8 a pixel, and no smoothing. */
const SCALE = 8;

async function viewportOf(...frames: Shown[]): Promise<VeritomeViewport> {
  const viewport = sized(document.createElement('veritome-viewport'), SIZE * SCALE, SIZE * SCALE);
  viewport.series = shownSeries(frames);
  await fixture(html`<div>${viewport}</div>`);
  await drawn(viewport);
  return viewport;
}

/** Colour at the middle of an image pixel of an image that fits. */
function at(viewport: VeritomeViewport, x: number, y: number): number[] {
  const { data, width } = pixelsOfCanvas(viewport);
  const ratio = width / SIZE;
  const from = (Math.floor((y + 0.5) * ratio) * width + Math.floor((x + 0.5) * ratio)) * 4;
  return [...data.subarray(from, from + 3)];
}

function corner(viewport: VeritomeViewport): string {
  return viewport.shadowRoot?.querySelector('.bottom.left')?.textContent?.replace(/\s+/g, ' ') ?? '';
}

async function probed(viewport: VeritomeViewport, x: number, y: number): Promise<string> {
  viewport.probe = { x, y };
  await settled(viewport);
  return corner(viewport);
}

const PLACES = [
  [5, 5],
  [20, 40],
  [40, 20],
  [62, 62],
] as const;

describe('pictures', () => {
  it('show their colours as they are, whatever the window', async () => {
    const viewport = await viewportOf(colorPicture());
    for (const setting of [{}, { windowCenter: 3, windowWidth: 4 }, { inverted: true }]) {
      Object.assign(viewport, setting);
      await settled(viewport);
      for (const [x, y] of PLACES) expect(at(viewport, x, y), `${x} ${y}`).to.deep.equal(colorOf(x, y));
    }
    expect(await probed(viewport, 20, 40)).to.contain('RGB 60, 120, 200');
    expect(corner(viewport)).not.to.contain('W ');
    press(viewport, '1');
    press(viewport, 'ArrowUp', { ctrlKey: true });
    expect(viewport.windowCenter).to.equal(3);
    await expect(viewport).to.be.accessible();
  });

  it('follow each other, grey after colour, whatever their size', async () => {
    const odd = colorPicture(150, 300);
    const viewport = await viewportOf(ctFrame(), odd, ctFrame(1));
    viewport.index = 1;
    await settled(viewport);
    const { data, width } = pixelsOfCanvas(viewport);
    const middle = (256 * (width / 512) * width + width / 4) * 4;
    expect([...data.subarray(middle, middle + 3)][2]).to.be.greaterThan(150);
    viewport.index = 2;
    await settled(viewport);
    const [red, green, blue] = at(viewport, 50, 0);
    expect(red).to.equal(
      greyOf({ window: { center: 40, width: 400 }, function: 'LINEAR' })(expectedHU(50, 0, 1)),
    );
    expect([green, blue]).to.deep.equal([red, red]);
  });

  it('show fractions to the last grey, and read them', async () => {
    const viewport = await viewportOf(floatPicture());
    const grey = greyOf({ window: { center: 0.5 * (63 / 64), width: 63 / 64 }, function: 'LINEAR_EXACT' });
    for (const [x, y] of PLACES) expect(at(viewport, x, y)[0], `${x} ${y}`).to.equal(grey(x / 64));
    expect(await probed(viewport, 20, 40)).to.contain('0.3125');
    expect(corner(viewport)).to.contain('W 0.984 L 0.492');
    // A window is moved by shares of itself, not by whole units.
    press(viewport, 'ArrowRight', { ctrlKey: true });
    expect(viewport.windowWidth).to.be.closeTo((63 / 64) * 1.05, 1e-9);
    await settled(viewport);
    const wider = greyOf({
      window: { center: viewport.windowCenter ?? 0, width: viewport.windowWidth ?? 0 },
      function: 'LINEAR_EXACT',
    });
    for (const [x, y] of PLACES) expect(at(viewport, x, y)[0]).to.equal(wider(x / 64));
  });

  it('carry the badge when a file says that a network wrote them', async () => {
    const { origin } = denoisedFrame(ctFrame());
    const marked = { ...colorPicture(), origin };
    const viewport = await viewportOf(marked);
    expect(amberPixels(viewport).count).to.be.greaterThan(400);
    expect(viewport.shadowRoot?.querySelector('.stage')?.getAttribute('aria-label')).to.contain('generated');
    viewport.series = shownSeries([colorPicture()], '2.25.8');
    await settled(viewport);
    expect(amberPixels(viewport).count).to.equal(0);
  });
});

describe('values of interest', () => {
  it('LINEAR, LINEAR_EXACT, SIGMOID: every grey on the canvas is the formula', async () => {
    const window = { center: 40, width: 300 };
    for (const kind of ['LINEAR', 'LINEAR_EXACT', 'SIGMOID'] as const) {
      const presentation = presentationOf({ voiFunction: kind });
      const viewport = await viewportOf(ctFrame(0, { window, presentation }));
      const grey = greyOf({ window, function: kind });
      for (let x = 17; x < SIZE; x += 3) {
        for (const y of [2, 30, 61]) expect(at(viewport, x, y)[0]).to.equal(grey(expectedHU(x, y)));
      }
      viewport.remove();
    }
  });

  it('a table of the file opens where there is no window, and is one of the presets', async () => {
    const values = Uint16Array.from({ length: 500 }, (_, i) => (i * i) % 4096);
    const lut = { first: -200, values, bits: 12, explanation: 'EDGE' };
    const presentation = presentationOf({ luts: [lut] });
    const viewport = await viewportOf(ctFrame(0, { window: undefined, presentation }));
    const grey = greyOf({ lut });
    for (const [x, y] of PLACES) expect(at(viewport, x, y)[0]).to.equal(grey(expectedHU(x, y)));
    press(viewport, '1');
    await settled(viewport);
    expect(at(viewport, 40, 20)[0]).not.to.equal(grey(expectedHU(40, 20)));
    press(viewport, '7');
    await settled(viewport);
    expect(viewport.voiLut).to.equal(0);
    for (const [x, y] of PLACES) expect(at(viewport, x, y)[0]).to.equal(grey(expectedHU(x, y)));
    // By hand a window takes its place, and so does one that the host sets.
    press(viewport, 'ArrowRight', { ctrlKey: true });
    expect(viewport.voiLut).to.equal(undefined);
    viewport.voiLut = 0;
    await settled(viewport);
    viewport.windowCenter = 77;
    await settled(viewport);
    expect(viewport.voiLut).to.equal(undefined);
  });

  it('an inverse presentation and MONOCHROME1 turn the greys over, once', async () => {
    const window = { center: 40, width: 300 };
    const grey = greyOf({ window, function: 'LINEAR' });
    const inverse = presentationOf({ inverse: true });
    for (const overrides of [
      { presentation: inverse },
      { photometric: 'MONOCHROME1' as const },
      { photometric: 'MONOCHROME1' as const, presentation: inverse },
    ]) {
      const viewport = await viewportOf(ctFrame(0, { window, ...overrides }));
      for (const [x, y] of PLACES) expect(at(viewport, x, y)[0]).to.equal(255 - grey(expectedHU(x, y)));
      press(viewport, 'i');
      await settled(viewport);
      for (const [x, y] of PLACES) expect(at(viewport, x, y)[0]).to.equal(grey(expectedHU(x, y)));
      viewport.remove();
    }
  });

  it('two stages show one slice in two windows', async () => {
    const series = ctSeries();
    const one = await viewportOf(series.frames[0]);
    const two = await viewportOf(series.frames[0]);
    two.windowCenter = -600;
    two.windowWidth = 1500;
    await settled(two);
    one.scale = 8.0001;
    await settled(one);
    const grey = greyOf({ window: { center: 40, width: 400 }, function: 'LINEAR' });
    expect(at(one, 40, 20)[0]).to.equal(grey(expectedHU(40, 20)));
  });
});

describe('overlay planes', () => {
  const frame = ctFrame(0, {
    presentation: presentationOf({
      overlays: [{ ...planeWith([[10, 12]]), origin: [3, 30] }],
    }),
  });

  it('lie on their pixels, and go and come with P', async () => {
    const viewport = await viewportOf(frame);
    expect(at(viewport, 40, 15)).to.deep.equal([0xb8, 0xe9, 0x86]);
    expect(at(viewport, 39, 15)[0]).to.equal(at(viewport, 39, 15)[1]);
    press(viewport, 'p');
    await settled(viewport);
    viewport.inverted = true;
    await settled(viewport);
    const [red, green, blue] = at(viewport, 40, 15);
    expect([green, blue]).to.deep.equal([red, red]);
    press(viewport, 'p');
    viewport.inverted = false;
    await settled(viewport);
    expect(at(viewport, 40, 15)).to.deep.equal([0xb8, 0xe9, 0x86]);
  });

  it('N takes the texts away, never the badge', async () => {
    const viewport = await viewportOf(denoisedFrame(ctFrame()));
    press(viewport, 'n');
    await settled(viewport);
    expect(viewport.shadowRoot?.querySelectorAll('.corner.left').length).to.equal(0);
    expect(amberPixels(viewport).count).to.be.greaterThan(400);
  });
});
