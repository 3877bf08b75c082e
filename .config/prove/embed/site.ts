/**
 * The documentation site as its readers meet it: every page from the disk and served, narrow and
 * wide, under the strict policy; every link; every example run.
 *
 * `node .config/run.mjs prove/embed/site.ts`, with `--pictures` also draws the examples' pictures anew.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
// @ts-expect-error plain scripts without types
import { serve } from '../../serve.mjs';
import { Table } from '../table.js';
import { addresses, builtPages, listeningPage, openBrowser, overflow, SITE } from './sitePages.js';

const NARROW = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 900 };
const RUN_MS = 240_000;
/** Pages of each kind; axe takes longer than all the rest. */
const JUDGED = [
  ...['index.html', 'pt-BR/index.html', 'embed.html', 'pt-BR/compare-scan.html', 'verify.html'],
  ...['commands.html', 'reference/veritome.html', 'models/ct-denoise.html', 'provenance-specification.html'],
  ...['elements/veritome-viewport.html', 'decisions.html'],
];

export async function proveSite(table: Table, args: readonly string[] = []): Promise<void> {
  const browser = await openBrowser();
  const { server, url } = await serve(0);
  const site = `${url}docs/`;
  try {
    await proveFromDisk(table, browser);
    await proveServed(table, browser, site);
    await proveAccessible(table, browser, site);
    await proveExamples(table, browser, site, args.includes('--pictures'));
  } finally {
    await browser.close();
    server.close();
  }
}

async function proveFromDisk(table: Table, browser: Browser): Promise<void> {
  const { page, complaints } = await listeningPage(browser);
  const linked = new Set<string>();
  const reasons: string[] = [];
  for (const name of builtPages()) {
    await page.goto(pathToFileURL(join(SITE, name)).href, { waitUntil: 'load' });
    for (const address of await addresses(page)) linked.add(address);
    const silent = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.live')].some(
        (live) => !live.querySelector('.why')?.checkVisibility() || !live.querySelector('.still img'),
      ),
    );
    if (silent) reasons.push(name);
  }
  const found = await search(page, 'pt-BR/index.html', 'guarda');
  await page.close();
  table.add(
    'site, from the disk: search',
    found,
    'pt-BR/compare-scan.html first',
    /^pt-BR\/compare-scan/.test(found),
  );
  const files = [...linked].filter((address) => address.startsWith('file:'));
  // What begins at the server's root is there when served alone, and says so.
  const dead = files.filter(
    (address) => address.includes(SITE) && !existsSync(fileURLToPath(address.replace(/\/$/, '/index.html'))),
  );
  rows(table, 'site, from the disk', builtPages().length, complaints);
  table.add(
    'site, from the disk: links to files',
    dead.length === 0 ? `${files.length}, none dead` : dead.slice(0, 3).join(', '),
    'none dead',
    dead.length === 0,
  );
  table.add(
    'site, from the disk: examples say why they do not run, with a picture',
    reasons.length === 0 ? 'all' : reasons.join(', '),
    'all',
    reasons.length === 0,
  );
}

/** The address of the first that is found. */
async function search(page: Page, from: string, wanted: string): Promise<string> {
  await page.setViewport(WIDE);
  await page.goto(pathToFileURL(join(SITE, from)).href, { waitUntil: 'load' });
  await page.type('.search input', wanted);
  return page.evaluate(() => {
    const { href } = document.querySelector<HTMLAnchorElement>('.search li a') ?? { href: 'nothing' };
    return href.split('/dist/docs/').at(-1) ?? '';
  });
}

