/** Modes and measurements of the comparison beyond its first ones, on real pixels of the canvas. */
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { CompareDetail, LineDetail, VeritomeCompare } from '../../src/elements/compare/compare.js';
import type { VeritomeMeasure } from '../../src/elements/measure/measure.js';
import type { ViewDetail } from '../../src/elements/viewport/view.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { ArgumentError } from '../../src/errors.js';
import { createRandom } from '../../src/image/random.js';
import type { Series } from '../../src/image/series.js';
import type { Frame } from '../../src/provenance/markedFrame.js';
import '../../src/define.js';
import { amberPixels, canvasOf, drawn, greyAt, press, settled, sized } from './canvas.js';
import { ctFrame, ctSeries, denoisedFrame, denoisedSeries, expectedHU, SIZE, seriesOf } from './fixtures.js';

const CHANGE = 80;

async function compareOf(patch: Partial<VeritomeCompare> = {}, width = 700, height = 520) {
  const compare = sized(document.createElement('veritome-compare'), width, height);
  const before = ctSeries();
  Object.assign(compare, { acquired: before, generated: denoisedSeries(before, CHANGE) }, patch);
  await fixture(html`<div>${compare}</div>`);
  await compare.updateComplete;
  for (const view of views(compare)) await drawn(view);
  return compare;
}

function views(compare: VeritomeCompare): VeritomeViewport[] {
  return [...(compare.shadowRoot?.querySelectorAll('veritome-viewport') ?? [])];
}

function view(compare: VeritomeCompare, side: string): VeritomeViewport {
  return compare.shadowRoot?.querySelector(`veritome-viewport.${side}`) as VeritomeViewport;
}

function measureOf(compare: VeritomeCompare): VeritomeMeasure {
  return compare.shadowRoot?.querySelector('veritome-measure') as VeritomeMeasure;
}

function key(target: Element | null | undefined, name: string, init: KeyboardEventInit = {}): void {
  target?.dispatchEvent(
    new KeyboardEvent('keydown', { key: name, bubbles: true, composed: true, cancelable: true, ...init }),
  );
}

async function allSettled(compare: VeritomeCompare): Promise<void> {
  await compare.updateComplete;
  for (const one of views(compare)) await settled(one);
  for (const one of views(compare)) await settled(one);
}

describe('veritome-compare: blend', () => {
  it('mixes the two windowed greys in the share of the slider, and marks every mixture', async () => {
    const compare = await compareOf({ mode: 'blend', blend: 1 });
    await allSettled(compare);
    const places = [
      [40, 40],
      [50, 20],
      [30, 55],
    ];
    const grey = (of: VeritomeViewport) => places.map(([x, y]) => greyAt(of, x, y, SIZE, SIZE));
    const acquired = grey(view(compare, 'before'));
    const generated = grey(view(compare, 'after'));
    acquired.forEach((value, i) => {
      expect(generated[i] - value).to.be.greaterThan(20);
    });
    for (const share of [0, 0.25, 0.5, 0.8]) {
      compare.blend = share;
      await allSettled(compare);
      grey(view(compare, 'after')).forEach((value, i) => {
        expect(value).to.be.closeTo((1 - share) * acquired[i] + share * generated[i], 1.5, `share ${share}`);
      });
      expect(amberPixels(view(compare, 'after')).count, `badge at ${share}`).to.be.greaterThan(400);
    }
  });

  it('follows the window, which both pictures share', async () => {
    const compare = await compareOf({ mode: 'blend', blend: 0 });
    press(view(compare, 'after'), '2');
    await allSettled(compare);
    expect(view(compare, 'before').windowWidth).to.equal(1500);
    const [before, after] = ['before', 'after'].map((side) =>
      greyAt(view(compare, side), 40, 40, SIZE, SIZE),
    );
    expect(after).to.be.closeTo(before, 1.5);
  });

  it('names both models where both sides are generated', async () => {
    const source = ctSeries();
    const compare = await compareOf({ acquired: denoisedSeries(source, 3), mode: 'blend' });
    await allSettled(compare);
    const { data, width, height } = canvasOf(view(compare, 'after'))
      .getContext('2d')!
      .getImageData(0, 0, canvasOf(view(compare, 'after')).width, canvasOf(view(compare, 'after')).height);
    const amber = (from: number, to: number) => {
      let count = 0;
      for (let i = from * width * 4; i < to * width * 4; i += 4) {
        if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 14 && data[i + 2] < 60) count++;
      }
      return count;
    };
    expect(amber(0, height >> 2)).to.be.greaterThan(400);
    expect(amber(3 * (height >> 2), height)).to.be.greaterThan(400);
  });

  it('moves by keys and says in words where it is', async () => {
    const compare = await compareOf({ mode: 'blend' });
    const slider = compare.shadowRoot?.querySelector<HTMLInputElement>('[part="blend"] input');
    const told = oneEvent(compare, 'veritome-compare');
    key(slider, 'End');
    const { detail } = (await told) as CustomEvent<CompareDetail>;
    expect([detail.mode, detail.blend]).to.deep.equal(['blend', 1]);
    key(slider, 'ArrowLeft', { shiftKey: true });
    key(slider, 'ArrowLeft');
    await compare.updateComplete;
    expect(compare.blend).to.equal(0.94);
    expect(slider?.getAttribute('aria-valuetext')).to.equal('94 % generated, 6 % acquired');
    press(view(compare, 'after'), '<', { shiftKey: true });
    expect(compare.blend).to.equal(0.84);
    compare.lang = 'pt-BR';
    await compare.updateComplete;
    expect(slider?.getAttribute('aria-valuetext')).to.equal('84 % gerada, 16 % adquirida');
  });
});

