/**
 * A page without a build in a folder of files, the network cut: one script tag, the sample
 * study, a denoised slice under its badge; a changed script is refused.
 *
 * `node .config/run.mjs prove/embed/plain.ts`
 *
 * @module
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
// @ts-expect-error plain scripts without types
import { BROWSER_FLAGS, requireBrowser } from '../../browser.mjs';
import { Table } from '../table.js';
import { refuseAll, type StaticFolder, serveFolder } from './staticFolder.js';

const PAGES = ['index.html', 'compare.html'];
const PLAIN_TAG = '<script src="veritome/veritome.js" defer></script>';
/** What Chromium asks its maker by itself; of a page, the policy would report it as well. */
const OF_THE_BROWSER = /^(https?:\/\/)?[\w.-]+\.(google|googleapis|gvt1)\.com\b/;
const WAIT_MS = 240_000;
/** Of the sample study; one thread takes its time. */
const SLICES = ['0001.dcm', '0002.dcm', '0003.dcm'].map((name) => `quarter-dose/${name}`);

export async function provePlain(table: Table, _args: readonly string[] = []): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'veritome-plain-'));
  const outside = await refuseAll();
  const served = await serveFolder(folder);
  const browser: Browser = await puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    // Without a GPU, and with nobody beyond this machine: what is asked of others is refused and written down.
    args: [
      ...BROWSER_FLAGS.filter((flag: string) => !/webgpu|swiftshader/.test(flag)),
      '--disable-gpu',
      `--proxy-server=${outside.url}`,
    ],
    protocolTimeout: WAIT_MS,
  });
  try {
    const files = fill(folder);
    table.add(
      'plain: files of the folder, of them scripts with a hash',
      files.join(', '),
      '> 20, ≥ 1',
      files[0] > 20 && files[1] >= 1,
    );
    for (const isolated of [false, true]) {
      served.isolated = isolated;
      await proveCompare(table, browser, served, isolated);
    }
    served.isolated = false;
    await proveWorkbench(table, browser, served);
    const strays = outside.asked.filter((address) => !OF_THE_BROWSER.test(address));
    table.add('plain: requests beyond the folder', strays[0] ?? 'none', 'none', strays.length === 0);
    table.add(
      'plain: reports of the policy, files that were missed',
      [...served.reports, ...served.missing][0] ?? 'none',
      'none',
      served.reports.length + served.missing.length === 0,
    );
    await proveSeen(table, browser, served, outside.asked);
    await proveIntegrity(table, browser, served, folder);
  } finally {
    await browser.close();
    served.close();
    outside.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Command, pages, study: as a reader puts them together. */
function fill(folder: string): [number, number] {
  const said = execFileSync(
    process.execPath,
    ['dist/cli/veritome.js', 'embed', '--out', join(folder, 'veritome')],
    { encoding: 'utf8' },
  );
  const tag = said.trim().split('\n').at(-1) ?? '';
  cpSync('docs/examples/plain', folder, { recursive: true });
  for (const name of SLICES) cpSync(join('sample-dicom', name), join(folder, 'study', name));
  writeFileSync(join(folder, 'study/index.json'), JSON.stringify(SLICES));
  for (const page of PAGES) {
    const html = readFileSync(join(folder, page), 'utf8');
    if (!html.includes(PLAIN_TAG)) throw new Error(`${page} has no script tag to exchange.`);
    writeFileSync(join(folder, page), html.replace(PLAIN_TAG, tag));
  }
  const scripts = JSON.parse(readFileSync(join(folder, 'veritome/integrity.json'), 'utf8'));
  return [Number(said.match(/^\d+/)?.[0]), Object.keys(scripts).length];
}

/** The page of the functions: one slice, on wasm. */
async function proveCompare(
  table: Table,
  browser: Browser,
  { url }: StaticFolder,
  isolated: boolean,
): Promise<void> {
  const { page, complaints } = await open(browser, `${url}compare.html`);
  await page.waitForFunction(() => document.querySelector('veritome-compare')?.generated, {
    timeout: WAIT_MS,
  });
  const provider = await page.evaluate(() => {
    const frame = document.querySelector('veritome-compare')?.generated?.frames[0];
    return frame?.kind === 'marked' ? frame.origin.record?.execution?.provider : undefined;
  });
  const badge = await amber(page);
  const alone = await page.evaluate(() => globalThis.crossOriginIsolated);
  table.add(
    `plain: one slice by functions${isolated ? ', isolated' : ''}: provider, badge pixels, complaints`,
    `${provider}, ${badge}, ${complaints[0] ?? 'none'}`,
    `wasm, > 100, none, isolated ${isolated}`,
    provider === 'wasm' && badge > 100 && complaints.length === 0 && alone === isolated,
  );
  await page.close();
}

/** The page of the workbench: opened, denoised by its button, compared. */
async function proveWorkbench(table: Table, browser: Browser, { url }: StaticFolder): Promise<void> {
  const { page, complaints } = await open(browser, url);
  await page.waitForFunction(() => document.querySelector('veritome-workbench')?.series, {
    timeout: WAIT_MS,
  });
  await page.evaluate(() => {
    const workbench = document.querySelector('veritome-workbench');
    workbench?.addEventListener('veritome-result', ({ detail }) => {
      if ('source' in detail) workbench.dataset.slices = String(detail.series.frames.length);
    });
  });
  await page.waitForFunction(
    () => {
      const denoiser = document
        .querySelector('veritome-workbench')
        ?.shadowRoot?.querySelector('veritome-denoiser');
      const button = denoiser?.shadowRoot?.querySelector<HTMLButtonElement>('button.primary');
      if (!button || button.disabled) return false;
      button.click();
      return true;
    },
    { timeout: WAIT_MS },
  );
  const told = await page.waitForFunction(
    () => document.querySelector('veritome-workbench')?.dataset.slices,
    { timeout: WAIT_MS },
  );
  const slices = Number(await told.jsonValue());
  const badge = await amber(page);
  table.add(
    'plain: sample study opened, denoised by the button and compared: slices, badge pixels, complaints',
    `${slices}, ${badge}, ${complaints[0] ?? 'none'}`,
    `${SLICES.length}, > 100, none`,
    slices === SLICES.length && badge > 100 && complaints.length === 0,
  );
  await page.screenshot({ path: 'docs/images/embed-plain.png' });
  await page.close();
}

/** The watch sees what it is there for. */
async function proveSeen(
  table: Table,
  browser: Browser,
  { url, reports }: StaticFolder,
  asked: readonly string[],
): Promise<void> {
  const { page } = await open(browser, `${url}page.css`);
  const said = [asked.length, reports.length];
  await page.goto(`${url}compare.html`, { waitUntil: 'load' });
  await page.evaluate(() => {
    const image = new Image();
    image.src = 'http://elsewhere.invalid/seen.png';
    return fetch('http://elsewhere.invalid/seen').catch(() => undefined);
  });
  await page.goto('http://elsewhere.invalid/').catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const seen = [asked.length - said[0], reports.length - said[1]];
  table.add(
    'plain: a request beyond, made on purpose: seen by the proxy, reported by the policy',
    seen.join(', '),
    '≥ 1, ≥ 1',
    seen.every((count) => count >= 1),
  );
  await page.close();
}

/** One byte more, and the browser does not run it. */
async function proveIntegrity(
  table: Table,
  browser: Browser,
  { url }: StaticFolder,
  folder: string,
): Promise<void> {
  const script = join(folder, 'veritome/veritome.js');
  writeFileSync(script, `${readFileSync(script, 'utf8')} `);
  const { page, complaints } = await open(browser, `${url}compare.html`);
  const there = await page.evaluate(
    () => 'veritome' in globalThis || customElements.get('veritome-compare') !== undefined,
  );
  const refused = complaints.find((text) => /integrity/.test(text));
  table.add(
    'plain: script with a changed byte',
    there ? 'ran' : (refused ?? 'did not run').replace(/https?:\S+/g, '…').slice(0, 120),
    'refused for its hash',
    !there && refused !== undefined,
  );
  await page.close();
}

async function open(browser: Browser, address: string): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1040, height: 640 });
  const complaints: string[] = [];
  page.on('console', (message) => {
    // Without a GPU Chromium says so by itself.
    const ours = message.text() !== 'No available adapters.';
    if (ours && ['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address, { waitUntil: 'load' });
  return { page, complaints };
}

/** Pixels in the badge's amber on all canvases, once they are drawn. */
async function amber(page: Page): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 1500));
  return page.evaluate(() => {
    const canvases = (root: ParentNode): HTMLCanvasElement[] =>
      [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
        ...(element instanceof HTMLCanvasElement ? [element] : []),
        ...(element.shadowRoot ? canvases(element.shadowRoot) : []),
      ]);
    let count = 0;
    for (const canvas of canvases(document)) {
      const context = canvas.width > 0 ? canvas.getContext('2d') : undefined;
      const data = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      for (let i = 0; i < data.length; i += 4) {
        if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 14 && data[i + 2] < 60) count++;
      }
    }
    return count;
  });
}

if (/embed-plain\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await provePlain(table);
  process.exitCode = table.print() ? 0 : 1;
}
