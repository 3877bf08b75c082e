/**
 * Training pairs for the CT recipes, from the project's own simulator.
 *
 *   node .config/run.mjs trainingPairs.ts acquired --data DIR [--part 0/2]
 *   node .config/run.mjs trainingPairs.ts phantoms [--part 0/2]
 *   node .config/run.mjs trainingPairs.ts validation --data DIR
 *
 * `acquired` reads the series of models/training/ct_denoise/series.json and writes, per series, the slices and for each
 * some draws of the noise that a lower dose would have added. `phantoms` scans chest phantoms (seeds that the sample
 * study does not use), each slice with a neighbour on both sides, without noise and at several doses. `validation` brings
 * held-out slices and their neighbours to a quarter and a tenth of the dose. Files that are there are kept, so a broken
 * run goes on. Layout: models/training/ct_denoise/data.py.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { decode } from 'fast-png';
import { createRandom, type Random } from '../src/image/random.js';
import { calibratePhotons, calibrateSeries } from '../src/simulation/calibrate.js';
import { toStoredHU } from '../src/simulation/chestStudy.js';
import { reconstruct } from '../src/simulation/fbp.js';
import { fromSquare, type SliceGrid } from '../src/simulation/grid.js';
import { DEFAULT_PHOTONS, expectedCounts, missingNoise } from '../src/simulation/noise.js';
import { chestPhantom } from '../src/simulation/phantom/chest.js';
import { acquire, expose, lowerDose } from '../src/simulation/scan.js';
import { SAMPLE } from './sampleStudy.js';

const SERIES = 'models/training/ct_denoise/series.json';
const OUT = 'models/training/.runs/ct_denoise';
const ELECTRONIC = 10;
/** Doses drawn, log-uniform; the recipe rescales the noise further. */
const DOSES = [0.06, 0.4] as const;
/** Hann cut-offs as multiples of the pixel grid's Nyquist frequency: soft to sharper than the grid shows. */
const CUTOFFS = [0.75, 2] as const;
/** Noise is stored as int16 of this many units per HU. */
const UNITS_PER_HU = 16;
const PHANTOM_SEEDS = [101, 102, 103, 104, 105, 106].filter((seed) => seed !== SAMPLE.seed);
const PHANTOM_CENTRES = 6;

interface Wanted {
  readonly draws: number;
  /** Average of so many neighbouring slices: one quieter slice out of thin ones. */
  readonly slab?: number;
}

interface Meta {
  readonly png_offset: number;
  readonly pixel_spacing_mm: [number, number];
  readonly independent_slices?: boolean;
  readonly slices?: readonly { readonly pixel_spacing_mm: [number, number] }[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: '../shared/data/train' },
    part: { type: 'string', default: '0/1' },
  },
});
const [part, parts] = values.part.split('/').map(Number);

if (positionals[0] === 'acquired') acquired(values.data);
else if (positionals[0] === 'phantoms') phantoms();
else if (positionals[0] === 'validation') validation(values.data);
else throw new Error('Say what to make: acquired, phantoms or validation.');

/** Lower-dose noise of acquired slices. */
function acquired(folder: string): void {
  const wanted = JSON.parse(readFileSync(SERIES, 'utf8')).training as Record<string, Wanted>;
  mkdirSync(join(OUT, 'acquired'), { recursive: true });
  for (const [number, [name, { draws, slab = 1 }]] of Object.entries(wanted).entries()) {
    const target = join(OUT, 'acquired', name);
    if (number % parts !== part || existsSync(`${target}.json`)) continue;
    const { slices, meta } = readSeries(join(folder, name), slab);
    const grids = slices.map((_, i): SliceGrid => {
      const pixelSpacing = (meta.slices?.[i] ?? meta).pixel_spacing_mm;
      return { rows: 512, columns: 512, pixelSpacing };
    });
    const common = meta.independent_slices ? undefined : calibrateSeries(slices, grids[0]);
    const photons: number[] = [];
    const doses: number[][] = [];
    const noise: Uint8Array[] = [];
    for (const [index, slice] of slices.entries()) {
      const own = common ?? calibratePhotons(slice, grids[index]) ?? DEFAULT_PHOTONS;
      const random = createRandom(number + 1)
        .fork('pairs')
        .fork(index);
      photons.push(own);
      const made = drawNoise(slice, grids[index], own, draws, random);
      doses.push(made.map(({ dose }) => dose));
      noise.push(...made.map(({ bytes }) => bytes));
      process.stderr.write(`${name}: slice ${index + 1} of ${slices.length}\n`);
    }
    write(`${target}.hu.i16`, slices.map(asInt16));
    write(`${target}.noise.i16`, noise);
    const about = {
      slices: slices.length,
      draws,
      photons,
      doses,
      independent: meta.independent_slices === true,
    };
    writeFileSync(`${target}.json`, `${JSON.stringify(about)}\n`);
  }
}

function readSeries(folder: string, slab: number): { slices: Float32Array[]; meta: Meta } {
  const meta = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8')) as Meta;
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.png'))
    .sort();
  const slices: Float32Array[] = [];
  for (let i = 0; i + slab <= files.length; i += slab) {
    const sum = new Float32Array(512 * 512).fill(-meta.png_offset);
    for (const file of files.slice(i, i + slab)) {
      const { data } = decode(readFileSync(join(folder, file)));
      for (let k = 0; k < sum.length; k++) sum[k] += data[k] / slab;
    }
    slices.push(sum);
  }
  return { slices, meta };
}