describe('veritome-compare: difference', () => {
  it('is exact to the stored unit, also with a slope, also beyond 16 bits', async () => {
    const rescale = { slope: 0.25, intercept: -1024, type: 'HU' };
    const format = { bitsAllocated: 16, bitsStored: 16, signed: false } as const;
    const plain = ctFrame(0, { rescale, format });
    const acquired = {
      ...plain,
      stored: plain.stored.map((_, i) => (i % 2 === 0 ? 0 : 4100)) as Uint16Array,
    };
    const generated = denoisedFrame(acquired, 0);
    const far = denoisedFrame(
      { ...acquired, stored: acquired.stored.map((v) => (v === 0 ? 40001 : 4097)) as Uint16Array },
      0,
    );
    const compare = await compareOf({
      acquired: seriesOf([acquired]),
      generated: seriesOf([far], '2.25.9'),
      mode: 'difference',
    });
    press(view(compare, 'difference'), 'x');
    await settled(view(compare, 'difference'));
    const said = () => view(compare, 'difference').shadowRoot?.querySelector('.bottom.left')?.textContent;
    expect(said()).to.contain('10000 HU');
    press(view(compare, 'difference'), 'ArrowRight');
    await settled(view(compare, 'difference'));
    // 4097 - 4100 = -3 stored, of 0.25 HU: -0.75, shown to the integer.
    expect(said()).to.contain('−1 HU');
    expect(view(compare, 'difference').series?.frames[0].rescale.slope).to.equal(0.25);
    expect(generated.kind).to.equal('marked');
  });

  it('is narrowed and widened by keys and by buttons', async () => {
    const compare = await compareOf({ mode: 'difference' });
    const width = () => view(compare, 'difference').windowWidth;
    expect(width()).to.equal(200);
    press(view(compare, 'difference'), '<', { shiftKey: true });
    await compare.updateComplete;
    await view(compare, 'difference').updateComplete;
    expect(width()).to.equal(100);
    compare.shadowRoot?.querySelector<HTMLElement>('.legend [aria-label="Wider"]')?.click();
    await compare.updateComplete;
    await view(compare, 'difference').updateComplete;
    expect(width()).to.equal(200);
    expect(compare.shadowRoot?.querySelector('.legend')?.textContent).to.contain('−100');
    press(view(compare, 'difference'), 'ArrowRight', { ctrlKey: true });
    await compare.updateComplete;
    expect(width()).to.equal(210);
  });
});

describe('veritome-compare: flicker', () => {
  it('turns less than three times a second, and stops for the reader', async () => {
    const compare = await compareOf({ mode: 'flicker' });
    let turns = 0;
    compare.addEventListener('veritome-compare', () => turns++);
    await new Promise((resolve) => setTimeout(resolve, 2200));
    expect(turns).to.be.within(1, 3);
    const [turn, pause] = compare.shadowRoot!.querySelectorAll<HTMLButtonElement>('.captions button');
    pause.click();
    turns = 0;
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(turns).to.equal(0);
    turn.click();
    expect(turns).to.equal(1);
  });
});

