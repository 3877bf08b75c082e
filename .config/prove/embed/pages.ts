/**
 * Every page that the repository serves, found by looking: under the strict policy without a
 * report, a stray request or a complaint; accessible in each theme, at the width of a desk and
 * of a telephone; and the same without cross-origin isolation.
 *
 * `node .config/run.mjs prove/embed/pages.ts [PART OF A PATH… | isolation]`
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import process from 'node:process';
import type { AxeResults } from 'axe-core';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
// @ts-expect-error plain scripts without types
import { BROWSER_FLAGS, requireBrowser } from '../../browser.mjs';
import { exampleNames } from '../../examples.js';
// @ts-expect-error plain scripts without types
import { CONTENT_SECURITY_POLICY } from '../../serve.mjs';
import { Table } from '../table.js';
import { type Served, type Site, serveSite } from './bridge/servers.js';
import { BESIDE } from './servedPage.js';

const EXAMPLES = 'node_modules/.cache/veritome-examples';
const REPORTS = '/policy-reports';
/** The plain example has the whole sample study beside it, not one series. */
const WHOLE_STUDY = [
  ['/study/index.json', readFileSync('sample-dicom/index.json')],
  ...['full-dose', 'quarter-dose'].map(
    (name) => [`/study/${name}/`, { folder: `sample-dicom/${name}` }] as const,
  ),
] as const;
/** What a framework asks of `trusted-types`; its example's page says so too. */
const TRUSTED: Readonly<Record<string, string>> = { vue: ' vue' };
const WIDTHS = [1280, 360] as const;
const THEMES = ['dark', 'light', 'contrast'] as const;
/** Folders without pages of their own. */
const NO_PAGES = new Set(['node_modules', 'src']);

/** Pages of one origin. */
interface Group {
  readonly name: string;
  readonly at: Site['at'];
  readonly pages: readonly string[];
  /** A name more for `trusted-types`. */
  readonly trusted?: string;
}

export async function provePages(table: Table, args: readonly string[] = []): Promise<void> {
  const wanted = (group: string, page: string) =>
    args.length === 0 || args.some((part) => `${group}/${page}`.includes(part));
  const browser = await puppeteer.launch({
    executablePath: requireBrowser(),
    headless: true,
    args: BROWSER_FLAGS,
    protocolTimeout: 300_000,
  });
  try {
    for (const group of groups()) {
      const pages = group.pages.filter((page) => wanted(group.name, page));
      if (pages.length === 0) continue;
      await proveGroup(table, browser, { ...group, pages });
    }
    if (args.length === 0 || args.includes('isolation')) await proveWithoutIsolation(table, browser);
  } finally {
    await browser.close();
  }
}

/** What lies in `dist/`, each kind as it is served, and the examples that were built. */
function groups(): Group[] {
  const assets = [
    ['/demo/assets/', { folder: 'dist/assets' }],
    ['/demo/sample-dicom/', { folder: 'sample-dicom' }],
    ['/embed/assets/', { folder: 'dist/assets' }],
    ['/sample-dicom/', { folder: 'sample-dicom' }],
    ['/', { folder: 'dist' }],
  ] as const;
  const pages = htmlIn('dist');
  const folders = [...new Set(pages.map((page) => page.split('/')[0]))].sort();
  const examples = exampleNames().filter((name) => existsSync(join(EXAMPLES, name)));
  return [
    ...folders.map((name) => ({
      name,
      at: assets,
      pages: pages.filter((page) => page.startsWith(`${name}/`)),
    })),
    ...examples.map((name) => {
      const home = join(EXAMPLES, name);
      const built = [join(home, 'dist'), home].find((folder) => existsSync(join(folder, 'index.html')));
      const beside = BESIDE.map(([path, folder]) => [path, { folder }] as const);
      const at = [...WHOLE_STUDY, ...beside, ['/', { folder: built ?? home }]] as const;
      return { name: `example ${name}`, at, pages: built ? htmlIn(built) : [], trusted: TRUSTED[name] ?? '' };
    }),
  ];
}

function htmlIn(folder: string, below = ''): string[] {
  if (!existsSync(folder)) return [];
  // Entry by entry: an example's node_modules leads back to this repository by a link.
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return NO_PAGES.has(entry.name) ? [] : htmlIn(folder, path);
      return entry.isFile() && entry.name.endsWith('.html') ? [path] : [];
    })
    .sort();
}

function serveGroup({ at, trusted = '' }: Pick<Group, 'at' | 'trusted'>, isolated: boolean): Promise<Served> {
  return serveSite(() => ({
    at: [[REPORTS, ''], ...at],
    headers: () => ({
      'Content-Security-Policy': `${CONTENT_SECURITY_POLICY}${trusted}; report-uri ${REPORTS}`,
      ...(isolated && {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      }),
    }),
  }));
}

