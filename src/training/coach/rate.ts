/**
 * The learning rate: too high where losses leap, too low where nothing moves. Smith 2017
 * ("Cyclical learning rates", section 3.3) finds both ends the same way, by whether the loss falls,
 * stays or becomes ragged.
 *
 * @module
 */
import type { GanOptions, Tuning } from '../options.js';
import type { Measurement, RunHistory, StepReading } from '../readings.js';
import type { Advice, RunFacts } from './advice.js';
import { slowed } from './divergence.js';
import { guessingLoss } from './lossScale.js';
import { fasterSide } from './rates.js';
import { first, latest, mean, measured, median, span, stepsDone } from './window.js';

/** Steps judged. */
const WINDOW = 40;
/** Discriminator's loss over that of guessing when it is wrong and sure of it, and the share of such steps: one spike is none. */
const WRONG = 2.5;
const AGAIN = 0.2;
/** A denoiser's loss over its lowest window. */
const RAGGED = 2;
/** Steps in which nothing moves before a run is called slow. */
const PATIENCE = 100;
/** Share by which a denoiser's losses, and the images of a generator, change at most when nothing moves. */
const UNMOVED = 0.03;
const UNMOVED_IMAGES = 0.1;
/** Share of its first distance that a generator keeps which has learnt nothing yet. */
const KEPT = 0.85;
/** Share told right, and spread, beyond which another rule knows why nothing moves. */
const SURE = 0.9;
const ALIKE = 0.3;

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
  const generates = options.task === 'generate';
  const moved = generates ? ganMoved(options, history) : denoiserMoved(history);
  if (!(moved < (generates ? UNMOVED_IMAGES : UNMOVED))) return undefined;
  const change: Partial<Tuning> =
    options.task === 'generate'
      ? { generatorRate: options.generatorRate * 10, discriminatorRate: options.discriminatorRate * 10 }
      : { generatorRate: options.generatorRate * 10 };
  return {
    rule: 'rate-too-low',
    step: stepsDone(history),
    severity: 'note',
    evidence: { moved, steps: span(history), rate: options.generatorRate },
    remedy: { change, restart: false },
  };
}

/** The most that images have moved of late; NaN where that says nothing of the rate. */
function ganMoved(options: GanOptions, history: RunHistory): number {
  const rows = measured(history, PATIENCE, 3);
  const [start, last] = [history.measurements[0], rows.at(-1)];
  if (last === undefined || last.step < PATIENCE || fasterSide(options) !== undefined) return Number.NaN;
  // A generator that has arrived stands still too, one that has collapsed and one without a chance as well.
  if (!(last.distance >= KEPT * start.distance) || last.diversity < ALIKE) return Number.NaN;
  if (!(mean(latest(history, PATIENCE).map(({ told }) => told)) < SURE)) return Number.NaN;
  const range = (read: (row: Measurement) => number): number => {
    const values = rows.map(read);
    return Math.max(...values) / Math.min(...values) - 1;
  };
  return Math.max(
    range(({ distance }) => distance),
    range(({ diversity }) => diversity),
    range(({ nearest }) => nearest),
  );
}

/** Since the start: a denoiser that has learnt stands still too, but not where it began. */
function denoiserMoved(history: RunHistory): number {
  const loss = (readings: readonly StepReading[]): number =>
    mean(readings.map(({ generatorLoss }) => generatorLoss));
  const [start, last] = [history.measurements[0], history.measurements.at(-1)];
  const heldOut = (last?.heldOutLoss ?? Number.NaN) / (start?.heldOutLoss ?? Number.NaN) - 1;
  const training = loss(latest(history, WINDOW)) / loss(first(history, WINDOW)) - 1;
  return Math.max(Math.abs(heldOut), Math.abs(training));
}