describe('veritome-compare: hang', () => {
  function four(): Partial<VeritomeCompare> {
    const acquired = ctSeries();
    const made = (strength: number, change: number): Series<Frame> => ({
      ...acquired,
      seriesInstanceUID: `2.25.9.${change}`,
      frames: acquired.frames.map((frame) => denoisedFrame(frame, change, { options: { strength } })),
    });
    return {
      acquired,
      generated: made(1, 8),
      results: [made(0.5, 4), made(0.25, 2)],
      mode: 'side-by-side',
    };
  }

  it('shows the acquired and three results, each result with its badge and its name', async () => {
    const compare = await compareOf(four(), 900, 700);
    expect(views(compare).length).to.equal(4);
    const [first, ...results] = views(compare);
    expect(amberPixels(first).count).to.equal(0);
    for (const one of results) expect(amberPixels(one).count).to.be.greaterThan(400);
    expect(views(compare).map(({ label }) => label)).to.deep.equal([
      'Acquired',
      'ct-denoise 1.0.0 · 1.00',
      'ct-denoise 1.0.0 · 0.50',
      'ct-denoise 1.0.0 · 0.25',
    ]);
    const boxes = views(compare).map((one) => one.getBoundingClientRect());
    expect(new Set(boxes.map(({ left }) => Math.round(left))).size).to.equal(2);
    expect(new Set(boxes.map(({ top }) => Math.round(top))).size).to.equal(2);
    await expect(compare).to.be.accessible();
  });

  it('stays linked: slice, window, zoom, pan, inversion, probe, region, whichever picture is moved', async () => {
    const compare = await compareOf(four(), 900, 700);
    for (const [at, moved] of views(compare).entries()) {
      press(moved, at % 2 === 0 ? 'ArrowDown' : 'End');
      press(moved, String(1 + at));
      press(moved, '+');
      press(moved, 'ArrowRight', { shiftKey: true });
      press(moved, 'i');
      press(moved, 'x');
      await allSettled(compare);
      const state = ({
        index,
        windowCenter,
        windowWidth,
        scale,
        translation,
        inverted,
        probe,
      }: VeritomeViewport) =>
        JSON.stringify({ index, windowCenter, windowWidth, scale, translation, inverted, probe });
      expect(new Set(views(compare).map(state)).size, `moved ${at}`).to.equal(1);
      press(moved, 'x');
    }
    press(views(compare)[3], 'o');
    await allSettled(compare);
    for (const one of views(compare)) expect(one.rois).to.have.length(1);
    expect(views(compare)[0].rois[0]).to.deep.equal(views(compare)[3].rois[0]);
  });

  it('puts slices together by their place in mm', async () => {
    const { acquired, generated, results } = four();
    const thin: Series<Frame> = {
      ...results![0],
      // One slice fewer at the start: index 0 lies where the others have index 1.
      frames: results![0].frames.slice(1),
    };
    const compare = await compareOf({ acquired, generated, results: [thin], mode: 'side-by-side', index: 3 });
    const place = (one: VeritomeViewport) => one.series?.frames[one.index]?.plane?.position[2];
    expect(views(compare).map(place)).to.deep.equal([6, 6, 6]);
    compare.index = 0;
    await allSettled(compare);
    expect(views(compare).map(place)).to.deep.equal([0, 0, undefined]);
  });

  it('refuses more than four, and shows the first four', async () => {
    const given = four();
    const compare = await compareOf(given, 900, 700);
    const told = oneEvent(compare, 'veritome-error');
    compare.results = [...given.results!, given.generated!];
    const { detail } = (await told) as CustomEvent<{ error: ArgumentError }>;
    expect(detail.error.attribute).to.equal('results');
    await compare.updateComplete;
    expect(views(compare).length).to.equal(4);
  });

  it('passes on fields of a view that it does not know', async () => {
    const compare = await compareOf(four(), 900, 700);
    for (const one of views(compare)) Object.assign(one, { slant: 0 });
    const detail = { ...viewOf(views(compare)[0]), slant: 90 } as ViewDetail;
    views(compare)[0].dispatchEvent(
      new CustomEvent('veritome-view', { detail, bubbles: true, composed: true }),
    );
    await compare.updateComplete;
    expect(views(compare).map((one) => Reflect.get(one, 'slant'))).to.deep.equal([90, 90, 90, 90]);
  });
});

function viewOf(viewport: VeritomeViewport): ViewDetail {
  const { index, translation, inverted, rotation, flipped, voiFunction, voiLut } = viewport;
  const window = { windowCenter: 40, windowWidth: 400, scale: 4 };
  return { index, translation, inverted, rotation, flipped, voiFunction, voiLut, ...window };
}

