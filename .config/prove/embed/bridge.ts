/**
 * The bridge between real origins: a host that is served opens, denoises, exports and verifies;
 * a host that is not, another frame, another window and malformed messages get nothing.
 *
 * `node .config/run.mjs prove/embed/bridge.ts`; with `--shot` it makes the picture of `docs/bridge.md`.
 *
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { build } from 'esbuild';
import { unzipSync } from 'fflate';
import puppeteer, { type Browser, type Frame, type Page } from 'puppeteer-core';
// @ts-expect-error plain scripts without types
import { BROWSER_FLAGS, requireBrowser } from '../../browser.mjs';
// @ts-expect-error plain scripts without types
import { CONTENT_SECURITY_POLICY } from '../../serve.mjs';
import { Table } from '../table.js';
import type { Driven } from './bridge/host.js';
import { type Served, serveSite } from './bridge/servers.js';

const SAMPLE = 'sample-dicom/quarter-dose';
const SLICES = 2;
const FUZZ = 400;
const SHOT = 'docs/images/embed-bridge.png';

export async function proveBridge(table: Table, args: readonly string[] = []): Promise<void> {
  const script = await hostScript();
  let allowed = '';
  const settings = () => JSON.stringify({ origins: [allowed] });
  const frames = await serveSite(() => ({
    at: [
      ['/veritome/frame.json', settings],
      ['/veritome/assets/', { folder: 'dist/assets' }],
      ['/veritome/', { folder: 'dist/embed' }],
      // The same for anyone to frame: what is left to the bridge alone.
      ['/unguarded/frame.json', settings],
      ['/unguarded/assets/', { folder: 'dist/assets' }],
      ['/unguarded/', { folder: 'dist/embed' }],
    ],
    headers: (path) => ({
      'Content-Security-Policy': CONTENT_SECURITY_POLICY.replace(
        "frame-ancestors 'none'",
        path.startsWith('/unguarded/') ? 'frame-ancestors *' : `frame-ancestors ${allowed}`,
      ),
    }),
  }));
  const host = await serveHost(script, `${frames.origin}/veritome/frame.html`);
  allowed = host.origin;
  const stranger = await serveHost(script, `${frames.origin}/unguarded/frame.html`);
  const browser: Browser = await puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    args: BROWSER_FLAGS,
    protocolTimeout: 600_000,
  });
  try {
    await proveHost(table, browser, { host, frames, stranger }, args.includes('--shot'));
    await proveStranger(table, browser, { host, frames, stranger });
  } finally {
    await browser.close();
    for (const served of [frames, host, stranger]) served.close();
  }
}

interface Origins {
  readonly host: Served;
  readonly stranger: Served;
  readonly frames: Served;
}

function serveHost(script: string, frame: string): Promise<Served> {
  const { origin } = new URL(frame);
  const html = readFileSync('.config/prove/embed/bridge/host.html', 'utf8').replace('FRAME', frame);
  return serveSite(() => ({
    at: [
      ['/host.html', html],
      ['/host.css', readFileSync('.config/prove/embed/bridge/host.css')],
      ['/host.js', script],
      ['/sample/', { folder: SAMPLE }],
    ],
    headers: () => ({
      'Content-Security-Policy': `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-src ${origin} 'self' http://127.0.0.1:*`,
    }),
  }));
}

async function hostScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['.config/prove/embed/bridge/host.ts'],
    ...{ bundle: true, format: 'esm', target: 'es2022', write: false, logLevel: 'error' },
  });
  return outputFiles[0].text;
}

/** A page, and all that it complained about. */
async function opened(browser: Browser, url: string): Promise<{ page: Page; strays: string[] }> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1120, height: 700 });
  const strays: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) strays.push(message.text());
  });
  page.on('pageerror', (error) => strays.push(String(error)));
  await page.goto(url, { waitUntil: 'load' });
  return { page, strays };
}

const frameOf = (page: Page): Frame | undefined =>
  page.frames().find((one) => one.url().endsWith('frame.html'));

