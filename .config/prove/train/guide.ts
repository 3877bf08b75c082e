/**
 * The guide walked as a reader walks it, in both languages: every button that the text
 * names is there and does what the text says.
 *
 * `node .config/run.mjs prove/train/guide.ts`
 *
 * @module
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { AxeResults } from 'axe-core';
import { unzipSync } from 'fflate';
import type { Rule } from '../../../src/training/coach/advice.js';
import type { Workbench } from '../../browserSession.js';
import { Table } from '../table.js';
import { openGuide } from './trainingPage.js';

const PAGES = { English: 'guide/', Portuguese: 'guide/pt-BR.html' } as const;
/** A run of the guide at a stretch, on wasm. */
const RUN_MS = 600_000;

export async function proveGuide(table: Table): Promise<void> {
  for (const [language, path] of Object.entries(PAGES)) {
    const guide = await openGuide(path);
    try {
      await proveAccessible(table, language, guide);
      await proveRun(table, language, guide);
      if (language === 'English') {
        await proveExport(table, guide);
        await proveFailing(table, guide);
        await proveDenoiser(table, guide);
      }
      const { strays } = guide;
      table.add(
        `guide, ${language}: reports of the policy, requests off the origin, console complaints`,
        strays.length === 0 ? 'none' : strays[0],
        'none',
        strays.length === 0,
      );
    } finally {
      await guide.close();
    }
  }
}

async function proveAccessible(table: Table, language: string, { page }: Workbench): Promise<void> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`);
  });
  table.add(
    `guide, ${language}: axe`,
    found.length === 0 ? 'no violation' : found.join('; '),
    'none',
    found.length === 0,
  );
}

/** Check, start, pause, go on, by the buttons of the text. */
async function proveRun(table: Table, language: string, guide: Workbench): Promise<void> {
  const said: string[] = [];
  await press(guide, 'check');
  await until(guide, (state) => state === 'ready');
  await press(guide, 'start');
  await until(guide, (state, step) => state === 'running' && step >= 3);
  said.push(await moment(guide));
  await press(guide, 'pause');
  await until(guide, (state) => state === 'paused');
  said.push(await moment(guide));
  await press(guide, 'resume');
  await until(guide, (state, step) => state === 'running' && step >= 15);
  said.push(await moment(guide));
  const expected = ['early', 'paused', 'ahead, even, fooled or better'];
  const holds = said.every((one, i) => expected[i].includes(one) && one !== '');
  table.add(
    `guide, ${language}: check, start, pause, go on; sentences shown`,
    said.join(', '),
    expected.join(', '),
    holds,
  );
}

/** The finished run leaves as a zip, or is refused for copying: both are what the text says. */
async function proveExport(table: Table, guide: Workbench): Promise<void> {
  const downloads = mkdtempSync(join(tmpdir(), 'veritome-guide-'));
  try {
    const session = await guide.page.createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
    await until(guide, (state) => state === 'done');
    const sentence = await moment(guide);
    await press(guide, 'export');
    const said = await guide.page.waitForFunction(
      () => {
        const place = document.querySelector<HTMLElement>('#exported');
        const text = place?.textContent?.trim() ?? '';
        return text !== '' && text !== place?.dataset.going ? text : undefined;
      },
      { timeout: 120_000 },
    );
    const text = (await said.jsonValue()) as string;
    let files = readdirSync(downloads).filter((name) => name.endsWith('.zip'));
    for (let i = 0; i < 50 && files.length === 0 && /zip/.test(text); i++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      files = readdirSync(downloads).filter((name) => name.endsWith('.zip'));
    }
    const held = files[0] ? Object.keys(unzipSync(readFileSync(join(downloads, files[0])))).sort() : [];
    const wanted = ['README.md', 'card.json', 'known-answer.json', 'model.onnx'];
    table.add(
      'guide: the run ends, and is exported',
      `${sentence}; ${text} ${held.join(', ')}`,
      `done; ${wanted.join(', ')}`,
      sentence === 'done' && wanted.every((name) => held.includes(name)),
    );
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}

/** Each run that was built to fail brings the advice whose chapter it stands in. */
async function proveFailing(table: Table, guide: Workbench): Promise<void> {
  const rules = await guide.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-fail]')].map(({ dataset }) => dataset.fail as Rule),
  );
  for (const rule of rules) {
    await guide.page.evaluate((name) => {
      const heard: string[] = [];
      (globalThis as unknown as { heard: string[] }).heard = heard;
      document.querySelector('veritome-trainer')?.addEventListener('veritome-advice', (event) => {
        heard.push((event as CustomEvent).detail.rule);
      });
      document.querySelector<HTMLElement>(`[data-fail="${name}"]`)?.click();
    }, rule);
    const over = await guide.page.waitForFunction(
      (name) => {
        const { heard } = globalThis as unknown as { heard: string[] };
        const { state, step } = document.querySelector('veritome-trainer')?.training ?? {};
        const ended = step !== 0 && ['done', 'stopped', 'failed'].includes(state ?? '');
        return heard.includes(name) || ended ? { heard, step } : undefined;
      },
      { timeout: RUN_MS, polling: 500 },
      rule as string,
    );
    const { heard, step } = (await over.jsonValue()) as { heard: string[]; step: number };
    const told = await guide.page.evaluate((name) => {
      const title = document.querySelector(`#${name} h3`)?.textContent ?? '?';
      const text = document.querySelector(`[data-told="${name}"]`)?.textContent ?? '';
      const { shadowRoot } = document.querySelector('veritome-trainer')!;
      return {
        said: text.includes(title),
        cards: shadowRoot?.querySelectorAll('[part="advice"]').length ?? 0,
      };
    }, rule);
    table.add(
      `guide: the run built to fail for ${rule}`,
      `step ${step}: ${[...new Set(heard)].join(', ') || 'nothing'}${told.said ? ', told beside the button' : ''}, ${told.cards} cards in the panel`,
      rule,
      heard.includes(rule) && told.said && told.cards > 0,
    );
  }
}

