/**
 * Slices that do not belong: corrupt, another modality or body part, wrong rescale,
 * blurred, cut, full of metal. One test per sign; every flag says which and by how much.
 *
 * ```ts
 * const { flags } = judgeSlice(sliceSigns(slice), anomalyReference(set));
 * ```
 *
 * The limits are what slices of one subject reach against all other subjects, with a
 * margin: an unseen patient is not an outlier for being someone else.
 *
 * @module
 */
import {
  AIR_HU,
  type AnomalyLimits,
  LEAST_BODY,
  LEAST_SEAM_Z,
  MOST_BORDER,
  MOST_CUT,
  MOST_METAL,
} from './anomalyLimits.js';
import type { SliceFeatures } from './featureSet.js';
import { type Scaling, scaled, scalingOf } from './frechet.js';
import { nearestOf } from './memorisation.js';
import type { SliceSigns } from './sliceSigns.js';

/** What a slice is tested for. */
export const ANOMALY_TESTS = [
  'body',
  'air',
  'histogram',
  'layout',
  'texture',
  'seam',
  'border',
  'cut',
  'blur',
  'noise',
  'metal',
] as const;
export type AnomalyTest = (typeof ANOMALY_TESTS)[number];

/** One reason why a slice does not belong. */
export interface AnomalyFlag {
  readonly test: AnomalyTest;
  readonly figure: number;
  readonly limit: number;
  /** For the reader, with figure and unit. */
  readonly reason: string;
}

export interface AnomalyVerdict {
  /** Largest figure over its limit: flagged from 1 on; orders slices by how odd they are. */
  readonly score: number;
  readonly flags: readonly AnomalyFlag[];
}

/** What slices are judged against. */
export interface AnomalyReference {
  readonly layouts: readonly Float32Array[];
  readonly histograms: readonly Float32Array[];
  /** Scaled by `scaling`. */
  readonly textures: readonly Float64Array[];
  readonly scaling: Scaling;
  readonly limits: AnomalyLimits;
}

/**
 * A reference from features; `base` gives the scale of the textures and the limits,
 * so that a reference of one patient does not make outliers of all others.
 */
export function anomalyReference(
  slices: readonly SliceFeatures[],
  base: { readonly slices: readonly SliceFeatures[]; readonly limits: AnomalyLimits },
): AnomalyReference {
  const scaling = scalingOf(base.slices.map(({ radiomics }) => radiomics));
  return {
    layouts: slices.map(({ layout }) => layout),
    histograms: slices.map(({ histogram }) => histogram),
    textures: scaled(
      slices.map(({ radiomics }) => radiomics),
      scaling,
    ),
    scaling,
    limits: base.limits,
  };
}

/** How unlike a slice is to the nearest of the reference. */
export interface Novelty {
  readonly histogram: number;
  readonly layout: number;
  readonly texture: number;
}

/** Distances to the reference; slices for which `skip` holds do not count. */
export function noveltyOf(
  slice: SliceFeatures,
  reference: Pick<AnomalyReference, 'layouts' | 'histograms' | 'textures' | 'scaling'>,
  skip?: (index: number) => boolean,
): Novelty {
  const [texture] = scaled([slice.radiomics], reference.scaling);
  return {
    histogram: nearestOf(slice.histogram, reference.histograms, skip).distance / Math.SQRT2,
    layout: nearestOf(slice.layout, reference.layouts, skip).distance,
    texture: nearestOf(texture, reference.textures, skip).distance / Math.sqrt(texture.length),
  };
}

/** Judges one slice. */
export function judgeSlice(signs: SliceSigns, reference: AnomalyReference): AnomalyVerdict {
  const results = testsOf(signs, noveltyOf(signs, reference), reference.limits);
  return {
    score: Math.max(...results.map(({ ratio }) => ratio)),
    flags: results.filter(({ ratio }) => ratio >= 1).map(({ ratio: _, ...flag }) => flag),
  };
}

type Result = AnomalyFlag & { readonly ratio: number };

function testsOf(signs: SliceSigns, novelty: Novelty, limits: AnomalyLimits): Result[] {
  const { air, seam } = signs;
  const above = (test: AnomalyTest, figure: number, limit: number, reason: string): Result => ({
    test,
    figure,
    limit,
    reason,
    ratio: figure / limit,
  });
  const results = [
    above(
      'histogram',
      novelty.histogram,
      limits.histogram,
      `The tissues do not lie where Hounsfield units put them (distance ${fixed(novelty.histogram, 2)}).`,
    ),
    above(
      'layout',
      novelty.layout,
      limits.layout,
      `No slice of the reference is laid out like it (${fixed(novelty.layout)} HU from the nearest).`,
    ),
    above(
      'texture',
      novelty.texture,
      limits.texture,
      `Its texture is unlike the reference (${fixed(novelty.texture, 1)} SDs per feature).`,
    ),
    above(
      'border',
      signs.border,
      MOST_BORDER,
      `Opposite borders continue each other (correlation ${fixed(signs.border, 2)}): its halves are swapped.`,
    ),
    above(
      'cut',
      signs.cut,
      MOST_CUT,
      `The body runs out of the upper or lower border over ${fixed(signs.cut)} mm.`,
    ),
    above('noise', signs.noise, limits.noise, `Noise of ${fixed(signs.noise)} HU in soft tissue.`),
    above('metal', signs.metal, MOST_METAL, `Metal on ${fixed(signs.metal)} mm².`),
    {
      test: 'blur',
      figure: signs.sharpness,
      limit: limits.sharpness,
      reason: `Fine detail is missing (${fixed(signs.sharpness, 2)} of the coarse).`,
      ratio: limits.sharpness / Math.max(1e-6, signs.sharpness),
    },
    {
      test: 'body',
      figure: signs.bodyArea,
      limit: LEAST_BODY,
      reason: `No body of more than ${fixed(signs.bodyArea / 100)} cm².`,
      ratio: LEAST_BODY / Math.max(1, signs.bodyArea),
    },
    {
      test: 'seam',
      figure: seam.step,
      limit: limits.seam,
      reason: `A straight step of ${fixed(seam.step)} HU before ${seam.direction} ${seam.at + 1}.`,
      ratio: Math.min(seam.step / limits.seam, seam.z / LEAST_SEAM_Z),
    },
  ] satisfies Result[];
  if (air !== undefined) {
    const limit = air < AIR_HU[0] ? AIR_HU[0] : AIR_HU[1];
    results.push({
      test: 'air',
      figure: air,
      limit,
      reason: `The air around the body has ${fixed(air)} HU.`,
      // Half way from the middle to the limit is 0.5.
      ratio: Math.abs(air - (AIR_HU[0] + AIR_HU[1]) / 2) / ((AIR_HU[1] - AIR_HU[0]) / 2),
    });
  }
  return results;
}

function fixed(value: number, digits = 0): string {
  return value.toFixed(digits).replace('-', '−');
}
