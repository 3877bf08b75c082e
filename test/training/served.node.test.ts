/** The built worker on the served page: its policy forbids eval, blobs and untrusted scripts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import puppeteer from 'puppeteer-core';
import { completeOptions } from '../../src/training/defaults.js';
import type { ToTrainer } from '../../src/training/protocol.js';

test('the built worker trains under the strict policy, and asks nobody else', async () => {
  const own = (name: string) => import(pathToFileURL(`.config/${name}`).href);
  const [{ serve }, { BROWSER_FLAGS, requireBrowser }] = [await own('serve.mjs'), await own('browser.mjs')];
  const { server, url } = await serve(0);
  const browser = await puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    args: BROWSER_FLAGS,
  });
  try {
    const page = await browser.newPage();
    const strays: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) strays.push(request.url());
    });
    page.on('console', (message) => {
      // Browsers ask for it on their own.
      if (!message.location().url?.endsWith('/favicon.ico')) strays.push(message.text());
    });
    // A page without scripts, under the same policy.
    await page.goto(`${url}assets/models/ct-slices/card.json`);
    const given = { ...completeOptions({ side: 32, width: 4, latent: 8, batch: 4, steps: 2, every: 2 }) };
    const answers = await page.evaluate(async (options) => {
      type Policy = { createScriptURL(url: string): string };
      type Rules = { createScriptURL(url: string): string };
      const { trustedTypes } = globalThis as unknown as {
        trustedTypes: { createPolicy(name: string, rules: Rules): Policy };
      };
      const policy = trustedTypes.createPolicy('veritome', { createScriptURL: (script) => script });
      const worker = new Worker(policy.createScriptURL('/assets/training-worker.js'), { type: 'module' });
      const set = (count: number) => ({
        count,
        rows: 32,
        columns: 32,
        values: Float32Array.from({ length: count * 1024 }, (_, i) => Math.sin(i * 0.7 + (i >> 10))),
        positions: new Float32Array(count),
      });
      const images = { train: set(6), heldOut: set(2), range: [-1000, 400] };
      const request = { id: 'run', options, images, runtime: `${location.origin}/assets/runtime/` };
      const asked: ToTrainer[] = [
        { id: 0, call: 'open', given: [request] },
        { id: 1, call: 'start', given: [] },
      ];
      const replies: unknown[] = [];
      return new Promise<unknown[]>((resolve) => {
        worker.onerror = (event) => resolve([String(event.message)]);
        worker.onmessage = ({ data }) => {
          if ('event' in data) return;
          replies.push(data.error ?? data.answer?.device?.backend ?? data.answer);
          const next = asked.shift();
          if (next && !data.error) worker.postMessage(next);
          else resolve(replies);
        };
        worker.postMessage(asked.shift());
      });
    }, given as never);
    assert.deepEqual(answers, ['wasm', 'done']);
    assert.deepEqual(strays, []);
  } finally {
    await browser.close();
    server.close();
  }
});
