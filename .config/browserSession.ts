/** A headless browser on the served workbench, for screenshots and proofs. */
import type { Server } from 'node:http';
import puppeteer, { type Page } from 'puppeteer-core';
// @ts-expect-error plain scripts without types
import { BROWSER_FLAGS, requireBrowser } from './browser.mjs';
// @ts-expect-error plain scripts without types
import { serve } from './serve.mjs';

export interface Workbench {
  readonly page: Page;
  readonly url: string;
  readonly server: Server;
  /** Requests that left the origin, and console errors: both stay empty. */
  readonly strays: string[];
  close(): Promise<void>;
}

/** Serves the built workbench, with a DICOMweb service behind it where one is named, and opens it, or another page at `path`. */
export async function openWorkbench(
  viewport = { width: 1440, height: 900 },
  { path = '', ...host }: { readonly dicomweb?: string; readonly path?: string } = {},
): Promise<Workbench> {
  const { server, url } = await serve(0, host);
  const browser = await puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    args: BROWSER_FLAGS,
    // A training that is waited for is one call.
    protocolTimeout: 1_200_000,
  });
  const page = await browser.newPage();
  await page.setViewport(viewport);
  const strays: string[] = [];
  page.on('request', (request) => {
    const target = request.url();
    if (!/^(blob|data):/.test(target) && !target.startsWith(url))
      strays.push(`request to ${new URL(target).origin}`);
  });
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) strays.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => strays.push(`page error: ${String(error)}`));
  await page.goto(url + path, { waitUntil: 'load' });
  return {
    page,
    url,
    server,
    strays,
    async close() {
      await browser.close();
      server.close();
    },
  };
}
