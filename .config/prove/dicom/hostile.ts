/**
 * Damaged and hostile files: each ends in an outcome that its manifest allows, soon and in
 * little memory.
 *
 *   node .config/run.mjs prove/dicom/hostile.ts [--corpus DIR]
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread } from 'node:worker_threads';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { codecs } from '../../../src/dicom/codecs.js';
import { parsePart10 } from '../../../src/dicom/part10.js';
import { readAny } from '../../../src/dicom/pictures.js';
import { isNative } from '../../../src/dicom/transferSyntaxes.js';
import { isVeritomeError } from '../../../src/errors.js';
import { inspect } from '../../../src/pipeline/inspect.js';
import { serve, Watched } from '../../watched.js';
import { Table } from '../table.js';

const LIMIT_MS = 2000;
const LIMIT_MIB = 256;
const KILL_MS = 30_000;
const NAME = 'hostile';

export interface BadFile {
  readonly file: string;
  readonly cls: string;
  readonly expected: string;
  readonly also_allowed: readonly string[];
  readonly what: string;
}

/** What `inspect` and the viewer's reader made of a file. */
interface Reading {
  readonly status: 'ok' | 'no-image' | 'refused';
  readonly warnings: number;
  readonly said: string;
  /** For the viewer: slices to compute on, pictures to look at, or the tag of the error. */
  readonly shown: string;
}

export interface Judged extends BadFile {
  readonly outcome: string;
  readonly allowed: boolean;
  readonly excused: boolean;
  readonly ms: number;
  readonly mebibytes: number | undefined;
  readonly said: string;
}

serve(NAME, readFile);
// In the thread, too: a codec is an asset.
useLocalAssets();

async function readFile(path: string): Promise<Reading> {
  const bytes = new Uint8Array(readFileSync(path));
  const { inspection } = await inspect(bytes, 'file');
  const { status, warnings = [], reason = '' } = inspection;
  return {
    status,
    warnings: warnings.length,
    said: [reason, ...warnings].join(' '),
    shown: await show(bytes),
  };
}

async function show(bytes: Uint8Array): Promise<string> {
  try {
    const part10 = parsePart10(bytes, 'file');
    const { transferSyntaxUID } = part10;
    try {
      return Object.keys(await readAny(part10))[0];
    } catch (error) {
      const lacking = isVeritomeError(error, 'UnsupportedTransferSyntaxError');
      const known = isNative(transferSyntaxUID) || codecs.has(transferSyntaxUID);
      // Without its codec a file says nothing of our limits.
      if (lacking && !known && transferSyntaxUID.startsWith('1.2.840.10008.1.2.4.')) return 'no codec';
      throw error;
    }
  } catch (error) {
    if (isVeritomeError(error)) return error.tag;
    throw error;
  }
}

/** The manifest's word for what happened; `look-only` where a picture is shown but nothing can be computed. */
function outcomeOf({ status, warnings, shown }: Reading): string {
  const visible = shown === 'frames' || shown === 'pictures';
  if (visible && status !== 'ok') return `inconsistent: ${status}, ${shown}`;
  if (visible) return warnings === 0 ? 'accept' : shown === 'pictures' ? 'look-only' : 'accept-warn';
  // The stored values have a hash and a warning, and no slice comes of them.
  if (status === 'ok') return warnings > 0 ? 'warned, not shown' : 'silent';
  return 'reject';
}

/** What each word of the manifest permits. */
const PERMITS: Readonly<Record<string, readonly string[]>> = {
  accept: ['accept'],
  'accept-inert': ['accept', 'accept-warn', 'look-only'],
  'accept-warn': ['accept-warn', 'look-only'],
  // Never a model run: slices that one could take are not allowed.
  partial: ['reject', 'look-only', 'warned, not shown'],
  'reject-pixels': ['reject'],
  reject: ['reject'],
};

function permits({ expected, also_allowed, what }: BadFile, outcome: string): boolean {
  const words = [expected, ...also_allowed];
  const unnoticed = what.includes('decoder may not notice') && outcome.startsWith('accept');
  // Values shown as stored, with a warning, and refused where they are computed on.
  const warned = outcome === 'warned, not shown' && words.includes('accept-warn');
  return unnoticed || warned || words.some((word) => PERMITS[word]?.includes(outcome));
}

