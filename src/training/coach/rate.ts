/**
 * The learning rate: too high where losses leap, too low where nothing moves. Smith 2017
 * ("Cyclical learning rates", section 3.3) finds both ends the same way, by whether the loss falls,
 * stays or becomes ragged.
 *
 * @module
 */
import type { Advice, RunFacts } from './advice.js';
import { slowed } from './divergence.js';
import { guessingLoss } from './lossScale.js';
import { fasterSide } from './rates.js';
import { first, latest, mean, median, span, stepsDone } from './window.js';

/** Steps judged. */
const WINDOW = 40;
/** Discriminator's loss over that of guessing when it is wrong and sure of it, and the share of such steps: one spike is none. */
const WRONG = 2.5;
const AGAIN = 0.2;
/** A denoiser's loss over its lowest window. */
const RAGGED = 2;
/** Steps that pass before a run is called slow: Adam's averages need them, and so does the generator's. */
const PATIENCE = 120;
/** Share of its first value that a distance or loss keeps when nothing moves. */
const UNMOVED = 0.03;

export function rateTooHigh({ options, history }: RunFacts): Advice | undefined {
  if (span(history) < WINDOW) return undefined;
  const readings = latest(history, WINDOW);
  const advise = (evidence: Advice['evidence']): Advice => ({
    rule: 'rate-too-high',
    step: stepsDone(history),
    severity: 'warning',
    evidence: { ...evidence, rate: options.generatorRate },
    remedy: { change: slowed(options, 4), restart: true },
  });
  if (options.task === 'denoise') {
    const loss = median(readings.map(({ generatorLoss }) => generatorLoss));
    const before = median(first(history, WINDOW).map(({ generatorLoss }) => generatorLoss));
    return loss > RAGGED * before ? advise({ loss, before }) : undefined;
  }
  // What one side's rate explains is said by the rule about that side.
  if (fasterSide(options) !== undefined) return undefined;
  const guessing = guessingLoss(options);
  const wrong = readings.filter(({ discriminatorLoss }) => discriminatorLoss > WRONG * guessing);
  const share = wrong.length / readings.length;
  const loss = mean(wrong.map(({ discriminatorLoss }) => discriminatorLoss));
  return share >= AGAIN ? advise({ loss, guessing, share }) : undefined;
}

export function rateTooLow({ options, history }: RunFacts): Advice | undefined {
  if (span(history) < PATIENCE) return undefined;
  const change = (read: (reading: (typeof history.steps)[number]) => number): number => {
    const before = mean(first(history, WINDOW).map(read));
    return Math.abs(mean(latest(history, WINDOW).map(read)) / before - 1);
  };
  const [start, last] = [history.measurements[0], history.measurements.at(-1)];
  if (start === undefined || last === undefined || last.step <= start.step) return undefined;
  const generator = change(({ generatorLoss }) => generatorLoss);
  const rest =
    options.task === 'generate'
      ? [change(({ discriminatorLoss }) => discriminatorLoss), last.distance / start.distance - 1]
      : [(last.heldOutLoss ?? Number.NaN) / (start.heldOutLoss ?? Number.NaN) - 1];
  const moved = Math.max(generator, ...rest.map(Math.abs));
  // A generator that has arrived stands still too.
  const arrived = options.task === 'generate' && last.distance < 2 * last.floor;
  if (!(moved < UNMOVED) || arrived) return undefined;
  const times = { generatorRate: options.generatorRate * 10 };
  return {
    rule: 'rate-too-low',
    step: stepsDone(history),
    severity: 'note',
    evidence: { moved, steps: span(history), rate: options.generatorRate },
    remedy: {
      change:
        options.task === 'generate' ? { ...times, discriminatorRate: options.discriminatorRate * 10 } : times,
      restart: false,
    },
  };
}
