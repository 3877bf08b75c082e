/**
 * OHIF as it is released, with a real Orthanc: a CT is opened, denoised from the panel, listed
 * in its study, stored by STOW-RS, read back and judged; after a reload it is there, and badged.
 *
 * Alone: `node .config/run.mjs prove/embed/ohif.ts`.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { searchInstances, searchSeries } from '../../../src/loaders/dicomweb/search.js';
import { storeFiles } from '../../../src/loaders/dicomweb/store.js';
import { openStudy } from '../../../src/pipeline/openStudy.js';
import { verifySeries } from '../../../src/pipeline/verify.js';
// @ts-expect-error plain scripts without types
import { BROWSER_FLAGS, requireBrowser } from '../../browser.mjs';
import { basic, Orthanc } from '../provenance/survival/orthanc.js';
import { makeRealSeries } from '../realSeries.js';
import { Table } from '../table.js';
import { fetchOhif, RELEASED, serveOhif } from './ohifApp.js';
import * as ohif from './ohifPage.js';

const USER = { name: 'reader', password: 'pass' };
const SLICES = 5;
const SAMPLE = 'sample-dicom/quarter-dose';
const REAL = 'ct-chest-lidc0314';
const DATA = '../shared/data/train';
const SHOTS = 'docs/images';
const SIZE = { width: 1440, height: 900 };

export async function proveOhif(table: Table, args: readonly string[] = []): Promise<void> {
  const orthanc = await Orthanc.start(USER);
  if (!orthanc) {
    table.skip('OHIF with an archive', 'Orthanc is not installed');
    return;
  }
  const version = args[args.indexOf('--version') + 1 || args.length] ?? RELEASED;
  const place = new URL(orthanc.dicomweb);
  [place.username, place.password] = [USER.name, USER.password];
  const served = await serveOhif(fetchOhif(version), place.href);
  const browser = await puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    args: BROWSER_FLAGS,
    protocolTimeout: ohif.LONG_MS,
  });
  try {
    await prove({ table, orthanc, browser, url: served.url, name: `OHIF ${version}` });
  } finally {
    await browser.close();
    served.close();
    await orthanc.close();
  }
}

interface Proof {
  readonly table: Table;
  readonly orthanc: Orthanc;
  readonly browser: Browser;
  readonly url: string;
  readonly name: string;
}

async function prove({ table, orthanc, browser, url, name }: Proof): Promise<void> {
  const service = { root: orthanc.dicomweb, headers: { authorization: basic(USER) } };
  const sent = await fill(service);
  const { page, strays } = await watched(browser, url);
  await page.goto(`${url}veritome?StudyInstanceUIDs=${sent.study}`, { waitUntil: 'load' });
  await ohif.panelReady(page);
  await ohif.confirmUse(page);
  const before = await ohif.badge(page, false);
  table.add(`${name}, unchanged: badge on the acquired CT`, `${before} pixels`, 'none', before === 0);

  await ohif.click(page, ['veritome-ohif', 'veritome-denoiser'], 'button[type="submit"]');
  await ohif.waitFor(page, ['veritome-ohif'], '.results li');
  const made = (await ohif.listed(page)).filter((one) => one.startsWith('AI DENOISED'));
  table.add('series in the study list after denoising from the panel', made.join(), '1', made.length === 1);
  const amber = await ohif.badge(page, true);
  table.add(
    'result in the viewport: amber pixels of the badge in its canvas',
    `${amber}`,
    '> 50',
    amber > 50,
  );
  await shot(page, 'embed-ohif.png');

  await ohif.planes(page);
  const badged = await ohif.badgedPlanes(page, 3).then(
    () => 3,
    () => 'not all',
  );
  table.add('result as a volume: planes with the badge in their canvas', `${badged}`, '3', badged === 3);
  await ohif.planes(page);

  await ohif.click(page, ['veritome-ohif'], '#tab-compare');
  const compared = await ohif.waitFor(
    page,
    ['veritome-ohif', 'veritome-ohif-comparison', 'veritome-compare'],
    'veritome-viewport.after',
  );
  table.add('comparison with the acquired series in the panel', 'shown', 'shown', compared !== undefined);

  await ohif.click(page, ['veritome-ohif'], '[part="store"]');
  await ohif.waitFor(page, ['veritome-ohif'], '.results .verified');
  const series = await searchSeries(service, { study: sent.study });
  const ours = series.find(({ seriesInstanceUID }) => seriesInstanceUID !== sent.series);
  const query = { study: sent.study, series: ours?.seriesInstanceUID };
  const instances = await searchInstances(service, query);
  table.add(
    'stored by STOW-RS: series of the study, slices of the new one',
    `${series.length}, ${instances.length}`,
    `2, ${sent.slices}`,
    series.length === 2 && instances.length === sent.slices,
  );
  const [judged] = await verifySeries({ dicomweb: { ...service, ...query } }, { mark: 'none' });
  const { status, class: kind } = judged?.verdict ?? {};
  table.add(
    'read back from Orthanc: verdict',
    `${status}, ${kind}`,
    'verified, denoised',
    status === 'verified' && kind === 'denoised',
  );

  await page.reload({ waitUntil: 'load' });
  await ohif.panelReady(page);
  const again = (await ohif.listed(page)).filter((one) => one.startsWith('AI DENOISED'));
  table.add('after a reload: in the study list', again.join(), '1', again.length === 1);
  await ohif.show(page, 'AI DENOISED');
  const kept = await ohif.badge(page, true);
  table.add('after a reload: amber pixels of the badge', `${kept}`, '> 50', kept > 50);
  await ohif.panelReady(page);
  await ohif.click(page, ['veritome-ohif'], '#tab-origin');
  await ohif.click(page, ['veritome-ohif'], '[part="check"]');
  const verdict = await ohif.waitFor(page, ['veritome-ohif', 'veritome-inspector'], '[part~="verdict"]');
  table.add(
    'the inspector in the panel on the stored series',
    verdict,
    'generated, unchanged',
    /^Generated, and unchanged/.test(verdict),
  );
  await shot(page, 'embed-ohif-reload.png');
  await ohif.click(page, ['veritome-ohif'], '#tab-compare');
  await ohif.waitFor(
    page,
    ['veritome-ohif', 'veritome-ohif-comparison', 'veritome-compare'],
    'veritome-viewport.after',
  );
  table.add('after a reload: compared with the acquired series', 'shown', 'shown', true);

  await inPortuguese(table, page);
  table.add(
    'requests off the origin, complaints of ours',
    strays.join(' | ') || 'none',
    'none',
    strays.length === 0,
  );
}

async function inPortuguese(table: Table, page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('i18nextLng', 'pt-BR'));
  await page.reload({ waitUntil: 'load' });
  await ohif.panelReady(page);
  const tabs = await ohif.waitFor(page, ['veritome-ohif'], '.tabs');
  table.add('OHIF in Portuguese: the panel', tabs, 'Comparar', tabs.includes('Comparar'));
}

/** What goes in: some slices of the sample CT, or of a real one where there is one. */
async function fill(service: { root: string; headers: Record<string, string> }) {
  const folder = mkdtempSync(join(tmpdir(), 'veritome-ohif-'));
  const real = existsSync(DATA) ? makeRealSeries(DATA, REAL, join(folder, 'real')) : undefined;
  const from = real ?? SAMPLE;
  const files = readdirSync(from)
    .sort()
    .slice(0, SLICES)
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(from, name))) }));
  rmSync(folder, { recursive: true, force: true });
  const { studyInstanceUID: study, series } = await openStudy(files);
  await storeFiles(service, each(files), { study, series: series[0].seriesInstanceUID });
  return { study, series: series[0].seriesInstanceUID, slices: files.length };
}

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

/** A page whose requests to elsewhere, and whose complaints, are kept. */
async function watched(browser: Browser, url: string): Promise<{ page: Page; strays: string[] }> {
  const page = await browser.newPage();
  await page.setViewport(SIZE);
  const strays: string[] = [];
  page.on('request', (request) => {
    const target = request.url();
    if (!/^(blob|data):/.test(target) && !target.startsWith(url))
      strays.push(`request to ${new URL(target).origin}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' && !THEIRS.test(message.text())) strays.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => strays.push(`page error: ${String(error)}`));
  await ohif.addProbes(page);
  return { page, strays };
}

/** What OHIF itself complains of, with and without us. */
const THEIRS = /IMAGE_LOAD_ERROR/;

/** Of a size that a document can carry. */
async function shot(page: Page, name: string): Promise<void> {
  await page.setViewport({ width: 1100, height: 690 });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await page.screenshot({ path: join(SHOTS, name) as `${string}.png` });
  await page.setViewport(SIZE);
}

if (process.argv[1]?.endsWith('.command-prove-embed-ohif.mjs')) {
  const table = new Table();
  await proveOhif(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
