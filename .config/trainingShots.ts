/**
 * Pictures of the Train tab on the sample study, in both languages and at three widths:
 * the form, what was measured, a short real run with its advice, the model it leaves.
 */
import type { Workbench } from './browserSession.js';

type Page = Workbench['page'];

/** Trains a small generator for a moment; `save` takes a picture by name. */
export async function shootTraining(
  { page }: Workbench,
  save: (name: string) => Promise<void>,
): Promise<void> {
  await until(page, () => document.querySelector('veritome-workbench')?.trainer.series);
  await page.evaluate(async () => {
    const bench = document.querySelector('veritome-workbench');
    bench?.shadowRoot?.querySelector<HTMLElement>('#tab-train')?.click();
    await bench?.updateComplete;
  });
  await save('form');
  await page.evaluate(() => {
    const more = document
      .querySelector('veritome-workbench')
      ?.trainer.shadowRoot?.querySelector<HTMLDetailsElement>('.more');
    if (more) more.open = true;
  });
  await save('settings');
  // A discriminator that learns fifty times as fast: soon the coach has something to say.
  await page.evaluate(async () => {
    const trainer = document.querySelector('veritome-workbench')?.trainer;
    if (!trainer) return;
    const lopsided = { generatorRate: 2e-4, discriminatorRate: 1e-2 };
    trainer.options = { side: 32, steps: 160, every: 20, batch: 8, width: 8, ...lopsided };
    await trainer.prepare();
  });
  await save('measured');
  await page.evaluate(() => void document.querySelector('veritome-workbench')?.trainer.start());
  await until(page, () => (document.querySelector('veritome-workbench')?.trainer.training?.step ?? 0) >= 70);
  await save('running');
  // And one that is as it should be.
  await page.evaluate(async () => {
    const trainer = document.querySelector('veritome-workbench')?.trainer;
    if (!trainer) return;
    await trainer.stop();
    trainer.options = { side: 32, steps: 400, every: 20, width: 12 };
    await trainer.prepare();
    void trainer.start();
  });
  await until(page, () => (document.querySelector('veritome-workbench')?.trainer.training?.step ?? 0) >= 250);
  await scrollTo(page, '.sheet');
  await save('samples');
  await scrollTo(page, '.charts');
  await save('curves');
  await inPortuguese(page, true);
  await save('curves-pt');
  await scrollTo(page, '.status');
  await save('running-pt');
  await page.setViewport({ width: 360, height: 740 });
  await page.evaluate(() => {
    const root = document.querySelector('veritome-workbench')?.shadowRoot;
    root?.querySelector<HTMLElement>('[part="toolbar"] [aria-label="Painéis"]')?.click();
  });
  await save('phone-pt');
  await inPortuguese(page, false);
  await save('phone');
  await page.setViewport({ width: 1280, height: 800 });
  await until(page, () => document.querySelector('veritome-workbench')?.trainer.training?.state === 'done');
  await scrollTo(page, '.out');
  await save('done');
  await click(page, '[part="keep"]');
  await until(page, () =>
    document.querySelector('veritome-workbench')?.trainer.shadowRoot?.querySelector('.runs li'),
  );
  await scrollTo(page, '.kept');
  await save('kept');
  // Few steps of few slices may copy: then the model stays here.
  await click(page, '[part="use"]');
  await until(page, () => {
    const root = document.querySelector('veritome-workbench')?.trainer.shadowRoot;
    const chosen = document.querySelector('veritome-workbench')?.shadowRoot?.querySelector('#tab-generate');
    return root?.querySelector('.refused') || chosen?.getAttribute('aria-selected') === 'true';
  });
  await save('used');
  await click(page, '[part="stays"]');
  await click(page, '[part="use"]');
  await until(page, () => {
    const root = document.querySelector('veritome-workbench')?.shadowRoot;
    return root?.querySelector('#tab-generate')?.getAttribute('aria-selected') === 'true';
  });
  await page.evaluate(async () => {
    const root = document.querySelector('veritome-workbench')?.shadowRoot;
    const generator = root?.querySelector('veritome-generator');
    if (!generator) return;
    generator.count = 4;
    await generator.run();
  });
  await save('generated');
}

/** Presses what is there. */
async function click(page: Page, selector: string): Promise<void> {
  await page.evaluate(async (wanted: string) => {
    const trainer = document.querySelector('veritome-workbench')?.trainer;
    trainer?.shadowRoot?.querySelector<HTMLElement>(wanted)?.click();
    await trainer?.updateComplete;
  }, selector);
}

async function scrollTo(page: Page, selector: string): Promise<void> {
  await page.evaluate((wanted: string) => {
    const root = document.querySelector('veritome-workbench')?.trainer.shadowRoot;
    root?.querySelector(wanted)?.scrollIntoView({ block: 'start' });
  }, selector);
}

async function inPortuguese(page: Page, on: boolean): Promise<void> {
  await page.evaluate(
    async (lang: string) => {
      const bench = document.querySelector('veritome-workbench');
      if (bench) bench.lang = lang;
      await bench?.updateComplete;
    },
    on ? 'pt-BR' : 'en',
  );
}

/** Polls in the page's own world: the elements' properties exist nowhere else. */
async function until(page: Page, holds: () => unknown, timeout = 300_000): Promise<void> {
  for (const start = Date.now(); Date.now() - start < timeout; ) {
    if (await page.evaluate(`Boolean((${holds})())`)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The page did not get there in ${timeout / 1000} s.`);
}
