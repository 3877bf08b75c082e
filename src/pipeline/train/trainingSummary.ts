/**
 * What a card tells of a run: settings and numbers. Nothing of a header comes near it.
 *
 * @module
 */
import { VERSION } from '../../provenance/record.js';
import type { TrainingSummary } from '../../registry/trainingSummary.js';
import type { Advice } from '../../training/coach/advice.js';
import type { TrainingOptions } from '../../training/options.js';
import type { Measurement, RunHistory } from '../../training/readings.js';
import type { MemorisationCheck, TrainingFacts } from './training.js';

/** Measurements that a card shows, evenly over the run. */
const MOST_ROWS = 40;

export interface Told {
  readonly options: TrainingOptions;
  readonly facts: TrainingFacts;
  readonly history: RunHistory;
  readonly advice: readonly Advice[];
  /** Pixels and mm of the side. */
  readonly side: number;
  readonly fieldMm: number | undefined;
  readonly check: MemorisationCheck | undefined;
}

export function trainingSummary(told: Told): TrainingSummary {
  const { options, facts, history, advice, side, fieldMm, check } = told;
  const last = history.steps.at(-1);
  return {
    tool: { name: 'Veritome', version: VERSION },
    options: { ...options },
    data: {
      modality: facts.modality,
      unit: facts.unit,
      range: facts.range,
      slices: facts.trainingImages,
      heldOut: facts.heldOutImages,
      side,
      fieldMm: fieldMm ?? null,
    },
    run: {
      steps: last?.step ?? 0,
      seconds: Math.round(last?.seconds ?? 0),
      backend: facts.device.backend,
      parameters: facts.parameters,
    },
    curve: thinned(history.measurements).map(({ step, distance, floor, diversity, heldOutLoss }) => ({
      step,
      distance: rounded(distance),
      floor: rounded(floor),
      diversity: rounded(diversity),
      heldOutLoss: rounded(heldOutLoss),
    })),
    advice: advice.map(({ rule, step, severity }) => ({ rule, step, severity })),
    memorisation: check
      ? { ...check, ratio: rounded(check.ratio) ?? 0, copies: rounded(check.copies) ?? 1 }
      : null,
    ...(check && !check.passed && { distribution: 'this machine only' as const }),
  };
}

/** First and last are always among them. */
function thinned(all: readonly Measurement[]): Measurement[] {
  if (all.length <= MOST_ROWS) return [...all];
  return Array.from(
    { length: MOST_ROWS },
    (_, i) => all[Math.round((i * (all.length - 1)) / (MOST_ROWS - 1))],
  );
}

/** Four digits; null for what is no number. */
function rounded(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? Number(value.toPrecision(4)) : null;
}
