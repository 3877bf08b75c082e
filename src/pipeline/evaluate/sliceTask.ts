/**
 * One slice of the cohort: its doses simulated, everyone's answer measured, discs put in.
 *
 * @module
 */
import { SIDE } from '../../evaluation/baselines/cosine.js';
import { rmse } from '../../evaluation/fidelity.js';
import type { Region } from '../../evaluation/noise.js';
import type { CohortSeries } from './cohort.js';
import { type Contender, type End, RIVALS } from './contender.js';
import { type Crops, cropsOf } from './crops.js';
import { besides, DOSES, type Dose, lowered, type ReferenceSlice, referenceSlice } from './doses.js';
import { type Figures, figuresOf, type Ground, groundOf, type Spectrum, spectrumOf } from './figures.js';
import { besideSignal, DISCS, type DiscVerdict, nameOf, plant, shares, verdicts } from './lesions.js';
import type { Memory } from './memory.js';
import { type Pictures, picturesOf } from './pictures.js';
import { type KnownNoise, knownNoise, runRival } from './rivals.js';
import type { NoisySlice, QuietSlice, Subject } from './subject.js';

/** What a slice told. */
export interface SliceFinding {
  readonly kind: 'slice';
  readonly series: string;
  readonly index: number;
  /** Undefined parts: there is no patient in the slice. */
  readonly body: SliceFigures | undefined;
}

export interface SliceFigures {
  readonly reference: { readonly sd: number | null; readonly nps: Spectrum | null };
  /** RMS in HU by which the model changes the acquired slice itself, body. */
  readonly changed: Partial<Record<End, number>>;
  readonly doses: Readonly<Record<Dose, Partial<Record<Contender, Figures>>>>;
  /** Quarter dose: recovered contrast by kind of disc and contender. */
  readonly shares: Readonly<Record<string, Partial<Record<Contender, readonly number[]>>>>;
  /** Quarter dose: by kind of disc. */
  readonly verdicts: Readonly<Record<string, Partial<Record<End, readonly DiscVerdict[]>>>>;
  readonly crops: Crops | undefined;
  /** Seconds the model took per run, and pixels of the slice. */
  readonly seconds: readonly number[];
  readonly pixels: number;
  readonly pictures: Pictures | undefined;
}

export interface SliceOptions {
  readonly seed: number;
  /** Makes pictures for the page. */
  readonly pictured: boolean;
}

/** Measures one slice. */
export async function measureSlice(
  subject: Subject,
  series: CohortSeries,
  index: number,
  { seed, pictured }: SliceOptions,
  memory: Memory,
): Promise<SliceFinding> {
  const reference = await referenceSlice(series, index);
  const ground = groundOf(reference);
  const at = { kind: 'slice', series: series.name, index } as const;
  if (!ground) return { ...at, body: undefined };

  const seconds: number[] = [];
  const run = async (slice: NoisySlice) => {
    const quiet = await subject.run(slice);
    seconds.push(quiet.seconds);
    return quiet;
  };
  const whole = await run(
    await withNeighbours(subject, series, index, reference, reference.values, (at) =>
      referenceSlice(series, at).then(({ values }) => values),
    ),
  );
  const changed: Partial<Record<End, number>> = {};
  for (const end of subject.ends) changed[end] = rmse(whole.images[end]!, reference.values, ground.body);

  const doses = {} as Record<Dose, Partial<Record<Contender, Figures>>>;
  let quarter: { input: Float32Array; noise: KnownNoise; quiet: QuietSlice } | undefined;
  let pictures: Pictures | undefined;
  const inputs = await lowered(series, index, seed, memory);
  for (const dose of Object.keys(DOSES) as Dose[]) {
    const input = inputs[dose];
    const noise = knownNoise(input, reference.values, reference.rows, reference.columns, ground.body);
    const key = `${series.key} ${index} ${dose} ${seed}`;
    const classical = await memory.remember(`rivals ${key}`, () => rivalFigures(input, noise, ground));
    const quiet = await run(
      await withNeighbours(subject, series, index, reference, input, (at) =>
        lowered(series, at, seed, memory).then((low) => low[dose]),
      ),
    );
    const figures: Partial<Record<Contender, Figures>> = { ...classical };
    for (const end of subject.ends) figures[end] = figuresOf(quiet.images[end]!, input, ground);
    doses[dose] = figures;
    if (dose !== 'quarter') continue;
    quarter = { input, noise, quiet };
    if (pictured) pictures = await picturesOf({ ground, input, noise, quiet, series: series.name, index });
  }

  const discs = await measureDiscs(subject, series, index, ground, quarter!, { seed, run }, memory);
  return {
    ...at,
    body: {
      reference: {
        sd: doses.quarter.input?.sd === null ? null : sdOf(ground),
        nps: spectrumOf(reference.values, ground),
      },
      changed,
      doses,
      ...discs,
      seconds,
      pixels: reference.values.length,
      pictures,
    },
  };
}

