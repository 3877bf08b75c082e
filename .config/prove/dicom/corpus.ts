/**
 * The shared corpus, read in Node and in Chromium: a row for each expectation of its
 * manifest, and what each syntax has.
 *
 *   node .config/run.mjs prove/dicom/corpus.ts [--corpus DIR] [--doc FILE]
 *
 * `--doc` writes the counts into the table of docs/transfer-syntaxes.md.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { gunzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { filesOf, type GoodFile, type Reading, read } from '../../../test/dicom/read/corpus.js';
import { openWorkbench } from '../../browserSession.js';
import { Table } from '../table.js';

type Readings = ReadonlyMap<GoodFile, Reading>;

/** Adds the rows; `--corpus` names another folder with a manifest of the same form. */
export async function proveCorpus(table: Table, args: readonly string[]): Promise<void> {
  const corpus = resolve(option(args, '--corpus') ?? '../shared/corpus');
  const manifest = join(corpus, 'manifest-dev.json');
  if (!existsSync(manifest)) {
    table.skip('corpus of good files', `${corpus} is not here`);
    return;
  }
  const files = filesOf(readFileSync(manifest, 'utf8'));
  const inNode = await readInNode(corpus, files);
  judge(table, 'Node', inNode);
  judge(table, 'Chromium', await readInChromium(corpus, files));
  const doc = option(args, '--doc');
  if (doc) writeCounts(doc, inNode);
}

async function readInNode(corpus: string, files: readonly GoodFile[]): Promise<Readings> {
  useLocalAssets();
  const readings = new Map<GoodFile, Reading>();
  for (const entry of files) {
    const raw = entry.lossy_ref?.frame0_raw_gz;
    const reference = raw ? new Uint8Array(gunzipSync(readFileSync(join(corpus, raw)))) : undefined;
    const bytes = new Uint8Array(readFileSync(join(corpus, entry.file)));
    readings.set(entry, await read(entry, bytes, reference));
  }
  return readings;
}

/** In the served workbench's page, under its policy. */
async function readInChromium(corpus: string, files: readonly GoodFile[]): Promise<Readings> {
  const { outputFiles } = await build({
    entryPoints: ['.config/prove/dicom/pageCorpus.ts'],
    ...{ bundle: true, write: false, format: 'iife', target: 'es2022', logLevel: 'error' },
    define: { 'import.meta.url': 'document.baseURI' },
  });
  const workbench = await openWorkbench();
  const readings = new Map<GoodFile, Reading>();
  try {
    await workbench.page.evaluate(outputFiles[0].text);
    for (const entry of files) {
      const raw = entry.lossy_ref?.frame0_raw_gz;
      const reference = raw ? gunzipSync(readFileSync(join(corpus, raw))).toString('base64') : undefined;
      const bytes = readFileSync(join(corpus, entry.file)).toString('base64');
      const reading = await workbench.page.evaluate(
        (e, b, r) => globalThis.readCorpusFile(e, b, r),
        entry,
        bytes,
        reference,
      );
      readings.set(entry, reading);
    }
    if (workbench.strays.length > 0) throw new Error(workbench.strays.join('\n'));
  } finally {
    await workbench.close();
  }
  return readings;
}

function judge(table: Table, where: string, readings: Readings): void {
  const groups = groupBy(readings, ([entry]) => entry.expected);
  for (const [expected, group] of [...groups].sort(([a], [b]) => a.localeCompare(b))) {
    const wrong = group.filter(([, { right }]) => !right);
    for (const [entry, { got, difference }] of wrong) {
      process.stderr.write(`  ${entry.file}: ${expected}, got ${got}, off by ${difference}\n`);
    }
    const outcomes = groupBy(group, ([, { got }]) => (got.startsWith('hash') ? 'decoded' : got));
    const counts = [...outcomes].map(([got, list]) => `${list.length} ${got}`).sort();
    const differences = group.flatMap(([, { difference }]) => (difference === undefined ? [] : [difference]));
    const most = differences.length > 0 ? `, off by ${Math.max(...differences)} at most` : '';
    table.add(
      `${where}: ${expected}`,
      `${group.length - wrong.length} of ${group.length} right (${counts.join(', ')}${most})`,
      'all',
      wrong.length === 0,
    );
  }
}

const BEGIN = '<!-- counts: printed by prove/dicom/corpus.ts -->';
const END = '<!-- end of counts -->';

/** Files of each transfer syntax that were read as expected. */
function writeCounts(doc: string, readings: Readings): void {
  const groups = groupBy(readings, ([{ ts }]) => ts ?? 'none in the file');
  const rows = [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([ts, group]) => {
      const pixels = group.filter(([, { got }]) => got.startsWith('hash')).length;
      const right = group.filter(([, { right: r }]) => r).length;
      return `| ${ts} | ${group.length} | ${pixels} | ${right} |`;
    });
  const head = ['| UID | files | decoded | as the manifest expects |', '|---|---|---|---|'];
  const text = readFileSync(doc, 'utf8');
  const [before, after] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  writeFileSync(doc, `${text.slice(0, before)}\n${[...head, ...rows].join('\n')}\n${text.slice(after)}`);
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

if (/prove-dicom-corpus\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveCorpus(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
