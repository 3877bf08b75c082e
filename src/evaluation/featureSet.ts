/**
 * What a set of slices is compared with, without its images: signs of every slice and
 * sorted patch projections of all of them together.
 *
 * @module
 */
import type { AnomalyLimits } from './anomalyLimits.js';
import { COARSE_SIDE } from './commonField.js';
import type { Coverage } from './coverage.js';
import { floorsOf } from './floors.js';
import { huHistogram } from './histogram.js';
import { type Diversity, diversityOf } from './msSsim.js';
import { patchProjections, type ScaleProjections } from './slicedWasserstein.js';
import type { SliceSigns } from './sliceSigns.js';

/** What stays of one slice. */
export type SliceFeatures = Pick<SliceSigns, 'layout' | 'histogram' | 'radiomics'>;

/** Distance of random halves, and of parts that share no subject; null where a set is too small for it. */
export interface Floor {
  readonly halves: number | null;
  readonly subjects: number | null;
}

/** How far apart real sets of slices are: what every figure is quoted beside. */
export interface Floors {
  /** Sliced Wasserstein distance x 1e3 at 64 pixels. */
  readonly slicedWasserstein: Floor;
  /** Squared Fréchet radiomics distance. */
  readonly frechetRadiomics: Floor;
  /** Of one part against another that shares no subject. */
  readonly coverage: Coverage | null;
  /** Median distance of a slice to the nearest of another subject, HU. */
  readonly neighbour: number | null;
}

export interface FeatureSet {
  readonly slices: readonly SliceFeatures[];
  /** Whose each slice is, as a number that means nothing else. */
  readonly subjects: readonly number[];
  /** At 64 pixels, see `patchProjections`. */
  readonly patches: readonly ScaleProjections[];
  /** Shares of the coarse field's pixels, see `huHistogram`. */
  readonly hu: Float64Array;
  /** At 64 pixels; undefined for a single slice. */
  readonly diversity: Diversity | undefined;
  readonly floors: Floors;
  /** Limits of the outlier tests. */
  readonly limits: AnomalyLimits;
}

/** Side of the coarse field in pixels, and the patches and directions of {@link patchProjections} on it. */
export const COARSE = { side: COARSE_SIDE, patches: 128, projections: 64 } as const;
/** HU that count for the diversity: the soft-tissue window. */
export const DIVERSITY_HU = [-160, 240] as const;

/** A feature set of measured slices; at least one. */
export function featureSet(
  signs: readonly SliceSigns[],
  subjects: readonly number[],
  limits: AnomalyLimits,
): FeatureSet {
  const coarse = signs.map((one) => one.coarse);
  const real = {
    coarse,
    layouts: signs.map(({ layout }) => layout),
    radiomics: signs.map(({ radiomics }) => radiomics),
    subjects,
  };
  return {
    slices: signs.map(({ layout, histogram, radiomics }) => ({ layout, histogram, radiomics })),
    subjects,
    patches: patchProjections(coarse, COARSE.side, COARSE),
    hu: huHistogram(coarse),
    diversity: signs.length > 1 ? diversityOf(coarse, COARSE.side, DIVERSITY_HU) : undefined,
    floors: floorsOf(real, COARSE),
    limits,
  };
}