function sdOf(ground: Ground): number | null {
  return figuresOf(ground.reference.values, ground.reference.values, ground).sd;
}

/** The slice and, for models of three slices, its neighbours at the same dose. */
async function withNeighbours(
  subject: Subject,
  series: CohortSeries,
  index: number,
  { rows, columns }: ReferenceSlice,
  values: Float32Array,
  read: (index: number) => Promise<Float32Array>,
): Promise<NoisySlice> {
  const slice = { values, rows, columns, modality: 'CT' as const };
  if (subject.slices === 1) return slice;
  const [before, after] = besides(series, index);
  return {
    ...slice,
    neighbours: [
      before === undefined ? undefined : await read(before),
      after === undefined ? undefined : await read(after),
    ],
  };
}

function rivalFigures(input: Float32Array, noise: KnownNoise, ground: Ground) {
  const { rows, columns } = ground.reference;
  const figures: Partial<Record<Contender, Figures>> = { input: figuresOf(input, input, ground) };
  for (const rival of RIVALS) {
    figures[rival] = figuresOf(runRival(rival, input, rows, columns, noise, ground.body), input, ground);
  }
  return figures;
}

type Discs = Pick<SliceFigures, 'shares' | 'verdicts' | 'crops'>;

/** Discs of every kind in every flat square, at a quarter of the dose. */
async function measureDiscs(
  subject: Subject,
  series: CohortSeries,
  index: number,
  ground: Ground,
  { input, noise, quiet }: { input: Float32Array; noise: KnownNoise; quiet: QuietSlice },
  { seed, run }: { seed: number; run: (slice: NoisySlice) => Promise<QuietSlice> },
  memory: Memory,
): Promise<Discs> {
  const { reference, regions, tissues } = ground;
  const { rows, columns } = reference;
  const found = {
    shares: {} as Record<string, Partial<Record<Contender, number[]>>>,
    verdicts: {} as Record<string, Partial<Record<End, DiscVerdict[]>>>,
  };
  let crops: Crops | undefined;
  if (regions.length > 0) {
    const near = nearby(regions, rows, columns);
    const key = `${series.key} ${index} ${seed}`;
    for (const kind of DISCS) {
      const name = nameOf(kind);
      const planting = plant(kind, regions, reference);
      const present = input.map((value, i) => value + planting.signal[i]);
      found.shares[name] = await memory.remember(`rivals ${name} ${key}`, () => {
        const rivals: Partial<Record<Contender, number[]>> = {};
        for (const rival of RIVALS) {
          const through = (image: Float32Array) => runRival(rival, image, rows, columns, noise, near);
          rivals[rival] = shares(through(present), through(input), planting, reference);
        }
        return rivals;
      });
      const answer = await run(
        await withNeighbours(subject, series, index, reference, present, async (at) => {
          const { quarter: low } = await lowered(series, at, seed, memory);
          const beside = besideSignal(planting, reference, series.spacing ?? 0);
          return low.map((value, i) => value + beside[i]);
        }),
      );
      found.shares[name] = { ...found.shares[name], input: shares(present, input, planting, reference) };
      found.verdicts[name] = {};
      for (const end of subject.ends) {
        const output = { present: answer.images[end]!, absent: quiet.images[end]! };
        found.shares[name][end] = shares(output.present, output.absent, planting, reference);
        found.verdicts[name][end] = verdicts(
          { present, absent: input },
          output,
          planting,
          reference,
          tissues.soft,
        );
      }
      crops =
        cropsOf(kind, { present, absent: input }, answer.images, quiet.images, regions, columns) ?? crops;
    }
  }
  return { ...found, crops };
}

/** 1 within reach of a region: BM3D need not look at the rest of the slice. */
function nearby(regions: readonly Region[], rows: number, columns: number): Uint8Array {
  const mask = new Uint8Array(rows * columns);
  for (const { row, column, size } of regions) {
    for (let r = Math.max(0, row - SIDE); r < Math.min(rows, row + size + SIDE); r++) {
      mask.fill(
        1,
        r * columns + Math.max(0, column - SIDE),
        r * columns + Math.min(columns, column + size + SIDE),
      );
    }
  }
  return mask;
}
