/**
 * An MR slice with Rician noise: the model against non-local means tuned for it.
 *
 * @module
 */
import { nonLocalMeans } from '../../evaluation/baselines/nonLocalMeans.js';
import { TUNED } from '../../evaluation/baselines/tuned.js';
import { bias, psnr, rmse, ssim } from '../../evaluation/fidelity.js';
import { dilate } from '../../evaluation/morphology.js';
import { ricianNoise } from '../../simulation/rician.js';
import type { CohortSeries } from './cohort.js';
import { type Contender, type End, TITLES } from './contender.js';
import { besides, spread } from './doses.js';
import type { Memory } from './memory.js';
import { type Panel, type Pictures, paint } from './pictures.js';
import type { Subject } from './subject.js';

/** SD of the noise in both channels, as a part of the 99.5 percentile of the series. */
export const RICIAN = 0.09;
const PERCENTILE = 0.995;
/** Darker than this part of the scale is background, away from tissue. */
const DARK = 0.05;
const AWAY = 3;

export interface MagnitudeFigures {
  /** dB, 0 … scale, whole slice. */
  readonly psnr: number;
  readonly ssim: number;
  /** In parts of the scale. */
  readonly rmse: number;
  /** Mean of image − reference in the background, in SDs of the noise; null without background. */
  readonly background: number | null;
}

export interface MagnitudeFinding {
  readonly kind: 'magnitude';
  readonly series: string;
  readonly index: number;
  readonly figures: Partial<Record<Contender, MagnitudeFigures>>;
  /** RMS in parts of the scale by which the model changes the slice without noise added. */
  readonly changed: Partial<Record<End, number>>;
  readonly seconds: readonly number[];
  readonly pixels: number;
  readonly pictures: Pictures | undefined;
}

/** Measures one slice. */
export async function measureMagnitude(
  subject: Subject,
  series: CohortSeries,
  index: number,
  { seed, pictured }: { seed: number; pictured: boolean },
  memory: Memory,
): Promise<MagnitudeFinding> {
  const { values, rows, columns } = await series.slice(index);
  const scale = await scaleOf(series, memory);
  const sigma = RICIAN * scale;
  const noisy = (reference: Float32Array, slice: number) => ricianNoise(reference, { sigma, seed, slice });
  const input = noisy(values, index);
  const background = backgroundOf(values, rows, columns, scale);
  const window = [0, scale] as const;
  const figures = (image: Float32Array): MagnitudeFigures => ({
    psnr: psnr(image, values, { window }),
    ssim: ssim(image, values, rows, columns, { window }),
    rmse: rmse(image, values) / scale,
    background: background ? bias(image, values, background) / sigma : null,
  });
  const strength = TUNED.mr.nonLocalMeans;
  const classical = nonLocalMeans(input, rows, columns, { sigma, strength, rician: true });
  const neighbours = async (at: (reference: Float32Array, slice: number) => Float32Array) => {
    if (subject.slices === 1) return undefined;
    const [before, after] = besides(series, index).map(async (slice) =>
      slice === undefined ? undefined : at((await series.slice(slice)).values, slice),
    );
    return [await before, await after] as const;
  };
  const slice = { rows, columns, modality: 'MR' as const, scale };
  const quiet = await subject.run({ ...slice, values: input, neighbours: await neighbours(noisy) });
  const whole = await subject.run({
    ...slice,
    values,
    neighbours: await neighbours((reference) => reference),
  });
  const found: Partial<Record<Contender, MagnitudeFigures>> = {
    input: figures(input),
    nonLocalMeans: figures(classical),
  };
  const changed: Partial<Record<End, number>> = {};
  for (const end of subject.ends) {
    found[end] = figures(quiet.images[end]!);
    changed[end] = rmse(whole.images[end]!, values) / scale;
  }
  return {
    kind: 'magnitude',
    series: series.name,
    index,
    figures: found,
    changed,
    seconds: [quiet.seconds, whole.seconds],
    pixels: values.length,
    pictures: pictured
      ? await magnitudePictures({ reference: values, input, nonLocalMeans: classical }, quiet)
      : undefined,
  };

  async function magnitudePictures(
    images: Partial<Record<Panel['of'], Float32Array>>,
    { images: ends, frames }: typeof quiet,
  ): Promise<Pictures> {
    const window = { center: scale / 2, width: scale };
    const residuals = { center: 0, width: 6 * sigma };
    const panels: Panel[] = [];
    for (const of of Object.keys(TITLES) as Panel['of'][]) {
      const end = of as End;
      const image = images[of] ?? ends[end];
      if (!image) continue;
      const removed = input.map((value, i) => value - image[i]);
      const picture = await paint(image, { rows, columns }, window, frames[end]);
      panels.push({
        of,
        soft: picture,
        lung: picture,
        residual:
          of === 'reference' || of === 'input'
            ? undefined
            : await paint(removed, { rows, columns }, residuals, frames[end]),
      });
    }
    return { series: series.name, index, width: columns, height: rows, panels, guard: undefined };
  }
}

/** What counts as the maximum of a series: its 99.5 percentile over up to nine slices. */
function scaleOf(series: CohortSeries, memory: Memory): Promise<number> {
  return memory.remember(`scale ${series.key}`, async () => {
    const parts: Float32Array[] = [];
    for (const index of spread(series.length, 9)) parts.push((await series.slice(index)).values);
    const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    all.sort();
    return all[Math.floor(PERCENTILE * (all.length - 1))];
  });
}

/** Dark pixels away from tissue; undefined where there are hardly any. */
function backgroundOf(
  values: Float32Array,
  rows: number,
  columns: number,
  scale: number,
): Uint8Array | undefined {
  const bright = Uint8Array.from(values, (value) => (value > DARK * scale ? 1 : 0));
  const near = dilate(bright, rows, columns, AWAY);
  let count = 0;
  for (let i = 0; i < near.length; i++) {
    near[i] = near[i] === 0 ? 1 : 0;
    count += near[i];
  }
  return count >= 500 ? near : undefined;
}
