/** The pages of the built site, and what a browser says while it reads one. */
import { readdirSync } from 'node:fs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
// @ts-expect-error plain scripts without types
import { BROWSER_FLAGS, requireBrowser } from '../../browser.mjs';

export const SITE = 'dist/docs';

/** Relative to the site, in order. */
export function builtPages(): string[] {
  return readdirSync(SITE, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.html'))
    .sort();
}

export function openBrowser(): Promise<Browser> {
  return puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    args: BROWSER_FLAGS,
    protocolTimeout: 600_000,
  });
}

/** A page that writes down every complaint: of the console, where the policy's reports come too, and of requests. */
export async function listeningPage(browser: Browser): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  const where = () => decodeURI(page.url().split('/docs/').at(-1) ?? '');
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(`${where()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${where()}: ${String(error)}`));
  page.on('requestfailed', (request) => complaints.push(`${where()}: no answer from ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${where()}: ${response.status()} ${response.url()}`);
  });
  return { page, complaints };
}

/** Pixels that the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

/** Every address that the page links to, without anchors, resolved. */
export function addresses(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('a[href], link[href], img[src], script[src]')].map((element) => {
      const to = element.getAttribute('href') ?? element.getAttribute('src') ?? '';
      return new URL(to, document.baseURI).href.replace(/#.*$/, '');
    }),
  );
}
