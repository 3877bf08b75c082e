/**
 * The balance of the two sides. A discriminator that is always sure gives a generator no
 * direction (Arjovsky and Bottou 2017, "Towards principled methods for training generative
 * adversarial networks", theorem 2.4); one that cannot tell gives none either.
 *
 * Where one side's rate is out of all proportion ({@link fasterSide}) small signs are
 * enough; with usual rates a side must have won, for long, and the generator stand still.
 *
 * @module
 */
import type { GanOptions, Tuning } from '../options.js';
import type { RunHistory } from '../readings.js';
import type { Advice, Remedy, RunFacts } from './advice.js';
import { guessingLoss } from './lossScale.js';
import { evened, fasterSide, rateRatio } from './rates.js';
import { latest, mean, measured, span, stepsDone } from './window.js';

/** Steps judged when rates are lopsided, and when they are usual. */
const SHORT = 30;
const LONG = 200;
/** Share told right that counts as a lead when the rates explain it, and as a win when they do not. */
const LEAD = 0.62;
const WIN = 0.97;
/** Below this a discriminator is not clearly ahead, as it is of a generator at usual rates that has just begun. */
const BEHIND = 0.8;
/** Share told right, at most: guessing. */
const GUESS = 0.53;
/** Share of the guessing loss that is left to a winner, and that a guesser keeps. */
const WON = 0.1;
const LOST = 0.97;
/** Distance to the held-out images, in floors, from where a generator has something left to learn. */
const FAR = 4;
/** A distance that keeps this share of itself stands still. */
const STILL = 0.97;
/** Diversity below which the generator answers with about one image. */
const ALIKE = 0.3;
const MOST_STEPS = 5;

/** What both rules look at. */
function signs(options: GanOptions, history: RunHistory, steps: number) {
  const readings = latest(history, steps);
  const told = mean(readings.map((reading) => reading.told));
  const loss = mean(readings.map((reading) => reading.discriminatorLoss));
  return {
    told,
    /** 1 of a discriminator that guesses, near 0 of one that is sure and right; NaN of a critic. */
    lossShare: loss / guessingLoss(options),
    /** Real minus generated. */
    gap: mean(readings.map(({ real, fake }) => real - fake)),
  };
}

/** The generator does not come nearer: second half of the window against the first. */
function standsStill(history: RunHistory, steps: number): boolean {
  const window = measured(history, steps, 4).map(({ distance }) => distance);
  const half = window.length >> 1;
  return half > 1 && mean(window.slice(half)) >= STILL * mean(window.slice(0, half));
}

export function discriminatorTooStrong({ options, history }: RunFacts): Advice | undefined {
  if (options.task !== 'generate') return undefined;
  const faster = fasterSide(options);
  if (faster === 'generator') return undefined;
  const advise = (severity: Advice['severity'], steps: number, remedy: Remedy): Advice => {
    const { told, gap } = signs(options, history, steps);
    return {
      rule: 'discriminator-too-strong',
      step: stepsDone(history),
      severity,
      evidence: { told, gap, rateRatio: rateRatio(options) },
      remedy,
    };
  };
  if (faster === 'discriminator') {
    if (span(history) < SHORT) return undefined;
    const { told, lossShare } = signs(options, history, SHORT);
    // Too fast a discriminator wins, or overshoots and is wrong with great certainty.
    if (!(told >= LEAD || lossShare > 2)) return undefined;
    return advise('warning', SHORT, { change: evened(options), restart: false });
  }
  // Training a critic until it is sure is what Wasserstein is for (Arjovsky et al. 2017, section 3).
  if (options.loss === 'wasserstein' || span(history) < LONG) return undefined;
  const { told, lossShare } = signs(options, history, LONG);
  if (!(told >= WIN && lossShare <= WON && standsStill(history, LONG))) return undefined;
  return advise('warning', LONG, slower(options));
}

/** What weakens a discriminator that wins at usual rates, gentlest first. */
function slower(options: GanOptions): Remedy {
  if (!options.augment) return { change: { augment: true }, restart: false };
  if (options.penalty === 'none') return { change: { penalty: 'r1', penaltyWeight: 1 }, restart: true };
  const change: Partial<Tuning> =
    options.discriminatorSteps > 1
      ? { discriminatorSteps: 1 }
      : { discriminatorRate: options.discriminatorRate / 4 };
  return { change, restart: false };
}

export function discriminatorTooWeak({ options, history }: RunFacts): Advice | undefined {
  if (options.task !== 'generate') return undefined;
  const faster = fasterSide(options);
  if (faster === 'discriminator') return undefined;
  const last = history.measurements.at(-1);
  const steps = faster === 'generator' ? SHORT : LONG;
  if (span(history) < steps || last === undefined) return undefined;
  const { told, lossShare, gap } = signs(options, history, steps);
  const guesses = options.loss === 'wasserstein' ? !(gap > 0) : lossShare >= LOST;
  const advise = (remedy: Remedy): Advice => ({
    rule: 'discriminator-too-weak',
    step: stepsDone(history),
    severity: 'warning',
    evidence: { told, gap, rateRatio: rateRatio(options), diversity: last.diversity },
    remedy,
  });
  if (faster === 'generator') {
    // The discriminator does not get ahead, or the generator has leapt to where nothing tells it the way back.
    const start = history.measurements[0];
    const leapt = last.step > start.step && (last.diversity < ALIKE || last.distance >= start.distance);
    if (!(told <= BEHIND || leapt)) return undefined;
    return advise({ change: evened(options), restart: leapt });
  }
  const far = last.distance > FAR * last.floor;
  if (!(told <= GUESS && guesses && far && standsStill(history, LONG))) return undefined;
  return advise({ change: stronger(options), restart: false });
}

/** What strengthens a discriminator at usual rates. */
function stronger({
  penalty,
  penaltyWeight,
  discriminatorSteps,
  discriminatorRate,
}: GanOptions): Partial<Tuning> {
  if (penalty === 'r1' && penaltyWeight > 1) return { penaltyWeight: penaltyWeight / 10 };
  return discriminatorSteps < MOST_STEPS
    ? { discriminatorSteps: discriminatorSteps + 1 }
    : { discriminatorRate: discriminatorRate * 2 };
}