async function proveDenoiser(table: Table, guide: Workbench): Promise<void> {
  await press(guide, 'denoise');
  await until(guide, (state, step, task) => task === 'denoise' && state === 'running' && step >= 5);
  const losses = await guide.page.evaluate(() =>
    document.querySelector('veritome-trainer')!.training!.history.steps.map((one) => one.generatorLoss),
  );
  table.add(
    'guide: the denoiser of the quarter-dose series trains',
    `${losses.length} steps, losses finite`,
    'steps',
    losses.length >= 5 && losses.every(Number.isFinite),
  );
}

async function press({ page }: Workbench, action: string): Promise<void> {
  const there = await page.evaluate((name) => {
    const button = document.querySelector<HTMLElement>(`[data-action="${name}"]`);
    button?.click();
    return button !== null;
  }, action);
  if (!there) throw new Error(`The button "${action}" is not there.`);
}

/** Waits for a state of the panel's run. */
async function until(
  { page }: Workbench,
  holds: (state: string | undefined, step: number, task: string | undefined) => boolean,
): Promise<void> {
  const end = Date.now() + RUN_MS;
  while (Date.now() < end) {
    const [state, step, task] = await page.evaluate(() => {
      const training = document.querySelector('veritome-trainer')?.training;
      return [training?.state, training?.step ?? 0, training?.options.task] as const;
    });
    if (holds(state, step, task)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The panel did not get there in time.');
}

/** Which sentence is shown; empty when not just one. */
async function moment({ page }: Workbench): Promise<string> {
  // A moment for the text to follow.
  await new Promise((resolve) => setTimeout(resolve, 600));
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-moment]')]
      .filter(({ hidden }) => !hidden)
      .map(({ dataset }) => dataset.moment ?? ''),
  );
  return shown.length === 1 ? shown[0] : '';
}

if (/train-guide\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveGuide(table);
  process.exitCode = table.print() ? 0 : 1;
}
