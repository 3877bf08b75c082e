/**
 * Mode collapse: whatever the latent vector, about one image. Goodfellow 2016 ("NIPS
 * tutorial", section 5.1.1), Salimans et al. 2016 (section 3.2); measured as they are seen, by how
 * far generated images lie from each other, in the unit of the training images.
 *
 * @module
 */
import type { GanOptions } from '../options.js';
import type { Advice, Remedy, RunFacts } from './advice.js';
import { evened, fasterSide } from './rates.js';
import { measured, stepsDone } from './window.js';

/** Diversity over that of the training images: a third of the spread is missing modes, not chance. */
const ALIKE = 0.3;
/** Measurements in a row, and steps they span at least. */
const IN_A_ROW = 3;
const WINDOW = 60;
/** Every generator begins with one image: steps that pass before one that never had a spread is judged. */
const WARM_UP = 100;
const SPREAD = 0.6;
/** Share by which a spread grows where it is only slow. */
const GROWS = 0.05;

export function modeCollapse({ options, history, trainingImages }: RunFacts): Advice | undefined {
  // Of fewer images there is no spread to compare with.
  if (options.task !== 'generate' || trainingImages < 2) return undefined;
  const rows = measured(history, WINDOW, IN_A_ROW);
  if (rows.length < IN_A_ROW || rows[0].step === 0) return undefined;
  const [before, last] = [rows[0], rows[rows.length - 1]];
  if (!rows.every(({ diversity }) => diversity < ALIKE)) return undefined;
  const fell = history.measurements.some(({ step, diversity }) => step > 0 && diversity > SPREAD);
  if (last.step < WARM_UP && !fell) return undefined;
  // Still spreading out: a slow start.
  if (last.diversity > (1 + GROWS) * before.diversity && last.distance < before.distance) return undefined;
  return {
    rule: 'mode-collapse',
    step: stepsDone(history),
    severity: 'warning',
    evidence: { diversity: last.diversity, measurements: rows.length, distance: last.distance },
    remedy: remedyOf(options),
  };
}

/** A generator that outruns its discriminator is slowed; else the discriminator is helped to see sameness. */
function remedyOf(options: GanOptions): Remedy {
  if (fasterSide(options) === 'generator') {
    return { change: evened(options), restart: true };
  }
  if (options.penalty === 'none') return { change: { penalty: 'r1', penaltyWeight: 1 }, restart: true };
  return { change: { generatorRate: options.generatorRate / 2, discriminatorSteps: 2 }, restart: true };
}
