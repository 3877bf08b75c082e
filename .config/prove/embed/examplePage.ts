/**
 * A built example on a static server, in a headless browser under the policy of our own
 * pages: the page at the root, our assets under `/veritome/`, the sample study under
 * `/study/`.
 *
 * @module
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import process from 'node:process';
import puppeteer, { type Page } from 'puppeteer-core';
import type { AcquiredFrame } from '../../../src/image/frame.js';
import { openStudy } from '../../../src/pipeline/openStudy.js';
// @ts-expect-error plain scripts without types
import { BROWSER_FLAGS, requireBrowser } from '../../browser.mjs';
import { buildExample } from '../../examples.js';
import type { Table } from '../table.js';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.dcm': 'application/dicom',
};

/** An open page. */
export interface ExamplePage {
  readonly page: Page;
  /** Requests off the origin, reports of the policy, console complaints: stays empty. */
  readonly strays: string[];
  /** Paths of the scripts that the page fetched. */
  readonly scripts: string[];
  close(): Promise<void>;
}

/** cornerstone-core reads its own buffer back without having said so: its matter, not ours. */
const OF_THE_VIEWER = /willReadFrequently/;

/** Builds and opens an example; its own `meta` sets the policy. */
export async function openExample(name: string): Promise<ExamplePage> {
  return openFolder((await buildExample(name)).folder);
}

/** Opens the page in a built folder. */
export async function openFolder(folder: string): Promise<ExamplePage> {
  const root = process.cwd();
  const mounts: readonly (readonly [string, string])[] = [
    ['/veritome/assets/', join(root, 'dist/assets')],
    ['/study/', join(root, 'sample-dicom/quarter-dose')],
    ['/', folder],
  ];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const [prefix, place] = mounts.find(([start]) => path.startsWith(start)) ?? mounts[2];
    const rest = path.slice(prefix.length);
    const file = normalize(join(place, rest === '' ? 'index.html' : rest));
    if (!file.startsWith(place + sep) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    });
    createReadStream(file).pipe(response);
  });
  const url = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
    });
  });
  const browser = await puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    args: BROWSER_FLAGS,
    protocolTimeout: 600_000,
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1200, height: 700 });
  const strays: string[] = [];
  const scripts: string[] = [];
  page.on('request', (request) => {
    const target = request.url();
    if (request.resourceType() === 'script') scripts.push(new URL(target).pathname);
    if (!/^(blob|data):/.test(target) && !target.startsWith(url)) strays.push(`request to ${target}`);
  });
  page.on('console', (message) => {
    if (!['error', 'warn'].includes(message.type()) || OF_THE_VIEWER.test(message.text())) return;
    strays.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => strays.push(`page error: ${String(error)}`));
  page.on('response', (response) => {
    if (response.status() >= 400) strays.push(`${response.status()} for ${response.url()}`);
  });
  await page.goto(url, { waitUntil: 'load' });
  return {
    page,
    strays,
    scripts,
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** Says whether the page kept to itself and to its policy. */
export function judgeStrays(table: Table, name: string, { strays }: ExamplePage): void {
  table.add(
    `${name}: reports of the policy, requests off the origin, console complaints`,
    strays[0] ?? 'none',
    'none',
    strays.length === 0,
  );
}

/** A screenshot for the documents. */
export async function shoot(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `docs/images/embed-${name}.png`, optimizeForSpeed: false });
}

/** The frames of the slices that an example opens, read here. */
export async function framesOf(first: number, count: number): Promise<readonly AcquiredFrame[]> {
  const files = Array.from({ length: count }, (_, i) => {
    const name = `${String(first + i).padStart(4, '0')}.dcm`;
    return { name, bytes: new Uint8Array(readFileSync(join('sample-dicom/quarter-dose', name))) };
  });
  const { series } = await openStudy(files);
  return series[0].frames as readonly AcquiredFrame[];
}

/** Waits until the page says this in its status line. */
export async function untilSaid(page: Page, text: string, timeout = 300_000): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('#status')?.textContent?.includes(wanted),
    { timeout, polling: 100 },
    text,
  );
}

/** Pixels of the badge's amber in each canvas of the page: `stack` to count. */
export async function amber(page: Page, element: string): Promise<number> {
  return page.evaluate((id) => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>(`#${id} canvas`)];
    let count = 0;
    for (const canvas of canvases) {
      if (canvas.width === 0 || canvas.height === 0 || getComputedStyle(canvas).display === 'none') continue;
      const copy = document.createElement('canvas');
      copy.width = canvas.width;
      copy.height = canvas.height;
      const context = copy.getContext('2d', { willReadFrequently: true });
      context?.drawImage(canvas, 0, 0);
      const { data } = context?.getImageData(0, 0, copy.width, copy.height) ?? { data: [] };
      for (let i = 0; i < data.length; i += 4) {
        // #ffb020
        if (data[i] > 240 && Math.abs(data[i + 1] - 176) < 12 && data[i + 2] < 60) count += 1;
      }
    }
    return count;
  }, element);
}

/** Bright pixels that are not the badge: a picture is there. */
export async function lit(page: Page, element: string): Promise<number> {
  return page.evaluate((id) => {
    const canvas = document.querySelector<HTMLCanvasElement>(`#${id} canvas`);
    const context = canvas && document.createElement('canvas').getContext('2d');
    if (!canvas || !context) return 0;
    context.canvas.width = canvas.width;
    context.canvas.height = canvas.height;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i] > 60 && data[i] === data[i + 2]) count += 1;
    return count;
  }, element);
}
