/**
 * A study full of planted names and UIDs is opened, denoised, compared and saved in the
 * built page. None of them may be in a request, on the console, in any storage, in
 * history, title, worker names, error messages or names of saved files (law 3).
 *
 * `node .config/run.mjs prove/dicom/canary.ts`
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { ElementHandle } from 'puppeteer-core';
import { openWorkbench, type Workbench } from '../../browserSession.js';
import { Table } from '../table.js';
import { hasTool } from '../validators.js';
import { keptByThePage } from './kept.js';
import { type Heard, listen } from './listen.js';

const SOURCE = 'sample-dicom/quarter-dose';
/** No word of any language or library. */
const TOKEN = 'ZQXCANARY';
const SLICES = 4;

/** Where nothing planted may be found. */
const PLACES: readonly (keyof Heard)[] = [
  'requests',
  'console',
  'errors',
  'workers',
  'addresses',
  'storage',
  'files',
];

export async function proveCanary(table: Table): Promise<void> {
  if (!hasTool('pydicom')) {
    table.skip('canaries', 'pydicom is not installed');
    return;
  }
  const work = mkdtempSync(join(tmpdir(), 'veritome-canary-'));
  const workbench = await openWorkbench();
  try {
    const planted = plant(join(work, 'study'));
    const heard = await listen(workbench);
    const saved = await walk(workbench, join(work, 'study'), join(work, 'saved'));
    heard.files.push(...saved);
    heard.storage.push(...(await keptByThePage(workbench.page)));
    for (const place of PLACES) {
      const all = heard[place];
      const hits = all.filter((text) => planted.some((canary) => text.includes(canary)));
      table.add(
        `canaries in ${place}`,
        `${hits.length} of ${all.length}${hits.length > 0 ? `, first: ${hits[0].slice(0, 120)}` : ''}`,
        '0',
        hits.length === 0,
      );
    }
    const shown = await shownOnPage(workbench);
    const seen = planted.some((canary) => shown.includes(canary));
    table.add('canaries on the page itself', seen ? 'found' : 'none', 'found', seen);
    const caught = await caughtWhenLeaked(workbench, heard);
    table.add(
      'control: places where a planted leak is heard',
      caught.join(', '),
      PLACES.join(', '),
      caught.length === PLACES.length,
    );
  } finally {
    await workbench.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** Makes the study; the words and UIDs that were planted. */
function plant(out: string): string[] {
  const { status, stdout, stderr } = spawnSync(
    '/usr/bin/python3',
    ['.config/prove/dicom/make_canaries.py', SOURCE, out, TOKEN, String(SLICES)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The canaries could not be planted: ${stderr}`);
  return [TOKEN, ...stdout.trim().split('\n')];
}

/** Opens, denoises, compares in every mode, saves in every format; names of what was saved. */
async function walk({ page }: Workbench, study: string, saved: string): Promise<string[]> {
  const session = await page.createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: saved });
  await page.waitForFunction(() => document.querySelector('veritome-workbench')?.hasUpdated);
  const input = await page.evaluateHandle(() =>
    document
      .querySelector('veritome-workbench')
      ?.shadowRoot?.querySelector('veritome-study')
      ?.shadowRoot?.querySelector('#files'),
  );
  const opened = page.evaluate(
    () =>
      new Promise((resolve) =>
        document.addEventListener('veritome-study', () => resolve(undefined), { once: true }),
      ),
  );
  const files = readdirSync(study).map((name) => join(study, name));
  await (input as ElementHandle<HTMLInputElement>).uploadFile(...files);
  await opened;
  const chosen = await page.evaluate(async () => {
    const bench = document.querySelector('veritome-workbench')!;
    await bench.denoise({ strength: 0.8 });
    for (const key of 'c s f b d g i r 1 2 l 0 q q q z z ? Escape'.split(' ')) {
      bench.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      await bench.updateComplete;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return bench.shadowRoot!.querySelectorAll('[data-menu="save"] .items button').length;
  });
  const names: string[] = [];
  for (let i = 0; i < chosen; i++) {
    await page.evaluate((index) => {
      const bench = document.querySelector('veritome-workbench');
      bench?.shadowRoot?.querySelectorAll<HTMLElement>('[data-menu="save"] .items button')[index]?.click();
    }, i);
    names.push(...(await namesIn(saved)));
    await page.waitForFunction(
      () =>
        !document
          .querySelector('veritome-workbench')
          ?.shadowRoot?.querySelector('[data-menu="save"] .items [aria-disabled]'),
    );
  }
  return names;
}

/** What was saved: the file and what an archive calls its entries. Then it is taken away, for the next has its name. */
async function namesIn(folder: string): Promise<string[]> {
  const { unzipSync } = await import('fflate');
  for (let i = 0; i < 600; i++) {
    const name = existsSync(folder) && readdirSync(folder).find((one) => !one.endsWith('.crdownload'));
    if (name) {
      const bytes = readFileSync(join(folder, name));
      rmSync(join(folder, name));
      return name.endsWith('.zip') ? [name, ...Object.keys(unzipSync(bytes))] : [name];
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('A file was not saved.');
}

/** The net does catch: a word leaked on purpose is heard at each place that hears it. */
async function caughtWhenLeaked({ page }: Workbench, heard: Heard): Promise<string[]> {
  const leak = 'ZQXLEAK';
  await page.evaluate(async (word) => {
    // biome-ignore lint/suspicious/noConsole: the leak that the control is about.
    console.info(word);
    await fetch(`/?${word}`).catch(() => undefined);
    document.body.dispatchEvent(
      new CustomEvent('veritome-error', { detail: { error: new Error(word) }, bubbles: true }),
    );
    try {
      // The page's Trusted Types stop it, but not before it was heard.
      new Worker('/assets/inference-worker.js', { type: 'module', name: word }).terminate();
    } catch {}
    history.replaceState(word, '');
    localStorage.setItem('control', word);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([word]));
    link.download = word;
    link.addEventListener('click', (event) => event.preventDefault());
    document.body.append(link);
    link.click();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }, leak);
  heard.storage.push(...(await keptByThePage(page)));
  return PLACES.filter((place) => heard[place].some((text) => text.includes(leak)));
}

function shownOnPage({ page }: Workbench): Promise<string> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const visit = (root: ParentNode) => {
      for (const node of root.querySelectorAll('*')) {
        if (node.shadowRoot) visit(node.shadowRoot);
        else if (node.children.length === 0) texts.push(node.textContent ?? '');
      }
    };
    visit(document);
    return texts.join('\n');
  });
}

if (process.argv[1]?.includes('canary')) {
  const table = new Table();
  await proveCanary(table);
  process.exitCode = table.print() ? 0 : 1;
}
