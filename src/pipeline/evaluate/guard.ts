/**
 * Whether the structure guard does its duty: finds lesions erased on purpose, and keeps
 * quiet in ordinary runs.
 *
 * @module
 */
import { nonLocalMeans } from '../../evaluation/baselines/nonLocalMeans.js';
import { TUNED } from '../../evaluation/baselines/tuned.js';
import { structureGuard } from '../../evaluation/structureGuard.js';
import type { End } from './contender.js';
import type { QuietGround } from './discTask.js';
import { type DiscVerdict, nameOf, type Planting, shares } from './lesions.js';

/** Below this is the air around the patient. */
export const AIR = -500;
/** Lesions erased one by one in a slice, at most. */
const MOST = 6;
/** The over-strong denoiser: non-local means at so many times their best strength. */
const TOO_STRONG = 3;
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
export function guardOf(
  slice: QuietGround,
  plantings: readonly Planting[],
  verdicts: Readonly<Record<string, Partial<Record<End, readonly DiscVerdict[]>>>>,
): GuardFigures {
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
  return { ordinary, erased, overStrong: overStrong(slice, plantings.at(-1), judge) };
}

function overStrong(
  { ground, input, noise }: QuietGround,
  planting: Planting | undefined,
  judge: (image: Float32Array, output: Float32Array) => Judged,
): Judged | null {
  if (!planting) return null;
  const { rows, columns } = ground.reference;
  const options = { sigma: noise.sigma, strength: TOO_STRONG * TUNED.ct.nonLocalMeans };
  const through = (image: Float32Array) => nonLocalMeans(image, rows, columns, options);
  const present = input.map((value, i) => value + planting.signal[i]);
  const output = through(present);
  const left = shares(output, through(input), planting, ground.reference);
  return left.some((share) => share < ERASED) ? judge(present, output) : null;
}
