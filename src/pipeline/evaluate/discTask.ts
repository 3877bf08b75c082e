/**
 * Discs of every kind in every flat square of a slice, at a quarter of the dose, and clear ones that must stay.
 *
 * @module
 */
import type { Region } from '../../evaluation/noise.js';
import type { CohortSeries } from './cohort.js';
import { type Contender, type End, RIVALS, type Rival } from './contender.js';
import { type Crops, cropsOf } from './crops.js';
import { besides, lowered } from './doses.js';
import type { Ground } from './figures.js';
import { type GuardFigures, guardOf } from './guard.js';
import {
  besideSignal,
  cropped,
  DISCS,
  type DiscVerdict,
  nameOf,
  type Planting,
  pasted,
  plant,
  plantClear,
  shares,
  type View,
  verdicts,
} from './lesions.js';
import type { Memory } from './memory.js';
import { type KnownNoise, runRival } from './rivals.js';
import type { NoisySlice, QuietSlice, Subject } from './subject.js';

export interface DiscFigures {
  /** Recovered contrast by kind of disc and contender. */
  readonly shares: Readonly<Record<string, Partial<Record<Contender, readonly number[]>>>>;
  /** By kind of disc. */
  readonly verdicts: Readonly<Record<string, Partial<Record<End, readonly DiscVerdict[]>>>>;
  readonly crops: Crops | undefined;
  readonly guard: GuardFigures;
}

/** A slice at a quarter of its dose, and everyone's answer without discs. */
export interface QuietGround {
  readonly series: CohortSeries;
  readonly index: number;
  readonly seed: number;
  readonly ground: Ground;
  readonly input: Float32Array;
  readonly noise: KnownNoise;
  readonly quiet: QuietSlice;
}

/** Measures all discs of a slice; `run` is the model. */
export async function measureDiscs(
  subject: Subject,
  slice: QuietGround,
  run: (slice: NoisySlice) => Promise<QuietSlice>,
  memory: Memory,
): Promise<DiscFigures> {
  const { series, index, seed, ground, input, quiet } = slice;
  const { reference, regions, tissues } = ground;
  const { columns } = reference;
  const found = {
    shares: {} as Record<string, Partial<Record<Contender, number[]>>>,
    verdicts: {} as Record<string, Partial<Record<End, DiscVerdict[]>>>,
  };
  if (regions.length === 0)
    return { ...found, crops: undefined, guard: await guardOf(slice, [], {}, memory) };
  const plantings = DISCS.map((kind) => plant(kind, regions, reference));
  const rivals = await memory.remember(`rivals discs ${series.key} ${index} ${seed}`, () =>
    rivalShares(slice, plantings),
  );
  const clear = plantClear(input, regions, reference, tissues.soft);
  const view = viewOf(regions, slice, subject);
  let crops: Crops | undefined;
  for (const planting of [...plantings, ...clear]) {
    const name = nameOf(planting.kind);
    const present = input.map((value, i) => value + planting.signal[i]);
    const answer = await run({
      values: cropped(present, columns, view),
      rows: view.rows,
      columns: view.columns,
      modality: 'CT',
      neighbours: await neighboursIn(subject, slice, planting, view, memory),
    });
    const asked = plantings.includes(planting);
    if (asked) found.shares[name] = { ...rivals[name], input: shares(present, input, planting, reference) };
    found.verdicts[name] = {};
    const outputs: Partial<Record<End, Float32Array>> = {};
    for (const end of subject.ends) {
      const absent = quiet.images[end]!;
      const output = pasted(absent, columns, answer.images[end]!, view);
      outputs[end] = output;
      if (asked) found.shares[name][end] = shares(output, absent, planting, reference);
      found.verdicts[name][end] = verdicts(
        { present, absent: input },
        { present: output, absent },
        planting,
        reference,
        tissues.soft,
      );
    }
    crops =
      cropsOf(planting.kind, { present, absent: input }, outputs, quiet.images, regions, columns) ?? crops;
  }
  return { ...found, crops, guard: await guardOf(slice, [...plantings, ...clear], found.verdicts, memory) };
}

