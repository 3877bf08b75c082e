/**
 * The served workbench in both languages: tabs, comparisons, results and faults of the sample
 * study are walked in English and in Portuguese. A text that is the same in both is data, a word
 * that both share, or was not translated. Every state is held against axe, in three themes.
 *
 * `node .config/run.mjs prove/embed/languages.ts`; `--texts` leaves axe out, `--shot` makes the picture of `docs/languages.md`
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';
import { isMainThread } from 'node:worker_threads';
import { openWorkbench, type Workbench } from '../../browserSession.js';
import { Table } from '../table.js';
import { STATES, textsOfPage } from './languagesInPage.js';

const LANGUAGES = ['pt-BR', 'en'] as const;
const THEMES = ['', 'light', 'contrast'] as const;
const SHOT = 'docs/images/embed-pt-BR.png';

/** Units, formats and names that are written alike in both languages. */
const ALIKE =
  /(?<![\p{L}\p{N}])(HU|mm|cm|MB|kB|GB|px|ms|min|GFLOP|CT|MR|RGB|NPS|CNR|RMS|DICOM|PNG|JPEG|NIfTI|npz|NumPy|zip|WebGPU|WebGL|wasm|cpu|SHA-256|Veritome|Ctrl|Shift|Enter|Delete|Page|Home|End|Escape|SIMD|threads?|C2PA|EMA|BCE|DCGAN|R1|ciclos|bits?)(?![\p{L}\p{N}])/gu;
/** Words that both languages share. */
const SHARED = new Set([
  ...[
    'Zoom',
    'Cine',
    'Axial',
    'Coronal',
    'axial',
    'coronal',
    'Wasserstein',
    'Hinge',
    'Adam',
    'RMSProp',
    'SGD',
  ],
  ...['Neighbor2Neighbor', 'Noise2Void', 'D(real)', 'SIMD', 'natural', 'usual'],
]);
/** Ids of models, files, UIDs, marks on pictures, and what the sample's own files say. */
const DATA = [
  /\b(ct|mr)-[a-z-]+\b/g,
  /GENERATED( · [^·]+)*/g,
  /AI (DENOISED|SYNTHETIC[A-Z ]*) - .*/g,
  /not-dicom\.dcm|sample-dicom\S*/g,
  /[0-9a-f]{8}…[0-9a-f]{8}/g,
];

export async function proveLanguages(table: Table): Promise<void> {
  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const met: Set<string>[] = [];
  let own: string[] = [];
  for (const language of LANGUAGES) {
    const workbench = await openWorkbench({ width: 1200, height: 760 });
    try {
      await workbench.page.evaluate(axe);
      own = await begin(workbench, language);
      met.push(await walk(table, workbench, language));
      const { strays } = workbench;
      table.add(
        `languages, ${language}: reports of the policy, requests off the origin, console complaints`,
        strays[0] ?? 'none',
        'none',
        strays.length === 0,
      );
    } finally {
      await workbench.close();
    }
  }
  const [portuguese, english] = met;
  table.add(
    'languages: texts met in English and in Portuguese',
    `${english.size} and ${portuguese.size}`,
    'more than 300 each',
    english.size > 300 && portuguese.size > 300,
  );
  const same = [...portuguese].filter((text) => english.has(text) && wordsOf(text, own) !== '');
  table.add(
    'languages: texts of the Portuguese page that stand there in English',
    same.length === 0 ? '0' : `${same.length}: ${same.slice(0, 12).join(' ¦ ')}`,
    '0',
    same.length === 0,
  );
}

/** Waits for the sample, speaks the language, and tells what the sample's own files say. */
async function begin({ page }: Workbench, language: string): Promise<string[]> {
  await page.waitForFunction(() => {
    const workbench = document.querySelector('veritome-workbench');
    return workbench?.study && workbench.series;
  });
  await page.waitForNetworkIdle({ idleTime: 1000 });
  return page.evaluate((tag) => {
    const workbench = document.querySelector('veritome-workbench')!;
    document.documentElement.lang = tag;
    const { labels, series = [] } = workbench.study ?? {};
    return [...Object.values(labels ?? {}), ...series.map(({ description }) => description)].filter(
      (text) => typeof text === 'string' && text !== '',
    );
  }, language);
}

/** Every state: what is read there, and what axe says in each theme. */
async function walk(table: Table, { page }: Workbench, language: string): Promise<Set<string>> {
  const met = new Set<string>();
  const violations: string[] = [];
  for (const { name, reach, wait = 300 } of STATES) {
    await page.evaluate(reach);
    await new Promise((resolve) => setTimeout(resolve, wait));
    for (const text of await page.evaluate(textsOfPage)) met.add(text);
    if (language === 'pt-BR' && name === 'compare c' && process.argv.includes('--shot')) {
      await page.screenshot({ path: SHOT, optimizeForSpeed: false });
    }
    for (const theme of process.argv.includes('--texts') ? [] : THEMES) {
      const found = await page.evaluate(async (kind) => {
        const workbench = document.querySelector('veritome-workbench')!;
        if (kind) workbench.setAttribute('theme', kind);
        else workbench.removeAttribute('theme');
        await workbench.updateComplete;
        const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
        const { violations: said } = await axe.run({ rules: { 'target-size': { enabled: true } } });
        workbench.removeAttribute('theme');
        return said.map(({ id, nodes }) => `${id} at ${nodes[0].target.flat().slice(-1)}`);
      }, theme);
      violations.push(...found.map((one) => `${name}, ${theme || 'dark'}: ${one}`));
    }
  }
  if (process.argv.includes('--texts')) {
    table.skip(`languages, ${language}: axe`, 'left out by --texts');
    return met;
  }
  table.add(
    `languages, ${language}: axe, ${STATES.length} states in three themes`,
    violations.length === 0 ? 'no violation' : `${violations.length}: ${violations.slice(0, 4).join('; ')}`,
    'none',
    violations.length === 0,
  );
  return met;
}

/** What is left of a text without data, figures and what both languages share; empty when nothing. */
function wordsOf(text: string, own: readonly string[]): string {
  // Marks, and descriptions of files that carry them, are of one text.
  if (/^(GENERATED · |AI (DENOISED|SYNTHETIC))/.test(text)) return '';
  let rest = text;
  for (const one of own) rest = rest.replaceAll(one, ' ');
  for (const data of DATA) rest = rest.replace(data, ' ');
  rest = rest.replace(ALIKE, ' ').trim();
  if (SHARED.has(rest) || SHARED.has(text)) return '';
  return /\p{L}{2,}/u.test(rest) ? rest : '';
}

if (isMainThread && /prove-embed-languages\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveLanguages(table);
  process.exitCode = table.print() ? 0 : 1;
}
