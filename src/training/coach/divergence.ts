/**
 * Divergence: losses that are no longer numbers, or so large that nothing is learnt from
 * them. Training goes no way back from there: the remedy begins anew, with smaller steps.
 *
 * @module
 */
import type { TrainingOptions, Tuning } from '../options.js';
import type { Advice, RunFacts } from './advice.js';
import { evened, fasterSide } from './rates.js';
import { first, latest, median, stepsDone } from './window.js';

/** Steps judged. */
const WINDOW = 10;
/** Median loss of a game that is lost: scores of cross entropy and hinge stay within ten or so. */
const HUGE = 100;
/** A critic's scores have no unit; weights that run away pass any bound. */
const HUGE_CRITIC = 1e4;
/** A denoiser's loss over that of its first steps; past {@link HUGE} variances of the noise it was lost at once. */
const GROWN = 10;

export function divergence({ options, history }: RunFacts): Advice | undefined {
  const { breakdown } = history;
  const readings = latest(history, WINDOW);
  const losses = readings.map(({ generatorLoss, discriminatorLoss }) =>
    Math.max(Math.abs(generatorLoss), Math.abs(discriminatorLoss) || 0),
  );
  const loss = median(losses);
  // What one side's rate explains is said by the rule about that side, while numbers are numbers.
  const explained = options.task === 'generate' && fasterSide(options) !== undefined;
  if (breakdown === undefined && (explained || !(loss > bound({ options, history })))) return undefined;
  return {
    rule: 'divergence',
    step: breakdown?.step ?? stepsDone(history),
    severity: 'stop',
    evidence: { loss, finite: breakdown === undefined ? 1 : 0 },
    remedy: { change: restrained(options), restart: true },
  };
}

function bound({ options, history }: Pick<RunFacts, 'options' | 'history'>): number {
  if (options.task === 'generate') return options.loss === 'wasserstein' ? HUGE_CRITIC : HUGE;
  const before = median(first(history, WINDOW).map(({ generatorLoss }) => Math.abs(generatorLoss)));
  return Math.min(HUGE, GROWN * before);
}

/** Above this no adaptive optimiser trains a convolutional game: a rate that diverged is brought below. */
const HIGHEST = 1e-3;

/** Rates divided; where one side is far faster it is brought to the other's first. */
export function slowed(options: TrainingOptions, by: number): Partial<Tuning> {
  if (options.task === 'denoise') return { generatorRate: options.generatorRate / by };
  const { generatorRate, discriminatorRate } = options;
  if (fasterSide(options) !== undefined) return evened(options);
  return { generatorRate: generatorRate / by, discriminatorRate: discriminatorRate / by };
}

/** A tenth, or what is known to be safe: a tenth of a rate of 1 diverges too. */
function restrained(options: TrainingOptions): Partial<Tuning> {
  const change = slowed(options, 10);
  if (options.task === 'generate' && options.optimiser === 'sgd') return change;
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => [
      name,
      name.endsWith('Rate') ? Math.min(HIGHEST, Number(value)) : value,
    ]),
  );
}
