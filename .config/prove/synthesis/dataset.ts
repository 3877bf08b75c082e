/** What the data set factory must show: a thousand slices, replay, shares, and other people's readers. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { DatasetManifest } from '../../../src/pipeline/dataset/datasetManifest.js';
import { Table } from '../table.js';
import { dciodvfyErrors, hasTool, veritome } from '../validators.js';
import { hashesRead } from './datasetReaders.js';

export interface DatasetProof {
  /** Slices of the large job; 1000 when absent. */
  readonly count?: number;
  /** Runs the command; a test's own when given. */
  readonly run?: typeof veritome;
}

const SEED = '7';
/** Files that slow tools look at, spread over the job. */
const SAMPLE = 50;

export function proveDataset(table: Table, { count = 1000, run = veritome }: DatasetProof = {}): void {
  const work = mkdtempSync(join(tmpdir(), 'veritome-dataset-'));
  try {
    const dicom = generate(table, run, join(work, 'dicom'), 'dicom', count);
    const npz = generate(table, run, join(work, 'npz'), 'npz', count);
    if (!dicom || !npz) return;
    const same = dicom.files.filter((row, i) => row.pixelSha256 === npz.files[i]?.pixelSha256).length;
    table.add('DICOM and npz of one job: same pixels', `${same} of ${count}`, 'all', same === count);
    proveReplay(table, run, work, dicom);
    proveShares(table, run, work, dicom);
    proveValidity(table, run, join(work, 'dicom'), dicom);
    proveReaders(table, run, work, { dicom, npz });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function generate(
  table: Table,
  run: typeof veritome,
  out: string,
  format: string,
  count: number,
): DatasetManifest | undefined {
  const began = performance.now();
  const { code, err } = run(
    'generate',
    '--out',
    out,
    '--count',
    String(count),
    '--seed',
    SEED,
    '--format',
    format,
  );
  const seconds = (performance.now() - began) / 1000;
  const pace = `${seconds.toFixed(0)} s, ${((1000 * seconds) / count).toFixed(0)} ms a slice`;
  table.add(
    `generate --count ${count} --format ${format}`,
    code === 0 ? pace : err.trim(),
    'exit 0',
    code === 0,
  );
  return code === 0 ? manifestOf(out) : undefined;
}

/** Ten slices, spread over the job, made again. */
function proveReplay(table: Table, run: typeof veritome, work: string, { files }: DatasetManifest): void {
  const only = spread(files, 10).map(({ index }) => index + 1);
  const manifest = join(work, 'dicom', 'manifest.json');
  const out = join(work, 'replay');
  const { code, err } = run('generate', '--out', out, '--replay', manifest, '--only', only.join());
  const again = code === 0 ? manifestOf(out).files : [];
  const same = again.filter(({ index, pixelSha256, sopInstanceUID }) => {
    const row = files.find((one) => one.index === index);
    return row?.pixelSha256 === pixelSha256 && row.sopInstanceUID === sopInstanceUID;
  }).length;
  table.add(
    `replay of ${only.length} from the manifest`,
    code === 0 ? `${same} of ${only.length} with the same pixels and UIDs` : err.trim(),
    'all',
    same === only.length,
  );
}

/** Three machines' shares, joined, against the first slices of the large job: slice i depends on the seed and i alone. */
function proveShares(table: Table, run: typeof veritome, work: string, { files }: DatasetManifest): void {
  const count = Math.min(10, files.length);
  const out = join(work, 'shares');
  const job = ['--out', out, '--count', String(count), '--seed', SEED, '--format', 'dicom'];
  const runs = ['2/3', '1/3', '3/3'].map((shard) => run('generate', ...job, '--shard', shard));
  const joined = run('generate', '--out', out, '--join');
  const failed = [...runs, joined].find(({ code }) => code !== 0);
  const hashes = failed ? [] : manifestOf(out).files.map(({ pixelSha256 }) => pixelSha256);
  const same = hashes.filter((hash, i) => hash === files[i].pixelSha256).length;
  table.add(
    'three shares joined: the slices of one machine',
    failed ? failed.err.trim() : `${same} of ${count}`,
    'all',
    same === count,
  );
}

function proveValidity(table: Table, run: typeof veritome, folder: string, { files }: DatasetManifest): void {
  const sample = spread(files, SAMPLE);
  const images = sample.map(({ file }) => join(folder, file));
  if (hasTool('dciodvfy')) {
    const labels = sample.flatMap(({ label }) => (label === null ? [] : join(folder, label)));
    for (const [what, paths] of [
      ['images', images],
      ['segmentations', labels],
    ] as const) {
      const errors = paths.flatMap(dciodvfyErrors).filter((line) => !/0x0008,0x001c/i.test(line));
      const found = errors.length === 0 ? `0 in ${paths.length} files` : errors[0];
      table.add(`dciodvfy errors, ${what} (but the 0008,001C line)`, found, '0', errors.length === 0);
    }
  } else table.skip('dciodvfy', 'dicom3tools is not installed');
  const verdicts = run('verify', '--json', ...images)
    .out.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const good = verdicts.filter(
    (verdict) => ['claimed', 'verified'].includes(verdict.status) && verdict.class === 'synthetic',
  ).length;
  table.add(
    'verify: claimed or better, synthetic',
    `${good} of ${images.length}`,
    'all',
    good === images.length,
  );
}

/** Pixels as other people's software reads them, hashed. */
function proveReaders(
  table: Table,
  run: typeof veritome,
  work: string,
  made: Readonly<Record<'dicom' | 'npz', DatasetManifest>>,
): void {
  const nifti = join(work, 'nifti');
  const manifest = join(work, 'dicom', 'manifest.json');
  const only = spread(made.dicom.files, 10).map(({ index }) => index + 1);
  run('generate', '--out', nifti, '--replay', manifest, '--only', only.join(), '--format', 'nifti');
  for (const [reader, format, { files }] of [
    ['pydicom', 'dicom', made.dicom],
    ['NumPy', 'npz', made.npz],
    ['nibabel', 'nifti', manifestOf(nifti)],
  ] as const) {
    const sample = spread(files, SAMPLE);
    const hashes = hashesRead(
      format,
      sample.map(({ file }) => join(work, format, file)),
    );
    if (!hashes) {
      table.skip(`${reader} reads ${format}`, `${reader} is not installed`);
      continue;
    }
    const equal = sample.filter(({ pixelSha256 }, i) => pixelSha256 === hashes[i]).length;
    table.add(
      `${reader} reads ${format}: pixels of the manifest`,
      `${equal} of ${sample.length}`,
      'all',
      equal === sample.length,
    );
  }
}

function manifestOf(folder: string): DatasetManifest {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
}

/** Up to `number` of the rows, evenly spaced. */
function spread<T>(rows: readonly T[], number: number): T[] {
  const step = Math.max(1, rows.length / number);
  return Array.from({ length: Math.min(number, rows.length) }, (_, i) => rows[Math.floor(i * step)]);
}

if (/dataset\.mjs$/.test(process.argv[1] ?? '')) {
  const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' } } });
  const table = new Table();
  proveDataset(table, { count: Number(values.count) });
  process.exitCode = table.print() ? 0 : 1;
}
