/**
 * The coach on runs that are built to fail, on the same runs with its remedy applied, and on
 * healthy ones: 32 px, tiny networks, wasm, in Node.
 *
 * `node .config/run.mjs prove/train/coach.ts [--data DIR] [--only PART OF A NAME]`
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { useLocalAssets } from '../../../src/cli/nodeAssets.js';
import type { Series as AnySeries } from '../../../src/image/series.js';
import { openStudy } from '../../../src/pipeline/openStudy.js';
import { openTraining, type Training } from '../../../src/pipeline/train.js';
import type { Frame } from '../../../src/provenance/markedFrame.js';
import type { Advice, Rule } from '../../../src/training/coach/advice.js';
import { completeOptions } from '../../../src/training/defaults.js';
import type { DenoiserOptions, GanOptions } from '../../../src/training/options.js';
import { Table } from '../table.js';

type Series = AnySeries<Frame>;
type GanWish = Partial<Omit<GanOptions, 'task'>>;
type DenoiserWish = { readonly task: 'denoise' } & Partial<Omit<DenoiserOptions, 'task'>>;
type Wish = GanWish | DenoiserWish;

/** What all runs share; the rest is the default, but for what a run is built to fail by. */
const TINY: GanWish = { side: 32, width: 8, batch: 8, every: 20, seed: 11, backend: 'wasm' };
/** Of a denoiser: defaults, but looked at as often. */
const DENOISER: DenoiserWish = { task: 'denoise', every: 20, seed: 11, backend: 'wasm' };
const DEFAULTS = completeOptions();
const { generatorRate: DENOISER_RATE } = completeOptions({ task: 'denoise' });
const FACTOR = 50;
/** Between what passes without a word and what diverges. */
const TOO_HIGH = 80;

/** Which rules may be heard of a fault: of what is seen of it, one is enough. */
interface Fault {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly slices: number;
  readonly steps: number;
  readonly wish: Wish;
  /** Whether the remedy ends it, as a run with it shows in so many steps. */
  readonly cure?: number;
}

const FAULTS: readonly Fault[] = [
  { name: 'three slices', rules: ['too-little-data'], slices: 3, steps: 0, wish: {} },
  {
    name: `discriminator's rate x ${FACTOR}`,
    rules: ['discriminator-too-strong'],
    slices: 20,
    steps: 60,
    wish: { discriminatorRate: DEFAULTS.discriminatorRate * FACTOR },
  },
  {
    name: `generator's rate x ${FACTOR}`,
    rules: ['discriminator-too-weak', 'mode-collapse'],
    slices: 20,
    steps: 60,
    wish: { generatorRate: DEFAULTS.generatorRate * FACTOR },
    cure: 120,
  },
  {
    name: 'both rates 1',
    rules: ['divergence'],
    slices: 20,
    steps: 40,
    wish: { generatorRate: 1, discriminatorRate: 1 },
    cure: 120,
  },
  {
    name: `generator's rate x ${FACTOR}, no norm, no penalty`,
    rules: ['mode-collapse'],
    slices: 20,
    steps: 100,
    wish: {
      generatorRate: DEFAULTS.generatorRate * FACTOR,
      generatorNorm: 'none',
      penalty: 'none',
      averaging: 0.9,
    },
    cure: 120,
  },
  {
    name: `both rates x ${TOO_HIGH}`,
    rules: ['rate-too-high'],
    slices: 20,
    steps: 60,
    wish: {
      generatorRate: DEFAULTS.generatorRate * TOO_HIGH,
      discriminatorRate: DEFAULTS.discriminatorRate * TOO_HIGH,
    },
    cure: 60,
  },
  {
    name: 'ten slices, no augmentation',
    rules: ['overfitting'],
    slices: 10,
    steps: 140,
    wish: { augment: false },
    cure: 140,
  },
  {
    name: `both rates / ${FACTOR}`,
    rules: ['rate-too-low'],
    slices: 20,
    steps: 160,
    wish: {
      generatorRate: DEFAULTS.generatorRate / FACTOR,
      discriminatorRate: DEFAULTS.discriminatorRate / FACTOR,
    },
    cure: 160,
  },
];

/** Trained on a noisy series; the last are lost before there is anything to compare with. */
const DENOISER_FAULTS: readonly Fault[] = [100, 1000].map((factor) => ({
  name: `a denoiser's rate x ${factor}`,
  rules: ['divergence'],
  slices: 20,
  steps: 20,
  wish: { ...DENOISER, generatorRate: DENOISER_RATE * factor },
  ...(factor === 100 && { cure: 60 }),
}));

