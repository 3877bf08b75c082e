/**
 * The history of a run as the lines of its charts.
 *
 * @module
 */
import type { TrainingOptions } from '../../training/options.js';
import type { RunHistory } from '../../training/readings.js';

export type ChartName = 'losses' | 'scores' | 'distance' | 'diversity' | 'denoising';

/** How a line is drawn: acquired grey, generated amber, a network's own figure plain or blue. */
export type LineKind = 'acquired' | 'generated' | 'heldOut' | 'one' | 'other' | 'compared';

export interface Line {
  /** Among the words, or, of a compared run, its name. */
  readonly name: string;
  readonly kind: LineKind;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface Chart {
  readonly name: ChartName;
  readonly lines: readonly Line[];
}

/** A run laid over the one at hand. */
export interface Compared {
  readonly name: string;
  readonly history: RunHistory;
}

/** The charts of a run of `task`, in order; `compared` join the distance. */
export function chartsOf(
  { steps, measurements }: RunHistory,
  task: TrainingOptions['task'],
  compared: readonly Compared[] = [],
): Chart[] {
  const each = steps.map(({ step }) => step);
  const at = measurements.map(({ step }) => step);
  const line = (name: string, kind: LineKind, values: readonly (number | undefined)[], x = each): Line => ({
    name,
    kind,
    steps: x,
    values: values.map((value) => (value === undefined || !Number.isFinite(value) ? null : value)),
  });
  const smooth = (pick: (reading: (typeof steps)[number]) => number) => averaged(steps.map(pick));
  if (task === 'denoise') {
    const training = line(
      'denoiserLoss',
      'one',
      smooth((one) => one.generatorLoss),
    );
    const heldOut = line(
      'heldOutLoss',
      'heldOut',
      measurements.map((one) => one.heldOutLoss),
      at,
    );
    return [{ name: 'denoising', lines: [training, heldOut] }];
  }
  const others = compared.map(({ name, history }) =>
    line(
      name,
      'compared',
      history.measurements.map(({ distance }) => distance),
      history.measurements.map(({ step }) => step),
    ),
  );
  return [
    {
      name: 'losses',
      lines: [
        line(
          'generatorLoss',
          'one',
          smooth((one) => one.generatorLoss),
        ),
        line(
          'discriminatorLoss',
          'other',
          smooth((one) => one.discriminatorLoss),
        ),
      ],
    },
    {
      name: 'scores',
      lines: [
        line(
          'real',
          'acquired',
          smooth((one) => one.real),
        ),
        line(
          'fake',
          'generated',
          smooth((one) => one.fake),
        ),
        line(
          'heldOut',
          'heldOut',
          measurements.map(({ scores }) => scores.heldOut),
          at,
        ),
      ],
    },
    {
      name: 'distance',
      lines: [
        line(
          'distance',
          'generated',
          measurements.map(({ distance }) => distance),
          at,
        ),
        line(
          'floor',
          'acquired',
          measurements.map(({ floor }) => floor),
          at,
        ),
        ...others,
      ],
    },
    {
      name: 'diversity',
      lines: [
        line(
          'diversity',
          'generated',
          measurements.map(({ diversity }) => diversity),
          at,
        ),
      ],
    },
  ];
}

/** Steps jump about: the curve is their running mean over a fortieth of the run. */
function averaged(values: readonly number[]): number[] {
  const width = Math.max(1, Math.round(values.length / 40));
  let sum = 0;
  return values.map((value, i) => {
    sum += value;
    if (i >= width) sum -= values[i - width];
    return sum / Math.min(width, i + 1);
  });
}

/** Last figure of a line; undefined before the first. */
export function latest({ values }: Line): number | undefined {
  return values.findLast((value) => value !== null) ?? undefined;
}

export function first({ values }: Line): number | undefined {
  return values.find((value) => value !== null) ?? undefined;
}

/** Lines on one axis of steps; where a line has no figure it has a gap that is bridged. */
export function aligned(lines: readonly Line[]): [number[], ...(number | null)[][]] {
  const steps = [...new Set(lines.flatMap((line) => line.steps))].sort((a, b) => a - b);
  return [
    steps,
    ...lines.map((line) => {
      const found = new Map(line.steps.map((step, i) => [step, line.values[i]]));
      return steps.map((step) => found.get(step) ?? null);
    }),
  ];
}
