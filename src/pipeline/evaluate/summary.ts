/**
 * From findings to `evaluation.json`: means with their spread over series, and a
 * sentence for every figure that could not be taken.
 *
 * @module
 */
import type { Tissue } from '../../evaluation/fidelity.js';
import type { Flicker, Idempotence, Seams } from '../../evaluation/safety.js';
import { VERSION } from '../../provenance/record.js';
import type { ModelCard } from '../../registry/card.js';
import type { EvaluateOptions, Finding } from '../evaluate.js';
import type { Cohort } from './cohort.js';
import { type Contender, RIVALS, type Rival } from './contender.js';
import type { Dose } from './doses.js';
import { type GuardSummary, summariseGuard } from './guardSummary.js';
import { type LesionSummary, summariseLesions } from './lesionSummary.js';
import { type MagnitudeSummary, summariseMagnitude } from './magnitudeSummary.js';
import { type NoiseSummary, summariseNoise } from './noiseSummary.js';
import { type ObserverSummary, summariseObserver } from './observerSummary.js';
import type { Panel, Pictures } from './pictures.js';
import { type SharpnessSummary, summariseSharpness } from './sharpnessSummary.js';
import type { SliceFigures, SliceFinding } from './sliceTask.js';
import { mean, type Spread, spreadOf } from './spread.js';
import { summariseTruth, type TruthSummary } from './truthSummary.js';

/** Everything that was measured; null where it could not be, with the reason in `notes`. */
export interface Evaluation {
  readonly schema: 'veritome-evaluation/1';
  readonly tool: { readonly name: 'Veritome'; readonly version: string };
  readonly createdAt: string;
  readonly model: {
    readonly id: string;
    readonly version: string;
    readonly weightsSha256: string;
    readonly gflopPer512: number;
    readonly bytes: number;
  };
  readonly options: { readonly seed: number; readonly strength: number; readonly slices: number | null };
  readonly cohort: readonly { readonly series: string; readonly modality: string; readonly slices: number }[];
  readonly quarter: DoseSummary | null;
  readonly tenth: DoseSummary | null;
  /** RMS in HU by which the model changes the acquired slices themselves, fidelity end. */
  readonly acquiredChangedBy: Spread | null;
  readonly lesions: LesionSummary | null;
  readonly guard: GuardSummary | null;
  readonly observer: ObserverSummary | null;
  readonly sharpness: SharpnessSummary | null;
  readonly truth: TruthSummary | null;
  readonly steadiness: Steadiness | null;
  readonly magnitude: MagnitudeSummary | null;
  readonly speed: { readonly secondsPer512: number; readonly runs: number } | null;
  readonly notes: readonly string[];
}

export interface Steadiness {
  readonly series: string;
  readonly flicker: Flicker | null;
  readonly idempotence: Idempotence;
  readonly seams: Seams;
}

export interface DoseSummary {
  readonly contenders: Partial<Record<Contender, ContenderSummary>>;
  /** The classical denoisers of the highest mean. */
  readonly best: { readonly psnr: Rival; readonly ssim: Rival };
}

export interface ContenderSummary extends NoiseSummary {
  readonly psnr: Spread;
  readonly ssim: Spread;
  readonly psnrFull: Spread;
  readonly rmse: Spread;
  /** HU against the reference, mean over the pixels of the tissue. */
  readonly bias: Partial<Record<Tissue, number>>;
  /** HU against the input. */
  readonly shift: Partial<Record<Tissue, number>>;
  readonly gradient: { readonly strong: Spread | null; readonly weak: Spread | null };
  readonly residual: { readonly edge: number; readonly detail: number } | null;
}

/** Adds findings up. */
export function summarise(
  card: ModelCard,
  cohort: Cohort,
  findings: readonly Finding[],
  { seed = 1, strength = 1, slices }: EvaluateOptions = {},
): Evaluation {
  const of = <K extends Finding['kind']>(kind: K) =>
    findings.filter((finding): finding is Extract<Finding, { kind: K }> => finding.kind === kind);
  const seen = of('slice');
  const bodies = bodiesOf(seen);
  const notes: string[] = cohort.refused.map((error) => `Left out: ${error.describe()}`);
  for (const { series, index, body } of seen) {
    if (!body) notes.push(`${series}, slice ${index + 1}: no patient was found in it.`);
  }
  const [steadiness] = of('steadiness');
  const magnitude = summariseMagnitude(of('magnitude'));
  const evaluation: Evaluation = {
    schema: 'veritome-evaluation/1',
    tool: { name: 'Veritome', version: VERSION },
    createdAt: new Date().toISOString(),
    model: {
      id: card.id,
      version: card.version,
      weightsSha256: card.execution.sha256,
      gflopPer512: card.execution.gflopPer512,
      bytes: card.execution.bytes,
    },
    options: { seed, strength, slices: slices ?? null },
    cohort: cohortOf(cohort, findings),
    quarter: summariseDose(bodies, 'quarter'),
    tenth: summariseDose(bodies, 'tenth'),
    acquiredChangedBy: spreadOf(bodies.map(({ series, body }) => ({ series, value: body.changed.fidelity }))),
    lesions: summariseLesions(bodies),
    guard: summariseGuard(bodies),
    observer: summariseObserver(of('observer'), bodies),
    sharpness: summariseSharpness(of('sharpness')),
    truth: summariseTruth(of('truth')),
    steadiness: steadiness ?? null,
    magnitude,
    speed: speedOf([...bodies.map(({ body }) => body), ...of('magnitude')]),
    notes,
  };
  notes.push(...gaps(evaluation, magnitude !== null));
  return evaluation;
}