/** Judges every file of a corpus, in a thread that may be killed. */
export async function judgeCorpus(folder: string, bundle: string): Promise<Judged[]> {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest-bad.json'), 'utf8')) as {
    files: BadFile[];
  };
  const watched = new Watched<string, Reading>({
    name: NAME,
    bundle,
    limitMs: KILL_MS,
    heapMiB: 1024,
    memory: true,
  });
  const judged: Judged[] = [];
  try {
    // Loads what every file needs, so that the first is not charged for it.
    if (manifest.files[0]) await watched.run(join(folder, manifest.files[0].file));
    for (const file of manifest.files) {
      process.stderr.write(process.stderr.isTTY ? `\r${file.file} ` : '');
      const ended = await watched.run(join(folder, file.file));
      const { ms } = ended;
      if ('fault' in ended) {
        judged.push({
          ...file,
          outcome: ended.fault,
          allowed: false,
          excused: false,
          ms,
          mebibytes: undefined,
          said: '',
        });
        continue;
      }
      const outcome = outcomeOf(ended.result);
      const excused = ended.result.shown === 'no codec';
      const mebibytes = ended.kibibytes === undefined ? undefined : ended.kibibytes / 1024;
      const { said } = ended.result;
      judged.push({ ...file, outcome, allowed: permits(file, outcome), excused, ms, mebibytes, said });
    }
  } finally {
    await watched.close();
  }
  return judged;
}

/** Within time, memory and the manifest. */
export function holds({ allowed, excused, ms, mebibytes = 0 }: Judged): boolean {
  return (allowed || excused) && ms <= LIMIT_MS && mebibytes <= LIMIT_MIB;
}

export async function proveHostile(table: Table, args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    options: { 'corpus-bad': { type: 'string' } },
  });
  const folder = String(values['corpus-bad'] ?? '../shared/corpus-bad');
  if (!existsSync(folder)) return table.skip('hostile files', `${folder} is absent`);
  const judged = await judgeCorpus(folder, fileURLToPath(import.meta.url));
  for (const cls of [...new Set(judged.map((file) => file.cls))].sort()) {
    const files = judged.filter((file) => file.cls === cls);
    const lacking = files.filter(({ excused }) => excused).length;
    const fine = files.filter(holds).length;
    const outcomes = counted(files.map(({ outcome }) => outcome));
    const wrong = files.filter((file) => !holds(file)).map(({ file }) => file);
    table.add(
      `${cls}: outcomes allowed, of ${files.length} files`,
      `${fine} (${outcomes}${lacking ? `; ${lacking} without codec` : ''})${wrong.length ? `: ${wrong.join(', ')}` : ''}`,
      `${files.length}`,
      fine === files.length,
    );
  }
  for (const { file, outcome, said } of judged.filter((one) => !holds(one))) {
    process.stderr.write(`${file}: ${outcome}. ${said}\n`);
  }
  const slowest = judged.reduce((most, file) => (file.ms > most.ms ? file : most));
  table.add(
    'slowest file',
    `${Math.round(slowest.ms)} ms (${slowest.file})`,
    `≤ ${LIMIT_MS} ms`,
    slowest.ms <= LIMIT_MS,
  );
  const largest = judged.reduce((most, file) =>
    (file.mebibytes ?? 0) > (most.mebibytes ?? 0) ? file : most,
  );
  if (largest.mebibytes === undefined)
    table.skip('largest growth of the process', 'this system does not tell');
  else {
    const { mebibytes, file } = largest;
    table.add(
      'largest growth of the process',
      `${mebibytes.toFixed(0)} MiB (${file})`,
      `≤ ${LIMIT_MIB} MiB`,
      mebibytes <= LIMIT_MIB,
    );
  }
}

function counted(words: readonly string[]): string {
  return [...new Set(words)]
    .map((word) => `${words.filter((one) => one === word).length} ${word}`)
    .join(', ');
}

if (isMainThread && /dicom-hostile\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  void proveHostile(table, process.argv.slice(2)).then(() => {
    process.exitCode = table.print() ? 0 : 1;
  });
}
