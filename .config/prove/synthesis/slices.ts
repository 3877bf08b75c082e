/**
 * What the generators must show against scans of unseen subjects: distributions, diversity, neighbours, labels.
 *
 *   node .config/run.mjs prove/synthesis/slices.ts [--data DIR] [--count 240] [--truncation x] [--out DIR]
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import { commonField, FIELD_MM } from '../../../src/evaluation/commonField.js';
import { frechetDistance, scaled, scalingOf } from '../../../src/evaluation/frechet.js';
import { layoutOf, neighbourFigures } from '../../../src/evaluation/memorisation.js';
import { diversityOf } from '../../../src/evaluation/msSsim.js';
import { radiomics } from '../../../src/evaluation/radiomics.js';
import { patchProjections, slicedWasserstein } from '../../../src/evaluation/slicedWasserstein.js';
import { dice, tissueCodes } from '../../../src/evaluation/tissue.js';
import { toModality } from '../../../src/image/frame.js';
import { type LabelMap, TISSUES } from '../../../src/image/labelMap.js';
import { generateSlices } from '../../../src/pipeline/generate.js';
import { pixelsOf } from '../../../src/provenance/markedPixels.js';
import { loadGeneratorCard } from '../../../src/registry/generators.js';
import { type Figures, Table } from '../table.js';
import { type Real, realSlices, SIDE } from './realSlices.js';

const WINDOW = [-160, 240] as const;
const SEED = 2026;

/** Rows of both generators. */
export async function proveSlices(
  table: Table,
  data: string,
  count = 240,
  truncation?: number,
): Promise<Figures[]> {
  const [low, high] = (await loadGeneratorCard('ct-slices')).execution.levels?.domain ?? [0, 1];
  const reals = realSlices(data, low, high);
  const unseen = reals.filter(({ heldOut }) => heldOut);
  const training = reals.filter(({ heldOut }) => !heldOut);
  if (unseen.length < 20 || training.length < 50) {
    table.skip('generators against unseen subjects', `${data} lacks the scans`);
    return [];
  }
  const figures: Figures[] = [];
  for (const [id, prove] of [
    ['ct-slices', (part: Table) => proveLatent(part, { unseen, training }, count, truncation)],
    ['ct-from-labels', (part: Table) => proveFromLabels(part, unseen)],
  ] as const) {
    const part = new Table();
    await prove(part);
    for (const row of part.rows()) table.take(row);
    const { execution } = await loadGeneratorCard(id);
    figures.push({
      model: { id, weightsSha256: execution.sha256 },
      command: 'node .config/run.mjs prove/synthesis/slices.ts',
      rows: part.rows(),
      series: `${unseen.length} slices of ${new Set(unseen.map(({ subject }) => subject)).size} unseen subjects`,
    });
  }
  return figures;
}

interface Sets {
  readonly unseen: readonly Real[];
  readonly training: readonly Real[];
}

