/**
 * How long the mark takes in Chromium, on one thread: 512 × 512 slices.
 *
 *   node .config/run.mjs prove/provenance/pace.ts
 */
import { loadavg } from 'node:os';
import process from 'node:process';
import { build } from 'esbuild';
import { openWorkbench } from '../../browserSession.js';
import { Table } from '../table.js';
import type { MarkTimes } from './pagePace.js';

/** Milliseconds a slice. */
const EMBED = 30;
const DETECT = 1000;

export async function proveMarkPace(table: Table): Promise<void> {
  const times = await timesInChromium();
  const load = `load ${loadavg()[0].toFixed(1)}`;
  const add = (figure: string, ms: number, bar: number) =>
    table.add(
      `Chromium, one thread: ${figure}`,
      `${ms.toFixed(0)} ms a slice, ${load}`,
      `≤ ${bar} ms`,
      ms <= bar,
    );
  add('putting the mark in', times.embed, EMBED);
  add('one marked slice, as it lies', times.found, DETECT);
  add('one slice without a mark, scaled and turned looked for', times.unmarked, DETECT);
  add('16 marked slices together', times.pooledFound, DETECT);
  add('16 slices without a mark together, the full search', times.pooledUnmarked, DETECT);
}

async function timesInChromium(): Promise<MarkTimes> {
  const { outputFiles } = await build({
    entryPoints: ['.config/prove/provenance/pagePace.ts'],
    ...{ bundle: true, write: false, format: 'iife', target: 'es2022', logLevel: 'error' },
  });
  const workbench = await openWorkbench();
  try {
    await workbench.page.evaluate(outputFiles[0].text);
    return await workbench.page.evaluate(() => globalThis.measureMark());
  } finally {
    await workbench.close();
  }
}

if (/provenance-pace\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveMarkPace(table);
  process.exitCode = table.print() ? 0 : 1;
}
