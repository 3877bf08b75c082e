/**
 * Judges a denoiser on scans: noise taken away against anatomy kept, beside classical
 * denoisers that are told the true noise. On a reader's own scans it is the acceptance
 * test for their scanner.
 *
 * ```ts
 * const cohort = await openCohort(files);
 * const evaluation = await evaluate('ct-denoise', cohort, { onProgress });
 * evaluation.quarter?.contenders.fidelity?.psnr.mean;      // dB
 * ```
 *
 * The work is a list of tasks that do not know each other: {@link planEvaluation},
 * {@link runTask} and {@link summarise} let a host spread them over processes.
 *
 * @module
 */
import { ArgumentError, ModelError } from '../errors.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { ModelCard } from '../registry/card.js';
import { loadCard } from '../registry/models.js';
import type { Cohort } from './evaluate/cohort.js';
import { spread } from './evaluate/doses.js';
import { type MagnitudeFinding, measureMagnitude } from './evaluate/magnitudeTask.js';
import { createMemory, type Memory, type Store } from './evaluate/memory.js';
import { measureObserver, type ObserverFinding, SCANS } from './evaluate/observerTask.js';
import { measureSharpness, RODS_DRAWS, type SharpnessFinding } from './evaluate/sharpnessTask.js';
import { measureSlice, type SliceFinding } from './evaluate/sliceTask.js';
import { measureSteadiness, type SteadinessFinding } from './evaluate/steadinessTask.js';
import { openSubject, type Subject } from './evaluate/subject.js';
import { type Evaluation, summarise } from './evaluate/summary.js';
import { measureTruth, TRUTH_SLICES, type TruthFinding } from './evaluate/truthTask.js';

export type { Cohort, CohortFile } from './evaluate/cohort.js';
export { openCohort } from './evaluate/cohort.js';
export type { Evaluation } from './evaluate/summary.js';
export { summarise };

export interface EvaluateOptions extends JobOptions {
  /** Slices of the cohort that are looked at, spread over its series; up to 10 of each when absent. Under 10 the phantoms are looked at briefly too. */
  readonly slices?: number;
  /** Same seed, same noise; 1 when absent. */
  readonly seed?: number;
  /** How much of the estimated noise is taken away; 1 when absent. */
  readonly strength?: number;
  /** Keeps what does not depend on the model. */
  readonly store?: Store;
}

/** One piece of work. */
export type Task =
  | {
      readonly kind: 'slice' | 'magnitude';
      readonly series: number;
      readonly index: number;
      readonly pictured: boolean;
    }
  | { readonly kind: 'truth'; readonly index: number }
  | { readonly kind: 'observer' | 'sharpness'; readonly draw: number }
  | { readonly kind: 'steadiness'; readonly series: number };

/** What a piece of work told; structured-clonable. */
export type Finding =
  | SliceFinding
  | MagnitudeFinding
  | TruthFinding
  | ObserverFinding
  | SharpnessFinding
  | SteadinessFinding;

/** Slices of one series that are looked at unless told otherwise. */
const PER_SERIES = 10;

/**
 * The whole evaluation, one task after another.
 *
 * @throws ModelError for an unknown model or one that fits no series; errors of the
 *   registry and of inference as they say; the signal's reason when cancelled.
 */
export async function evaluate(
  model: string,
  cohort: Cohort,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const card = await loadCard(model);
  const tasks = planEvaluation(card, cohort, options);
  const subject = await openSubject(model, options);
  const memory = createMemory(options.store);
  try {
    const report = progressMeter('Evaluating', tasks.length, options.onProgress);
    const findings: Finding[] = [];
    for (const [done, task] of tasks.entries()) {
      report(done);
      options.signal?.throwIfAborted();
      findings.push(await runTask(task, { subject, cohort, memory, seed: options.seed ?? 1 }));
    }
    report(tasks.length);
    return summarise(card, cohort, findings, options);
  } finally {
    subject.close();
  }
}

/** What there is to do for a model on a cohort, the longest first. */
export function planEvaluation(card: ModelCard, cohort: Cohort, { slices }: EvaluateOptions = {}): Task[] {
  if (slices !== undefined && !(Number.isInteger(slices) && slices >= 1)) {
    throw new ArgumentError('The number of slices is not a whole number above 0.', {
      attribute: 'slices',
      remedy: 'Leave it out for ten slices of every series.',
    });
  }
  const magnitude = !card.selection.modality.includes('CT');
  const fitting = cohort.series.flatMap(({ modality, length }, series) =>
    card.selection.modality.includes(modality) && length > 0 ? [{ series, length }] : [],
  );
  if (cohort.series.length > 0 && fitting.length === 0) {
    throw new ModelError(`The model "${card.id}" is made for ${card.selection.modality.join(', ')}.`, {
      attribute: 'Modality (0008,0060)',
      remedy: 'Give scans of that modality, or choose another model.',
    });
  }
  const tasks: Task[] = [];
  for (const { series, indices } of chosen(fitting, slices)) {
    for (const [k, index] of indices.entries()) {
      const pictured = k === indices.length >> 1;
      tasks.push({ kind: magnitude ? 'magnitude' : 'slice', series, index, pictured });
    }
  }
  if (magnitude) return tasks;
  const brief = slices !== undefined && slices < PER_SERIES;
  const longest = fitting.toSorted((a, b) => b.length - a.length)[0];
  if (longest) tasks.push({ kind: 'steadiness', series: longest.series });
  for (const index of brief ? TRUTH_SLICES.slice(1, 2) : TRUTH_SLICES) tasks.push({ kind: 'truth', index });
  for (let draw = 0; draw < (brief ? SCANS / 2 : SCANS); draw++) tasks.push({ kind: 'observer', draw });
  for (let draw = 0; draw < (brief ? 2 : RODS_DRAWS); draw++) tasks.push({ kind: 'sharpness', draw });
  return tasks;
}

/** Slices by series: one each in turn until there are enough. */
function chosen(fitting: readonly { series: number; length: number }[], slices: number | undefined) {
  const counts = fitting.map(() => 0);
  let left = slices ?? PER_SERIES * fitting.length;
  while (left > 0) {
    const before = left;
    for (const [k, { length }] of fitting.entries()) {
      if (left === 0 || counts[k] >= Math.min(length, slices ?? PER_SERIES)) continue;
      counts[k]++;
      left--;
    }
    if (left === before) break;
  }
  return fitting.map(({ series, length }, k) => ({ series, indices: spread(length, counts[k]) }));
}

/** What tasks share. */
export interface Bench {
  readonly subject: Subject;
  readonly cohort: Cohort;
  readonly memory: Memory;
  readonly seed: number;
}

/** Does one piece of work. */
export function runTask(task: Task, { subject, cohort, memory, seed }: Bench): Promise<Finding> {
  switch (task.kind) {
    case 'slice':
      return measureSlice(subject, cohort.series[task.series], task.index, { ...task, seed }, memory);
    case 'magnitude':
      return measureMagnitude(subject, cohort.series[task.series], task.index, { ...task, seed }, memory);
    case 'truth':
      return measureTruth(subject, task.index, seed, memory);
    case 'observer':
      return measureObserver(subject, task.draw, seed, memory);
    case 'sharpness':
      return measureSharpness(subject, task.draw, seed, memory);
    case 'steadiness':
      return measureSteadiness(subject, cohort.series[task.series], seed, memory);
  }
}