async function proveHost(table: Table, browser: Browser, { host, frames, stranger }: Origins, shot: boolean) {
  const names = readdirSync(SAMPLE).sort().slice(0, SLICES);
  const { page, strays } = await opened(browser, `${host.origin}/host.html`);
  const { study, quiet, events, zip } = await page.evaluate(
    (files) => (globalThis as unknown as { driven: Driven }).driven.job(files),
    names,
  );
  table.add(
    'bridge: a host of a served origin opens a study in the frame and denoises it',
    `${study.series[0].slices} slices, ${quiet.class} by ${quiet.model}; events ${events.join(', ')}`,
    `${SLICES} slices, denoised; study, result, progress`,
    study.series[0].slices === SLICES &&
      quiet.class === 'denoised' &&
      ['study', 'result', 'progress'].every((name) => events.includes(name)),
  );
  const files = Object.entries(unzipSync(Uint8Array.from(zip))).filter(([name]) => name.endsWith('.dcm'));
  const verdicts = await page.evaluate(
    (given) => (globalThis as unknown as { driven: Driven }).driven.verdictsOf(given),
    files.map(([name, bytes]) => ({ name, bytes: [...bytes] })),
  );
  table.add(
    'bridge: files exported over it, judged over it',
    verdicts.join('; '),
    'each verified denoised',
    verdicts.length === SLICES && verdicts.every((one) => one === 'verified denoised'),
  );
  if (shot) await page.screenshot({ path: SHOT });

  const before = await stateOf(page);
  const { sent, replies } = await page.evaluate(
    (count) => (globalThis as unknown as { driven: Driven }).driven.fuzz(21, count),
    FUZZ,
  );
  const after = await stateOf(page);
  const told = replies.filter((one) => !one.includes('"ArgumentError"') || one.includes('CANARY'));
  table.add(
    'bridge: malformed messages to port and window; state of the frame, answers but refusals',
    `${sent}; ${before === after ? 'unchanged' : `${before} → ${after}`}, ${told.length}`,
    '≥ 250; unchanged, 0',
    sent >= 250 && before === after && told.length === 0,
  );

  // Another frame of the same page, from another origin, that knows where the workbench is.
  await page.evaluate((address) => {
    const other = document.createElement('iframe');
    other.src = address;
    document.body.append(other);
    return new Promise((resolve) => other.addEventListener('load', resolve));
  }, `${stranger.origin}/host.html`);
  const other = page.frames().find((one) => one.url() === `${stranger.origin}/host.html`);
  const heard = await other?.evaluate(async (count) => {
    const { driven } = globalThis as unknown as { driven: Driven };
    driven.forge(window.parent.frames[0], count);
    await new Promise((resolve) => setTimeout(resolve, 800));
    return driven.heard.length;
  }, 100);
  table.add(
    'bridge: a frame of another origin beside it forges greetings and calls; answers, state',
    `${heard}, ${(await stateOf(page)) === before ? 'unchanged' : 'changed'}`,
    '0, unchanged',
    heard === 0 && (await stateOf(page)) === before,
  );
  const off = frames.asked.filter((path) => !/^\/(veritome|unguarded)\//.test(path));
  table.add(
    'bridge: console complaints, reports of the policy, requests that do not belong',
    [...strays, ...off][0] ?? 'none',
    'none',
    strays.length + off.length === 0,
  );
  await page.close();
}

/** What can be seen of the workbench in the frame. */
async function stateOf(page: Page): Promise<string> {
  const state = await frameOf(page)?.evaluate(() => {
    const bench = document.querySelector('veritome-workbench');
    return [
      bench?.study?.studyInstanceUID,
      bench?.series?.seriesInstanceUID,
      bench?.theme,
      bench?.lang,
    ].join();
  });
  return String(state);
}

async function proveStranger(table: Table, browser: Browser, { host, frames, stranger }: Origins) {
  const { page } = await opened(browser, `${stranger.origin}/host.html`);
  const said = await page.evaluate(async () => {
    const { driven } = globalThis as unknown as { driven: Driven };
    const refused = await driven.refusal(2000);
    driven.forge(window.frames[0], 100);
    await new Promise((resolve) => setTimeout(resolve, 800));
    return { refused, heard: driven.heard.length };
  });
  table.add(
    'bridge: a host of another origin, around a frame that anyone may show; messages it hears',
    `${said.refused}, ${said.heard}`,
    'ServiceError (no answer), 0',
    said.refused === 'ServiceError' && said.heard === 0,
  );
  const popup = await page.evaluate(async (address) => {
    const { driven } = globalThis as unknown as { driven: Driven };
    const other = open(address);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    if (other) driven.forge(other, 20);
    await new Promise((resolve) => setTimeout(resolve, 800));
    return `${other ? 'opened' : 'blocked'}, ${driven.heard.length}`;
  }, `${frames.origin}/unguarded/frame.html`);
  table.add(
    'bridge: the frame’s page in a window of its own; answers to who opened it',
    popup,
    '0',
    popup.endsWith(', 0'),
  );
  await page.close();

  const guarded = await opened(browser, `${stranger.origin}/host.html`);
  await guarded.page.evaluate((address) => {
    const iframe = document.querySelector('iframe')!;
    const loaded = new Promise((resolve) => iframe.addEventListener('load', resolve));
    iframe.src = address;
    return loaded;
  }, `${frames.origin}/veritome/frame.html`);
  const shown = guarded.page.frames().filter((one) => one.url().endsWith('/veritome/frame.html')).length;
  table.add(
    'bridge: with frame-ancestors, frames that another origin gets to show',
    String(shown),
    '0',
    shown === 0 && host.origin !== stranger.origin,
  );
  await guarded.page.close();
}

if (/embed-bridge\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveBridge(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