const HEALTHY_STEPS = 200;
const SEEDS = [1, 2, 3];
/** Real series; none of their figures chose a threshold (docs/decisions/0022-the-coach.md). */
const REAL = ['ct-body-acrinfltbreast001a', 'mr-head-t1-studyforrest02'];
const REAL_SLICES = 24;

export async function proveCoach(table: Table, args: string[] = []): Promise<void> {
  useLocalAssets();
  const flag = (name: string): string | undefined =>
    args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
  const [data, only] = [flag('--data') ?? '../shared/data/train', flag('--only') ?? ''];
  const sample = await openSlices('sample-dicom/full-dose');
  const noisy = await openSlices('sample-dicom/quarter-dose');
  const wanted = (name: string): boolean => name.includes(only);
  for (const [faults, series] of [
    [FAULTS, sample],
    [DENOISER_FAULTS, noisy],
  ] as const) {
    for (const fault of faults) {
      if (wanted(fault.name)) await proveFault(table, fault, some(series, fault.slices));
    }
  }
  const healthy = async (name: string, series: Series, wish: Wish): Promise<void> => {
    if (wanted(name)) await proveSilent(table, name, series, wish);
  };
  for (const seed of SEEDS) await healthy(`the sample study, seed ${seed}`, sample, { seed });
  await healthy('a denoiser on the sample study', noisy, DENOISER);
  for (const name of REAL.filter(wanted)) {
    if (existsSync(join(data, name, 'meta.json'))) {
      await proveSilent(table, name, await realSeries(data, name), {});
    } else table.skip(`coach: healthy run: ${name}`, `no ${name} in ${data}`);
  }
}

/** The rule speaks; and where the fault has a cure, not of the run that follows it. */
async function proveFault(
  table: Table,
  { name, rules, steps, wish, cure }: Fault,
  series: Series,
): Promise<void> {
  const heard = await run(series, { ...wish, steps });
  const advice = heard.find(({ rule }) => rules.includes(rule));
  table.add(
    `coach: ${name}`,
    advice ? sentence(advice) : `${said(heard)} in ${steps} steps`,
    rules.join(' or '),
    advice !== undefined,
  );
  if (cure === undefined || advice?.remedy === undefined) return;
  const { change } = advice.remedy;
  const after = await run(series, { ...wish, ...change, steps: cure } as Wish);
  const left = after.filter(({ rule }) => rules.includes(rule));
  table.add(
    `coach: ${name}, then ${JSON.stringify(change)}`,
    `${said(left)} in ${cure} steps`,
    `no ${rules.join(', no ')}`,
    left.length === 0,
  );
}

async function proveSilent(table: Table, name: string, series: Series, wish: Wish): Promise<void> {
  const heard = await run(series, { ...wish, steps: HEALTHY_STEPS });
  table.add(
    `coach: healthy run: ${name}`,
    `${said(heard)} in ${HEALTHY_STEPS} steps`,
    'nothing said',
    heard.length === 0,
  );
}

/** All that was said in a run. */
async function run(series: Series, wish: Wish): Promise<Advice[]> {
  const heard: Advice[] = [];
  const { steps = 0 } = wish;
  const training: Training = await openTraining(series, {
    ...('task' in wish ? wish : { ...TINY, ...wish }),
    steps: Math.max(1, steps),
    onAdvice: (advice) => heard.push(advice),
  });
  try {
    if (steps > 0) await training.start();
  } finally {
    training.close();
  }
  return heard;
}

function said(heard: readonly Advice[]): string {
  return heard.length === 0 ? 'nothing' : heard.map(sentence).join('; ');
}

function sentence({ rule, step, evidence }: Advice): string {
  const figures = Object.entries(evidence).map(([name, value]) => `${name} ${Number(value.toPrecision(3))}`);
  return `${rule} at step ${step} (${figures.join(', ')})`;
}

async function openSlices(folder: string): Promise<Series> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.dcm'));
  const files = names
    .sort()
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }));
  return (await openStudy(files)).series[0];
}

/** Evenly chosen slices. */
function some(series: Series, count: number): Series {
  const { frames } = series;
  const step = frames.length / count;
  return { ...series, frames: Array.from({ length: count }, (_, i) => frames[Math.floor(i * step)]) };
}

async function realSeries(data: string, name: string): Promise<Series> {
  const folder = mkdtempSync(join(tmpdir(), 'veritome-coach-'));
  try {
    const out = join(folder, name);
    const { status, stderr } = spawnSync(
      '/usr/bin/python3',
      ['.config/prove/make_series.py', join(data, name), out, String(REAL_SLICES)],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`The series could not be made: ${stderr}`);
    return await openSlices(out);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (/train-coach\.mjs$/.test(process.argv[1] ?? '')) {
  const table = new Table();
  await proveCoach(table, process.argv.slice(2));
  process.exitCode = table.print() ? 0 : 1;
}