describe('veritome-compare: line profile', () => {
  it('plots HU of both sides along a line that keys move, and says them', async () => {
    const compare = await compareOf({
      mode: 'curtain',
      line: { from: { x: 20.5, y: 40.5 }, to: { x: 60.5, y: 40.5 } },
    });
    press(view(compare, 'after'), 'D', { shiftKey: true });
    await compare.updateComplete;
    expect(compare.measure).to.equal('profile');
    const measure = measureOf(compare);
    await measure.updateComplete;
    await waitUntil(() => measure.shadowRoot?.querySelector('.profile canvas'), 'no plot', {
      timeout: 10_000,
    });
    const slider = measure.shadowRoot?.querySelector('[role="slider"]');
    // 40 columns of 0.5 mm, a sample every half column.
    expect(slider?.getAttribute('aria-valuemax')).to.equal('80');
    expect(measure.shadowRoot?.textContent).to.contain('Line profile, 20.0 mm');
    key(slider, 'ArrowRight');
    await compare.updateComplete;
    await measure.updateComplete;
    // Half a column from the centre of column 20: between its value and the next one's.
    const hu = (expectedHU(20, 40) + expectedHU(21, 40)) / 2;
    expect(slider?.getAttribute('aria-valuetext')).to.equal(
      `0.3 mm: Acquired ${`${hu.toFixed(1)}`.replace('-', '−')} HU, ct-denoise 1.0.0 · 1.00 ${(hu + CHANGE).toFixed(1).replace('-', '−')} HU, +80.0 HU`,
    );
    key(slider, 'End');
    await compare.updateComplete;
    expect(compare.cursor).to.equal(1);
    await allSettled(compare);
    const circle = compare.shadowRoot?.querySelector('.lines circle');
    const end = compare.shadowRoot?.querySelector<HTMLElement>('.end.to');
    expect(Number(circle?.getAttribute('cx'))).to.be.closeTo(Number.parseFloat(end!.style.left), 0.6);
  });

  it('moves its ends by keys, by drag, and by two clicks', async () => {
    const compare = await compareOf({ measure: 'profile', mode: 'curtain' });
    await allSettled(compare);
    const end = (part: string) => compare.shadowRoot?.querySelector<HTMLElement>(`.end.${part}`);
    expect(compare.line).to.deep.equal({ from: { x: 16, y: 32 }, to: { x: 48, y: 32 } });
    const told = oneEvent(compare, 'veritome-line');
    key(end('to'), 'ArrowDown', { shiftKey: true });
    const { detail } = (await told) as CustomEvent<LineDetail>;
    expect(detail.line.to).to.deep.equal({ x: 48, y: 42 });
    key(end('middle'), 'ArrowRight');
    expect(compare.line?.from.x).to.equal(17);
    await allSettled(compare);

    const at = (part: string) => {
      const { left, top } = end(part)!.getBoundingClientRect();
      return { clientX: left + 12, clientY: top + 12 };
    };
    const handle = end('from')!;
    // A made-up pointer cannot be captured.
    handle.setPointerCapture = () => undefined;
    const from = at('from');
    const to = { clientX: from.clientX + 40, clientY: from.clientY - 30 };
    const before = compare.line!.from;
    handle.dispatchEvent(new PointerEvent('pointerdown', { button: 0, ...from, bubbles: true }));
    handle.dispatchEvent(new PointerEvent('pointermove', { ...to, bubbles: true }));
    handle.dispatchEvent(new PointerEvent('pointerup', { ...to, bubbles: true }));
    handle.dispatchEvent(new MouseEvent('click', { ...to, bubbles: true }));
    await allSettled(compare);
    const { scale } = await viewScale(compare);
    expect(compare.line!.from.x - before.x).to.be.closeTo(40 / scale, 0.2);
    expect(compare.line!.from.y - before.y).to.be.closeTo(-30 / scale, 0.2);
    expect(at('from').clientX).to.be.closeTo(to.clientX, 1);

    end('to')!.click();
    await compare.updateComplete;
    expect(end('to')?.getAttribute('aria-pressed')).to.equal('true');
    const place = { clientX: at('to').clientX - 50, clientY: at('to').clientY + 20 };
    compare.shadowRoot
      ?.querySelector('.lines')
      ?.dispatchEvent(new MouseEvent('click', { ...place, bubbles: true }));
    await allSettled(compare);
    expect(at('to').clientX).to.be.closeTo(place.clientX, 1);
    expect(at('to').clientY).to.be.closeTo(place.clientY, 1);
    expect(end('to')?.getAttribute('aria-pressed')).to.equal('false');
  });

  it('lies on every picture of a hang, with a curve each, and a table says the same', async () => {
    const source = ctSeries();
    const compare = await compareOf(
      { measure: 'profile', mode: 'side-by-side', results: [denoisedSeries(source, 4)] },
      900,
      700,
    );
    await allSettled(compare);
    const measure = measureOf(compare);
    await measure.updateComplete;
    expect(compare.shadowRoot?.querySelectorAll('.lines svg.pane').length).to.equal(3);
    expect(measure.shadowRoot?.querySelectorAll('table thead th').length).to.equal(4);
    const [row] = measure.shadowRoot!.querySelectorAll('tbody tr');
    const cells = [...row.querySelectorAll('td')].map(({ textContent }) =>
      Number.parseFloat(textContent!.replace('−', '-')),
    );
    expect(cells[1] - cells[0]).to.equal(CHANGE);
    expect(cells[2] - cells[0]).to.equal(4);
  });
});