async function proveServed(table: Table, browser: Browser, site: string): Promise<void> {
  const { page, complaints } = await listeningPage(browser);
  const linked = new Set<string>();
  const wide: string[] = [];
  for (const name of builtPages().filter((one) => !isLive(one))) {
    for (const viewport of [NARROW, WIDE]) {
      await page.setViewport(viewport);
      await page.goto(site + name, { waitUntil: 'load' });
      const beyond = await overflow(page);
      if (beyond > 0) wide.push(`${name} by ${beyond} at ${viewport.width}`);
    }
    for (const address of await addresses(page)) linked.add(address);
  }
  await page.close();
  rows(table, 'site, served', builtPages().length, complaints);
  table.add(
    'site, served: pages wider than their window, 360 and 1280 pixels',
    wide.length === 0 ? 'none' : wide.slice(0, 4).join(', '),
    'none',
    wide.length === 0,
  );
  const own = [...linked].filter((address) => address.startsWith(new URL('/', site).href));
  const dead: string[] = [];
  for (const address of own) {
    const { ok } = await fetch(address, { method: 'HEAD' });
    if (!ok) dead.push(address);
  }
  table.add(
    'site, served: links',
    dead.length === 0 ? `${own.length}, none dead` : dead.slice(0, 3).join(', '),
    'none dead',
    dead.length === 0,
  );
}

function rows(table: Table, what: string, pages: number, complaints: readonly string[]): void {
  table.add(
    `${what}: console, policy, requests`,
    complaints.length === 0 ? `${pages} pages, no complaint` : complaints.slice(0, 3).join('; '),
    'no complaint',
    complaints.length === 0,
  );
}

function isLive(name: string): boolean {
  return readFileSync(join(SITE, name), 'utf8').includes('class="live"');
}

async function proveAccessible(table: Table, browser: Browser, site: string): Promise<void> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const found: string[] = [];
  for (const scheme of ['dark', 'light']) {
    const page = await browser.newPage();
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.setViewport(WIDE);
    for (const name of JUDGED) {
      await page.goto(site + name, { waitUntil: 'load' });
      // The policy stops what a test would add to the page; DevTools may.
      await page.evaluate(source);
      const violations = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(root: unknown): Promise<AxeResults> } };
        // The examples are the elements', which have tests of their own.
        const result = await axe.run({ exclude: ['.live'] });
        return result.violations.map(({ id, nodes }) => `${id} ${nodes[0].target}`);
      });
      found.push(...violations.map((one) => `${name}, ${scheme}: ${one}`));
    }
    await page.close();
  }
  table.add(
    `site: axe, ${JUDGED.length} pages, dark and light`,
    found.length === 0 ? 'no violation' : found.slice(0, 4).join('; '),
    'none',
    found.length === 0,
  );
}

async function proveExamples(table: Table, browser: Browser, site: string, pictures: boolean): Promise<void> {
  const live = builtPages().filter(isLive);
  const { page, complaints } = await listeningPage(browser);
  await page.setViewport({ ...WIDE, width: 1180 });
  const faults: string[] = [];
  for (const name of live) {
    await page.goto(site + name, { waitUntil: 'load' });
    const state = await stateOf(page);
    const { tag, height, drawn } = await page.evaluate(() => {
      const element = document.querySelector('.live .running > :last-child');
      return {
        tag: element?.localName ?? 'nothing',
        height: element?.getBoundingClientRect().height ?? 0,
        drawn: element?.shadowRoot?.querySelectorAll('*').length ?? 0,
      };
    });
    if (state !== 'ran' || height < 40 || drawn < 4) faults.push(`${name}: ${state}, ${tag} ${height} px`);
    if (pictures) await draw(page, name);
  }
  await page.close();
  table.add(
    'site: examples run as printed',
    faults.length === 0 ? `${live.length} of ${live.length}` : faults.join('; '),
    'all',
    live.length > 0 && faults.length === 0,
  );
  rows(table, 'site: examples', live.length, complaints);
}

async function stateOf(page: Page): Promise<string> {
  try {
    await page.waitForFunction(() => document.querySelector<HTMLElement>('.live')?.dataset.state, {
      timeout: RUN_MS,
    });
  } catch {
    return 'still running';
  }
  return page.evaluate(() => {
    const live = document.querySelector<HTMLElement>('.live');
    return [live?.dataset.state, live?.querySelector('[role="alert"]')?.textContent]
      .filter(Boolean)
      .join(': ');
  });
}

/** What stands in for the example where it cannot run. */
async function draw(page: Page, name: string): Promise<void> {
  // Thumbnails and fonts are a moment later.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const running = await page.$('.live .running');
  const element = name.replace(/^.*veritome-|\.html$/g, '');
  await running?.screenshot({ path: `docs/images/element-${element}.png` });
}

if (/embed-site\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveSite(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
