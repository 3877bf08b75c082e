/**
 * The archive in the page: an Orthanc with a password behind the proxy of the workbench's own
 * server, searched, opened, denoised, sent to and found again.
 *
 * Alone: `node .config/run.mjs prove/dicom/orthanc.ts`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { Page } from 'puppeteer-core';
import { searchInstances, searchSeries } from '../../../src/loaders/dicomweb/search.js';
import { storeFiles } from '../../../src/loaders/dicomweb/store.js';
import { openStudy } from '../../../src/pipeline/openStudy.js';
import { verifySeries } from '../../../src/pipeline/verify.js';
import { openWorkbench } from '../../browserSession.js';
import { basic, Orthanc } from '../provenance/survival/orthanc.js';
import { Table } from '../table.js';

const USER = { name: 'reader', password: 'pass' };
const SLICES = 3;
const SAMPLE = 'sample-dicom/quarter-dose';
const LONG_MS = 300_000;

export async function proveOrthanc(table: Table, _args: readonly string[] = []): Promise<void> {
  const orthanc = await Orthanc.start(USER);
  if (!orthanc) {
    table.skip('archive in the page', 'Orthanc is not installed');
    return;
  }
  try {
    await prove(table, orthanc);
  } finally {
    await orthanc.close();
  }
}

async function prove(table: Table, orthanc: Orthanc): Promise<void> {
  const service = { root: orthanc.dicomweb, headers: { authorization: basic(USER) } };
  const files = readdirSync(SAMPLE)
    .sort()
    .slice(0, SLICES)
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(SAMPLE, name))) }));
  const { studyInstanceUID: study, series, labels } = await openStudy(files);
  const { seriesInstanceUID } = series[0];
  await storeFiles(service, each(files), { study, series: seriesInstanceUID });
  const root = new URL(orthanc.dicomweb);
  root.username = USER.name;
  root.password = USER.password;
  const workbench = await openWorkbench(undefined, { dicomweb: root.href });
  const { page, strays } = workbench;
  const requests: string[] = [];
  page.on('request', (request) => requests.push(`${request.method()} ${decodeURIComponent(request.url())}`));
  try {
    const found = await search(page, labels.patientID);
    table.add('page: studies found by patient ID', String(found.length), '1', found.length === 1);
    await click(page, 'veritome-study', '.found button');
    await until(
      page,
      (n) => document.querySelector('veritome-workbench')?.series?.frames.length === n,
      SLICES,
    );
    table.add('page: slices opened from the archive', String(SLICES), String(SLICES), true);

    await page.evaluate(async () => {
      await document.querySelector('veritome-workbench')?.denoise({ provider: 'wasm' });
    });
    const stored = await send(page);
    table.add('page: denoised slices sent, and found there', `${stored}`, String(SLICES), stored === SLICES);

    const all = await searchSeries(service, { study });
    const ours = all.find((one) => one.seriesInstanceUID !== seriesInstanceUID);
    const instances = await searchInstances(service, { study, series: ours?.seriesInstanceUID });
    table.add(
      'archive: series of the study, slices of the new one',
      `${all.length}, ${instances.length}`,
      `2, ${SLICES}`,
      all.length === 2 && instances.length === SLICES,
    );
    const query = { ...service, study, series: ours?.seriesInstanceUID };
    const [judged] = await verifySeries({ dicomweb: query }, { mark: 'none' });
    const { status, class: made } = judged?.verdict ?? {};
    table.add(
      'what came back: verdict',
      `${status}, ${made}`,
      'verified, denoised',
      status === 'verified' && made === 'denoised',
    );

    await search(page, labels.patientID);
    await click(page, 'veritome-study', '.found button');
    await until(page, (n) => document.querySelector('veritome-workbench')?.study?.series.length === n, 2);
    const marked = await page.evaluate(
      () =>
        document
          .querySelector('veritome-workbench')
          ?.study?.series.flatMap(({ frames }) => frames)
          .filter(({ kind }) => kind === 'marked').length,
    );
    table.add(
      'page: slices of the study opened again that are badged',
      `${marked}`,
      String(SLICES),
      marked === SLICES,
    );

    const named = requests.filter((one) =>
      [labels.patientName, USER.password].some((word) => one.includes(word)),
    );
    table.add(
      'requests with the patient’s name or the password',
      String(named.length),
      '0',
      named.length === 0,
    );
    table.add(
      'requests off the origin, console complaints',
      strays[0] ?? 'none',
      'none',
      strays.length === 0,
    );

    const said = await withoutProxy(page, orthanc.dicomweb);
    table.add(
      'page: an archive that does not allow it (no CORS)',
      said,
      'an error that says CORS',
      /CORS/.test(said),
    );
  } finally {
    await workbench.close();
  }
}

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

/** Searches as a reader does, by keyboard; the texts of what is found. */
async function search(page: Page, patientID: string): Promise<string[]> {
  await until(page, () => inside('veritome-study')?.querySelector('.pacs form'));
  await page.evaluate(() => {
    const input = inside('veritome-study')?.querySelector<HTMLInputElement>('input[name="patientID"]');
    if (input) input.value = '';
    input?.focus();
  });
  await page.keyboard.type(patientID);
  await page.keyboard.press('Enter');
  await until(page, () => (inside('veritome-study')?.querySelectorAll('.found button').length ?? 0) > 0);
  return page.evaluate(() =>
    [...(inside('veritome-study')?.querySelectorAll('.found button') ?? [])].map(
      (one) => one.textContent ?? '',
    ),
  );
}