/** What the classical denoisers leave of the discs. */
function rivalShares({ ground, input, noise }: QuietGround, plantings: readonly Planting[]) {
  const { reference, regions } = ground;
  const found: Record<string, Partial<Record<Rival, number[]>>> = {};
  const view = around(regions, 24, reference);
  const mask = nearby(regions, view);
  for (const rival of RIVALS) {
    const through = (image: Float32Array) =>
      pasted(
        input,
        reference.columns,
        runRival(rival, cropped(image, reference.columns, view), view.rows, view.columns, noise, mask),
        view,
      );
    const absent = through(input);
    for (const planting of plantings) {
      const present = through(input.map((value, i) => value + planting.signal[i]));
      const name = nameOf(planting.kind);
      found[name] = { ...found[name], [rival]: shares(present, absent, planting, reference) };
    }
  }
  return found;
}

/** The neighbours at the same dose, with what of the lesions reaches into them. */
async function neighboursIn(
  subject: Subject,
  { series, index, seed, ground }: QuietGround,
  planting: Planting,
  view: View,
  memory: Memory,
): Promise<NoisySlice['neighbours']> {
  if (subject.slices === 1) return undefined;
  const { reference } = ground;
  const reaching = besideSignal(planting, reference, series.spacing ?? 0);
  const part = async (at: number | undefined) => {
    if (at === undefined) return undefined;
    const { quarter } = await lowered(series, at, seed, memory);
    return cropped(
      quarter.map((value, i) => value + reaching[i]),
      reference.columns,
      view,
    );
  };
  const [before, after] = besides(series, index);
  return [await part(before), await part(after)];
}

/** Part of the slice that holds all regions and whatever the model looks at for them. */
function viewOf(regions: readonly Region[], { ground }: QuietGround, { card }: Subject): View {
  const { multipleOf, receptiveFieldPixels } = card.execution;
  // Rows and columns start at multiples of the stride: the answer is the one of the whole slice.
  const { row, column, rows, columns } = around(
    regions,
    Math.ceil(receptiveFieldPixels / 2) + 16,
    ground.reference,
  );
  const down = (n: number) => Math.floor(n / multipleOf) * multipleOf;
  const up = (n: number, limit: number) => Math.min(limit, Math.ceil(n / multipleOf) * multipleOf);
  const [top, left] = [down(row), down(column)];
  return {
    row: top,
    column: left,
    rows: up(row + rows, ground.reference.rows) - top,
    columns: up(column + columns, ground.reference.columns) - left,
  };
}

/** Bounding box of the regions and `margin` pixels, inside the slice. */
function around(
  regions: readonly Region[],
  margin: number,
  { rows, columns }: { rows: number; columns: number },
): View {
  const row = Math.max(0, Math.min(...regions.map((region) => region.row)) - margin);
  const column = Math.max(0, Math.min(...regions.map((region) => region.column)) - margin);
  const bottom = Math.min(rows, Math.max(...regions.map((region) => region.row + region.size)) + margin);
  const right = Math.min(columns, Math.max(...regions.map((region) => region.column + region.size)) + margin);
  return { row, column, rows: bottom - row, columns: right - column };
}

/** 1 in the regions and a block's width around them: BM3D need not look at the rest. */
function nearby(regions: readonly Region[], view: View): Uint8Array {
  const mask = new Uint8Array(view.rows * view.columns);
  for (const { row, column, size } of regions) {
    const [top, left] = [row - view.row, column - view.column];
    for (let r = Math.max(0, top - 8); r < Math.min(view.rows, top + size + 8); r++) {
      mask.fill(
        1,
        r * view.columns + Math.max(0, left - 8),
        r * view.columns + Math.min(view.columns, left + size + 8),
      );
    }
  }
  return mask;
}
