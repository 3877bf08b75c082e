/** The stage in each layout and on three planes, on the sample study; a caller may take a picture after each. */
import type { Workbench } from './browserSession.js';

export type StageStep =
  | 'layout-1x2'
  | 'layout-2x1'
  | 'layout-2x2'
  | 'planes'
  | 'menu'
  | 'measures'
  | 'header'
  | 'keys'
  | 'light'
  | 'contrast'
  | 'portuguese'
  | 'width-1100';

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
  await page.evaluate(() => document.querySelector('veritome-workbench')?.focus());
  await press('z');
  await settle();
  await measure(page);
  await after('measures');
  await press('t');
  await settle(1500);
  await after('header');
  await press('Escape');
  await press('?');
  await after('keys');
  await press('Escape');
  await dress(page, { theme: 'light' });
  await after('light');
  await dress(page, { theme: 'contrast' });
  await after('contrast');
  await dress(page, { theme: '', lang: 'pt-BR' });
  await after('portuguese');
  await dress(page, { theme: '', lang: 'en' });
  await page.setViewport({ width: 1100, height: 800 });
  await after('width-1100');
  await page.setViewport({ width: 1440, height: 900 });
  await page.evaluate(() => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    const view =
      bench?.querySelector<HTMLElementTagNameMap['veritome-viewport']>('.cell > veritome-viewport');
    if (view) view.measures = [];
    document.querySelector('veritome-workbench')?.focus();
  });
}

/** A length, an angle and an ellipse on the slice of the sample. */
async function measure(page: Page): Promise<void> {
  await page.evaluate(() => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    const view =
      bench?.querySelector<HTMLElementTagNameMap['veritome-viewport']>('.cell > veritome-viewport');
    const frame = view?.series?.frames[view.index];
    if (!view || !frame) return;
    const { instance, plane } = frame;
    const slice = [instance.sopInstanceUID, instance.frameNumber ?? '', plane?.position.join(' ') ?? ''].join(
      '#',
    );
    view.measures = [
      {
        kind: 'length',
        slice,
        points: [
          { x: 120, y: 250 },
          { x: 395, y: 250 },
        ],
      },
      {
        kind: 'ellipse',
        slice,
        points: [
          { x: 222, y: 205 },
          { x: 260, y: 235 },
        ],
      },
      {
        kind: 'angle',
        slice,
        points: [
          { x: 200, y: 330 },
          { x: 256, y: 300 },
          { x: 310, y: 345 },
        ],
      },
    ];
    view.focus();
  });
  await settle();
}

async function dress(page: Page, attributes: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((given: Readonly<Record<string, string>>) => {
    const bench = document.querySelector('veritome-workbench');
    for (const [name, value] of Object.entries(given)) {
      if (value) bench?.setAttribute(name, value);
      else bench?.removeAttribute(name);
    }
  }, attributes);
  await settle();
}

function settle(ms = 300): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function loaded(page: Page): Promise<void> {
  for (let i = 0; i < 600; i++) {
    // All of it: a study that is still being read can be looked at, and nothing more.
    const there = await page.evaluate(() => {
      const bench = document.querySelector('veritome-workbench');
      return (bench?.series?.frames.length ?? 0) > 0 && !bench?.growing.active;
    });
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