/** Through the menu of the tool bar; how many files the archive has. */
async function send(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const bench = document.querySelector('veritome-workbench');
    const told = new Promise<number>((resolve, reject) => {
      bench?.addEventListener('veritome-stored', ({ detail }) => resolve(detail.stored.length));
      bench?.addEventListener('veritome-error', ({ detail }) => reject(detail.error));
    });
    const buttons = [
      ...(bench?.shadowRoot?.querySelectorAll<HTMLButtonElement>('.menu .items button') ?? []),
    ];
    buttons.find(({ textContent }) => /archive/i.test(textContent ?? ''))?.click();
    return told;
  });
}

async function withoutProxy(page: Page, root: string): Promise<string> {
  await page.evaluate((address) => {
    const bench = document.querySelector('veritome-workbench');
    if (bench) bench.dicomweb = { root: address, retries: 0 };
  }, root);
  await page.evaluate(() =>
    inside('veritome-study')?.querySelector<HTMLFormElement>('.pacs form')?.requestSubmit(),
  );
  await until(page, () => inside('veritome-study')?.querySelector('.pacs [role="alert"]'));
  return page.evaluate(
    () =>
      inside('veritome-study')
        ?.querySelector('.pacs [role="alert"]')
        ?.textContent?.replace(/\s+/g, ' ')
        .trim() ?? '',
  );
}

async function click(page: Page, element: string, selector: string): Promise<void> {
  await page.evaluate(
    (name, wanted) => inside(name)?.querySelector<HTMLElement>(wanted)?.click(),
    element,
    selector,
  );
}

/** In the page: the shadow of an element in the workbench. */
declare function inside(element: string): ShadowRoot | null | undefined;

async function until<T>(page: Page, test: (given: T) => unknown, given?: T): Promise<void> {
  await page.evaluate(() => {
    (globalThis as unknown as { inside: typeof inside }).inside = (element) =>
      document.querySelector('veritome-workbench')?.shadowRoot?.querySelector(element)?.shadowRoot;
  });
  await page.waitForFunction(test as () => unknown, { timeout: LONG_MS, polling: 200 }, given);
}

if (process.argv[1]?.endsWith('.command-prove-dicom-orthanc.mjs')) {
  const table = new Table();
  await proveOrthanc(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
