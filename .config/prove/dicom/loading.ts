/**
 * How a study of hundreds of slices loads and scrolls in Chromium.
 *
 *   node .config/run.mjs prove/dicom/loading.ts [--runs 3] [--many 1000]
 *
 * Decoding alone is the same worker script in a page without elements, as many workers, the
 * same files; both start with cold workers. The machine's load stands beside each figure:
 * both share its cores with the browser.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import type { ElementHandle, Page } from 'puppeteer-core';
import { openWorkbench, type Workbench } from '../../browserSession.js';
import { Table } from '../table.js';
import type { LoadingTimes } from './loadingPage.js';
import { type Packing, SIDE, writeSlices } from './slices.js';

const SLICES = 300;
const SCROLLS = 60;
/** Milliseconds. */
const FIRST = 1500;
const TASK = 50;
const SHARE = 1.25;
const MEMORY = 1.3;
/** As the page has it. */
const WORKERS = Math.min(4, cpus().length);

export async function proveLoading(table: Table, args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    allowPositionals: true,
    strict: false,
    options: { runs: { type: 'string' }, many: { type: 'string' } },
  });
  const runs = Number(values.runs ?? 3);
  const work = mkdtempSync(join(tmpdir(), 'veritome-loading-'));
  try {
    for (const packing of ['uncompressed', 'RLE', 'JPEG-LS'] as const) {
      if (packing === 'JPEG-LS' && !hasDcmtk()) {
        table.skip(`${SLICES} slices, ${packing}`, 'dcmtk is not installed');
        continue;
      }
      const folder = join(work, packing);
      await proveSeries(table, packing, await writeSlices(folder, SLICES, packing), runs);
      rmSync(folder, { recursive: true });
    }
    const many = Number(values.many ?? 1000);
    if (many > 0) await proveMemory(table, await writeSlices(join(work, 'many'), many, 'uncompressed'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const hasDcmtk = () => spawnSync('dcmcjpls', ['--version']).status === 0;
const load = () => `load ${loadavg()[0].toFixed(1)}`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const middle = (list: readonly number[]) => [...list].sort((a, b) => a - b)[list.length >> 1];

async function proveSeries(table: Table, packing: Packing, files: string[], runs: number): Promise<void> {
  const name = `${files.length} slices of ${SIDE} x ${SIDE}, ${packing}`;
  const loaded: LoadingTimes[] = [];
  const alone: number[] = [];
  const scrolled: { asked: number; drawn: number; ms: number }[] = [];
  for (let run = 0; run < runs; run++) {
    alone.push(await decodingAlone(files));
    const workbench = await openWatched();
    try {
      loaded.push(await loadInto(workbench, files));
      scrolled.push(await workbench.page.evaluate((count) => globalThis.scrollThrough(count), SCROLLS));
      for (const stray of workbench.strays) process.stderr.write(`${stray}\n`);
    } finally {
      await workbench.close();
    }
    const { first, all, longestTask, tasks } = loaded[run];
    process.stderr.write(
      `run ${run + 1}: first ${seconds(first)}, all ${seconds(all)}, alone ${seconds(alone[run])}, longest task ${longestTask.toFixed(0)} ms, ${load()}; ${tasks.map(({ at, ms }) => `${at.toFixed(0)}+${ms.toFixed(0)}`).join(' ')}\n`,
    );
  }
  const complete = loaded.filter(({ slices }) => slices === files.length).length;
  const [refused] = loaded.flatMap((one) => one.refused);
  table.add(
    `${name}: all there`,
    complete === runs ? 'yes' : (refused ?? 'not all'),
    'yes',
    complete === runs,
  );
  if (complete < runs) return;
  const first = middle(loaded.map((one) => one.first));
  table.add(
    `${name}: first slice on screen`,
    `${seconds(first)}, ${load()}`,
    `≤ ${seconds(FIRST)}`,
    first <= FIRST,
  );
  const share = middle(loaded.map((one, i) => one.all / alone[i]));
  const times = `${seconds(middle(loaded.map((one) => one.all)))} of ${seconds(middle(alone))}`;
  table.add(
    `${name}: all loaded, of decoding alone (${WORKERS} workers)`,
    `${share.toFixed(2)} (${times}), ${load()}`,
    `≤ ${SHARE}`,
    share <= SHARE,
  );
  const longest = middle(loaded.map((one) => one.longestTask));
  const told = longest === 0 ? 'none over 50 ms' : `${longest.toFixed(0)} ms`;
  table.add(
    `${name}: longest task of the page, median of ${runs} runs`,
    `${told}, ${load()}`,
    `≤ ${TASK} ms`,
    longest <= TASK,
  );
  const drawn = Math.min(...scrolled.map((one) => one.drawn));
  const pace = middle(scrolled.map((one) => one.ms / one.asked));
  table.add(
    `${name}: ${SCROLLS} scrolls, one a frame, slices drawn`,
    `${drawn} of ${SCROLLS}, ${pace.toFixed(1)} ms a frame`,
    'all',
    drawn === SCROLLS,
  );
}

/** Bytes of the page with its workers, and of the process. */
async function proveMemory(table: Table, files: string[]): Promise<void> {
  const name = `${files.length} slices of ${SIDE} x ${SIDE}`;
  const pixels = files.length * SIDE * SIDE * 2;
  const workbench = await openWatched();
  try {
    const before = await memoryOf(workbench);
    const { slices, longestTask } = await loadInto(workbench, files);
    const longest = await workbench.page.evaluate(() => globalThis.visitAll());
    const after = await memoryOf(workbench);
    const grown = (after.page - before.page) / pixels;
    table.add(
      `${name}, all seen: memory the page gained (measureUserAgentSpecificMemory), of its pixel bytes`,
      `${grown.toFixed(2)} (${(after.page / 1e6).toFixed(0)} MB)`,
      `≤ ${MEMORY}`,
      slices === files.length && grown <= MEMORY,
    );
    const process = (after.process - before.process) / pixels;
    table.add(
      `${name}, all seen: resident memory the page's process gained, of its pixel bytes`,
      `${process.toFixed(2)} (${(after.process / 1e6).toFixed(0)} MB)`,
      `≤ ${MEMORY}`,
      process <= MEMORY,
    );
    const told = longestTask === 0 ? 'none over 50 ms' : `${longestTask.toFixed(0)} ms`;
    table.add(
      `${name}: longest task while it loads`,
      `${told}, ${load()}`,
      `≤ ${TASK} ms`,
      longestTask <= TASK,
    );
    const { drawn } = await workbench.page.evaluate((count) => globalThis.scrollThrough(count), SCROLLS);
    table.add(
      `${name}: ${SCROLLS} scrolls after all were seen, slices drawn`,
      `${drawn} of ${SCROLLS}, longest frame of all ${longest.toFixed(0)} ms`,
      'all',
      drawn === SCROLLS,
    );
  } finally {
    await workbench.close();
  }
}

async function memoryOf({ page, pid }: Watched): Promise<{ page: number; process: number }> {
  const bytes = await page.evaluate(async () => {
    const measured = performance as Performance & {
      measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
    };
    return (await measured.measureUserAgentSpecificMemory()).bytes;
  });
  const resident = execFileSync('ps', ['-o', 'rss=', '-p', String(pid())], { encoding: 'utf8' });
  return { page: bytes, process: Number(resident) * 1024 };
}

interface Watched extends Workbench {
  /** Of the process that holds the page: the largest renderer. */
  pid(): number;
}

/** The workbench with its sample on the stage, watched. */
async function openWatched(): Promise<Watched> {
  const workbench = await openWorkbench();
  const { page } = workbench;
  await page.waitForFunction(
    () => (document.querySelector('veritome-workbench')?.study?.series.length ?? 0) > 0,
  );
  // Until the workers of the sample are gone: what is measured starts with none.
  await new Promise((resolve) => setTimeout(resolve, 7000));
  await page.evaluate(await bundled('loadingPage'));
  await page.evaluate(() => globalThis.watchLoading());
  return { ...workbench, pid: () => rendererOf(page.browser().process()?.pid ?? 0) };
}

function rendererOf(browser: number): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' }).split('\n');
  const all = lines.map((line) => line.trim().split(/\s+/));
  const family = new Set([String(browser)]);
  for (let round = 0; round < 4; round++) {
    for (const [pid, parent] of all) if (family.has(parent)) family.add(pid);
  }
  const renderers = all.filter(([pid, , , ...args]) => family.has(pid) && args.includes('--type=renderer'));
  return Number(renderers.sort((a, b) => Number(b[2]) - Number(a[2]))[0]?.[0]);
}

async function loadInto({ page }: Workbench, files: string[]): Promise<LoadingTimes> {
  const input = await page.evaluateHandle(
    () =>
      document
        .querySelector('veritome-workbench')!
        .shadowRoot!.querySelector('veritome-study')!
        .shadowRoot!.querySelector('#files') as HTMLInputElement,
  );
  await (input as ElementHandle<HTMLInputElement>).uploadFile(...files);
  return page.evaluate(() => globalThis.loadingTimes());
}

/** The workers without the page. */
async function decodingAlone(files: string[]): Promise<number> {
  const workbench = await openWorkbench();
  try {
    const { page, url } = workbench;
    // Any document of the origin that is no workbench.
    await page.goto(`${url}sample-dicom/index.json`);
    await page.evaluate(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.multiple = true;
      document.body.append(input);
    });
    const input = await page.$('input');
    await (input as ElementHandle<HTMLInputElement>).uploadFile(...files);
    await page.evaluate(await bundled('decodingPage'));
    return await decode(page, `${url}assets/`);
  } finally {
    await workbench.close();
  }
}

function decode(page: Page, assets: string): Promise<number> {
  return page.evaluate((...given) => globalThis.decodeAll(...given), WORKERS, assets);
}

async function bundled(script: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`.config/prove/dicom/${script}.ts`],
    ...{ bundle: true, write: false, format: 'iife', target: 'es2022', logLevel: 'error' },
  });
  return outputFiles[0].text;
}

if (/dicom-loading\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveLoading(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