/** Noise of a lower dose, each draw with a dose, a kernel and a spread of the noise over the body of its own. */
function drawNoise(slice: Float32Array, grid: SliceGrid, photons: number, draws: number, random: Random) {
  const { lineIntegrals, geometry } = expose(slice, grid, { views: 480 });
  const nyquist = 0.5 / grid.pixelSpacing[0];
  return Array.from({ length: draws }, (_, index) => {
    const draw = random.fork(index);
    const dose = DOSES[0] * (DOSES[1] / DOSES[0]) ** draw.uniform();
    const kernel = { cutoff: nyquist * (CUTOFFS[0] + (CUTOFFS[1] - CUTOFFS[0]) * draw.uniform()) };
    const counts = expectedCounts(lineIntegrals, geometry, { photons });
    flatten(counts, lineIntegrals, 0.5 * draw.uniform());
    const missing = missingNoise(counts, dose, ELECTRONIC, draw);
    const noise = fromSquare(reconstruct(missing, geometry, kernel), grid);
    return { dose, bytes: asInt16(noise.map((v) => v * UNITS_PER_HU)) };
  });
}

/** Scanners differ in bow-tie and modulation: a random share of the attenuation's effect is taken out of the counts. */
function flatten(counts: Float32Array, lineIntegrals: Float32Array, share: number): void {
  let before = 0;
  let after = 0;
  const inside = (i: number) => lineIntegrals[i] > 0.5;
  for (let i = 0; i < counts.length; i++) if (inside(i)) before += 1 / counts[i];
  for (let i = 0; i < counts.length; i++) counts[i] *= Math.exp(share * lineIntegrals[i]);
  for (let i = 0; i < counts.length; i++) if (inside(i)) after += 1 / counts[i];
  // The mean variance of the rays stays what calibration found.
  for (let i = 0; i < counts.length; i++) counts[i] *= after / before;
}

/** Scans of phantoms: per centre slice [clean; three slices at each dose]. */
function phantoms(): void {
  mkdirSync(join(OUT, 'phantoms'), { recursive: true });
  for (const [number, seed] of PHANTOM_SEEDS.entries()) {
    if (number % parts !== part) continue;
    const phantom = chestPhantom({ slices: 80, seed, spacing: 1 });
    for (let centre = 0; centre < PHANTOM_CENTRES; centre++) {
      const target = join(OUT, 'phantoms', `${seed}-${centre}.i16`);
      if (existsSync(target)) continue;
      const draw = createRandom(seed).fork('training').fork(centre);
      const kernel = { cutoff: 0.45 + 0.75 * draw.uniform() };
      const step = 1 + Math.floor(3 * draw.uniform());
      const index = Math.round(((centre + 0.5) * 80) / PHANTOM_CENTRES);
      const pictures: Float32Array[] = [];
      for (const [which, z] of [index, index - step, index + step].entries()) {
        const exposed = expose(phantom.slice(z).hu, phantom);
        if (which === 0) {
          const clean = fromSquare(reconstruct(exposed.lineIntegrals, exposed.geometry, kernel), phantom);
          pictures.push(clean.map((v) => v - 1000));
        }
        for (const dose of [0.3, 0.12]) {
          const random = draw.fork(which).fork(dose);
          pictures.push(acquire(exposed, { photons: 6e5, dose, kernel, random }));
        }
      }
      write(
        target,
        pictures.map((p) => new Uint8Array(toStoredHU(p).buffer)),
      );
      process.stderr.write(`phantom ${seed}, centre ${centre + 1} of ${PHANTOM_CENTRES}\n`);
    }
  }
}

/** Held-out slices with their neighbours: acquired, quarter and tenth of the dose. */
function validation(folder: string): void {
  const heldOut = JSON.parse(readFileSync(SERIES, 'utf8')).heldOut as Record<string, { stride: number }>;
  mkdirSync(join(OUT, 'validation'), { recursive: true });
  for (const [name, { stride }] of Object.entries(heldOut)) {
    const target = join(OUT, 'validation', `${name}.i16`);
    if (existsSync(target)) continue;
    const { slices, meta } = readSeries(join(folder, name), 1);
    const pictures: Float32Array[] = [];
    for (let index = stride >> 1; index < slices.length; index += stride) {
      const pixelSpacing = (meta.slices?.[index] ?? meta).pixel_spacing_mm;
      const grid: SliceGrid = { rows: 512, columns: 512, pixelSpacing };
      const photons = calibratePhotons(slices[index], grid) ?? DEFAULT_PHOTONS;
      const near = meta.independent_slices ? [index, index, index] : [index, index - 1, index + 1];
      pictures.push(...near.map((i) => slices[i]));
      for (const dose of [0.25, 0.1]) {
        pictures.push(
          ...near.map((slice) => lowerDose(slices[slice], { ...grid, dose, photons, seed: 5, slice })),
        );
      }
      process.stderr.write(`${name}: slice ${index + 1} of ${slices.length}\n`);
    }
    write(target, pictures.map(asInt16));
  }
}

function asInt16(values: Float32Array): Uint8Array {
  return new Uint8Array(
    Int16Array.from(values, (v) => Math.max(-32768, Math.min(32767, Math.round(v)))).buffer,
  );
}

/** Whole files only: written under another name first. */
function write(target: string, parts: readonly Uint8Array[]): void {
  writeFileSync(`${target}.partial`, Buffer.concat(parts));
  renameSync(`${target}.partial`, target);
}
