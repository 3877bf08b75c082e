/** Pictures of every way to compare and of every screen of a blinded reading, on the sample study. */
import type { Workbench } from './browserSession.js';

type Page = Workbench['page'];

/** Runs the denoiser at three strengths, then shows each mode; `save` takes a picture by name. */
export async function shootComparing(
  { page }: Workbench,
  save: (name: string) => Promise<void>,
): Promise<void> {
  await denoiseThrice(page);
  for (const mode of ['curtain', 'blend', 'flicker', 'side-by-side', 'difference'] as const) {
    await onStage(page, { mode });
    await save(mode);
  }
  await toolbar(page, 'All results');
  await settle(page);
  await save('hang');
  await toolbar(page, 'All results');
  await onStage(page, { mode: 'side-by-side', measure: 'profile' });
  await page.evaluate(() => {
    const compare = document
      .querySelector('veritome-workbench')
      ?.shadowRoot?.querySelector('veritome-compare');
    if (!compare) return;
    // Across blood and muscle of the sample, with the cursor on an edge.
    compare.line = { from: { x: 200, y: 252 }, to: { x: 340, y: 205 } };
    compare.cursor = 0.55;
  });
  await settle(page);
  await save('profile');
  await onStage(page, { mode: 'curtain', measure: 'regions' });
  await page.evaluate(() => {
    const compare = document
      .querySelector('veritome-workbench')
      ?.shadowRoot?.querySelector('veritome-compare');
    const view = compare?.activeView;
    const rois = [
      { shape: 'circle', x: 232, y: 240, width: 26, height: 26 },
      { shape: 'rectangle', x: 312, y: 193, width: 24, height: 24 },
    ];
    view?.dispatchEvent(new CustomEvent('veritome-roi', { detail: { rois }, bubbles: true, composed: true }));
  });
  await settle(page, 1500);
  await save('regions');
  await onStage(page, { mode: 'curtain', measure: 'none' });
  await read(page, save);
}

/** The screens of a reading, by keys. */
async function read(page: Page, save: (name: string) => Promise<void>): Promise<void> {
  await toolbar(page, 'Blinded reading');
  await settle(page);
  await save('reading-setup');
  await inReading(page, 'prepare');
  await save('reading-instructions');
  await inReading(page, 'start');
  await settle(page);
  for (const key of '43435') await page.keyboard.press(key as '4');
  await settle(page);
  await save('reading-scores');
  await page.keyboard.press('p');
  await settle(page);
  await save('reading-paused');
  await page.keyboard.press('p');
  await settle(page);
  // The answers of a demonstration, not of a reader: a seeded row of scores.
  for (const key of '44354') await page.keyboard.press(key as '4');
  await page.keyboard.press('Enter');
  for (let at = 0, state = 7; at < 11; at++) {
    for (let i = 0; i < 10; i++) {
      state = (state * 48271) % 2147483647;
      await page.keyboard.press(String(2 + (state % 4)) as '2');
    }
    await page.keyboard.press('Enter');
  }
  await settle(page);
  await save('reading-summary');
  await inReading(page, 'again');
  await page.evaluate(() => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    const reading = bench?.querySelector('veritome-reading');
    if (reading) reading.settings = { task: 'choice' };
    reading?.start();
  });
  await settle(page);
  await page.keyboard.press('a');
  await settle(page);
  await save('reading-choice');
}

/** Ten slices of the sample are enough to look at. */
async function denoiseThrice(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const bench = document.querySelector('veritome-workbench');
    const list = new URL(bench.sample, document.baseURI);
    const files = (await (await fetch(list)).json()).filter((file) => /quarter/.test(file)).slice(5, 15);
    await bench.open(files.map((file) => new URL(file, list).href));
    window.source = bench.series;
  })()`);
  for (const strength of [0.4, 0.7, 1]) {
    await page.evaluate(`(async () => {
      const bench = document.querySelector('veritome-workbench');
      bench.series = window.source;
      await bench.updateComplete;
      window.finished = false;
      bench.denoise({ strength: ${strength} }).then(() => { window.finished = true; });
    })()`);
    // Polled: one call to the page may not take as long as a run on a busy machine.
    while (!(await page.evaluate('window.finished'))) await settle(page, 500);
  }
  await settle(page, 1000);
}

async function onStage(page: Page, patch: Readonly<Record<string, string>>): Promise<void> {
  const names: Record<string, string> = {
    curtain: 'Curtain',
    blend: 'Blend',
    flicker: 'Flicker',
    'side-by-side': 'Side by side',
    difference: 'Difference',
  };
  await toolbar(page, names[patch.mode]);
  await page.evaluate((measure: string | undefined) => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    const compare = bench?.querySelector('veritome-compare');
    if (compare && measure && compare.measure !== measure) {
      compare.toggleMeasure(measure === 'none' ? compare.measure : (measure as 'profile'));
    }
  }, patch.measure);
  await settle(page);
}

async function toolbar(page: Page, label: string): Promise<void> {
  await page.evaluate((name: string) => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    bench?.querySelector<HTMLElement>(`[part="toolbar"] [aria-label="${name}"]`)?.click();
  }, label);
  await settle(page);
}

async function inReading(page: Page, part: string): Promise<void> {
  await page.evaluate((name: string) => {
    const bench = document.querySelector('veritome-workbench')?.shadowRoot;
    const reading = bench?.querySelector('veritome-reading')?.shadowRoot;
    reading?.querySelector<HTMLElement>(`[part="${name}"]`)?.click();
  }, part);
  await settle(page);
}

/** Time for a picture to settle. */
function settle(_: Page, ms = 500): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
