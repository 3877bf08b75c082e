/**
 * Whether the structure guard does its duty: finds lesions erased on purpose, and keeps
 * quiet in ordinary runs.
 *
 * @module
 */
import { nonLocalMeans } from '../../evaluation/baselines/nonLocalMeans.js';
import { TUNED } from '../../evaluation/baselines/tuned.js';
import { GUARD_THRESHOLD, structureGuard } from '../../evaluation/structureGuard.js';
import type { End } from './contender.js';
import type { QuietGround } from './discTask.js';
import { DISCS, type DiscVerdict, nameOf, type Planting, shares } from './lesions.js';
import type { Memory } from './memory.js';

/** Below this is the air around the patient. */
export const AIR = -500;
/** Lesions erased one by one in a slice, at most. */
const MOST = 6;
/** The over-strong denoiser: non-local means at so many times their best strength, the first that erases a lesion. */
const TOO_STRONG = [3, 6, 12];
/** A lesion counts as erased below this share of its contrast. */
const ERASED = 0.25;

export interface GuardFigures {
  /** Scores of ordinary runs of the model, and whether they were flagged. */
  readonly ordinary: Partial<Record<End, Judged>>;
  /** The model's residual with one clear lesion added to it: the lesion is gone from the image. */
  readonly erased: readonly Judged[];
  /** A far too strong denoiser that erased at least one clear lesion; null where it left them all. */
  readonly overStrong: Judged | null;
}

export interface Judged {
  readonly score: number;
  readonly flagged: boolean;
}

/** Puts the guard to the test on one slice. */
export async function guardOf(
  slice: QuietGround,
  plantings: readonly Planting[],
  verdicts: Readonly<Record<string, Partial<Record<End, readonly DiscVerdict[]>>>>,
  memory: Memory,
): Promise<GuardFigures> {
  const { ground, input, quiet } = slice;
  const { rows, columns, pixelSpacing } = ground.reference;
  const judge = (image: Float32Array, output: Float32Array): Judged => {
    const residual = image.map((value, i) => value - output[i]);
    const { score, flagged } = structureGuard(image, residual, rows, columns, { pixelSpacing, air: AIR });
    return { score, flagged };
  };
  const ordinary: Partial<Record<End, Judged>> = {};
  for (const [end, image] of Object.entries(quiet.images) as [End, Float32Array][]) {
    ordinary[end] = judge(input, image);
  }
  const clear = plantings.flatMap((planting) =>
    (verdicts[nameOf(planting.kind)]?.fidelity ?? [])
      .filter(({ eligible }) => eligible)
      .map(({ place }) => ({ planting, lesion: planting.lesions[place] })),
  );
  const step = Math.max(1, Math.floor(clear.length / MOST));
  const erased = clear
    .filter((_, k) => k % step === 0)
    .slice(0, MOST)
    .map(({ planting, lesion }) => {
      const half = lesion.diameter / pixelSpacing[0] + 4;
      const present = input.map((value, i) => {
        const near =
          Math.abs(Math.floor(i / columns) - lesion.row) < half &&
          Math.abs((i % columns) - lesion.column) < half;
        return near ? value + planting.signal[i] : value;
      });
      return judge(present, quiet.images.fidelity!);
    });
  const { series, index, seed } = slice;
  const smallest = plantings.find(({ kind }) => !DISCS.includes(kind));
  const overStrong = await memory.remember(
    `over-strong ${GUARD_THRESHOLD} ${series.key} ${index} ${seed}`,
    () => (smallest ? throughOverStrong(slice, smallest, judge) : null),
  );
  return { ordinary, erased, overStrong };
}

function throughOverStrong(
  { ground, input, noise }: QuietGround,
  planting: Planting,
  judge: (image: Float32Array, output: Float32Array) => Judged,
): Judged | null {
  const { rows, columns } = ground.reference;
  const present = input.map((value, i) => value + planting.signal[i]);
  for (const times of TOO_STRONG) {
    const options = { sigma: noise.sigma, strength: times * TUNED.ct.nonLocalMeans };
    const output = nonLocalMeans(present, rows, columns, options);
    const left = shares(output, nonLocalMeans(input, rows, columns, options), planting, ground.reference);
    if (left.some((share) => share < ERASED)) return judge(present, output);
  }
  return null;
}
