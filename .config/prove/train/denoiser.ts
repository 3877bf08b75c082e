/**
 * What training on noise alone does, against truths that the training never sees.
 *
 *   node .config/run.mjs prove/train/denoiser.ts [--data DIR] [--steps N] [--pictures DIR] [--only NAME]
 *
 * Every series is trained on for a few hundred steps on wasm, and judged on slices that were
 * held out as well as on some that were trained on.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { encode } from 'fast-png';
import { bodyMask, rmse, SOFT_TISSUE_WINDOW, ssim } from '../../../src/evaluation/fidelity.js';
import { flatRegions, noiseSD } from '../../../src/evaluation/noise.js';
import { gradientKept } from '../../../src/evaluation/resolution.js';
import type { DenoiserEngine, TrainingSlices } from '../../../src/training/engine.js';
import type { DenoiserOptions } from '../../../src/training/options.js';
import { openDenoiserEngine } from '../../../src/training/selfSupervised.js';
import { atLag } from '../../../src/training/selfSupervision/correlation.js';
import { suitedMethod } from '../../../src/training/selfSupervision/lesson.js';
import { measureNoise } from '../../../src/training/selfSupervision/noiseModel.js';
import { useWasm } from '../../../test/training/wasm.js';
import { Table } from '../table.js';
import type { NoisySeries } from './noisySeries.js';
import { brightness, lowDoseSeries, magnitudeSeries, ricianSeries, sampleSeries } from './noisySeries.js';

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: '../shared/data/train' },
    steps: { type: 'string' },
    pictures: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});

const OPTIONS: DenoiserOptions = {
  task: 'denoise',
  method: 'auto',
  batch: 8,
  steps: 300,
  seed: 1,
  heldOut: 0.2,
  every: 50,
  backend: 'wasm',
  side: 64,
  width: 8,
  generatorRate: 3e-3,
};
/** RMSE to the hidden truth has to fall by this many per cent. */
const BAR = 20;
/** Gradient that strong edges have to keep. */
const EDGE_BAR = 0.95;
const MINUTES_BAR = 3;
/** The last slices of every series are held out. */
const HELD_OUT = 4;

/** Name, how the series is made (undefined where its data is not there), and steps where the usual ones are too few. */
const SERIES: readonly (readonly [
  string,
  () => Promise<NoisySeries | undefined> | NoisySeries | undefined,
  number?,
])[] = [
  ['sample study, quarter dose', sampleSeries],
  // Its edges are about as sharp as a pixel: docs/decisions/0024.
  ['MR phantom, Rician noise', () => magnitudeSeries(20, 0.05), 900],
  [
    'acquired chest CT, a tenth of its dose',
    () => lowDoseSeries(flags.data, 'ct-chest-acrinnsclc042', 60, 20, 0.1),
  ],
  [
    'acquired body CT, a quarter of its dose',
    () => lowDoseSeries(flags.data, 'ct-body-acrinfltbreast001a', 8, 20, 0.25),
  ],
  [
    'acquired head MR, Rician noise added',
    () => ricianSeries(flags.data, 'mr-head-t1-studyforrest02', 60, 24, 0.08),
  ],
];

await useWasm();
const table = new Table();
for (const [name, make, most = OPTIONS.steps] of SERIES) {
  if (!name.includes(flags.only)) continue;
  const series = await make();
  const steps = Number(flags.steps ?? most);
  if (series) await prove(table, name, cropped(series), { ...OPTIONS, steps });
  else table.skip(name, `the series is not under ${flags.data}`);
}
process.exitCode = table.print() ? 0 : 1;

async function prove(
  rows: Table,
  name: string,
  series: NoisySeries,
  options: DenoiserOptions,
): Promise<void> {
  const scale = series.modality === 'MR' ? brightness(series.noisy) : 1;
  const split = series.noisy.length - HELD_OUT;
  const training = stacked(series, series.noisy.slice(0, split), scale);
  const heldOut = stacked(series, series.noisy.slice(split), scale);
  const noise = measureNoise(training);
  const beside = (atLag(noise.correlation, 0, 1) + atLag(noise.correlation, 1, 0)) / 2;
  const inside = masksOf(series);
  const engine = await openDenoiserEngine(options, training, heldOut);
  const lossBefore = await engine.heldOutLoss();
  const cpu = process.cpuUsage();
  for (let step = 1; step <= options.steps; step++) await engine.step(step);
  const { user, system } = process.cpuUsage(cpu);
  const minutes = (user + system) / 60e6;
  const lossAfter = await engine.heldOutLoss();
  rows.add(
    `${name}: noise measured; correlation beside; method`,
    `SD ${(noise.level * scale).toFixed(1)} (added to the truth: ${addedNoise(series, inside).toFixed(1)}); ${beside.toFixed(2)}; ${suitedMethod(noise)}`,
    'reported',
    true,
  );
  rows.add(
    `${name}: CPU time of ${options.steps} steps; held-out loss`,
    `${minutes.toFixed(1)} min; ${lossBefore.toFixed(2)} → ${lossAfter.toFixed(2)}`,
    `≤ ${MINUTES_BAR} min; falls`,
    minutes <= MINUTES_BAR && lossAfter < lossBefore,
  );
  for (const [which, indices] of [
    ['trained on', [1, split >> 1, split - 2]],
    ['held out', [split, split + 1, split + 2, split + 3]],
  ] as const) {
    await judge(rows, `${name}, slices ${which}`, series, engine, scale, indices, inside);
  }
  engine.dispose();
}

