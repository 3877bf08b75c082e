/**
 * The runs that the guide starts: one that works on the sample study, and one that is
 * built to fail for every rule of the coach.
 *
 * @module
 */
import type { Rule } from '../../src/training/coach/advice.js';
import type { DenoiserOptions, GanOptions, TrainingWish } from '../../src/training/options.js';

/** A run of the guide. `slices`: how many of the series it is given; all when absent. */
export interface Lesson {
  readonly wish: TrainingWish;
  readonly slices?: number;
}

type GanWish = Partial<GanOptions>;

const RATE = 1e-3;

/** A few minutes without a graphics card; what is left out is the default. */
export const FIRST_RUN: Lesson = {
  wish: {
    side: 32,
    steps: 240,
    every: 20,
    seed: 1,
    generatorRate: RATE,
    discriminatorRate: RATE,
  } satisfies GanWish,
};

/** Short and narrow, since what goes wrong here goes wrong soon; `npm run prove -- train` runs the coach on the same faults. */
const failing = (wish: GanWish, slices?: number): Lesson => ({
  wish: { ...FIRST_RUN.wish, ...{ width: 8, batch: 8, steps: 200, seed: 11 }, ...wish } as TrainingWish,
  ...(slices !== undefined && { slices }),
});

export const FAILING: Readonly<Record<Rule, Lesson>> = {
  'too-little-data': failing({}, 3),
  'discriminator-too-strong': failing({ discriminatorRate: RATE * 50 }),
  'discriminator-too-weak': failing({ discriminatorRate: RATE / 50 }),
  // Norms, a penalty and a slow average each hold it off.
  'mode-collapse': failing({
    generatorRate: RATE * 50,
    generatorNorm: 'none',
    penalty: 'none',
    averaging: 0.9,
  }),
  overfitting: failing({ augment: false, penalty: 'none', steps: 400 }, 8),
  divergence: failing({ generatorRate: 1, discriminatorRate: 1 }),
  // Less passes unnoticed, more is divergence.
  'rate-too-high': failing({ generatorRate: RATE * 80, discriminatorRate: RATE * 80 }),
  'rate-too-low': failing({ generatorRate: RATE / 1000, discriminatorRate: RATE / 1000 }),
};

export const DENOISER: Lesson = {
  wish: { task: 'denoise', steps: 200, every: 20, seed: 1 } satisfies {
    task: 'denoise';
  } & Partial<DenoiserOptions>,
};
