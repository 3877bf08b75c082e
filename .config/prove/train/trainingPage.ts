/** The guide's page in a headless browser, driven by what any page has: the properties, methods, events and buttons of `<veritome-trainer>`. */
import type { RunState } from '../../../src/pipeline/train/training.js';
import type { TrainingWish } from '../../../src/training/options.js';
import type { RunHistory } from '../../../src/training/readings.js';
import { openWorkbench, type Workbench } from '../../browserSession.js';

/** How a run went, as far as the page tells. */
export interface PageRun {
  readonly state: RunState;
  readonly history: RunHistory;
  readonly backend: string;
  /** Longest task of the page meanwhile, ms; 0 when none was over 50 ms. */
  readonly longestTask: number;
}

/** Opens the guide with the sample study in its panel; what the policy reports is among the strays. */
export async function openGuide(path = 'guide/'): Promise<Workbench> {
  const guide = await openWorkbench({ width: 1440, height: 900 }, { path });
  await guide.page.exposeFunction('reportViolation', (text: string) => guide.strays.push(text));
  await guide.page.evaluateOnNewDocument(listen);
  await guide.page.reload({ waitUntil: 'load' });
  await ready(guide);
  return guide;
}

/** Until the panel has its slices. */
export async function ready({ page }: Workbench): Promise<void> {
  await page.waitForFunction(
    () => (document.querySelector('veritome-trainer')?.series?.frames.length ?? 0) > 0,
    { timeout: 60_000 },
  );
}

declare global {
  var longestTask: number;
  function reportViolation(text: string): Promise<void>;
}

function listen(): void {
  globalThis.longestTask = 0;
  document.addEventListener('securitypolicyviolation', (event) => {
    void globalThis.reportViolation(`policy: ${event.violatedDirective} ${event.blockedURI}`);
  });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      globalThis.longestTask = Math.max(globalThis.longestTask, duration);
    }
  }).observe({ type: 'longtask' });
}

/** Trains from the start to the end, or until it is paused after `pauseAt` steps. */
export function train({ page }: Workbench, wish: TrainingWish, pauseAt?: number): Promise<PageRun> {
  return page.evaluate(
    async (options, stop) => {
      const trainer = document.querySelector('veritome-trainer')!;
      await trainer.stop();
      trainer.options = options;
      await trainer.updateComplete;
      await trainer.prepare();
      globalThis.longestTask = 0;
      const watch = (event: Event) => {
        if ((event as CustomEvent).detail.step >= (stop ?? Number.POSITIVE_INFINITY)) void trainer.pause();
      };
      trainer.addEventListener('veritome-step', watch);
      const state = await trainer.start();
      trainer.removeEventListener('veritome-step', watch);
      const { history, facts } = trainer.training!;
      return { state, history, backend: facts.device.backend, longestTask: globalThis.longestTask };
    },
    wish,
    pauseAt,
  );
}

/** Ticks the box that consents to keeping runs, and waits until one is kept. */
export async function keepRuns({ page }: Workbench): Promise<void> {
  await page.evaluate(() => {
    const root = document.querySelector('veritome-trainer')?.shadowRoot;
    const box = root?.querySelector<HTMLInputElement>('[part="keep"]');
    if (box && !box.checked) box.click();
  });
  await page.waitForFunction(
    () => document.querySelector('veritome-trainer')?.shadowRoot?.querySelector('[part="run-kept"]'),
    { timeout: 60_000 },
  );
}

/** Reloads the page, resumes the kept run by its button, and waits for its end. */
export async function resumeAfterReload(guide: Workbench): Promise<PageRun> {
  const { page } = guide;
  await page.reload({ waitUntil: 'load' });
  await ready(guide);
  await page.waitForFunction(
    () => {
      const root = document.querySelector('veritome-trainer')?.shadowRoot;
      const button = root?.querySelector<HTMLButtonElement>('[part="run-kept"] button');
      if (!button || button.disabled) return false;
      button.click();
      return true;
    },
    { timeout: 60_000, polling: 200 },
  );
  await page.waitForFunction(
    () => ['done', 'failed'].includes(document.querySelector('veritome-trainer')?.training?.state ?? ''),
    { timeout: 600_000, polling: 500 },
  );
  return page.evaluate(() => {
    const { state, history, facts } = document.querySelector('veritome-trainer')!.training!;
    return { state, history, backend: facts.device.backend, longestTask: globalThis.longestTask };
  });
}
