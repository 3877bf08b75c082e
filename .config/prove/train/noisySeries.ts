/** Series whose truth is known and hidden from the training: what a denoiser's proof trains on. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { calibrateSeries } from '../../../src/simulation/calibrate.js';
import { chestStudy } from '../../../src/simulation/chestStudy.js';
import { reconstruct } from '../../../src/simulation/fbp.js';
import type { SliceGrid } from '../../../src/simulation/grid.js';
import { fromSquare } from '../../../src/simulation/grid.js';
import { DEFAULT_PHOTONS } from '../../../src/simulation/noise.js';
import { type ChestSlice, chestPhantom } from '../../../src/simulation/phantom/chest.js';
import { ricianNoise } from '../../../src/simulation/rician.js';
import { expose, lowerDose } from '../../../src/simulation/scan.js';
import { SAMPLE } from '../../sampleStudy.js';

/** Slices in order, and what they would be without the noise. */
export interface NoisySeries {
  readonly name: string;
  readonly modality: 'CT' | 'MR';
  /** What the truth is, in words. */
  readonly hidden: string;
  readonly rows: number;
  readonly columns: number;
  /** HU, or arbitrary. */
  readonly noisy: readonly Float32Array[];
  readonly truth: readonly Float32Array[];
}

/** The sample study's quarter dose; hidden: the same scan without noise. */
export async function sampleSeries(): Promise<NoisySeries> {
  const { rows, columns } = chestPhantom(SAMPLE);
  const noisy: Float32Array[] = [];
  const truth: Float32Array[] = [];
  for await (const slice of chestStudy(SAMPLE)) {
    noisy.push(Float32Array.from(slice.quarterDose));
    truth.push(noiseless(slice.truth.hu, chestPhantom(SAMPLE)));
  }
  return {
    name: 'sample quarter dose',
    modality: 'CT',
    hidden: 'scan without noise',
    rows,
    columns,
    noisy,
    truth,
  };
}

/** A noiseless reconstruction, HU: kernel and aliasing of the scan stay. */
export function noiseless(hu: Float32Array, grid: SliceGrid): Float32Array {
  const { lineIntegrals, geometry } = expose(hu, grid);
  return fromSquare(reconstruct(lineIntegrals, geometry), grid).map((value) => value - 1000);
}

/** Signal of air, lung, fat, soft tissue and bone in a T1-like magnitude picture. */
const SIGNAL = [0, 60, 900, 450, 150] as const;

/** The chest phantom as a T1-like picture of half its pixels a side, with Rician noise of `sigma`, a share of fat's signal. */
export function magnitudeSeries(slices: number, sigma: number): NoisySeries {
  const phantom = chestPhantom({ slices, seed: 11 });
  const noisy: Float32Array[] = [];
  const truth: Float32Array[] = [];
  for (let slice = 0; slice < slices; slice++) {
    // Labels have no partial volume and a scan does: means of 2 x 2 give it.
    const clean = halved(magnitude(phantom.slice(slice)), phantom.columns);
    truth.push(clean);
    noisy.push(ricianNoise(clean, { sigma: sigma * SIGNAL[2], seed: 3, slice }));
  }
  const [rows, columns] = [phantom.rows / 2, phantom.columns / 2];
  const hidden = 'picture without noise';
  return { name: 'phantom, T1-like, Rician', modality: 'MR', hidden, rows, columns, noisy, truth };
}

/** A tissue's signal, and in it half of what HU differ from the tissue's middle: the anatomy keeps its texture. */
function magnitude({ hu, tissue }: ChestSlice): Float32Array {
  return hu.map((value, i) => {
    if (tissue[i] === 0) return 0;
    const apart = value - [-1000, -850, -100, 45, 500][tissue[i]];
    return Math.max(0, SIGNAL[tissue[i]] + 0.5 * Math.max(-200, Math.min(200, apart)));
  });
}

function halved(slice: Float32Array, columns: number): Float32Array {
  const half = columns / 2;
  const result = new Float32Array(slice.length / 4);
  for (let i = 0; i < result.length; i++) {
    const at = 2 * Math.floor(i / half) * columns + 2 * (i % half);
    result[i] = (slice[at] + slice[at + 1] + slice[at + columns] + slice[at + columns + 1]) / 4;
  }
  return result;
}

/** Slices of a series stored as 16-bit PNG; undefined where it is not there. */
export function acquiredSlices(folder: string, from: number, count: number) {
  if (!existsSync(join(folder, 'meta.json'))) return undefined;
  const meta = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8')) as {
    readonly png_offset: number;
    readonly pixel_spacing_mm: [number, number];
  };
  const files = readdirSync(folder).filter((file) => file.endsWith('.png'));
  let rows = 0;
  let columns = 0;
  const slices = files
    .sort()
    .slice(from, from + count)
    .map((file) => {
      const { data, width, height } = decode(readFileSync(join(folder, file)));
      [rows, columns] = [height, width];
      return Float32Array.from(data, (value) => value - meta.png_offset);
    });
  return { slices, rows, columns, pixelSpacing: meta.pixel_spacing_mm };
}

/** An acquired CT series brought to a fraction of its dose; hidden: the acquired one, noise of its own and all. */
export function lowDoseSeries(data: string, name: string, from: number, count: number, dose: number) {
  const acquired = acquiredSlices(join(data, name), from, count);
  if (!acquired) return undefined;
  const { slices: truth, rows, columns, pixelSpacing } = acquired;
  const grid = { rows, columns, pixelSpacing };
  const photons = calibrateSeries(truth, grid) ?? DEFAULT_PHOTONS;
  const noisy = truth.map((hu, slice) =>
    lowerDose(hu, { ...grid, dose, photons, seed: 9, slice }).map((value) => Math.round(value)),
  );
  return {
    name: `${name}, dose x ${dose}`,
    modality: 'CT',
    hidden: 'acquired series',
    rows,
    columns,
    noisy,
    truth,
  } as const;
}

/** An acquired MR series with Rician noise of `sigma`, a share of its 99.5th percentile. */
export function ricianSeries(data: string, name: string, from: number, count: number, sigma: number) {
  const acquired = acquiredSlices(join(data, name), from, count);
  if (!acquired) return undefined;
  const { slices: truth, rows, columns } = acquired;
  const bright = brightness(truth);
  const noisy = truth.map((slice, index) =>
    ricianNoise(slice, { sigma: sigma * bright, seed: 9, slice: index }),
  );
  return {
    name: `${name}, Rician ${sigma}`,
    modality: 'MR',
    hidden: 'acquired series',
    rows,
    columns,
    noisy,
    truth,
  } as const;
}

/** 99.5th percentile of all slices, every seventh pixel looked at. */
export function brightness(slices: readonly Float32Array[]): number {
  const seen = slices.flatMap((slice) => Array.from(slice.filter((_, i) => i % 7 === 0)));
  const sorted = Float32Array.from(seen).sort();
  return sorted[Math.floor(0.995 * (sorted.length - 1))];
}
