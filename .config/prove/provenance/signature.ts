/**
 * Signatures and manifests, judged by programs that share no code with ours: DCMTK's `dcmsign`, dicom3tools, c2pa-rs.
 *
 * Alone: `node .config/run.mjs prove/provenance/signature.ts [--data DIR]`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import type { Series } from '../../../src/image/series.js';
import { denoise } from '../../../src/pipeline/denoise.js';
import type { ExportFormat } from '../../../src/pipeline/exportSeries.js';
import { interpolate } from '../../../src/pipeline/interpolate.js';
import { verify } from '../../../src/pipeline/verify.js';
import type { Frame } from '../../../src/provenance/markedFrame.js';
import { failures, readWithC2paRs } from '../../../test/provenance/c2pa/c2paRs.js';
import { makeRealSeries } from '../realSeries.js';
import { Table } from '../table.js';
import { dcentvfyComplaints, dciodvfyErrors, hasTool, newErrors } from '../validators.js';
import { anchorFile, filesIn, openFolder, save, syntheticSlices } from './generatedSeries.js';
import { dcmsignSays } from './survival/judgement.js';
import { treated } from './survival/treatments.js';

const SLICES = 3;
const MR = 'mr-head-t1-studyforrest02';
/** Rules of `treat.py`, each a change of something that is signed. */
const CHANGES = ['pixel', 'no synthetic data', 'image type', 'derivation', 'equipment', 'record', 'no block'];

interface Signed {
  readonly name: string;
  readonly series: Series<Frame>;
  readonly files: readonly string[];
  /** The acquired files it was made from. */
  readonly sources: readonly string[];
}

export interface SignatureOptions {
  /** Folders of real series. */
  readonly data?: string;
}

