/** The stage in each layout and on three planes, on the sample study; a caller may take a picture after each. */
import type { Workbench } from './browserSession.js';

export type StageStep = 'layout-1x2' | 'layout-2x1' | 'layout-2x2' | 'planes' | 'menu';

type Page = Workbench['page'];

export async function walkStage(
  { page }: Workbench,
  after: (step: StageStep) => Promise<void>,
): Promise<void> {
  await loaded(page);
  const press = (key: string) => page.keyboard.press(key as 'a');
  await page.evaluate(() => document.querySelector('veritome-workbench')?.focus());
  await press('q');
  await fill(page, 1, 1);
  await after('layout-1x2');
  await press('q');
  await after('layout-2x1');
  await press('q');
  await fill(page, 2, 0);
  await face(page, 'y', 2);
  await fill(page, 3, 1);
  await face(page, 'y', 3);
  await fill(page, 0, 0);
  await after('layout-2x2');
  await press('q');
  await press('z');
  await after('planes');
  await page.evaluate(() => {
    const root = document.querySelector('veritome-workbench')?.shadowRoot;
    root?.querySelector<HTMLElement>('[data-menu="more"] > button')?.click();
  });
  await after('menu');
  await press('Escape');
  await press('z');
}

async function loaded(page: Page): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const there = await page.evaluate(
      () => (document.querySelector('veritome-workbench')?.series?.frames.length ?? 0) > 0,
    );
    if (there) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The sample study did not open.');
}

/** Makes a cell active, and puts a series of the study into it where it is empty. */
async function fill(page: Page, cell: number, series: number): Promise<void> {
  await page.evaluate(
    async (at: number, which: number) => {
      const bench = document.querySelector('veritome-workbench');
      const place = bench?.shadowRoot?.querySelectorAll('.cell')[at];
      place?.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
      await bench?.updateComplete;
      if (bench && !bench.series) bench.series = bench.study?.series[which];
      await bench?.updateComplete;
    },
    cell,
    series,
  );
}

async function face(page: Page, key: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await page.keyboard.press(key as 'a');
}