/** A page that writes down whatever it complains about. */
async function listened(browser: Browser, origin: string): Promise<{ page: Page; said: string[] }> {
  const page = await browser.newPage();
  const said: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) said.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => said.push(`page error: ${String(error)}`));
  page.on('request', (request) => {
    const target = request.url();
    if (!/^(blob|data):/.test(target) && !target.startsWith(`${origin}/`)) said.push(`request: ${target}`);
  });
  await page.exposeFunction('policyReport', (text: string) => said.push(`policy: ${text}`));
  // Before anything of the page runs.
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      (globalThis as unknown as { policyReport(text: string): void }).policyReport(
        `${violatedDirective} ${blockedURI}`,
      );
    });
  });
  return { page, said };
}

async function proveGroup(table: Table, browser: Browser, group: Group): Promise<void> {
  const site = await serveGroup(group, true);
  const complaints: string[] = [];
  const violations: string[] = [];
  let looks = 0;
  try {
    for (const path of group.pages) {
      const { page, said } = await listened(browser, site.origin);
      await visit(page, `${site.origin}/${path}`);
      for (const [look, found] of await looksOf(page)) {
        looks += 1;
        violations.push(...found.map((one) => `${path} ${look}: ${one}`));
      }
      complaints.push(...said.map((one) => `${path}: ${one}`));
      await page.close();
      process.stderr.write(`  ${path}: ${said.length} complaints, ${violations.length} violations so far\n`);
    }
    complaints.push(...site.asked.filter((path) => path === REPORTS));
  } finally {
    site.close();
  }
  const of = `${group.name}, ${group.pages.length} ${group.pages.length === 1 ? 'page' : 'pages'}`;
  table.add(
    `pages of ${of}: reports of the policy, requests off the origin, console complaints`,
    summary(complaints),
    'none',
    complaints.length === 0,
  );
  table.add(
    `pages of ${of}: axe, ${looks} looks (theme, width, language)`,
    summary(violations),
    'no violation',
    violations.length === 0,
  );
}

function summary(list: readonly string[]): string {
  for (const one of list) process.stderr.write(`  ${one}\n`);
  return list.length === 0
    ? 'none'
    : `${list.length}, the first: ${list[0].replaceAll('|', '/').slice(0, 200)}`;
}

async function visit(page: Page, url: string): Promise<void> {
  await page.setViewport({ width: WIDTHS[0], height: 900 });
  await page.goto(url, { waitUntil: 'load' });
  // Weights and samples may still be on their way.
  await page.waitForNetworkIdle({ idleTime: 300, timeout: 20_000 }).catch(() => undefined);
}

/** What axe finds, look by look. */
async function looksOf(page: Page): Promise<[string, string[]][]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const session = await page.createCDPSession();
  const found: [string, string[]][] = [];
  for (const width of WIDTHS) {
    await page.setViewport({ width, height: width === 360 ? 740 : 900 });
    for (const theme of THEMES) {
      // The protocol itself: the library knows no contrast.
      await session.send('Emulation.setEmulatedMedia', {
        features: [
          { name: 'prefers-color-scheme', value: theme === 'light' ? 'light' : 'dark' },
          { name: 'prefers-contrast', value: theme === 'contrast' ? 'more' : '' },
        ],
      });
      const own = await page.evaluate((name) => {
        const elements = [...document.querySelectorAll<HTMLElement>('*')].filter(({ localName }) =>
          localName.startsWith('veritome-'),
        );
        for (const one of elements) {
          if (name === 'dark') one.removeAttribute('theme');
          else one.setAttribute('theme', name);
        }
        return elements.length > 0;
      }, theme);
      found.push([`${theme} ${width}`, await axe(page)]);
      if (!own || theme !== 'dark') continue;
      await speak(page, 'pt-BR');
      found.push([`${theme} ${width} pt-BR`, await axe(page)]);
      await speak(page, '');
    }
  }
  return found;
}

async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate((name) => {
    for (const one of document.querySelectorAll<HTMLElement>('*')) {
      if (one.localName.startsWith('veritome-')) one.lang = name;
    }
  }, language);
}

async function axe(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id} ${nodes[0].target} (${nodes.length})`);
  });
}

/** Isolation brings threads to wasm; nothing may need it. */
async function proveWithoutIsolation(table: Table, browser: Browser): Promise<void> {
  const [demo] = groups().filter(({ name }) => name === 'demo');
  const site = await serveGroup(demo, false);
  try {
    const { page, said } = await listened(browser, site.origin);
    await visit(page, `${site.origin}/demo/index.html`);
    const names = readdirSync('sample-dicom/quarter-dose').sort().slice(0, 2);
    const result = await page.evaluate(async (files) => {
      const bench = document.querySelector('veritome-workbench')!;
      const urls = files.map((name) => new URL(`sample-dicom/quarter-dose/${name}`, document.baseURI));
      await bench.open(urls);
      const series = await bench.denoise({ provider: 'wasm' });
      return { isolated: crossOriginIsolated, kinds: series.frames.map(({ kind }) => kind) };
    }, names);
    table.add(
      'pages without cross-origin isolation: slices denoised, complaints',
      `${result.isolated ? 'isolated' : 'not isolated'}, ${result.kinds.length}, ${said[0] ?? 'none'}`,
      'not isolated, 2, none',
      !result.isolated && result.kinds.join() === 'marked,marked' && said.length === 0,
    );
  } finally {
    site.close();
  }
}

if (/embed-pages\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await provePages(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
