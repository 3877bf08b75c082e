/** What the main job must show: denoise, mark, compare, save, verify, on the sample, on real CT, in page and command. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import dicomParser from 'dicom-parser';
// @ts-expect-error plain script without types
import { sizeOf } from '../size.mjs';
import { agreementOfBackends } from './backends.js';
import { proveCorpus } from './corpus.js';
import { makeRealSeries } from './realSeries.js';
import { sampleFigures } from './sampleFigures.js';
import type { Table } from './table.js';
import { dcentvfyComplaints, hasTool, newErrors, pydicomHashes, veritome } from './validators.js';
import { proveWorkbench } from './workbench.js';

export async function proveMain(table: Table, args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      corpus: { type: 'string', default: '../shared/corpus' },
    },
  });
  const work = mkdtempSync(join(tmpdir(), 'veritome-'));
  try {
    proveSeries(table, 'sample, quarter dose', 'sample-dicom/quarter-dose', work);
    await sampleFigures(table, 'sample-dicom/full-dose', join(work, 'sample, quarter dose'));
    for (const name of ['ct-chest-acrinnsclc042', 'ct-body-sbua002304']) {
      const folder = makeRealSeries(values.data, name, join(work, `source-${name}`));
      if (folder) proveSeries(table, `real CT ${name}`, folder, work);
      else table.skip(`real CT ${name}`, `${values.data} is not here`);
    }
    await proveCorpus(table, values.corpus, work);
    await agreementOfBackends(table, 'sample-dicom/quarter-dose');
    await proveWorkbench(table);
    const { entry } = await sizeOf('src/index.ts');
    table.add('library entry, gzipped', `${(entry / 1000).toFixed(1)} kB`, '≤ 80 kB', entry <= 80_000);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The command on one folder of DICOM, and other people's readers on what it wrote. */
function proveSeries(table: Table, name: string, source: string, work: string): void {
  const out = join(work, name);
  const run = veritome('denoise', source, '--out', out);
  table.add(
    `${name}: denoise`,
    run.code === 0 ? run.out.trim().split(' into')[0] : run.err.trim(),
    'exit 0',
    run.code === 0,
  );
  if (run.code !== 0) return;
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  const files: string[] = manifest.files.map(({ file }: { file: string }) => join(out, file));
  const sources = readdirSync(source)
    .filter((file) => file.endsWith('.dcm'))
    .sort()
    .map((file) => join(source, file));

  if (hasTool('dciodvfy')) {
    const errors = files.flatMap((file, i) => newErrors(sources[i], file));
    table.add(`${name}: dciodvfy errors the source lacks`, String(errors.length), '0', errors.length === 0);
    const complaints = dcentvfyComplaints([...sources, ...files]);
    const before = new Set(dcentvfyComplaints(sources));
    const grown = complaints.filter((line) => !before.has(line));
    table.add(
      `${name}: dcentvfy on source and result`,
      grown.length === 0 ? 'clean' : grown[0],
      'clean',
      grown.length === 0,
    );
  } else table.skip(`${name}: dciodvfy, dcentvfy`, 'dicom3tools is not installed');

  if (hasTool('pydicom')) {
    const hashes = pydicomHashes(files);
    const equal = manifest.files.filter(
      (row: { pixelSha256: string }, i: number) => row.pixelSha256 === hashes[i],
    ).length;
    table.add(
      `${name}: pydicom reads the manifest's pixels`,
      `${equal} of ${files.length}`,
      'all',
      equal === files.length,
    );
  } else table.skip(`${name}: pydicom`, 'pydicom is not installed');

  proveVerify(table, name, files);
}

/** Claimed as written, altered after one pixel. */
function proveVerify(table: Table, name: string, files: readonly string[]): void {
  const intact = veritome('verify', '--json', ...files);
  const statuses = intact.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).status as string);
  const good = statuses.filter((status) => ['claimed', 'verified'].includes(status)).length;
  table.add(
    `${name}: verify`,
    `${good} of ${files.length} claimed or better`,
    'all',
    good === files.length && intact.code === 0,
  );

  const changed = files[0].replace(/\.dcm$/, '-changed.dcm');
  const bytes = readFileSync(files[0]);
  // The signature stands behind the pixels.
  const { dataOffset, length } = dicomParser.parseDicom(bytes).elements.x7fe00010;
  bytes[dataOffset + length - 1000] ^= 1;
  writeFileSync(changed, bytes);
  const altered = veritome('verify', '--json', changed);
  const status = JSON.parse(altered.out).status as string;
  table.add(
    `${name}: verify after one pixel is changed`,
    `${status}, exit ${altered.code}`,
    'altered, exit 4',
    status === 'altered' && altered.code === 4,
  );
  rmSync(changed);
}
