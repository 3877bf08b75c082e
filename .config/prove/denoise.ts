/** What the denoisers must show on subjects, kernels and doses that training never saw. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Tissue } from '../../src/evaluation/fidelity.js';
import type { End } from '../../src/pipeline/evaluate/contender.js';
import type { Spread } from '../../src/pipeline/evaluate/spread.js';
import type { DoseSummary, Evaluation } from '../../src/pipeline/evaluate/summary.js';
import { COHORTS } from './heldOut.js';
import { secondsInChromium } from './pace.js';
import type { Table } from './table.js';

/** Bars of the two CT models; `tenth`, `texture` and the like as the table of the issue has them. */
interface Bars {
  readonly gflop: number;
  readonly kilobytes: number;
  readonly psnr: number;
  readonly ssim: number;
  readonly npsDistance: number;
  readonly noise: readonly [number, number];
  readonly truth: 'nonLocalMeans' | 'full dose';
  readonly recovered: Readonly<Record<string, number>>;
  readonly contrastToNoise: Readonly<Record<End, number>>;
  readonly gradient: readonly [strong: number, weak: number];
  /** Seconds on two cores in Chromium; undefined: reported. */
  readonly seconds: number | undefined;
}

const BARS: Readonly<Record<string, Bars>> = {
  'ct-denoise': {
    gflop: 4,
    kilobytes: 400,
    psnr: 0.4,
    ssim: 0.01,
    npsDistance: 0.15,
    noise: [0.85, 1.15],
    truth: 'nonLocalMeans',
    recovered: { '40 HU 6 mm': 0.75, '40 HU 10 mm': 0.88, '15 HU 6 mm': 0.62, '15 HU 10 mm': 0.8 },
    contrastToNoise: { fidelity: 2, texture: 1.5 },
    gradient: [0.97, 0.83],
    seconds: 0.35,
  },
  'ct-denoise-quality': {
    gflop: 40,
    kilobytes: 4000,
    psnr: 1,
    ssim: 0.02,
    npsDistance: 0.08,
    noise: [0.9, 1.1],
    truth: 'full dose',
    recovered: { '40 HU 6 mm': 0.82, '40 HU 10 mm': 0.92, '15 HU 6 mm': 0.72, '15 HU 10 mm': 0.86 },
    contrastToNoise: { fidelity: 2.3, texture: 1.6 },
    gradient: [0.98, 0.88],
    seconds: undefined,
  },
};
const MR = 'mr-denoise';
const MR_GFLOP = 5;

/** Lesion pairs and observer pairs that a proof needs. */
const LEAST_PAIRS = 200;
/** Minutes that an evaluation may take on two cores. */
const MINUTES = 30;