export async function proveSignature(table: Table, { data }: SignatureOptions = {}): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'veritome-signature-'));
  useLocalAssets();
  try {
    const anchor = await anchorFile(work);
    const kinds = await signedSeries(table, work, data ?? '../shared/data/train');
    for (const kind of kinds) {
      await proveFiles(table, kind, anchor);
      await proveChanges(table, kind, anchor, work);
      proveValidity(table, kind);
    }
    for (const { name, series } of kinds) {
      // A secondary capture is of a series that stands in the list already.
      if (/denoised|synthetic/.test(name))
        await provePictures(table, name, series, join(work, `${name} pictures`));
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** One series of each kind that is written and signed. */
async function signedSeries(table: Table, work: string, data: string): Promise<Signed[]> {
  const sample = filesIn('sample-dicom/quarter-dose').slice(0, SLICES);
  const kinds: Signed[] = [];
  const add = async (
    name: string,
    series: Series<Frame>,
    sources: readonly string[],
    format?: ExportFormat,
  ) => {
    kinds.push({ name, series, sources, files: await save(series, join(work, name), format) });
  };
  const acquired = await openFolder('sample-dicom/quarter-dose', SLICES);
  const quiet = await denoise(acquired, { provider: 'wasm' });
  await add('CT denoised', quiet, sample);
  await add('CT between', await interpolate(acquired, { factor: 2, provider: 'wasm' }), sample);
  await add('CT synthetic', await syntheticSlices(SLICES), []);
  await add('secondary capture', quiet, sample, 'secondary-capture');
  const mr = makeRealSeries(data, MR, join(work, 'MR source'));
  if (mr) {
    const series = await openFolder(mr, SLICES);
    await add('MR denoised', await denoise(series, { provider: 'wasm' }), filesIn(mr).slice(0, SLICES));
  } else table.skip('signature: MR denoised', `${data} is not here`);
  return kinds;
}

async function proveFiles(table: Table, { name, files }: Signed, anchor: string): Promise<void> {
  const verdicts = await Promise.all(files.map((file) => statusOf(file)));
  const verified = verdicts.filter((status) => status === 'verified').length;
  table.add(
    `signature: ${name}: verify`,
    `verified ${verified} of ${files.length}`,
    'all',
    verified === files.length,
  );
  if (!hasTool('dcmsign')) {
    table.skip(`signature: ${name}: dcmsign`, 'dcmtk is not installed');
    return;
  }
  const accepted = files.filter((file) => dcmsignSays(file, anchor) === 'accepts').length;
  table.add(
    `signature: ${name}: dcmsign --verify +rc +cf`,
    `accepts ${accepted} of ${files.length}`,
    'all',
    accepted === files.length && files.length > 0,
  );
}

/** One file, changed in each way: the second, which is generated also where acquired slices stand between. */
async function proveChanges(
  table: Table,
  { name, files }: Signed,
  anchor: string,
  work: string,
): Promise<void> {
  if (!hasTool('pydicom') || !hasTool('dcmsign')) {
    table.skip(`signature: ${name}: changes`, 'pydicom or dcmtk is not installed');
    return;
  }
  const missed: string[] = [];
  const [untouched] = treated('rewrite', files.slice(1, 2), join(work, `${name} rewrite`));
  // Were a file refused as pydicom writes it, no refusal below would tell of a change.
  if (dcmsignSays(untouched, anchor) !== 'accepts') missed.push('read and written');
  for (const change of CHANGES) {
    const [file] = treated(change, files.slice(1, 2), join(work, `${name} ${change}`));
    const [theirs, ours] = [dcmsignSays(file, anchor), await statusOf(file)];
    if (theirs !== 'rejects' || ours !== 'altered')
      missed.push(`${change}: dcmsign ${theirs}, verify ${ours}`);
  }
  table.add(
    `signature: ${name}: ${CHANGES.length} changes, one at a time`,
    missed.length === 0 ? 'dcmsign rejects, verify says altered' : missed.join('; '),
    'each',
    missed.length === 0,
  );
}

function proveValidity(table: Table, { name, files, sources }: Signed): void {
  if (!hasTool('dciodvfy')) {
    table.skip(`signature: ${name}: dciodvfy, dcentvfy`, 'dicom3tools is not installed');
    return;
  }
  const [source] = sources;
  const errors = files.flatMap((file) =>
    source ? newErrors(source, file) : dciodvfyErrors(file).filter((line) => !/0x0008,0x001c/i.test(line)),
  );
  table.add(
    `signature: ${name}: dciodvfy errors the source lacks`,
    errors[0] ?? '0',
    '0',
    errors.length === 0,
  );
  const before = new Set(dcentvfyComplaints(sources.length > 0 ? sources : files.slice(0, 1)));
  const grown = dcentvfyComplaints([...sources, ...files]).filter((line) => !before.has(line));
  table.add(`signature: ${name}: dcentvfy`, grown[0] ?? 'clean', 'clean', grown.length === 0);
}

/** PNG and JPEG as c2pa-rs reads them: whole, and signed by a key that nobody vouches for. */
async function provePictures(
  table: Table,
  name: string,
  series: Series<Frame>,
  folder: string,
): Promise<void> {
  for (const [format, type] of [
    ['png', 'image/png'],
    ['jpeg', 'image/jpeg'],
  ] as const) {
    const files = await save(series, join(folder, format), format);
    const readings = await Promise.all(
      files.map((file) => readWithC2paRs(new Uint8Array(readFileSync(file)), type)),
    );
    const complaints = [...new Set(readings.flatMap(failures))].join(', ');
    const valid = readings.filter(({ validation_state: state }) => state === 'Valid').length;
    table.add(
      `manifest: ${name}, ${format}: c2pa-rs`,
      `valid ${valid} of ${files.length}; ${complaints || 'no failure'}`,
      'all; signingCredential.untrusted alone',
      valid === files.length && complaints === 'signingCredential.untrusted',
    );
  }
}

async function statusOf(file: string): Promise<string> {
  const { status } = await verify(new Uint8Array(readFileSync(file)), file, { mark: 'none' });
  return status;
}

if (/signature\.mjs$/.test(process.argv[1] ?? '')) {
  const { values } = parseArgs({ options: { data: { type: 'string' } } });
  const table = new Table();
  await proveSignature(table, values);
  process.exitCode = table.print() ? 0 : 1;
}
