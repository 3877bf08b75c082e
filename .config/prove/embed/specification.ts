/**
 * The provenance specification, implemented twice: files of each class, and what may happen
 * to them, read by the package and by the detector that was written from the text alone.
 *
 * `node .config/run.mjs prove/embed/specification.ts`
 *
 * @module
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { markVectors } from '../../markVectors.js';
import { Table } from '../table.js';
import { hasTool } from '../validators.js';
import { inspectRecord } from './recordSchema.js';

const PYTHON = '/usr/bin/python3';
const DETECTOR = 'docs/specification/detector.py';
const SLICES = 6;
/** Both compute in other orders and other precisions. */
const Z_APART = 0.02;

/** Of which series the mark is heard; half of an interpolated one is acquired, and bare. */
const HEARD: Readonly<Record<string, boolean>> = { source: false, denoised: true, synthetic: true };

interface Mark {
  readonly detected: boolean;
  readonly z: number;
  readonly payload: Readonly<Record<string, unknown>> | null;
}

interface Theirs {
  readonly record: string | null;
  readonly pixelHash: boolean | null;
  readonly changedBlocks?: number;
  readonly mark: Mark;
}

interface Ours {
  readonly status: string;
  readonly class: string;
  readonly evidence: { readonly pixelHash: { readonly ok: boolean | null }; readonly mark: Mark };
}

export async function proveSpecification(table: Table): Promise<void> {
  if (!hasTool('pydicom')) {
    table.skip('specification: a second implementation', 'python3-pydicom is not there');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'veritome-specification-'));
  try {
    await proveVectors(table);
    makeFiles(folder);
    for (const [name, files] of Object.entries(filesOf(folder))) proveFiles(table, name, files);
    proveSchema(table, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function proveVectors(table: Table): Promise<void> {
  const printed = execFileSync(PYTHON, [DETECTOR, '--vectors'], { encoding: 'utf8' });
  const theirs = JSON.parse(printed) as Record<string, unknown>;
  const ours = Object.entries(await markVectors());
  const apart = ours.filter(([name, value]) => JSON.stringify(theirs[name]) !== JSON.stringify(value));
  table.add(
    'specification: test vectors of both implementations',
    apart.length === 0 ? `${ours.length} the same` : `apart: ${apart.map(([name]) => name).join(', ')}`,
    'the same',
    apart.length === 0,
  );
}

function veritome(...args: readonly string[]): string {
  // 4: something was altered, which is what some files are for.
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli/veritome.js', ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 4) throw new Error(stderr);
  return stdout;
}

function makeFiles(folder: string): void {
  const source = join(folder, 'source');
  mkdirSync(source);
  for (const name of readdirSync('sample-dicom/quarter-dose').sort().slice(0, SLICES)) {
    cpSync(join('sample-dicom/quarter-dose', name), join(source, name));
  }
  veritome('denoise', source, '--out', join(folder, 'denoised'));
  veritome('interpolate', source, '--out', join(folder, 'interpolated'), '--factor', '2');
  veritome(
    'generate',
    '--out',
    join(folder, 'synthetic'),
    '--count',
    '3',
    '--seed',
    '7',
    '--format',
    'dicom',
  );
  for (const made of ['denoised', 'synthetic']) {
    const [first] = dicomIn(join(folder, made));
    const target = join(folder, `${made}, varied`);
    execFileSync(PYTHON, ['.config/prove/embed/vary_files.py', first, target], { stdio: 'inherit' });
  }
}

function dicomIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.dcm'))
    .sort()
    .map((name) => join(folder, name));
}

function filesOf(folder: string): Record<string, string[]> {
  const names = ['source', 'denoised', 'interpolated', 'synthetic', 'denoised, varied', 'synthetic, varied'];
  return Object.fromEntries(names.map((name) => [name, dicomIn(join(folder, name))]));
}

function lines<T>(printed: string): T[] {
  return printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

function proveFiles(table: Table, name: string, files: readonly string[]): void {
  const theirs = lines<Theirs>(execFileSync(PYTHON, [DETECTOR, ...files], { encoding: 'utf8' }));
  const ours = lines<Ours>(veritome('verify', ...files, '--json', '--mark', 'still'));
  const told = files.map((_, i) => differences(ours[i], theirs[i]));
  const found = theirs.slice(0, files.length);
  const hashes = found.filter(({ pixelHash }) => pixelHash === true).length;
  const marks = found.filter(({ mark }) => mark.detected).length;
  const value = `${files.length} files: ${hashes} hashes hold, ${marks} marks heard alone`;
  const wrong = told.flat();
  table.add(
    `specification: ${name}`,
    wrong.length === 0 ? `${value}; both say the same` : wrong.join('; '),
    'both the same',
    wrong.length === 0,
  );
  if (name.includes('varied')) return;
  const [pooled] = lines<Ours>(veritome('verify', ...files, '--json', '--pool', '--mark', 'still'));
  const whole = theirs[files.length].mark;
  const apart = marksApart(pooled.evidence.mark, whole);
  table.add(
    `specification: ${name}, as a series`,
    `z ${whole.z.toFixed(2)}, ${whole.payload ? `payload ${whole.payload.text}` : 'no payload'}; ${apart.join('; ') || 'both say the same'}`,
    `${HEARD[name] === undefined ? '' : HEARD[name] ? 'detected, ' : 'not detected, '}both the same`,
    apart.length === 0 && whole.detected === (HEARD[name] ?? whole.detected),
  );
}

function differences(ours: Ours, theirs: Theirs): string[] {
  const apart = marksApart(ours.evidence.mark, theirs.mark);
  // Without a record it is the signature that speaks for the pixels, which the detector leaves to dcmsign.
  if (theirs.record === null) return apart;
  if (ours.evidence.pixelHash.ok !== theirs.pixelHash) apart.push('pixel hash');
  if (ours.class !== theirs.record) apart.push('class');
  return apart;
}

function marksApart(ours: Mark, theirs: Mark): string[] {
  const apart: string[] = [];
  if (ours.detected !== theirs.detected) apart.push('detection');
  if (Math.abs(ours.z - theirs.z) > Z_APART) apart.push(`z ${ours.z.toFixed(3)} and ${theirs.z}`);
  for (const [field, value] of Object.entries(ours.payload ?? {})) {
    if (theirs.payload?.[field] !== value) apart.push(`payload ${field}`);
  }
  if (ours.payload === null && theirs.payload !== null) apart.push('payload');
  return apart;
}

/** Records as they stand in the files, against the schema of the specification. */
function proveSchema(table: Table, folder: string): void {
  const read = `import json, sys, pydicom
for path in sys.argv[1:]:
    try: print(json.dumps(json.loads(pydicom.dcmread(path).private_block(0x99, "VERITOME PROVENANCE")[1].value)))
    except KeyError: pass`;
  const files = Object.values(filesOf(folder)).flat();
  const records = lines<unknown>(execFileSync(PYTHON, ['-c', read, ...files], { encoding: 'utf8' }));
  const schema = JSON.parse(readFileSync('docs/specification/record.schema.json', 'utf8'));
  const faults = [...new Set(records.flatMap((record) => inspectRecord(record, schema)))];
  table.add(
    'specification: records against their schema',
    `${records.length} records, ${faults.join('; ') || 'no fault'}`,
    'no fault',
    records.length > 0 && faults.length === 0,
  );
}

if (/embed-specification\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveSpecification(table);
  process.exitCode = table.print() ? 0 : 1;
}