describe('veritome-compare: regions', () => {
  it('measures a region on both sides, with the difference', async () => {
    const rois = [
      { shape: 'rectangle', x: 20, y: 20, width: 32, height: 32 },
      { shape: 'rectangle', x: 2, y: 2, width: 10, height: 10 },
    ] as const;
    const compare = await compareOf({ rois, mode: 'side-by-side' }, 900, 800);
    press(view(compare, 'after'), 'G', { shiftKey: true });
    await compare.updateComplete;
    const measure = measureOf(compare);
    await measure.updateComplete;
    const cells = [...measure.shadowRoot!.querySelectorAll('tbody:first-of-type td')].map((td) =>
      td.textContent?.trim(),
    );
    // 20 … 51: mean of -160 + 4x + y is -160 + 4 * 35.5 + 35.5.
    expect(cells.slice(0, 3)).to.deep.equal(['17.5 HU', '97.5 HU', '+80.0 HU']);
    expect(cells[5]).to.equal('0.0 HU');
  });

  it('says how much of the noise power is left, and halves a halved SD', async () => {
    const random = createRandom(5);
    const noise = Array.from({ length: SIZE * SIZE }, () => 2 * Math.round(15 * random.normal()));
    const plain = ctFrame();
    const withNoise = (share: number) => ({
      ...plain,
      stored: Uint16Array.from(plain.stored, (value, i) => value + share * noise[i]),
    });
    const compare = await compareOf({
      acquired: seriesOf([withNoise(1)]),
      generated: seriesOf([denoisedFrame(withNoise(0.5), 0)], '2.25.9'),
      rois: [{ shape: 'rectangle', x: 20, y: 20, width: 32, height: 32 }],
      measure: 'regions',
    });
    const measure = measureOf(compare);
    await waitUntil(() => measure.shadowRoot?.querySelector('.nps canvas'), 'no spectrum', {
      timeout: 10_000,
    });
    expect(measure.shadowRoot?.querySelector('.spectrum')?.textContent).to.contain(
      '25 % of the noise power is left',
    );
  });

  it('lets the reader choose the shape and clear, and tells it', async () => {
    const compare = await compareOf({
      measure: 'regions',
      rois: [{ shape: 'circle', x: 5, y: 5, width: 9, height: 9 }],
    });
    const measure = measureOf(compare);
    await measure.updateComplete;
    const [circle, , clear] = measure.shadowRoot!.querySelectorAll('button');
    const told = oneEvent(compare, 'veritome-tool');
    circle.click();
    await told;
    expect(compare.tool).to.equal('circle');
    clear.click();
    await compare.updateComplete;
    expect(compare.rois).to.deep.equal([]);
  });

  it('is accessible with either measurement, in every mode', async () => {
    const compare = await compareOf(
      { rois: [{ shape: 'rectangle', x: 20, y: 20, width: 32, height: 32 }] },
      900,
      800,
    );
    for (const measure of ['regions', 'profile'] as const) {
      for (const mode of ['curtain', 'side-by-side', 'blend', 'difference'] as const) {
        Object.assign(compare, { measure, mode });
        await compare.updateComplete;
        await measureOf(compare).updateComplete;
        await expect(compare).to.be.accessible();
        await expect(measureOf(compare)).to.be.accessible();
      }
    }
  });

  it('refuses a measurement it does not know', async () => {
    const compare = await compareOf();
    const told = oneEvent(compare, 'veritome-error');
    compare.setAttribute('measure', 'weight');
    const { detail } = (await told) as CustomEvent<{ error: ArgumentError }>;
    expect([detail.error.attribute, compare.measure]).to.deep.equal(['measure', 'none']);
  });
});

/** CSS pixels of an image pixel. */
async function viewScale(compare: VeritomeCompare): Promise<{ scale: number }> {
  const { picture } = view(compare, 'after');
  const [a, b] = [picture.pointOf({ x: 0, y: 0 })!, picture.pointOf({ x: 10, y: 0 })!];
  return { scale: (b.x - a.x) / 10 };
}
