/**
 * Law 1, walked in the page: no property, method or event of an element gives pixels that
 * a network wrote, and every canvas that shows them carries the badge. A new method
 * without a rule fails here.
 */
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { unzipSync } from 'fflate';
import '../../src/define.js';
import type { VeritomeGenerator } from '../../src/elements/generator/generator.js';
import type { VeritomeInspector } from '../../src/elements/inspector/inspector.js';
import { BLINDED } from '../../src/elements/stage/badge.js';
import type { VeritomeViewport } from '../../src/elements/viewport/viewport.js';
import type { VeritomeWorkbench } from '../../src/elements/workbench/workbench.js';
import { exportZip } from '../../src/pipeline/exportSeries.js';
import { verify } from '../../src/pipeline/verify.js';
import { pixelsOf } from '../../src/provenance/markedPixels.js';
import { reachableFrom } from '../provenance/reachable.js';
import { amberPixels, canvasOf, drawn, settled, sized } from './canvas.js';
import { ctSeries, denoisedSeries, fakeJobs, studyOf } from './fixtures.js';
import type { FakeTraining } from './training.js';

/** Of `custom-elements.json`, what is walked. */
interface Declaration {
  readonly tagName?: string;
  readonly members?: readonly { kind: string; name: string; privacy?: string; static?: boolean }[];
  readonly events?: readonly { name: string }[];
}

/** Methods: what each gives, or why it can give no pixels. */
const NOTHING = 'gives nothing';
const RULES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'veritome-compare': { focus: NOTHING, resetView: NOTHING, switchSide: NOTHING },
  'veritome-denoiser': { run: 'walked: a series of marked frames', cancel: NOTHING },
  'veritome-generator': { run: 'walked: marked frames and label maps', cancel: NOTHING },
  'veritome-inspector': { inspect: 'walked: a verdict', inspectAll: 'walked: verdicts', cancel: NOTHING },
  'veritome-interpolator': { run: 'walked: acquired and marked frames', cancel: NOTHING },
  'veritome-measure': {},
  'veritome-reading': { start: NOTHING, csv: 'text of answers, no pixels', focus: NOTHING },
  'veritome-study': {
    open: 'walked: a study',
    openSample: 'the same of the sample',
    pick: NOTHING,
    cancel: NOTHING,
    send: 'UIDs of files and errors',
  },
  'veritome-header': {},
  'veritome-trainer': {
    prepare: 'figures of a run to come',
    start: 'the name of a state',
    pause: NOTHING,
    stop: NOTHING,
    extend: 'the name of a state',
    export: 'a zip of weights and a card, no pixels',
    use: 'a card',
    addModel: 'a card',
  },
  'veritome-viewport': {
    focus: NOTHING,
    reset: NOTHING,
    pixelAt: 'gives a place',
    rotate: NOTHING,
    flip: NOTHING,
    takeTool: NOTHING,
    toggleCine: NOTHING,
    showHeader: 'gives nothing; shows attributes, never Pixel Data',
  },
  'veritome-workbench': {
    open: 'walked: a study',
    denoise: 'walked',
    interpolate: 'walked',
    generate: 'walked',
    verify: 'walked: verdicts',
    exportSeries: 'walked: a zip whose every picture says so',
    focus: NOTHING,
  },
};

const study = studyOf(ctSeries());
const acquired = new Set(
  study.series[0].frames.map((frame) => (frame.kind === 'acquired' ? frame.stored.buffer : undefined)),
);

let declarations: Declaration[];
before(async () => {
  const manifest = await (await fetch('/dist/custom-elements.json')).json();
  declarations = manifest.modules
    .flatMap((module: { declarations?: Declaration[] }) => module.declarations ?? [])
    .filter(({ tagName }: Declaration) => tagName);
});

/** Pixels may be the scanner's; label maps are codes, and the guard's map is SD over blocks of millimetres. */
function leaksOf(value: unknown, path: string): string[] {
  return reachableFrom(value, path)
    .filter(({ key, value: found }) => {
      if (key === 'codes' || key === 'map') return false;
      return !(ArrayBuffer.isView(found) && acquired.has(found.buffer as ArrayBuffer));
    })
    .map(({ path: at }) => at);
}

/** Elements of ours under a root, those in shadow roots too. */
function elementsUnder(root: ParentNode): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.localName.startsWith('veritome-') ? [element] : []),
    ...(element.shadowRoot ? elementsUnder(element.shadowRoot) : []),
  ]);
}

function canvasesUnder(root: ParentNode): HTMLCanvasElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element instanceof HTMLCanvasElement ? [element] : []),
    ...(element.shadowRoot ? canvasesUnder(element.shadowRoot) : []),
  ]);
}

