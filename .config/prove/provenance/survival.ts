/**
 * What is left of the marks after archives, converters and de-identifiers.
 *
 * Alone: `node .config/run.mjs prove/provenance/survival.ts [--work DIR] [--doc docs/survival.md]`.
 * `--work` keeps the series and takes them again; `--doc` writes the table into a document.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { Table } from '../table.js';
import { hasTool } from '../validators.js';
import { anchorFile, denoisedSample, filesIn, SLICES, save, syntheticSlices } from './generatedSeries.js';
import { judgeFiles, type Left } from './survival/judgement.js';
import { Orthanc } from './survival/orthanc.js';
import { markdownOf, type Outcome } from './survival/outcome.js';
import {
  dcmtkTreatments,
  orthancTreatments,
  pydicomTreatments,
  type Treatment,
} from './survival/treatments.js';

const SERIES = ['denoised', 'synthetic'] as const;

export interface SurvivalOptions {
  /** Folder for the series, kept; one of its own, deleted, when absent. */
  readonly work?: string;
  /** Only treatments whose name contains this. */
  readonly only?: string;
}

/** Treats the series and judges what is left; the outcomes, for a document. */
export async function proveSurvival(table: Table, options: SurvivalOptions = {}): Promise<Outcome[]> {
  const work = options.work ?? mkdtempSync(join(tmpdir(), 'veritome-survival-'));
  const orthanc = await Orthanc.start();
  try {
    const { files, anchor } = await generated(work);
    const wanted = treatments(table, orthanc).filter(({ name }) => name.includes(options.only ?? ''));
    const before = {} as Record<string, Left>;
    for (const name of SERIES) before[name] = await judgeFiles(files[name], anchor);
    const outcomes: Outcome[] = [outcome('as written', before)];
    for (const [n, treatment] of wanted.entries()) {
      const left: Record<string, Left | string> = {};
      for (const name of SERIES) {
        const out = join(work, 'treated', `${n}-${name}`);
        left[name] = await leftBy(treatment, files[name].slice(0, treatment.slices), out, anchor);
        rmSync(out, { recursive: true, force: true });
      }
      const made = outcome(treatment.name, left, before);
      outcomes.push(made);
      judge(table, treatment, made);
    }
    return outcomes;
  } finally {
    await orthanc?.close();
    if (!options.work) rmSync(work, { recursive: true, force: true });
  }
}

function treatments(table: Table, orthanc: Orthanc | undefined): Treatment[] {
  const wanted: Treatment[] = [];
  if (orthanc) wanted.push(...orthancTreatments(orthanc));
  else table.skip('survival: Orthanc', 'Orthanc is not installed');
  if (hasTool('dcmsign')) wanted.push(...dcmtkTreatments());
  else table.skip('survival: dcmconv, dcmodify, dcmcjpeg, dcmsign', 'dcmtk is not installed');
  if (hasTool('pydicom')) wanted.push(...pydicomTreatments());
  else table.skip('survival: de-identification and changes', 'pydicom is not installed');
  return wanted;
}

/** What is left, or why the treatment cannot be had. */
async function leftBy(
  treatment: Treatment,
  paths: readonly string[],
  out: string,
  anchor: string,
): Promise<Left | string> {
  let files: string[];
  try {
    files = await treatment.apply(paths, out);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (files.length !== paths.length) return `${files.length} of ${paths.length} files came back`;
  return judgeFiles(files, anchor);
}

function outcome(name: string, left: Outcome['left'], before?: Record<string, Left>): Outcome {
  return { name, left, before };
}

function judge(table: Table, { name, bar }: Treatment, { left }: Outcome): void {
  const figure = `survival: ${name}`;
  const refused = Object.values(left).find((one) => typeof one === 'string');
  if (typeof refused === 'string') {
    table.skip(figure, refused);
    return;
  }
  const found = Object.entries(left) as [string, Left][];
  const words = found.map(([series, one]) => `${series} ${one.verdict}, mark z ${one.z.toFixed(1)}`);
  const holds = found.every(([, one]) => bar?.holds(one) ?? true);
  table.add(figure, words.join('; '), bar?.words ?? 'reported', holds);
}

/** The series as files, made once. */
async function generated(work: string): Promise<{ files: Record<string, string[]>; anchor: string }> {
  const anchor = join(work, 'root.pem');
  if (!existsSync(anchor)) {
    mkdirSync(work, { recursive: true });
    await save(await denoisedSample(), join(work, 'denoised'));
    await save(await syntheticSlices(), join(work, 'synthetic'));
    await anchorFile(work);
  }
  const files = Object.fromEntries(SERIES.map((name) => [name, filesIn(join(work, name)).slice(0, SLICES)]));
  return { files, anchor };
}

const MARKED = /<!-- figures: written by survival -->[\s\S]*?<!-- end of figures -->/;

/** Puts the table into a document that has a place for it. */
function writeInto(document: string, markdown: string): void {
  const text = readFileSync(document, 'utf8');
  if (!MARKED.test(text)) throw new Error(`${document} has no place for figures.`);
  const figures = `<!-- figures: written by survival -->\n\n${markdown}\n<!-- end of figures -->`;
  writeFileSync(
    document,
    text.replace(MARKED, () => figures),
  );
}

if (/survival\.mjs$/.test(process.argv[1] ?? '')) {
  const { values } = parseArgs({
    options: { work: { type: 'string' }, only: { type: 'string' }, doc: { type: 'string' } },
  });
  const table = new Table();
  const markdown = markdownOf(await proveSurvival(table, values));
  if (values.doc) writeInto(values.doc, markdown);
  process.stdout.write(`${markdown}\n`);
  process.exitCode = table.print() ? 0 : 1;
}