async function proveLatent(
  table: Table,
  { unseen, training }: Sets,
  count: number,
  truncation?: number,
): Promise<void> {
  const { execution } = await loadGeneratorCard('ct-slices');
  const classes = execution.levels?.classes ?? {};
  const fakes: {
    tiny: Float32Array;
    small: Float32Array;
    large: Float32Array;
    class: string;
    realism: number;
  }[] = [];
  for await (const { frame, class: name, realism = 0 } of generateSlices({
    model: 'ct-slices',
    count,
    seed: SEED,
    truncation,
  })) {
    const values = toModality(pixelsOf(frame), frame.rescale);
    const slice = {
      values,
      rows: SIDE,
      columns: SIDE,
      pixelSpacing: frame.plane?.pixelSpacing ?? [1, 1],
    } as const;
    fakes.push({
      tiny: commonField(slice, 32),
      small: commonField(slice, 64),
      large: values,
      class: name,
      realism,
    });
  }
  const small = (set: readonly { small: Float32Array }[]) => set.map((one) => one.small);
  const distance = (a: readonly Float32Array[], b: readonly Float32Array[], side: number) =>
    slicedWasserstein(patchProjections(a, side), patchProjections(b, side));
  const halves = distance(small(training.filter(even)), small(training.filter(odd)), 64).mean;
  const apart = distance(small(training), small(unseen), 64).mean;
  const found = distance(small(fakes), small(unseen), 64);
  const scales = found.scales.map(({ side, distance: d }) => `${side} px ${d.toFixed(0)}`).join(', ');
  table.add(
    `ct-slices, ${count} slices at 64 px: sliced Wasserstein to unseen subjects (real: halves ${halves.toFixed(0)}, training against unseen ${apart.toFixed(0)})`,
    `${found.mean.toFixed(0)} (${scales})`,
    '≤ 100',
    found.mean <= 100,
  );
  const features = (set: readonly { large: Float32Array }[]) => set.map(({ large }) => radiomics(large));
  const [made, seen, foreign] = [features(fakes), features(training), features(unseen)];
  const scaling = scalingOf(foreign);
  const rows = [made, seen, foreign].map((set) => scaled(set, scaling));
  const frechet = frechetDistance(rows[0], rows[2]);
  const floor = frechetDistance(rows[1], rows[2]);
  table.add(
    'ct-slices: Fréchet radiomics distance to unseen subjects over that of training subjects',
    `${(frechet / floor).toFixed(2)} (${frechet.toFixed(0)} / ${floor.toFixed(0)})`,
    '≤ 2',
    frechet <= 2 * floor,
  );
  const varied = diversityOf(small(fakes), 64, WINDOW);
  const real = diversityOf(small(training), 64, WINDOW);
  table.add(
    'ct-slices: pair RMS over that of real slices (MS-SSIM made / real)',
    `${(varied.rms / real.rms).toFixed(2)} (${varied.msSsim.toFixed(3)} / ${real.msSsim.toFixed(3)})`,
    '≥ 0.85',
    varied.rms >= 0.85 * real.rms,
  );
  const known = {
    layouts: training.map(({ tiny }) => layoutOf(tiny)),
    subjects: training.map((r) => r.subject),
  };
  for (const [name, [from, to]] of Object.entries(classes)) {
    const mine = fakes.filter((one) => one.class === name);
    const others = unseen.filter(({ level }) => level >= from - 0.02 && level <= to + 0.02);
    if (mine.length < 5 || others.length < 5) continue;
    const {
      fake,
      unseen: usual,
      ratio,
    } = neighbourFigures(
      mine.map(({ tiny }) => layoutOf(tiny)),
      known,
      others.map(({ tiny }) => layoutOf(tiny)),
    );
    table.add(
      `ct-slices, ${name}: nearest training slice, over that of unseen subjects (medians of ${mine.length} and ${others.length})`,
      `${ratio.toFixed(2)} (${fake.toFixed(0)} / ${usual.toFixed(0)} HU)`,
      '≥ 0.9',
      ratio >= 0.9,
    );
  }
}

async function proveFromLabels(table: Table, unseen: readonly Real[]): Promise<void> {
  const step = FIELD_MM / SIDE;
  const maps = unseen.map(
    ({ large }): LabelMap => ({
      rows: SIDE,
      columns: SIDE,
      pixelSpacing: [step, step],
      codes: tissueCodes(large, SIDE, SIDE, step),
    }),
  );
  const made: Float32Array[] = [];
  const overlap = TISSUES.map((): number[] => []);
  for await (const { frame, labels } of generateSlices({ count: maps.length, seed: SEED, labels: maps })) {
    const values = toModality(pixelsOf(frame), frame.rescale);
    made.push(values);
    for (const [k, value] of dice(labels.codes, tissueCodes(values, SIDE, SIDE, step)).entries()) {
      if (Number.isFinite(value)) overlap[k].push(value);
    }
  }
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const tissues = overlap.map(mean);
  table.add(
    `ct-from-labels: Dice of the labels recomputed from the slice, mean over tissues (${TISSUES.map((t, k) => `${t} ${tissues[k].toFixed(3)}`).join(', ')})`,
    mean(tissues).toFixed(3),
    '≥ 0.90',
    mean(tissues) >= 0.9,
  );
  const real = unseen.map(({ large }) => large);
  const distance = (a: readonly Float32Array[], b: readonly Float32Array[]) =>
    slicedWasserstein(patchProjections(a, SIDE), patchProjections(b, SIDE));
  const floor = distance(real.filter(even), real.filter(odd)).mean;
  const found = distance(made, real);
  const scales = found.scales.map(({ side, distance: d }) => `${side} px ${d.toFixed(0)}`).join(', ');
  table.add(
    `ct-from-labels at 256 px, maps of ${maps.length} unseen slices: sliced Wasserstein over real against real (odd against even slices, ${floor.toFixed(0)})`,
    `${(found.mean / floor).toFixed(1)} × (${found.mean.toFixed(0)}; ${scales})`,
    '≤ 3 ×',
    found.mean <= 3 * floor,
  );
}

const even = (_: unknown, i: number) => i % 2 === 0;
const odd = (_: unknown, i: number) => i % 2 === 1;

if (process.argv[1]?.includes('slices')) {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      count: { type: 'string' },
      truncation: { type: 'string' },
      out: { type: 'string' },
    },
  });
  useLocalAssets();
  const table = new Table();
  const figures = await proveSlices(
    table,
    values.data ?? '../shared/data/train',
    Number(values.count ?? 240),
  );
  if (values.out) {
    for (const one of figures) writeFileSync(join(values.out, `${one.model.id}.json`), JSON.stringify(one));
  }
  process.exitCode = table.print() ? 0 : 1;
}
