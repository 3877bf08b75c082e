/**
 * A page of a host in headless Chromium: a folder behind the strict policy, with the
 * sample study beside it; and what can be seen on its canvases.
 */
import type { Server } from 'node:http';
import { join } from 'node:path';
import process from 'node:process';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
// @ts-expect-error plain scripts without types
import { BROWSER_FLAGS, requireBrowser } from '../../browser.mjs';
// @ts-expect-error plain scripts without types
import { CONTENT_SECURITY_POLICY, serve } from '../../serve.mjs';

/** URL prefix and folder. */
export type Mount = readonly [prefix: string, folder: string];

export interface ServedPage {
  readonly page: Page;
  readonly url: string;
  /** Requests off the origin, answers that failed, reports of the policy, errors and console complaints. */
  readonly strays: string[];
  close(): Promise<void>;
}

export interface PageOptions {
  readonly path?: string;
  /** More names for `trusted-types`. */
  readonly trusted?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
  /** Runs in the page before anything of it. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** What `veritome embed --out public/veritome` puts there, and the sample study. */
export const BESIDE: readonly Mount[] = [
  ['/veritome/assets/', join(process.cwd(), 'dist/assets')],
  ['/veritome/', join(process.cwd(), 'dist/embed')],
  ['/study/', join(process.cwd(), 'sample-dicom/quarter-dose')],
];

/** Serves `mounts` (the last is `/`) under the strict policy and opens the page. */
export async function openFolder(mounts: readonly Mount[], options: PageOptions = {}): Promise<ServedPage> {
  const policy = [CONTENT_SECURITY_POLICY, ...(options.trusted ?? [])].join(' ');
  const { server, url } = (await serve(0, { mounts, policy })) as { server: Server; url: string };
  const opened = await openAddress(url, options);
  return {
    ...opened,
    async close() {
      await opened.close();
      server.close();
    },
  };
}

/** Opens a page that something else serves. */
export async function openAddress(url: string, options: PageOptions = {}): Promise<ServedPage> {
  const { path = '', viewport = { width: 1040, height: 660 }, prepare } = options;
  const browser: Browser = await puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    args: BROWSER_FLAGS,
    protocolTimeout: 1_200_000,
  });
  const page = await browser.newPage();
  await page.setViewport(viewport);
  const strays: string[] = [];
  page.on('request', (request) => {
    const target = request.url();
    if (!/^(blob|data):/.test(target) && !target.startsWith(url)) strays.push(`request to ${target}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) strays.push(`${response.status()} for ${new URL(response.url()).pathname}`);
  });
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) strays.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => strays.push(`page error: ${String(error)}`));
  await page.exposeFunction('reportStray', (what: string) => strays.push(what));
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const { reportStray } = globalThis as unknown as { reportStray(what: string): void };
      reportStray(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  await prepare?.(page);
  await page.goto(url + path, { waitUntil: 'load' });
  return { page, url, strays, close: () => browser.close() };
}

/** What the canvases of a page show, shadow roots included. */
export interface Seen {
  readonly canvases: number;
  /** Canvases with anything brighter than the background. */
  readonly drawn: number;
  /** Canvases with the colour of the badge, which nothing else has. */
  readonly badged: number;
}

export async function lookAt(page: Page): Promise<Seen> {
  return page.evaluate(() => {
    const canvases: HTMLCanvasElement[] = [];
    const visit = (root: Document | ShadowRoot | Element) => {
      for (const element of root.querySelectorAll('*')) {
        if (element instanceof HTMLCanvasElement && element.width > 0) canvases.push(element);
        if (element.shadowRoot) visit(element.shadowRoot);
      }
    };
    visit(document);
    let [drawn, badged] = [0, 0];
    for (const canvas of canvases) {
      const copy = document.createElement('canvas');
      [copy.width, copy.height] = [canvas.width, canvas.height];
      const context = copy.getContext('2d')!;
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, copy.width, copy.height);
      let [bright, amber] = [0, 0];
      for (let i = 0; i < data.length; i += 4) {
        const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
        if (r > 40 && g > 40 && b > 40) bright++;
        if (Math.abs(r - 255) < 6 && Math.abs(g - 176) < 6 && Math.abs(b - 32) < 6) amber++;
      }
      if (bright > 200) drawn++;
      if (amber > 100) badged++;
    }
    return { canvases: canvases.length, drawn, badged };
  });
}

/** Looks again until it is as wanted, or for `ms`; what was seen last. */
export async function lookUntil(page: Page, wanted: (seen: Seen) => boolean, ms = 240_000): Promise<Seen> {
  const end = Date.now() + ms;
  let seen = await lookAt(page);
  while (!wanted(seen) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    seen = await lookAt(page);
  }
  return seen;
}