export async function proveDenoise(table: Table, args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      data: { type: 'string', default: '../shared/data/train' },
      model: { type: 'string', multiple: true },
      out: { type: 'string' },
      cache: { type: 'string' },
      slices: { type: 'string' },
    },
  });
  const work = mkdtempSync(join(tmpdir(), 'veritome-denoise-'));
  const cache = values.cache ?? join(work, 'cache');
  try {
    for (const model of values.model ?? [...Object.keys(BARS), MR]) {
      if (!existsSync(`models/${model}/card.json`)) {
        table.skip(model, 'the model is not there');
        continue;
      }
      const cohort = COHORTS[model === MR ? 'MR' : 'CT'].map((name) => join(values.data, name));
      const there = cohort.filter((folder) => existsSync(folder));
      if (there.length < cohort.length) table.skip(`${model}: held-out scans`, `${values.data} lacks some`);
      if (there.length === 0 && model === MR) continue;
      const out = join(values.out ?? work, model);
      const began = performance.now();
      const evaluation = evaluate(model, there, out, cache, values.slices);
      const minutes = (performance.now() - began) / 60_000;
      table.add(
        `${model}: evaluate, whole validation set`,
        `${minutes.toFixed(1)} min, load ${loadavg()[0].toFixed(1)}`,
        `≤ ${MINUTES} min on 2 cores`,
        minutes <= MINUTES,
      );
      await judge(table, evaluation);
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The figures of one evaluation against the bars of its model. */
export async function judge(table: Table, evaluation: Evaluation): Promise<void> {
  if (evaluation.model.id === MR) proveMagnitude(table, evaluation);
  else await proveModel(table, evaluation, BARS[evaluation.model.id]);
}

/** The command, as a user runs it. */
function evaluate(
  model: string,
  data: readonly string[],
  out: string,
  cache: string,
  slices: string | undefined,
): Evaluation {
  const { status } = spawnSync(
    process.execPath,
    [
      'dist/cli/veritome.js',
      'evaluate',
      ...['--model', model, '--out', out, '--cache', cache, '--force'],
      ...data.flatMap((folder) => ['--data', folder]),
      ...(slices === undefined ? [] : ['--slices', slices]),
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) throw new Error(`veritome evaluate ended with ${status}.`);
  return JSON.parse(readFileSync(join(out, 'evaluation.json'), 'utf8'));
}

async function proveModel(table: Table, evaluation: Evaluation, bars: Bars): Promise<void> {
  const { model, quarter, tenth } = evaluation;
  const row = (figure: string, value: string, bar: string, holds: boolean) =>
    table.add(`${model.id}: ${figure}`, value, bar, holds);
  row(
    'cost per 512 × 512 slice, size',
    `${model.gflopPer512.toFixed(2)} GFLOP, ${(model.bytes / 1000).toFixed(0)} kB`,
    `≤ ${bars.gflop} GFLOP, ≤ ${bars.kilobytes} kB`,
    model.gflopPer512 <= bars.gflop && model.bytes <= 1000 * bars.kilobytes,
  );
  if (quarter && tenth) {
    proveFidelity(row, quarter, tenth, bars);
    proveTexture(row, quarter, bars);
  } else table.skip(`${model.id}: figures on scans`, 'no scan with a patient in it');
  proveTruth(row, evaluation, bars);
  proveLesions(table, row, evaluation, bars);
  if (quarter) {
    const { strong, weak } = quarter.contenders.fidelity!.gradient;
    const texture = quarter.contenders.texture?.gradient;
    const known = evaluation.truth?.quarter.fidelity?.gradient;
    row(
      'gradient kept at strong / weak edges',
      `${show(strong)} / ${show(weak)}${texture ? `; texture end ${show(texture.strong)} / ${show(texture.weak)}` : ''}${known ? `; phantom ${known.strong.toFixed(2)} / ${known.weak.toFixed(2)}` : ''}`,
      `≥ ${bars.gradient[0]} / ${bars.gradient[1]}`,
      reaches(strong, bars.gradient[0]) && reaches(weak, bars.gradient[1]),
    );
  }
  proveObserver(table, row, evaluation);
  proveGuard(table, row, evaluation);
  const seconds = await secondsInChromium(model.id);
  row(
    'time on 2 CPU cores in Chromium, 512 × 512',
    `${seconds.toFixed(2)} s, load ${loadavg()[0].toFixed(1)}`,
    bars.seconds === undefined ? 'reported' : `≤ ${bars.seconds} s`,
    bars.seconds === undefined || seconds <= bars.seconds,
  );
}

type Row = (figure: string, value: string, bar: string, holds: boolean) => void;

function proveFidelity(row: Row, quarter: DoseSummary, tenth: DoseSummary, bars: Bars): void {
  const gains = [quarter, tenth].map(({ contenders, best }) => ({
    psnr: contenders.fidelity!.psnr.mean - contenders[best.psnr]!.psnr.mean,
    ssim: contenders.fidelity!.ssim.mean - contenders[best.ssim]!.ssim.mean,
    best,
    own: contenders.fidelity!,
  }));
  row(
    'PSNR over the best classical baseline, quarter / tenth dose, fidelity end',
    gains
      .map(({ psnr, best, own }) => `${signed(psnr)} dB (${own.psnr.mean.toFixed(2)}; ${best.psnr})`)
      .join(' / '),
    `≥ +${bars.psnr.toFixed(1)} / +${bars.psnr.toFixed(1)} dB`,
    gains.every(({ psnr }) => psnr >= bars.psnr),
  );
  row(
    'the same by series, quarter dose',
    Object.entries(quarter.contenders.fidelity!.psnr.series)
      .map(
        ([name, value]) =>
          `${name} ${signed(value - quarter.contenders[quarter.best.psnr]!.psnr.series[name])}`,
      )
      .join(', '),
    'reported',
    true,
  );
  const input = quarter.contenders.input!.ssim.series;
  const below = Object.entries(quarter.contenders.fidelity!.ssim.series).filter(
    ([name, value]) => value < input[name],
  );
  row(
    'SSIM over the best classical baseline; series below their input',
    `${signed(gains[0].ssim, 3)} (tenth ${signed(gains[1].ssim, 3)}); ${below.length}`,
    `≥ +${bars.ssim.toFixed(3)}; 0`,
    gains[0].ssim >= bars.ssim && below.length === 0,
  );
}

function proveTexture(row: Row, { contenders }: DoseSummary, bars: Bars): void {
  const { texture, fidelity } = contenders;
  const bar = `≤ ${bars.npsDistance}; ${bars.noise.join('–')}; ≤ 0.5 dB`;
  if (!texture) {
    row(
      'texture end: NPS distance; noise SD against full dose; PSNR below fidelity',
      'the model has no texture end',
      bar,
      false,
    );
    return;
  }
  const distance = texture.nps?.distance ?? null;
  const noise = texture.noiseAgainstFullDose;
  const loss = fidelity!.psnr.mean - texture.psnr.mean;
  row(
    'texture end: NPS distance; noise SD against full dose; PSNR below fidelity',
    `${show(distance)}; ${show(noise)}; ${loss.toFixed(2)} dB`,
    bar,
    distance !== null &&
      distance.mean <= bars.npsDistance &&
      noise !== null &&
      noise.mean >= bars.noise[0] &&
      noise.mean <= bars.noise[1] &&
      loss <= 0.5,
  );
}

function proveTruth(row: Row, { truth, quarter }: Evaluation, bars: Bars): void {
  if (truth) {
    const own = truth.quarter.fidelity!.psnr;
    const rival = bars.truth === 'full dose' ? truth.full.psnr : truth.quarter.nonLocalMeans!.psnr;
    row(
      'smooth end, known truth: PSNR',
      `${own.toFixed(2)} dB against ${rival.toFixed(2)} (full dose ${truth.full.psnr.toFixed(2)})`,
      bars.truth === 'full dose' ? '≥ the full-dose image' : '≥ tuned non-local means',
      own >= rival,
    );
  }
  const shifts = unclipped(quarter?.contenders.fidelity?.bias, quarter?.contenders.input?.bias);
  const known = unclipped(truth?.quarter.fidelity?.bias, truth?.quarter.input?.bias);
  const changed = truth?.changed.fidelity ?? Number.NaN;
  const list = (biases: [string, number][]) => biases.map(([name, hu]) => `${name} ${signed(hu)}`).join(', ');
  row(
    'HU bias per tissue, scans; phantom; noise-free phantom changed by',
    `${list(shifts)}; ${list(known)}; ${changed.toFixed(2)} HU RMS`,
    '≤ 0.7 HU; ≤ 0.7 HU; ≤ 1 HU RMS',
    [...shifts, ...known].every(([, hu]) => Math.abs(hu) <= 0.7) && changed <= 1,
  );
}

/** The noise of air is clipped at −1024 HU: the input itself lies too high there, so air is held against the input. */
function unclipped(
  biases: Partial<Record<Tissue, number>> = {},
  { air = 0 }: Partial<Record<Tissue, number>> = {},
): [string, number][] {
  return Object.entries(biases).map(([name, hu]) =>
    name === 'air' ? [`air (from the input’s ${signed(air)})`, hu - air] : [name, hu],
  );
}

function proveLesions(table: Table, row: Row, { lesions, model }: Evaluation, bars: Bars): void {
  if (!lesions) {
    table.skip(`${model.id}: inserted discs`, 'no flat soft tissue to put them into');
    return;
  }
  const { recovered, contrastToNoise, clear, discs } = lesions;
  for (const contrast of [40, 15]) {
    const kinds = [6, 10].map((diameter) => `${contrast} HU ${diameter} mm`);
    const texture = kinds.map((kind) => recovered[kind]?.texture);
    row(
      `recovered contrast of inserted discs, ${contrast} HU, 6 / 10 mm`,
      `${kinds.map((kind) => show(recovered[kind]?.fidelity)).join(' / ')}${texture[0] ? `; texture end ${texture.map((spread) => spread?.mean.toFixed(2)).join(' / ')}` : ''}; ${discs} discs each`,
      `≥ ${kinds.map((kind) => bars.recovered[kind]).join(' / ')}`,
      kinds.every((kind) => reaches(recovered[kind]?.fidelity, bars.recovered[kind])),
    );
  }
  row(
    'recovered contrast of a disc of 15 HU and 3 mm',
    show(recovered['15 HU 3 mm']?.fidelity),
    'reported: no method holds it',
    true,
  );
  const ends = Object.entries(bars.contrastToNoise) as [End, number][];
  row(
    'contrast × (noise in ÷ noise out), smooth / texture end',
    ends.map(([end]) => contrastToNoise[end]?.toFixed(2) ?? 'none').join(' / '),
    `≥ ${ends.map(([, bar]) => bar).join(' / ')}`,
    ends.every(([end, bar]) => (contrastToNoise[end] ?? 0) >= bar),
  );
  for (const [end, { eligible, erased, absent, invented }] of Object.entries(clear)) {
    row(
      `lesions above twice the detection threshold erased / invented, ${end} end`,
      `${erased} of ${eligible} / ${invented} of ${absent}`,
      `0 of ${LEAST_PAIRS} / 0 of ${LEAST_PAIRS}`,
      erased === 0 && invented === 0 && eligible >= LEAST_PAIRS && absent >= LEAST_PAIRS,
    );
  }
}

/** Not below the noisy image's d′, not above the ideal observer's: as far as the 95 % intervals can tell. */
function proveObserver(table: Table, row: Row, { observer, model }: Evaluation): void {
  for (const set of [observer?.phantom, observer?.acquired]) {
    if (!set) continue;
    const { input, ...ends } = set.seen;
    for (const [end, seen] of Object.entries(ends)) {
      const between = seen.dPrimeInterval.map((value) => value.toFixed(2)).join('–');
      const ideal = set.ideal === null ? '' : `, ideal ${set.ideal.toFixed(2)}`;
      row(
        `observer d′ (95 %), ${set.lesion}, ${set.pairs} pairs, ${end} end`,
        `${seen.dPrime.toFixed(2)} (${between}); noisy image ${input!.dPrime.toFixed(2)}${ideal}`,
        set.ideal === null
          ? 'not below the noisy image’s'
          : 'not below the noisy image’s, not above the ideal',
        seen.dPrimeInterval[1] >= input!.dPrime &&
          (set.ideal === null || seen.dPrimeInterval[0] <= set.ideal),
      );
    }
  }
  if (!observer) table.skip(`${model.id}: observer`, 'there were no squares');
}

function proveGuard(table: Table, row: Row, { guard, model }: Evaluation): void {
  if (!guard?.erased) {
    table.skip(`${model.id}: structure guard`, 'no lesion could be erased');
    return;
  }
  const { erased, overStrong, ordinary } = guard;
  const found = erased.flagged + (overStrong?.flagged ?? 0);
  const of = erased.of + (overStrong?.of ?? 0);
  row(
    'guard: slices found where a lesion was erased on purpose',
    `${found} of ${of} (one lesion ${erased.flagged} of ${erased.of}, over-strong denoiser ${overStrong?.flagged ?? 0} of ${overStrong?.of ?? 0})`,
    '≥ 95 %',
    found >= 0.95 * of,
  );
  const flagged = Object.values(ordinary).reduce((sum, flags) => sum + flags.flagged, 0);
  const runs = Object.values(ordinary).reduce((sum, flags) => sum + flags.of, 0);
  row('guard: false flags on ordinary runs', `${flagged} of ${runs}`, '≤ 5 %', flagged <= 0.05 * runs);
}

function proveMagnitude(table: Table, { model, magnitude }: Evaluation): void {
  const row = (figure: string, value: string, bar: string, holds: boolean) =>
    table.add(`${model.id}: ${figure}`, value, bar, holds);
  row(
    'cost per 512 × 512 slice',
    `${model.gflopPer512.toFixed(2)} GFLOP`,
    `≤ ${MR_GFLOP} GFLOP`,
    model.gflopPer512 <= MR_GFLOP,
  );
  if (!magnitude) {
    table.skip(`${model.id}: figures`, 'no MR scan is here');
    return;
  }
  const own = magnitude.contenders.fidelity!;
  const rival = magnitude.contenders.nonLocalMeans!;
  const gain = own.psnr.mean - rival.psnr.mean;
  row(
    'PSNR over tuned non-local means, 9 % Rician noise',
    `${signed(gain)} dB (${own.psnr.mean.toFixed(2)} against ${rival.psnr.mean.toFixed(2)})`,
    '≥ +1 dB',
    gain >= 1,
  );
  row(
    'the same by series',
    Object.entries(own.psnr.series)
      .map(([name, value]) => `${name} ${signed(value - rival.psnr.series[name])}`)
      .join(', '),
    'reported',
    true,
  );
  const dark = own.background;
  row(
    'background bias',
    dark ? `${show(dark)} σ` : 'no background',
    '≤ 0.2 σ',
    dark !== null && Math.abs(dark.mean) <= 0.2,
  );
}

function reaches(spread: Spread | null | undefined, bar: number): boolean {
  return spread !== null && spread !== undefined && spread.mean >= bar;
}

/** Mean, and the means of the series it lies between. */
function show(spread: Spread | null | undefined): string {
  if (!spread) return 'none';
  const { mean, lowest, highest } = spread;
  return Object.keys(spread.series).length === 1
    ? mean.toFixed(2)
    : `${mean.toFixed(2)} (${lowest.toFixed(2)}…${highest.toFixed(2)})`;
}

function signed(value: number, digits = 2): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}
