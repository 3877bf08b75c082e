/**
 * How far real slices lie from real slices: the floor under every distance of fakes.
 *
 * @module
 */
import { createRandom, type Random } from '../image/random.js';
import { COARSE_SIDE } from './commonField.js';
import { type Coverage, coverageOf } from './coverage.js';
import type { Floors } from './featureSet.js';
import { frechetDistance, scaled, scalingOf } from './frechet.js';
import { median } from './median.js';
import { otherSubjects } from './memorisation.js';
import { patchProjections, slicedWasserstein } from './slicedWasserstein.js';

/** Splits by subject that are averaged: with few subjects one split says little. */
const SPLITS = 3;
/** Parts smaller than this have no covariance worth the name. */
const LEAST = 12;

/** A real set: one entry a slice in each list. */
export interface RealSet {
  /** Common field at 64 pixels, HU. */
  readonly coarse: readonly Float32Array[];
  readonly layouts: readonly Float32Array[];
  readonly radiomics: readonly Float64Array[];
  readonly subjects: readonly number[];
}

/** Distances between halves of a set; null where it is too small, or of one subject. */
export function floorsOf(set: RealSet, { patches = 128, projections = 128, seed = 1 } = {}): Floors {
  const random = createRandom(seed).fork('floors');
  const distances = ([one, other]: readonly [readonly number[], readonly number[]]) => ({
    slicedWasserstein: slicedWasserstein(
      patchProjections(pick(set.coarse, one), COARSE_SIDE, { patches, projections, seed }),
      patchProjections(pick(set.coarse, other), COARSE_SIDE, { patches, projections, seed }),
    ).mean,
    frechetRadiomics: frechetDistance(pick(set.radiomics, one), pick(set.radiomics, other)),
  });
  const all = set.subjects.map((_, i) => i);
  const half = all.length >> 1;
  const mixed = shuffled(all, random.fork('halves'));
  const halves = half >= LEAST ? distances([mixed.slice(0, half), mixed.slice(half)]) : undefined;
  const splits = Array.from({ length: SPLITS }, (_, n) => bySubject(set.subjects, random.fork(n))).filter(
    (parts) => Math.min(...parts.map(({ length }) => length)) >= LEAST,
  );
  const apart = splits.map(distances);
  const mean = (of: 'slicedWasserstein' | 'frechetRadiomics') =>
    apart.length === 0 ? null : apart.reduce((sum, one) => sum + one[of], 0) / apart.length;
  const neighbours = otherSubjects(set.layouts, set.subjects);
  const floor = (of: 'slicedWasserstein' | 'frechetRadiomics') => ({
    halves: halves?.[of] ?? null,
    subjects: mean(of),
  });
  return {
    slicedWasserstein: floor('slicedWasserstein'),
    frechetRadiomics: floor('frechetRadiomics'),
    coverage: splits.length > 0 ? between(set.radiomics, splits[0]) : null,
    neighbour: neighbours.length > 0 ? median(neighbours) : null,
  };
}

/** Coverage of one part by the other, both in SDs of the whole. */
function between(
  rows: readonly Float64Array[],
  [one, other]: readonly [readonly number[], readonly number[]],
): Coverage {
  const scaling = scalingOf(pick(rows, other));
  return coverageOf(scaled(pick(rows, one), scaling), scaled(pick(rows, other), scaling));
}

/** Two parts that share no subject, as equal as a random order of the subjects allows. */
export function bySubject(subjects: readonly number[], random: Random): [number[], number[]] {
  const parts: [number[], number[]] = [[], []];
  for (const subject of shuffled([...new Set(subjects)], random)) {
    const lesser = parts[0].length <= parts[1].length ? parts[0] : parts[1];
    subjects.forEach((one, i) => {
      if (one === subject) lesser.push(i);
    });
  }
  return parts;
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

function pick<T>(list: readonly T[], places: readonly number[]): T[] {
  return places.map((i) => list[i]);
}