/** A slice with a patient in it. */
export interface Body {
  readonly series: string;
  readonly body: SliceFigures;
}

function bodiesOf(findings: readonly SliceFinding[]): Body[] {
  return findings.flatMap(({ series, body }) => (body ? [{ series, body }] : []));
}

/** Pictures of the slices that were pictured. */
export function picturesIn(findings: readonly Finding[]): Pictures[] {
  return findings.flatMap((finding) => {
    if (finding.kind === 'magnitude') return finding.pictures ?? [];
    return finding.kind === 'slice' ? (finding.body?.pictures ?? []) : [];
  });
}

export type { Panel, Pictures };

function cohortOf(cohort: Cohort, findings: readonly Finding[]) {
  return cohort.series.flatMap(({ name, modality }) => {
    const slices = findings.filter(
      (finding) => (finding.kind === 'slice' || finding.kind === 'magnitude') && finding.series === name,
    ).length;
    return slices > 0 ? [{ series: name, modality, slices }] : [];
  });
}

function summariseDose(bodies: readonly Body[], dose: Dose): DoseSummary | null {
  if (bodies.length === 0) return null;
  const contenders: Partial<Record<Contender, ContenderSummary>> = {};
  for (const contender of Object.keys(bodies[0].body.doses[dose]) as Contender[]) {
    contenders[contender] = summariseContender(bodies, dose, contender);
  }
  const best = (figure: 'psnr' | 'ssim') =>
    RIVALS.reduce((a, b) => (contenders[b]![figure].mean > contenders[a]![figure].mean ? b : a));
  return { contenders, best: { psnr: best('psnr'), ssim: best('ssim') } };
}

function summariseContender(bodies: readonly Body[], dose: Dose, contender: Contender): ContenderSummary {
  const rows = bodies.map(({ series, body }) => ({ series, figures: body.doses[dose][contender]! }));
  const over = (pick: (figures: (typeof rows)[number]['figures']) => number | null) =>
    spreadOf(rows.map(({ series, figures }) => ({ series, value: pick(figures) })));
  const residuals = rows.flatMap(({ figures }) => figures.residual ?? []);
  const pooled = (which: 'bias' | 'shift') => {
    const found: Partial<Record<Tissue, number>> = {};
    for (const tissue of ['air', 'lung', 'fat', 'soft', 'bone'] as const) {
      const parts = rows.flatMap(({ figures }) => figures[which][tissue] ?? []);
      const pixels = parts.reduce((sum, part) => sum + part.pixels, 0);
      if (pixels > 0) found[tissue] = parts.reduce((sum, part) => sum + part.shift * part.pixels, 0) / pixels;
    }
    return found;
  };
  return {
    psnr: over(({ psnr }) => psnr)!,
    ssim: over(({ ssim }) => ssim)!,
    psnrFull: over(({ psnrFull }) => psnrFull)!,
    rmse: over(({ rmse }) => rmse)!,
    bias: pooled('bias'),
    shift: pooled('shift'),
    gradient: {
      strong: over(({ gradient }) => gradient.strong),
      weak: over(({ gradient }) => gradient.weak),
    },
    residual:
      residuals.length === 0
        ? null
        : {
            edge: mean(residuals.map(({ edge }) => edge)),
            detail: mean(residuals.map(({ detail }) => detail)),
          },
    ...summariseNoise(bodies, dose, contender),
  };
}

/** Median time of a run, brought to 512 x 512 pixels; the first one warms up and does not count. */
function speedOf(runs: readonly { seconds: readonly number[]; pixels: number }[]): Evaluation['speed'] {
  const times = runs
    .flatMap(({ seconds, pixels }) => seconds.map((time) => (time * 512 * 512) / pixels))
    .sort((a, b) => a - b);
  return times.length === 0 ? null : { secondsPer512: times[times.length >> 1], runs: times.length };
}

/** Sentences for what is missing. */
function gaps(evaluation: Evaluation, isMagnitude: boolean): string[] {
  const { quarter, lesions, observer, sharpness, steadiness, magnitude, cohort } = evaluation;
  if (cohort.length === 0) return ['No scans were given: only phantoms were looked at.'];
  if (isMagnitude) {
    const dark = magnitude?.contenders.fidelity?.background ?? null;
    return dark === null ? ['No slice has enough background to measure its bias.'] : [];
  }
  const sentences: string[] = [];
  if (!quarter) sentences.push('No slice with a patient in it was found: figures on scans are missing.');
  else if (quarter.contenders.input?.noise === null) {
    sentences.push('No flat soft tissue was found: noise, its spectrum and discs could not be measured.');
  }
  if (quarter && !lesions) sentences.push('No flat soft tissue was found to put discs into.');
  if (quarter && !observer?.acquired) {
    sentences.push('There were too few flat squares for the observer in acquired slices.');
  }
  if (!sharpness) sentences.push('The MTF was not measured.');
  if (steadiness && !steadiness.flicker) sentences.push('No neighbouring slices were given: no flicker.');
  return sentences;
}
