/** One walk through the workbench as a reader takes it: open, denoise, scrub, look, save, verify. */
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workbench } from './browserSession.js';

/** Steps of the walk, in order; a caller may take a picture after each. */
export type Step =
  | 'opened'
  | 'denoising'
  | 'denoised'
  | 'regions'
  | 'guard'
  | 'curtain-left'
  | 'side-by-side'
  | 'difference'
  | 'lung'
  | 'provenance';

/** Walks and returns the files of the zip that was saved. */
export async function walk(
  { page }: Workbench,
  after: (step: Step) => Promise<void> = async () => {},
): Promise<Record<string, Uint8Array>> {
  const downloads = mkdtempSync(join(tmpdir(), 'veritome-downloads-'));
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  await until(
    page,
    () => (document.querySelector('veritome-workbench')?.series?.frames.length ?? 0) > 0,
    60_000,
  );
  await select(page, /quarter/i);
  await after('opened');

  await click(page, 'veritome-denoiser', '[part="run"]');
  await until(
    page,
    () => document.querySelector('veritome-workbench')?.shadowRoot?.querySelector('veritome-compare'),
    120_000,
  );
  await after('denoising');
  await until(
    page,
    () => {
      const bench = document.querySelector('veritome-workbench');
      const denoiser = bench?.shadowRoot?.querySelector('veritome-denoiser');
      return denoiser && !denoiser.running;
    },
    300_000,
  );
  await after('denoised');

  await page.keyboard.press('s');
  await measure(page);
  await after('regions');
  await clearRegions(page);
  await page.keyboard.press('c');
  await page.keyboard.press('g');
  await until(
    page,
    () => {
      const bench = document.querySelector('veritome-workbench')?.shadowRoot;
      const compare = bench?.querySelector('veritome-compare')?.shadowRoot;
      return compare?.querySelector<HTMLElementTagNameMap['veritome-viewport']>('.after')?.guard;
    },
    60_000,
  );
  await after('guard');
  await page.keyboard.press('g');

  await scrub(page, 0.2);
  await after('curtain-left');
  await page.evaluate(() => document.querySelector('veritome-workbench')?.focus());
  await page.keyboard.press('s');
  await after('side-by-side');
  await page.keyboard.press('d');
  await after('difference');
  await page.keyboard.press('c');
  await page.keyboard.press('2');
  await scrub(page, 0.5);
  await after('lung');
  await page.evaluate(() => {
    const root = document.querySelector('veritome-workbench')?.shadowRoot;
    root?.querySelector<HTMLElement>('#tab-provenance')?.click();
  });
  await after('provenance');

  await page.evaluate(() => {
    const root = document.querySelector('veritome-workbench')?.shadowRoot;
    root?.querySelector<HTMLElement>('[data-menu="save"] .items button')?.click();
  });
  return unzip(await downloaded(downloads));
}

type Page = Workbench['page'];

/** Polls in the page's own world: the elements' properties exist nowhere else. */
async function until(page: Page, holds: () => unknown, timeout: number): Promise<void> {
  for (const start = Date.now(); Date.now() - start < timeout; ) {
    if (await page.evaluate(`Boolean((${holds})())`)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The page did not get there in ${timeout / 1000} s.`);
}

async function select(page: Page, description: RegExp): Promise<void> {
  await page.evaluate(async (source: string) => {
    const bench = document.querySelector('veritome-workbench');
    const wanted = bench?.study?.series.find((series) => new RegExp(source, 'i').test(series.description));
    if (bench && wanted) bench.series = wanted;
    await bench?.updateComplete;
  }, description.source);
}

async function click(page: Page, element: string, selector: string): Promise<void> {
  await page.evaluate(
    (tag: string, inner: string) => {
      const root = document.querySelector('veritome-workbench')?.shadowRoot?.querySelector(tag)?.shadowRoot;
      root?.querySelector<HTMLElement>(inner)?.click();
    },
    element,
    selector,
  );
}

/** Draws two regions, blood and muscle of the sample, and waits for the spectrum of the first. */
async function measure(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const bench = document.querySelector('veritome-workbench');
    const compare = bench?.shadowRoot?.querySelector('veritome-compare')?.shadowRoot;
    const view = compare?.querySelector<HTMLElementTagNameMap['veritome-viewport']>('.after');
    const rois = [
      { shape: 'circle', x: 232, y: 240, width: 26, height: 26 },
      { shape: 'rectangle', x: 312, y: 193, width: 24, height: 24 },
    ];
    view?.dispatchEvent(new CustomEvent('veritome-roi', { detail: { rois }, bubbles: true, composed: true }));
    await bench?.updateComplete;
  });
  await until(
    page,
    () => {
      const bench = document.querySelector('veritome-workbench')?.shadowRoot;
      return bench?.querySelector('veritome-denoiser')?.shadowRoot?.querySelector('.nps canvas');
    },
    60_000,
  );
  await page.evaluate(() => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    bench?.querySelector('#panel-denoise')?.scrollTo(0, 9999);
  });
}

async function clearRegions(page: Page): Promise<void> {
  await page.evaluate(() => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    const denoiser = bench?.querySelector('veritome-denoiser')?.shadowRoot;
    denoiser?.querySelector<HTMLElement>('.regions > .row button:last-child')?.click();
  });
}

/** Drags the curtain's handle with the mouse to a place across the stage. */
async function scrub(page: Page, place: number): Promise<void> {
  const [stage, handle] = await page.evaluate(() => {
    const compare = document
      .querySelector('veritome-workbench')
      ?.shadowRoot?.querySelector('veritome-compare');
    const box = (node: Element | null | undefined) => {
      const { x, y, width, height } = node?.getBoundingClientRect() ?? new DOMRect();
      return { x, y, width, height };
    };
    return [box(compare), box(compare?.shadowRoot?.querySelector('[role="slider"]'))];
  });
  await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
  await page.mouse.down();
  await page.mouse.move(stage.x + stage.width * place, stage.y + stage.height / 2, { steps: 12 });
  await page.mouse.up();
}

async function downloaded(folder: string): Promise<Uint8Array> {
  for (let i = 0; i < 600; i++) {
    const name = readdirSync(folder).find((file) => file.endsWith('.zip'));
    if (name) return readFileSync(join(folder, name));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('Nothing was saved.');
}

async function unzip(bytes: Uint8Array): Promise<Record<string, Uint8Array>> {
  const { unzipSync } = await import('fflate');
  return unzipSync(bytes);
}
