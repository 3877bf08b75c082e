/**
 * The examples of docs/examples/ for React, Vue and Angular, and the one of few lines, built and
 * served from a static folder under the strict policy: opened, denoised, badge on the canvas.
 *
 * `node .config/run.mjs prove/embed/frameworks.ts [--shots] [NAME…]`
 *
 * @module
 */
import { join } from 'node:path';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import type { Page } from 'puppeteer-core';
import { buildExample } from '../../examples.js';
import { Table } from '../table.js';
import { BESIDE, lookUntil, openFolder, type Seen } from './servedPage.js';

/** Vue makes a policy of its own when it loads. */
const TRUSTED: Readonly<Record<string, readonly string[]>> = { vue: ['vue'] };
const NAMES = ['vite', 'react', 'vue', 'angular'] as const;
const PATIENCE_MS = 240_000;

export async function proveFrameworks(table: Table, args: readonly string[] = []): Promise<void> {
  const chosen = NAMES.filter((name) => args.includes(name));
  for (const name of chosen.length > 0 ? chosen : NAMES) {
    const { folder, seconds } = await buildExample(name);
    table.add(`${name}: type-checked and built`, `${seconds.toFixed(1)} s`, 'builds', true);
    const trusted = TRUSTED[name];
    const { page, strays, close } = await openFolder([...BESIDE, ['/', folder]], { trusted });
    try {
      if (name === 'vite') await proveAtOnce(table, name, page);
      else await proveByHand(table, name, page);
      if (args.includes('--shots')) {
        await page.screenshot({ path: join('docs/images', `embed-${name}.png`) });
      }
      table.add(
        `${name}: requests off the origin, reports of the policy, console complaints${trusted ? ` (trusted-types with ${trusted})` : ''}`,
        strays.length === 0 ? 'none' : strays.join('; '),
        'none',
        strays.length === 0,
      );
    } finally {
      await close();
    }
  }
}

/** The page opens and denoises by itself. */
async function proveAtOnce(table: Table, name: string, page: Page): Promise<void> {
  const after = await lookUntil(page, ({ badged }) => badged > 0);
  table.add(`${name}: denoised slice beside the acquired one`, told(after), '1 badged of 2', isPair(after));
}

/** Sample by its address, file by the chooser, denoised by the button. */
async function proveByHand(table: Table, name: string, page: Page): Promise<void> {
  await page.click('header button');
  const sample = await lookUntil(page, ({ drawn }) => drawn === 1);
  await page.evaluate(() => document.querySelector('veritome-viewport')!.updateComplete);
  const chooser = await page.$('input[type=file]');
  await (chooser as unknown as { uploadFile(...paths: string[]): Promise<void> }).uploadFile(
    ...['0005.dcm', '0006.dcm'].map((file) => join(process.cwd(), 'sample-dicom/quarter-dose', file)),
  );
  await page.waitForFunction(
    () => document.querySelector('veritome-viewport')?.series?.frames[0].instanceNumber === 5,
    { timeout: PATIENCE_MS },
  );
  const files = await lookUntil(page, ({ drawn }) => drawn === 1);
  const acquired = sample.drawn === 1 && files.drawn === 1 && sample.badged + files.badged === 0;
  table.add(`${name}: sample by address, then files`, `${told(sample)}; ${told(files)}`, 'drawn', acquired);
  await page.waitForFunction(
    () => {
      const button = document
        .querySelector('veritome-denoiser')
        ?.shadowRoot?.querySelector<HTMLButtonElement>('[part=run]');
      if (!button || button.disabled) return false;
      button.click();
      return true;
    },
    { timeout: PATIENCE_MS },
  );
  const after = await lookUntil(page, ({ badged, drawn }) => badged > 0 && drawn === 2);
  table.add(`${name}: denoised, beside the acquired one`, told(after), '1 badged of 2', isPair(after));
}

function isPair({ drawn, badged }: Seen): boolean {
  return drawn === 2 && badged === 1;
}

function told({ drawn, badged }: Seen): string {
  return `${badged} badged of ${drawn} drawn`;
}

if (isMainThread && /prove-embed-frameworks\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveFrameworks(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
