/**
 * What is left of the discs that were put in.
 *
 * @module
 */
import { lesionErasure } from '../../evaluation/safety.js';
import type { Contender, End } from './contender.js';
import { DISCS, type DiscVerdict, nameOf } from './lesions.js';
import { mean, type Spread, spreadOf } from './spread.js';
import type { Body } from './summary.js';

export interface LesionSummary {
  /** Discs per kind and contender. */
  readonly discs: number;
  /** Share of the contrast that is left, by kind of disc. */
  readonly recovered: Readonly<Record<string, Partial<Record<Contender, Spread>>>>;
  /**
   * Mean recovered contrast of the discs of 6 and 10 mm x SD of the input's noise ÷ SD
   * of the output's: what smoothing gains for seeing, and what it costs.
   */
  readonly contrastToNoise: Partial<Record<Contender, number>>;
  /** Discs that stood above twice the detection threshold in the input, and places without any. */
  readonly clear: Partial<Record<End, ClearLesions>>;
}

export interface ClearLesions {
  readonly eligible: number;
  readonly erased: number;
  /** 95 % interval of the share erased. */
  readonly interval: readonly [number, number];
  /** Places without a disc that were looked at. */
  readonly absent: number;
  readonly invented: number;
}

/** Kinds whose contrast counts against the noise. */
const COUNTED = DISCS.filter(({ diameter }) => diameter >= 6).map(nameOf);

/** Adds the discs up; null where none could be put in. */
export function summariseLesions(bodies: readonly Body[]): LesionSummary | null {
  const recovered: Record<string, Partial<Record<Contender, Spread>>> = {};
  let discs = 0;
  for (const kind of DISCS.map(nameOf)) {
    const found: Partial<Record<Contender, Spread>> = {};
    for (const contender of Object.keys(
      bodies.find(({ body }) => body.shares[kind])?.body.shares[kind] ?? {},
    )) {
      const values = bodies.flatMap(({ series, body }) =>
        (body.shares[kind]?.[contender as Contender] ?? []).map((value) => ({ series, value })),
      );
      const spread = spreadOf(values);
      if (spread) found[contender as Contender] = spread;
      discs = values.length;
    }
    if (Object.keys(found).length > 0) recovered[kind] = found;
  }
  if (discs === 0) return null;
  return { discs, recovered, contrastToNoise: ratios(bodies, recovered), clear: clearOf(bodies) };
}

function ratios(bodies: readonly Body[], recovered: LesionSummary['recovered']) {
  const found: Partial<Record<Contender, number>> = {};
  for (const contender of Object.keys(recovered[COUNTED[0]] ?? {}) as Contender[]) {
    const gains = bodies.flatMap(({ body }) => {
      const before = body.doses.quarter.input?.sd ?? null;
      const after = body.doses.quarter[contender]?.sd ?? null;
      return before !== null && after ? [before / after] : [];
    });
    const left = mean(COUNTED.map((kind) => recovered[kind]?.[contender]?.mean ?? Number.NaN));
    if (gains.length > 0) found[contender] = left * mean(gains);
  }
  return found;
}

function clearOf(bodies: readonly Body[]): LesionSummary['clear'] {
  const found: Partial<Record<End, ClearLesions>> = {};
  for (const end of ['fidelity', 'texture'] as const) {
    const verdicts: DiscVerdict[] = bodies.flatMap(({ body }) =>
      Object.values(body.verdicts).flatMap((kind) => kind[end] ?? []),
    );
    if (!verdicts.some(({ eligible }) => eligible)) continue;
    const { eligible, erased, interval } = lesionErasure(verdicts);
    const invented = verdicts.filter((verdict) => verdict.invented).length;
    found[end] = { eligible, erased, interval, absent: verdicts.length, invented };
  }
  return found;
}