async function judge(
  rows: Table,
  name: string,
  series: NoisySeries,
  engine: DenoiserEngine,
  scale: number,
  indices: readonly number[],
  masks: readonly Uint8Array[],
): Promise<void> {
  const { rows: height, columns: width } = series;
  const top = brightness(series.truth);
  const window = series.modality === 'CT' ? SOFT_TISSUE_WINDOW : ([0, top] as const);
  const strong: readonly [number, number] = series.modality === 'CT' ? [40, 250] : [0.08 * top, top];
  const figures = { before: [], after: [], ssimBefore: [], ssimAfter: [], edge: [], sd: [] } as Record<
    string,
    number[]
  >;
  for (const index of indices) {
    const [noisy, truth, mask] = [series.noisy[index], series.truth[index], masks[index]];
    const noise = await engine.noise(
      noisy.map((value) => value / scale),
      height,
      width,
    );
    const denoised = noisy.map((value, i) => value - scale * noise[i]);
    figures.before.push(rmse(noisy, truth, mask) ** 2);
    figures.after.push(rmse(denoised, truth, mask) ** 2);
    figures.ssimBefore.push(ssim(noisy, truth, height, width, { window, mask }));
    figures.ssimAfter.push(ssim(denoised, truth, height, width, { window, mask }));
    const kept = gradientKept(
      denoised,
      truth,
      height,
      width,
      { strong, weak: [strong[0] / 3, strong[0]] },
      mask,
    );
    if (kept.strong !== undefined) figures.edge.push(kept.strong);
    const flat = flatRegions(truth, height, width, {
      size: 16,
      range: [window[0], window[1]],
      spread: (window[1] - window[0]) / 40,
      mask,
    });
    if (flat.length > 0)
      figures.sd.push(noiseSD(denoised, height, width, flat) / noiseSD(noisy, height, width, flat));
    if (flags.pictures && index === indices[1])
      picture(name, [noisy, denoised, truth], window, height, width);
  }
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [before, after] = [Math.sqrt(mean(figures.before)), Math.sqrt(mean(figures.after))];
  const fall = 100 * (1 - after / before);
  rows.add(
    `${name}: RMSE to the hidden truth (${series.hidden})`,
    `${before.toFixed(1)} → ${after.toFixed(1)}, −${fall.toFixed(1)} %`,
    `≥ ${BAR} % lower`,
    fall >= BAR,
  );
  rows.add(
    `${name}: SSIM; gradient kept at strong edges; noise SD left in flat regions`,
    `${mean(figures.ssimBefore).toFixed(3)} → ${mean(figures.ssimAfter).toFixed(3)}; ${mean(figures.edge).toFixed(3)}; ${(100 * mean(figures.sd)).toFixed(0)} %`,
    `higher; ≥ ${EDGE_BAR}; reported`,
    mean(figures.ssimAfter) > mean(figures.ssimBefore) && mean(figures.edge) >= EDGE_BAR,
  );
}

/** Patient of a CT; of an MR what is brighter than the floor that Rician noise has in dark places. */
function masksOf({ modality, truth, rows, columns }: NoisySeries): Uint8Array[] {
  if (modality === 'CT') return truth.map((slice) => bodyMask(slice, rows, columns));
  const least = 0.2 * brightness(truth);
  return truth.map((slice) => Uint8Array.from(slice, (value) => (value > least ? 1 : 0)));
}

function addedNoise({ noisy, truth }: NoisySeries, masks: readonly Uint8Array[]): number {
  return Math.sqrt(
    noisy.reduce((sum, slice, i) => sum + rmse(slice, truth[i], masks[i]) ** 2, 0) / noisy.length,
  );
}

function stacked(
  { rows, columns }: NoisySeries,
  slices: readonly Float32Array[],
  scale: number,
): TrainingSlices {
  const values = new Float32Array(slices.length * rows * columns);
  for (const [i, slice] of slices.entries())
    values.set(
      slice.map((value) => value / scale),
      i * rows * columns,
    );
  const follows = Uint8Array.from(slices, (_, i) => (i > 0 ? 1 : 0));
  return { count: slices.length, rows, columns, values, scale, follows };
}

/** Rows and columns down to multiples of 8. */
function cropped(series: NoisySeries): NoisySeries {
  const [rows, columns] = [series.rows & ~7, series.columns & ~7];
  const cut = (slice: Float32Array) => {
    const result = new Float32Array(rows * columns);
    for (let r = 0; r < rows; r++) {
      result.set(slice.subarray(r * series.columns, r * series.columns + columns), r * columns);
    }
    return result;
  };
  return { ...series, rows, columns, noisy: series.noisy.map(cut), truth: series.truth.map(cut) };
}

/** Noisy, denoised, truth and what was taken away, side by side. */
function picture(
  name: string,
  [noisy, denoised, truth]: readonly Float32Array[],
  [low, high]: readonly [number, number],
  rows: number,
  columns: number,
): void {
  const data = new Uint8Array(4 * rows * columns);
  const grey = (value: number) => Math.max(0, Math.min(255, (255 * (value - low)) / (high - low)));
  const middle = (low + high) / 2;
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const i = r * columns + c;
      const shown = [noisy[i], denoised[i], truth[i], middle + noisy[i] - denoised[i]];
      for (const [n, value] of shown.entries()) data[r * 4 * columns + n * columns + c] = grey(value);
    }
  }
  mkdirSync(flags.pictures!, { recursive: true });
  const file = join(flags.pictures!, `${name.replaceAll(/[^a-z]+/gi, '-')}.png`);
  writeFileSync(file, encode({ width: 4 * columns, height: rows, data, channels: 1, depth: 8 }));
}