async function workbenchOf(told: [string, unknown][]): Promise<VeritomeWorkbench> {
  const workbench = sized(document.createElement('veritome-workbench'), 1000, 640);
  workbench.jobs = fakeJobs({ openStudy: async () => study, exportZip, verify });
  for (const name of new Set(declarations.flatMap(({ events = [] }) => events.map((event) => event.name)))) {
    workbench.addEventListener(name, (event) => told.push([name, (event as CustomEvent).detail]));
  }
  await fixture(html`<div>${workbench}</div>`);
  await workbench.open([]);
  return workbench;
}

describe('the walk', () => {
  it('every method of every element has a rule', () => {
    const methods = declarations.map(({ tagName, members = [] }) => [
      tagName,
      members
        .filter(({ kind, privacy, static: fixed }) => kind === 'method' && !privacy && !fixed)
        .map(({ name }) => name)
        .sort(),
    ]);
    const ruled = Object.entries(RULES).map(([tag, rules]) => [tag, Object.keys(rules).sort()]);
    expect(Object.fromEntries(methods)).to.deep.equal(Object.fromEntries(ruled));
  });

  it('results, events and properties of the workbench and all in it hold no generated pixels', async () => {
    const told: [string, unknown][] = [];
    const workbench = await workbenchOf(told);
    const quiet = await workbench.denoise();
    const results: [string, unknown][] = [
      ['denoise', quiet],
      ['interpolate', await workbench.interpolate({ factor: 2 })],
      ['generate', await workbench.generate({ count: 2, seed: 1 })],
    ];
    await workbench.updateComplete;
    const inspector = workbench.shadowRoot?.querySelector<VeritomeInspector>('veritome-inspector');
    const generator = workbench.shadowRoot?.querySelector<VeritomeGenerator>('veritome-generator');
    expect(inspector && generator).to.be.ok;
    results.push(['generator.run', await generator?.run()]);
    const over = workbench.trainer.start();
    await waitUntil(() => workbench.trainer.running);
    (workbench.trainer.training as FakeTraining).take(4000);
    results.push(['trainer.use', await over.then(() => workbench.trainer.use())]);
    results.push(['trainer.training', workbench.trainer.training]);
    const [[name, bytes]] = await unzipped(await workbench.exportSeries(quiet, 'png'));
    const picture = new File([bytes as Uint8Array<ArrayBuffer>], name);
    results.push(['inspect', await inspector?.inspect(picture)]);
    results.push(['verify', await workbench.verify([picture])]);
    for (const [name, result] of results) {
      expect(typeof result, name).to.equal('object');
      expect(leaksOf(result, name)).to.deep.equal([]);
    }

    const names = new Set(told.map(([name]) => name));
    const expected = [
      'veritome-study',
      'veritome-progress',
      'veritome-result',
      'veritome-slice',
      'veritome-step',
    ];
    for (const name of expected) {
      expect(names.has(name), `${name} was told`).to.equal(true);
    }
    for (const [name, detail] of told) expect(leaksOf(detail, name)).to.deep.equal([]);

    // The stage puts its elements aside for one another: compare is for a pair.
    const pair = sized(document.createElement('veritome-compare'));
    pair.acquired = study.series[0];
    pair.generated = quiet;
    pair.mode = 'difference';
    pair.measure = 'profile';
    workbench.after(pair);
    await pair.updateComplete;
    const reading = sized(document.createElement('veritome-reading'));
    reading.sets = [[study.series[0], quiet]];
    workbench.after(reading);
    await reading.updateComplete;
    reading.start();
    await reading.updateComplete;
    expect(leaksOf(reading.csv(), 'csv')).to.deep.equal([]);
    pair.activeView?.showHeader();
    await pair.activeView?.updateComplete;
    const elements = elementsUnder(workbench.parentElement as HTMLElement);
    const tags = new Set(elements.map(({ localName }) => localName));
    expect([...tags].sort()).to.deep.equal(declarations.map(({ tagName }) => tagName).sort());
    for (const element of elements) {
      // Own properties of any kind: what TypeScript calls private is there for a script all the same.
      for (const key of Reflect.ownKeys(element)) {
        expect(leaksOf(Reflect.get(element, key), `${element.localName}.${String(key)}`)).to.deep.equal([]);
      }
      const { members = [] } = declarations.find(({ tagName }) => tagName === element.localName) ?? {};
      for (const { kind, name, privacy } of members) {
        if (kind !== 'field' || privacy) continue;
        expect(leaksOf(Reflect.get(element, name), `${element.localName}.${name}`)).to.deep.equal([]);
      }
    }
  });

  it('the walk sees pixels where there are some', () => {
    const stored = pixelsOf(denoisedSeries(study.series[0]).frames[0]);
    expect(leaksOf({ deep: [new Map([['a', { stored }]])] }, 'leak')).to.deep.equal(['leak.deep.0.a.stored']);
  });

  it('no property of a viewport takes the badge out of its canvas', async () => {
    const viewport = sized(document.createElement('veritome-viewport'));
    viewport.series = denoisedSeries(study.series[0]);
    await fixture(html`<div>${viewport}</div>`);
    await drawn(viewport);
    const other = sized(document.createElement('veritome-viewport'));
    other.series = study.series[0];
    viewport.after(other);
    await drawn(other);
    const settings: Partial<VeritomeViewport>[] = [
      { bare: true },
      { badgePlacement: 'bottom' },
      { badgePlacement: 'nowhere' as 'top' },
      { visible: [0.99, 1] },
      { visible: [2, -1] },
      { scale: 64, translation: { x: 500, y: 500 } },
      { inverted: true, windowCenter: -5000, windowWidth: 1 },
      { label: ' '.repeat(500), clearance: 5000 },
      { blinded: Symbol('blinded reading') },
      { blinded: BLINDED },
      { mixed: { view: other, share: 1 } },
    ];
    for (const setting of settings) {
      Object.assign(viewport, setting);
      await settled(viewport);
      expect(amberPixels(viewport).count, Object.keys(setting).join(' ')).to.be.greaterThan(100);
    }
    // And none brings generated greys into another canvas without it.
    other.mixed = { view: viewport, share: 0.9 };
    viewport.mixed = undefined;
    await settled(viewport);
    other.picture.redraw();
    await settled(other);
    expect(amberPixels(other).count, 'mixed into an acquired one').to.be.greaterThan(100);
    const copy = await new Promise<Blob | null>((resolve) => canvasOf(viewport).toBlob(resolve));
    const bitmap = await createImageBitmap(copy as Blob);
    expect([bitmap.width, bitmap.height]).to.deep.equal([
      canvasOf(viewport).width,
      canvasOf(viewport).height,
    ]);
  });

  it('every canvas of the page that shows a generated slice is marked, and none can be dragged off', async () => {
    const workbench = await workbenchOf([]);
    await workbench.denoise();
    await workbench.generate({ count: 2, seed: 1 });
    await workbench.updateComplete;
    const viewports = elementsUnder(workbench.parentElement as HTMLElement).filter(
      (element): element is VeritomeViewport => element.localName === 'veritome-viewport',
    );
    const showing = viewports.filter(({ series }) => series?.frames.some(({ kind }) => kind === 'marked'));
    expect(showing.length).to.be.greaterThan(0);
    for (const viewport of showing) {
      await drawn(viewport);
      expect(amberPixels(viewport).count).to.be.greaterThan(100);
    }
    const gallery = canvasesUnder(workbench.shadowRoot as ShadowRoot).filter(
      ({ dataset }) => dataset.at !== undefined,
    );
    expect(gallery.length).to.equal(2);
    await waitUntil(() => gallery.every((canvas) => amberOf(canvas) > 50), 'the gallery has no stripes');
    for (const canvas of canvasesUnder(workbench.shadowRoot as ShadowRoot)) {
      expect(canvas.draggable).to.equal(false);
    }
    expect(workbench.shadowRoot?.querySelector('img')).to.equal(null);
  });

  it("cornerstone's events, which carry its image, do not leave the viewport", async () => {
    const viewport = sized(document.createElement('veritome-viewport'));
    viewport.series = denoisedSeries(study.series[0]);
    const heard: string[] = [];
    const types = ['cornerstoneimagerendered', 'cornerstonenewimage', 'cornerstoneprerender'];
    const hear = ({ type }: Event) => heard.push(type);
    for (const type of types) {
      for (const target of [viewport, document, window]) target.addEventListener(type, hear, true);
    }
    await fixture(html`<div>${viewport}</div>`);
    let inside = 0;
    await waitUntil(() => viewport.shadowRoot?.querySelector('.surface'));
    viewport.shadowRoot
      ?.querySelector('.surface')
      ?.addEventListener('cornerstoneimagerendered', () => inside++);
    await drawn(viewport);
    viewport.inverted = true;
    await settled(viewport);
    for (const type of types) {
      for (const target of [viewport, document, window]) target.removeEventListener(type, hear, true);
    }
    expect(inside).to.be.greaterThan(0);
    expect(heard).to.deep.equal([]);
  });

  it('what the workbench exports says of every picture that it is generated', async () => {
    const workbench = await workbenchOf([]);
    const series = await workbench.denoise();
    for (const format of ['png', 'jpeg'] as const) {
      const zip = await workbench.exportSeries(series, format);
      const pictures = (await unzipped(zip)).filter(([name]) => /\.(png|jpg)$/.test(name));
      expect(pictures.length).to.equal(series.frames.length);
      for (const [name, bytes] of pictures) {
        const { status, class: made } = await verify(bytes, name, { mark: 'none' });
        expect([status, made], name).to.deep.equal(['verified', 'denoised']);
      }
    }
  });
});

async function unzipped(zip: Blob): Promise<[string, Uint8Array][]> {
  return Object.entries(unzipSync(new Uint8Array(await zip.arrayBuffer())));
}

/** Pixels in the badge's amber. */
function amberOf(canvas: HTMLCanvasElement): number {
  const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(
    0,
    0,
    canvas.width,
    canvas.height,
  );
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 14 && data[i + 2] < 60) count++;
  }
  return count;
}
