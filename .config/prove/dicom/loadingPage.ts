/** Runs in the page: when slices appear, how long the page is held up, and whether scrolling shows them all. */
import type { LoadingDetail } from '../../../src/elements/study/growth.js';
import type { AcquiredFrame } from '../../../src/image/frame.js';

/** Milliseconds from the choice of the files. */
export interface LoadingTimes {
  readonly first: number;
  /** All slices can be scrolled to. */
  readonly there: number;
  /** The study is whole: its pixels were looked at too. */
  readonly all: number;
  /** Of what began after the choice; before it, the browser makes the list of files. */
  readonly longestTask: number;
  readonly tasks: readonly { readonly at: number; readonly ms: number }[];
  readonly slices: number;
  readonly refused: readonly string[];
}

export interface Scrolling {
  readonly asked: number;
  readonly drawn: number;
  readonly ms: number;
}

declare global {
  var watchLoading: () => Promise<void>;
  var loadingTimes: () => Promise<LoadingTimes>;
  var scrollThrough: (count: number) => Promise<Scrolling>;
  var visitAll: () => Promise<number>;
}

const bench = () => document.querySelector('veritome-workbench')!;
const viewport = () => bench().shadowRoot!.querySelector<HTMLElement>('.cell.active > veritome-viewport')!;
const input = () =>
  bench().shadowRoot!.querySelector('veritome-study')!.shadowRoot!.querySelector<HTMLInputElement>('#files')!;
const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Rendered {
  readonly image: { getPixelData(): unknown };
}

/** Hears every drawing: a viewport comes and goes with its study, and cornerstone's event stays in its shadow. */
const heardBy = new Set<(event: Event) => void>();
const dispatch = EventTarget.prototype.dispatchEvent;
EventTarget.prototype.dispatchEvent = function (event) {
  if (event.type === 'cornerstoneimagerendered') for (const hear of heardBy) hear(event);
  return dispatch.call(this, event);
};

/** Index of the slice that cornerstone has just drawn. */
function drawnIndex(event: Event): number {
  const pixels = (event as CustomEvent<Rendered>).detail.image.getPixelData();
  return bench().series!.frames.findIndex((frame) => (frame as AcquiredFrame).stored === pixels);
}

let finished: Promise<LoadingTimes>;

/** To be called with the sample on the stage, before files are chosen. */
globalThis.watchLoading = async () => {
  const before = bench().study?.studyInstanceUID;
  let chosen = 0;
  let first = 0;
  let there = 0;
  const tasks: { at: number; ms: number }[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) tasks.push({ at: startTime, ms: duration });
  });
  observer.observe({ type: 'longtask' });
  input().addEventListener(
    'change',
    () => {
      chosen = performance.now();
    },
    { capture: true, once: true },
  );
  heardBy.add((event) => {
    if (first || !chosen || bench().series?.studyInstanceUID === before) return;
    if (drawnIndex(event) >= 0) requestAnimationFrame(() => (first = performance.now()));
  });
  bench().addEventListener('veritome-loading', (event) => {
    const { detail } = event as CustomEvent<LoadingDetail>;
    if (detail.study) there = performance.now();
  });
  finished = new Promise((resolve) => {
    const done = async () => {
      const all = performance.now();
      await pause(1000);
      observer.disconnect();
      const during = tasks
        .map(({ at, ms }) => ({ at: Math.max(0, at - chosen), ms: Math.min(ms, at + ms - chosen) }))
        .filter(({ ms }) => ms > 0);
      const { series, refused } = bench().study!;
      resolve({
        first: first - chosen,
        there: there - chosen,
        all: all - chosen,
        longestTask: Math.max(0, ...during.map(({ ms }) => ms)),
        tasks: during,
        slices: series.reduce((sum, { frames }) => sum + frames.length, 0),
        refused: refused.map((error) => error.describe()),
      });
    };
    bench().addEventListener('veritome-study', done, { once: true });
  });
};

globalThis.loadingTimes = () => finished;

/** One slice on, by key, in each animation frame. */
globalThis.scrollThrough = async (count) => {
  const stage = viewport().shadowRoot!.querySelector('.stage')!;
  const press = (key: string) =>
    stage.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
    );
  press('Home');
  await pause(300);
  const drawn = new Set<number>();
  const hear = (event: Event) => drawn.add(drawnIndex(event));
  heardBy.add(hear);
  const start = await nextFrame();
  for (let i = 0; i < count; i++) {
    press('ArrowDown');
    await nextFrame();
  }
  const end = await nextFrame();
  await nextFrame();
  heardBy.delete(hear);
  const asked = Array.from({ length: count }, (_, i) => i + 1);
  return { asked: count, drawn: asked.filter((index) => drawn.has(index)).length, ms: end - start };
};

/** Draws every slice once; resolves with the largest number of milliseconds between two frames. */
globalThis.visitAll = async () => {
  const count = bench().series!.frames.length;
  let longest = 0;
  let last = await nextFrame();
  await globalThis.scrollThrough(0);
  const stage = viewport().shadowRoot!.querySelector('.stage')!;
  last = await nextFrame();
  for (let i = 1; i < count; i++) {
    stage.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, composed: true, cancelable: true }),
    );
    const now = await nextFrame();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
};
