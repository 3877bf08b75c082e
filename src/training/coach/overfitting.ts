/**
 * Overfitting of the discriminator. Karras et al. 2020 ("Training generative adversarial
 * networks with limited data", equation 1) read it off held-out images:
 * r_v = (E[D(train)] - E[D(held out)]) / (E[D(train)] - E[D(generated)]), 0 when it has learnt what
 * images look like, 1 when held-out images are as foreign to it as generated ones.
 *
 * A generator that copies shows in its distance to the nearest training image.
 *
 * @module
 */
import type { GanOptions } from '../options.js';
import type { Measurement } from '../readings.js';
import type { Advice, Remedy, RunFacts } from './advice.js';
import { latest, mean, measured, stepsDone } from './window.js';

/** Above half, a held-out image counts as generated rather than as real. */
const BY_HEART = 0.5;
/** Measurements in a row. */
const IN_A_ROW = 3;
/** Training and generated images must be told apart by this much of the scores' own size, else the ratio is noise. */
const APART = 0.5;
/** Nearest training image over that of held-out images, below which generated images are copies. */
const COPIES = 0.5;
/** A denoiser's held-out loss over its best, and over the loss in training, when it has learnt its noise by heart. */
const RISEN = 1.1;
const PARTED = 1.25;

export function overfitting({ options, history }: RunFacts): Advice | undefined {
  const rows = measured(history, 0, IN_A_ROW).filter(({ step }) => step > 0);
  if (rows.length < IN_A_ROW) return undefined;
  const step = stepsDone(history);
  if (options.task === 'denoise') {
    const losses = history.measurements.flatMap(({ heldOutLoss }) => heldOutLoss ?? []);
    const heldOutLoss = mean(rows.map((row) => row.heldOutLoss ?? Number.NaN));
    const loss = mean(latest(history, 50).map(({ generatorLoss }) => generatorLoss));
    const best = Math.min(...losses);
    if (!(heldOutLoss > RISEN * best && heldOutLoss > PARTED * loss)) return undefined;
    return { rule: 'overfitting', step, severity: 'warning', evidence: { heldOutLoss, loss, best } };
  }
  const ratio = mean(rows.map(heartRatio));
  const nearest = mean(rows.map((row) => row.nearest));
  const learns = rows.every((row) => heartRatio(row) > BY_HEART);
  const copies = rows.every((row) => row.nearest < COPIES);
  if (!learns && !copies) return undefined;
  const { train, heldOut, fake } = rows[rows.length - 1].scores;
  return {
    rule: 'overfitting',
    step,
    severity: 'warning',
    evidence: { ratio, nearest, train, heldOut, fake },
    remedy: remedyOf(options),
  };
}

/** r_v of one measurement; 0 where training and generated images are not told apart. */
function heartRatio({ scores: { train, heldOut, fake } }: Measurement): number {
  const apart = train - fake;
  return apart > APART ? (train - heldOut) / apart : 0;
}

function remedyOf({ augment, penalty, penaltyWeight, width }: GanOptions): Remedy {
  if (!augment) return { change: { augment: true }, restart: false };
  if (penalty === 'none') return { change: { penalty: 'r1', penaltyWeight: 1 }, restart: true };
  if (penalty === 'r1' && penaltyWeight < 10) {
    return { change: { penaltyWeight: Math.min(10, penaltyWeight * 4) }, restart: false };
  }
  return { change: { width: Math.max(4, width >> 1) }, restart: true };
}
