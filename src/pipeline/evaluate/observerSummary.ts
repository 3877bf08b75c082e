/**
 * What a model observer sees before and after the model.
 *
 * @module
 */
import { channelisedHotelling, idealFromSamples } from '../../evaluation/observer.js';
import { rocCurve } from '../../evaluation/roc.js';
import type { End } from './contender.js';
import { CROP, type Squares } from './crops.js';
import { FIELD, type ObserverFinding, SOUGHT } from './observerTask.js';
import type { Body } from './summary.js';

/** Detectability of one lesion, 95 % intervals. */
export interface Seen {
  readonly dPrime: number;
  readonly dPrimeInterval: readonly [number, number];
  readonly auc: number;
  readonly aucInterval: readonly [number, number];
  /** Receiver operating characteristic: false and true positives from 0 to 1. */
  readonly roc: readonly (readonly [number, number])[];
}

export interface ObserverSet {
  readonly lesion: string;
  readonly pairs: number;
  /** d′ of the ideal linear observer on all slices the model is given; null where signal and noise are not known well enough. */
  readonly ideal: number | null;
  readonly seen: Partial<Record<'input' | End, Seen>>;
}

export interface ObserverSummary {
  /** Disc in uniform water. */
  readonly phantom: ObserverSet | null;
  /** Disc in flat soft tissue of the series with most squares. */
  readonly acquired: (ObserverSet & { readonly series: string }) | null;
}

/** Fewest pairs that the observer is trained on. */
const LEAST = 40;

/** Trains and tests the observers. */
export function summariseObserver(
  phantom: readonly ObserverFinding[],
  bodies: readonly Body[],
): ObserverSummary | null {
  const acquired = acquiredSet(bodies);
  if (phantom.length === 0 && !acquired) return null;
  return { phantom: phantomSet(phantom), acquired };
}

function phantomSet(findings: readonly ObserverFinding[]): ObserverSet | null {
  if (findings.length === 0) return null;
  const sets: Partial<Record<'input' | End, Squares>> = {};
  for (const who of Object.keys(findings[0].squares) as ('input' | End)[]) {
    sets[who] = joined(findings.map(({ squares }) => squares[who]!));
  }
  const input = sets.input!;
  if (input.present.length < LEAST) return null;
  return {
    lesion: `${SOUGHT.contrast} HU ${SOUGHT.diameter} mm in water`,
    pairs: Math.min(input.present.length, input.absent.length),
    ideal: idealOf(findings),
    seen: seenBy(sets, false),
  };
}

/** Fewest fields of water that their noise is learnt from. */
const LEAST_FIELDS = 20;

/**
 * The whole water around the places tells its noise: squares as small as the observer's would let so much leak
 * into their low frequencies that the ideal observer missed what the others see.
 */
function idealOf(findings: readonly ObserverFinding[]): number | null {
  if (findings.length < LEAST_FIELDS) return null;
  const { signals, pixelSpacing } = findings[0];
  const noises = findings.map(({ noise }) => noise);
  // Slices hold independent noise of one kind: what each tells adds up in squares.
  const told = signals
    .filter((signal) => signal.some((value) => value !== 0))
    .map((signal) => idealFromSamples(signal, noises, FIELD, pixelSpacing).dPrime);
  return Math.hypot(...told);
}

function acquiredSet(bodies: readonly Body[]): ObserverSummary['acquired'] {
  const bySeries = new Map<string, Partial<Record<'input' | End, Squares>>[]>();
  for (const { series, body } of bodies) {
    if (body.crops) bySeries.set(series, [...(bySeries.get(series) ?? []), body.crops]);
  }
  let best: ObserverSummary['acquired'] = null;
  for (const [series, crops] of bySeries) {
    const sets: Partial<Record<'input' | End, Squares>> = {};
    for (const who of Object.keys(crops[0]) as ('input' | End)[]) {
      sets[who] = joined(crops.map((crop) => crop[who]!));
    }
    const pairs = sets.input!.present.length;
    if (pairs < LEAST || (best && best.pairs >= pairs)) continue;
    best = { series, lesion: '15 HU 10 mm in soft tissue', pairs, ideal: null, seen: seenBy(sets, true) };
  }
  return best;
}

function joined(parts: readonly Squares[]): Squares {
  return {
    present: parts.flatMap(({ present }) => present),
    absent: parts.flatMap(({ absent }) => absent),
  };
}

function seenBy(sets: Partial<Record<'input' | End, Squares>>, paired: boolean): ObserverSet['seen'] {
  const seen: Partial<Record<'input' | End, Seen>> = {};
  for (const [who, { present, absent }] of Object.entries(sets) as ['input' | End, Squares][]) {
    const { dPrime, dPrimeInterval, auc, aucInterval, scoresPresent, scoresAbsent } = channelisedHotelling(
      present,
      absent,
      CROP,
      { paired },
    );
    seen[who] = { dPrime, dPrimeInterval, auc, aucInterval, roc: rocOf(scoresPresent, scoresAbsent) };
  }
  return seen;
}

/** About sixty points of the curve. */
function rocOf(present: Float64Array, absent: Float64Array): [number, number][] {
  const points = rocCurve(present, absent);
  const step = Math.max(1, Math.floor(points.length / 60));
  return points
    .filter((_, k) => k % step === 0 || k === points.length - 1)
    .map(({ falsePositive, truePositive }) => [falsePositive, truePositive]);
}
