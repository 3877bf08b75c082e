/**
 * `node .config/run.mjs tuneBaselines.ts [--data DIR]`: the strength of each classical denoiser that gives the best
 * PSNR (window −160…240 HU, body) at a quarter of the dose, and for MR at 9 % Rician noise, on the subjects the models
 * are trained on. Writes `src/evaluation/baselines/tuned.ts`; prints the curve of each method.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { Baseline } from '../src/evaluation/baselines/baseline.js';
import { type Bm3dOptions, bm3d } from '../src/evaluation/baselines/bm3d.js';
import { noiseColour } from '../src/evaluation/baselines/cosine.js';
import { gaussian } from '../src/evaluation/baselines/gaussian.js';
import { nonLocalMeans } from '../src/evaluation/baselines/nonLocalMeans.js';
import { totalVariation } from '../src/evaluation/baselines/totalVariation.js';
import { bodyMask, psnr, SOFT_TISSUE_WINDOW } from '../src/evaluation/fidelity.js';
import { openCohort } from '../src/pipeline/evaluate/cohort.js';
import { lowered, referenceSlice } from '../src/pipeline/evaluate/doses.js';
import { createMemory } from '../src/pipeline/evaluate/memory.js';
import { ricianNoise } from '../src/simulation/rician.js';

/** Training subjects of low noise and soft kernels (models/training/ct_denoise/series.json), and the slices taken. */
const CT: Record<string, number[]> = {
  'ct-body-acrinfltbreast001a': [8, 26],
  'ct-body-acrinfltbreast001b': [20, 70],
  'ct-chest-lungdxa0002': [6, 20],
  'ct-body-sbua027284': [0, 1],
  'ct-body-sbua048383': [0],
  'ct-body-sbua056642': [1],
  'ct-body-sbua058062': [0],
  'ct-body-sbua062055': [1],
  'ct-body-sbua072894': [0],
};
const MR: Record<string, number[]> = {
  'mr-head-t1-studyforrest02': [30, 70, 110],
  'mr-head-t1gre-uih': [15, 35, 55],
  'mr-abdomen-hastecor-tcgabc4073': [8, 18],
};
const RICIAN = 0.09;

interface Trial {
  readonly image: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly sigma: number;
  readonly colour?: Float64Array;
  readonly mask: Uint8Array;
  score(image: Float32Array): number;
}

const { values: given } = parseArgs({
  options: { data: { type: 'string', default: '../shared/data/train' } },
});
const GRIDS: Record<string, { filter: Baseline; grid: number[] }> = {
  gaussian: { filter: gaussian, grid: [0.65, 0.8, 0.95, 1.1] },
  nonLocalMeans: { filter: nonLocalMeans, grid: [0.5, 0.6, 0.7, 0.8, 0.95, 1.15, 1.35] },
  totalVariation: { filter: totalVariation, grid: [0.7, 0.85, 1, 1.15, 1.35] },
  bm3d: { filter: bm3d, grid: [1.3, 1.55, 1.8, 2.1] },
};

const memory = createMemory();
const ct = await ctTrials();
const tuned: Record<string, number> = {};
for (const [name, { filter, grid }] of Object.entries(GRIDS))
  tuned[name] = best(`CT ${name}`, filter, grid, ct);
const mr = await mrTrials();
const rician: Baseline = (image, rows, columns, options) =>
  nonLocalMeans(image, rows, columns, { ...options, rician: true });
const ricianStrength = best('MR nonLocalMeans', rician, GRIDS.nonLocalMeans.grid, mr);

writeFileSync(
  'src/evaluation/baselines/tuned.ts',
  `/**
 * Strength of each baseline that gives the best PSNR on the training subjects; written by
 * \`node .config/run.mjs tuneBaselines.ts\`.
 *
 * @module
 */
export const TUNED = {
  /** Quarter dose, ${ct.length} slices of ${Object.keys(CT).length} series. */
  ct: { ${Object.entries(tuned)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')} },
  /** Rician noise of ${100 * RICIAN} %, ${mr.length} slices of ${Object.keys(MR).length} series. */
  mr: { nonLocalMeans: ${ricianStrength} },
} as const;
`,
);

/** Best strength: the top of the parabola through the best three of the grid. */
function best(name: string, filter: Baseline, grid: number[], trials: Trial[]): number {
  const curve = grid.map((strength) => {
    let sum = 0;
    for (const { image, rows, columns, sigma, colour, mask, score } of trials) {
      const options: Bm3dOptions = { sigma, strength, colour, mask };
      sum += score(filter(image, rows, columns, options));
    }
    process.stderr.write(`${name} ${strength}: ${(sum / trials.length).toFixed(3)} dB\n`);
    return sum / trials.length;
  });
  const input = trials.reduce((sum, { image, score }) => sum + score(image), 0) / trials.length;
  const top = curve.indexOf(Math.max(...curve));
  const middle = Math.min(grid.length - 2, Math.max(1, top));
  const [x0, x1, x2] = grid.slice(middle - 1, middle + 2);
  const [y0, y1, y2] = curve.slice(middle - 1, middle + 2);
  const slope = (y1 - y0) / (x1 - x0);
  const bend = ((y2 - y1) / (x2 - x1) - slope) / (x2 - x0);
  const peak = bend < 0 ? (x0 + x1 - slope / bend) / 2 : grid[top];
  const chosen = Math.round(100 * Math.min(x2, Math.max(x0, peak))) / 100;
  process.stdout.write(
    `${name}: strength ${chosen}, ${curve[top].toFixed(2)} dB, input ${input.toFixed(2)} dB\n`,
  );
  return chosen;
}

async function ctTrials(): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const [name, indices] of Object.entries(CT)) {
    const series = await open(name);
    for (const index of indices) {
      const { values, rows, columns } = await referenceSlice(series, index);
      const { quarter: low } = await lowered(series, index, 1, memory);
      const mask = bodyMask(values, rows, columns);
      const noise = low.map((value, i) => value - values[i]);
      trials.push({
        image: low,
        rows,
        columns,
        sigma: sdInside(noise, mask),
        colour: noiseColour(noise, rows, columns, mask),
        mask,
        score: (image) => psnr(image, values, { window: SOFT_TISSUE_WINDOW, mask }),
      });
      process.stderr.write(`${name} ${index}: noise ${trials.at(-1)!.sigma.toFixed(1)} HU\n`);
    }
  }
  return trials;
}

async function mrTrials(): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const [name, indices] of Object.entries(MR)) {
    const series = await open(name);
    for (const index of indices) {
      const { values, rows, columns } = await series.slice(index);
      const top = Float32Array.from(values).sort()[Math.floor(0.995 * values.length)];
      const sigma = RICIAN * top;
      const image = ricianNoise(values, { sigma, seed: 1, slice: index });
      trials.push({
        image,
        rows,
        columns,
        sigma,
        mask: new Uint8Array(values.length).fill(1),
        score: (result) => psnr(result, values, { window: [0, top] }),
      });
    }
  }
  return trials;
}

async function open(name: string) {
  const folder = join(given.data, name);
  const files = readdirSync(folder).map((file) => ({
    name: `${name}/${file}`,
    read: async () => new Uint8Array(await readFile(join(folder, file))),
  }));
  const { series, refused } = await openCohort(files);
  if (refused.length > 0) throw refused[0];
  return series[0];
}

function sdInside(noise: Float32Array, mask: Uint8Array): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let i = 0; i < noise.length; i++) {
    if (mask[i] === 0) continue;
    sum += noise[i];
    squares += noise[i] ** 2;
    count++;
  }
  return Math.sqrt(squares / count - (sum / count) ** 2);
}
