/**
 * One slice of the cohort: its doses simulated, everyone's answer measured, discs put in.
 *
 * @module
 */
import { rmse } from '../../evaluation/fidelity.js';
import { noiseSD } from '../../evaluation/noise.js';
import type { CohortSeries } from './cohort.js';
import { type Contender, type End, RIVALS } from './contender.js';
import { type DiscFigures, measureDiscs, type QuietGround } from './discTask.js';
import { besides, DOSES, type Dose, lowered, type ReferenceSlice, referenceSlice } from './doses.js';
import { type Figures, figuresOf, type Ground, groundOf, type Spectrum, spectrumOf } from './figures.js';
import type { Memory } from './memory.js';
import { type Pictures, picturesOf } from './pictures.js';
import { type KnownNoise, knownNoise, runRival } from './rivals.js';
import type { NoisySlice, Subject } from './subject.js';

/** What a slice told. */
export interface SliceFinding {
  readonly kind: 'slice';
  readonly series: string;
  readonly index: number;
  /** Undefined parts: there is no patient in the slice. */
  readonly body: SliceFigures | undefined;
}

export interface SliceFigures extends DiscFigures {
  readonly reference: { readonly sd: number | null; readonly nps: Spectrum | null };
  /** RMS in HU by which the model changes the acquired slice itself, body. */
  readonly changed: Partial<Record<End, number>>;
  readonly doses: Readonly<Record<Dose, Partial<Record<Contender, Figures>>>>;
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
    // Brought to the whole slice: discs are looked at in a part of it.
    seconds.push((quiet.seconds * reference.values.length) / slice.values.length);
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
  let quarter: QuietGround | undefined;
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
    quarter = { series, index, seed, ground, input, noise, quiet };
    if (pictured) pictures = await picturesOf({ ground, input, noise, quiet, series: series.name, index });
  }

  const discs = await measureDiscs(subject, quarter!, run, memory);
  return {
    ...at,
    body: {
      reference: {
        sd: sdOf(ground),
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

function sdOf({ reference: { values, rows, columns }, regions }: Ground): number | null {
  return regions.length > 0 ? noiseSD(values, rows, columns, regions) : null;
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
