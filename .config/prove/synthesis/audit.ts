/**
 * The outlier tests of `audit` on subjects the shipped features have never seen.
 *
 *   node .config/run.mjs prove/synthesis/audit.ts [--data DIR]
 */
import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { anomalyReference, judgeSlice } from '../../../src/evaluation/anomaly.js';
import type { Slice } from '../../../src/evaluation/commonField.js';
import { decodeFeatures } from '../../../src/evaluation/featureFile.js';
import { sliceSigns } from '../../../src/evaluation/sliceSigns.js';
import { createRandom } from '../../../src/image/random.js';
import { type PngSeries, pngSeries, readSlice } from '../../pngFolder.js';
import { COHORTS } from '../heldOut.js';
import { Table } from '../table.js';
import { PLANTED_KINDS, plant } from './planted.js';

const FEATURES = 'models/ct-slices-features/features.bin';
/** Outliers of each kind. */
const OF_A_KIND = 40;
const LEAST_FOUND = 0.95;
const MOST_FALSE = 0.05;
const SEED = 4;

interface Place {
  readonly series: PngSeries;
  readonly index: number;
}

/** Planted outliers found, by kind and in all, and false flags on clean slices. */
export function proveAudit(table: Table, data: string, { stride = 1 } = {}): void {
  const all = pngSeries(data);
  const unseen = all.filter(({ name }) => (COHORTS.CT as readonly string[]).includes(name));
  const magnitude = all.filter(({ meta }) => meta.modality === 'MR');
  if (unseen.length < COHORTS.CT.length || magnitude.length === 0) {
    table.skip('planted outliers', `${data} lacks the scans of unseen subjects`);
    return;
  }
  const features = decodeFeatures(new Uint8Array(readFileSync(FEATURES)));
  const judge = anomalyReference(features.slices, features);
  const testsOf = (slice: Slice) => judgeSlice(sliceSigns(slice), judge).flags.map(({ test }) => test);

  const clean = places(unseen).filter((_, i) => i % stride === 0);
  const wrong = clean
    .map((place) => ({ place, tests: testsOf(read(place)) }))
    .filter(({ tests }) => tests.length > 0);
  for (const { place, tests } of wrong)
    note(`flagged: ${place.series.name} ${place.index + 1}: ${tests.join(', ')}`);
  let found = 0;
  const random = createRandom(SEED).fork('planted');
  for (const kind of PLANTED_KINDS) {
    let ofKind = 0;
    for (let n = 0; n < OF_A_KIND; n++) {
      const draw = random.fork(kind).fork(n);
      const base = evenly(places(unseen), n);
      const partner = partnerOf(base, draw.uniform());
      const other = evenly(places(magnitude), n);
      const sources = { slice: () => read(base), partner: () => read(partner), other: () => read(other) };
      const tests = testsOf(plant(kind, sources, draw));
      if (tests.length > 0) ofKind += 1;
      else note(`missed: ${kind}, ${base.series.name} ${base.index + 1} (with ${partner.index + 1})`);
    }
    found += ofKind;
    table.add(`audit: ${kind} found`, `${ofKind} of ${OF_A_KIND}`, 'reported', true);
  }
  const planted = OF_A_KIND * PLANTED_KINDS.length;
  table.add(
    'audit: planted outliers found',
    `${found} of ${planted}`,
    `≥ ${100 * LEAST_FOUND} %`,
    found >= LEAST_FOUND * planted,
  );
  table.add(
    'audit: clean slices of unseen subjects flagged',
    `${wrong.length} of ${clean.length}`,
    `≤ ${100 * MOST_FALSE} %`,
    wrong.length <= MOST_FALSE * clean.length,
  );
}

function places(series: readonly PngSeries[]): Place[] {
  return series.flatMap((one) => one.files.map((_, index) => ({ series: one, index })));
}

/** The n-th of {@link OF_A_KIND}, spread over all. */
function evenly(list: readonly Place[], n: number): Place {
  return list[Math.floor(((n + 0.5) * list.length) / OF_A_KIND)];
}

/** Another level of the same scan; the other slice where there are two. */
function partnerOf({ series, index }: Place, uniform: number): Place {
  const count = series.files.length;
  const away = Math.max(1, Math.round(count * (0.2 + 0.3 * uniform)));
  return { series, index: (index + away) % count };
}

function read({ series, index }: Place): Slice {
  return readSlice(series, index);
}

function note(line: string): void {
  process.stderr.write(`  ${line}\n`);
}

/** Alone, when this file is the command. */
if (
  process.argv[1] !== undefined &&
  fileURLToPath(import.meta.url)
    .replace(/\.mjs$/, '')
    .endsWith('audit')
) {
  const { values } = parseArgs({
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      stride: { type: 'string', default: '1' },
    },
  });
  if (!existsSync(FEATURES))
    throw new Error(`${FEATURES} is missing: node .config/run.mjs trainingFeatures.ts`);
  const table = new Table();
  proveAudit(table, values.data, { stride: Number(values.stride) });
  process.exitCode = table.print() ? 0 : 1;
}
