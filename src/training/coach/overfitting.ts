/**
 * Overfitting of the discriminator. Karras et al. 2020 ("Training generative adversarial
 * networks with limited data", equation 1) read it off held-out images:
 * r_v = (E[D(train)] - E[D(held out)]) / (E[D(train)] - E[D(generated)]), 0 when it has learnt what
 * images look like, 1 when held-out images are as foreign to it as generated ones.
 *
 * Their other heuristic, r_t = E[sign(D(train))], needs no held-out images. A generator that
 * copies shows in its distance to the nearest training image.
 *
 * @module
 */
import type { GanOptions } from '../options.js';
import type { Measurement } from '../readings.js';
import type { Advice, Remedy, RunFacts } from './advice.js';
import { latest, mean, measured, span, stepsDone } from './window.js';

/** Above half, a held-out image counts as generated rather than as real. */
const BY_HEART = 0.5;
/** Measurements in a row that agree: held-out images are few, and one measurement is noise. */
const IN_A_ROW = 4;
/** Share told right that Karras et al. hold off by augmentation: their r_t, E[sign(D(train))], is 0.6 at 0.8. */
const SURE = 0.9;
/** Steps of being sure. */
const WINDOW = 60;
/** Times that each image was shown before anything is called memory rather than a generator that has just begun. */
const PASSES = 60;
/** Nearest training image over that of held-out images, below which generated images are copies. */
const COPIES = 0.5;
/** A denoiser's held-out loss over its best, and over the loss in training, when it has learnt its noise by heart. */
const RISEN = 1.1;
const PARTED = 1.25;

export function overfitting(facts: RunFacts): Advice | undefined {
  const { options, history } = facts;
  const rows = measured(history, 0, IN_A_ROW).filter(({ step }) => step > 0);
  const enough = rows.length >= IN_A_ROW;
  if (options.task === 'generate' && passesOf(facts, options) < PASSES) return undefined;
  if (options.task === 'denoise') return enough ? byHeldOutLoss(facts, rows) : undefined;
  return (enough ? byScores(facts, options, rows) : undefined) ?? bySureness(facts, options);
}

function byHeldOutLoss({ history }: RunFacts, rows: readonly Measurement[]): Advice | undefined {
  const losses = rows.map((row) => row.heldOutLoss ?? Number.NaN);
  const best = Math.min(...history.measurements.flatMap((row) => row.heldOutLoss ?? []));
  const loss = mean(latest(history, 50).map(({ generatorLoss }) => generatorLoss));
  if (!losses.every((value) => value > RISEN * best && value > PARTED * loss)) return undefined;
  return {
    rule: 'overfitting',
    step: stepsDone(history),
    severity: 'warning',
    evidence: { heldOutLoss: mean(losses), loss, best },
  };
}

function byScores(
  { history }: RunFacts,
  options: GanOptions,
  rows: readonly Measurement[],
): Advice | undefined {
  const train = mean(rows.map(({ scores }) => scores.train));
  const heldOut = mean(rows.map(({ scores }) => scores.heldOut));
  const fake = mean(rows.map(({ scores }) => scores.fake));
  const ratio = (train - heldOut) / (train - fake);
  const nearest = mean(rows.map((row) => row.nearest));
  // One measurement with large scores must not speak for the others.
  const agree = rows.every(({ scores }) => {
    const apart = scores.train - scores.fake;
    return apart > 0 && scores.train - scores.heldOut > (BY_HEART / 2) * apart;
  });
  if (!(agree && ratio > BY_HEART) && !rows.every((row) => row.nearest < COPIES)) return undefined;
  return {
    rule: 'overfitting',
    step: stepsDone(history),
    severity: 'warning',
    evidence: { ratio, nearest, train, heldOut, fake },
    remedy: remedyOf(options),
  };
}

/**
 * Held-out slices between training slices of one short series are known through their
 * neighbours, and r_v stays 0. Then it shows in how sure the discriminator is, without
 * augmentation, of the few images that it has seen again and again.
 */
function bySureness(facts: RunFacts, options: GanOptions): Advice | undefined {
  if (options.augment || span(facts.history) < WINDOW) return undefined;
  const told = mean(latest(facts.history, WINDOW).map((reading) => reading.told));
  if (!(told >= SURE)) return undefined;
  return {
    rule: 'overfitting',
    step: stepsDone(facts.history),
    severity: 'warning',
    evidence: { told, passes: passesOf(facts, options) },
    remedy: remedyOf(options),
  };
}

/** How often the discriminator has seen each image. */
function passesOf({ history, trainingImages }: RunFacts, options: GanOptions): number {
  return (stepsDone(history) * options.batch * options.discriminatorSteps) / trainingImages;
}

function remedyOf({ augment, penalty, penaltyWeight, width }: GanOptions): Remedy {
  if (!augment) return { change: { augment: true }, restart: false };
  if (penalty === 'none') return { change: { penalty: 'r1', penaltyWeight: 1 }, restart: true };
  if (penalty === 'r1' && penaltyWeight < 10) {
    return { change: { penaltyWeight: Math.min(10, penaltyWeight * 4) }, restart: false };
  }
  return { change: { width: Math.max(4, width >> 1) }, restart: true };
}
