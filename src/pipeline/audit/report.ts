/**
 * What an audit finds: plain data, as the command writes it and the page shows it.
 *
 * @module
 */
import type { AnomalyFlag } from '../../evaluation/anomaly.js';
import type { Coverage } from '../../evaluation/coverage.js';
import type { Floor } from '../../evaluation/featureSet.js';
import type { Diversity } from '../../evaluation/msSsim.js';

/** A distance beside what real sets of slices have between them. */
export interface Distance {
  readonly distance: number;
  readonly floor: Floor;
  /** Distance over that of parts that share no subject, of halves where there is no other; null without either. */
  readonly ratio: number | null;
}

/** One slice of the audited set. */
export interface AuditedSlice {
  /** Place in the set, from 0. */
  readonly index: number;
  readonly sopInstanceUID: string;
  /** From 1 on the slice is flagged. */
  readonly score: number;
  /** Empty for a slice that belongs. */
  readonly flags: readonly AuditFlag[];
  /** Nearest slice of the reference, and its distance in HU; null where it could not be measured. */
  readonly nearest: { readonly index: number; readonly distance: number } | null;
  readonly realism: number | null;
}

/** `spacing`: without Pixel Spacing a slice cannot be measured. `copy`: nearer to the reference than people are to each other. */
export type AuditFlag = Omit<AnomalyFlag, 'test'> & {
  readonly test: AnomalyFlag['test'] | 'spacing' | 'copy';
};

export interface AuditReport {
  /** What the set was compared with: slices of the caller, or the features of the training set. */
  readonly reference: {
    readonly kind: 'given' | 'training set';
    readonly slices: number;
    readonly subjects: number;
  };
  /** Scores of the discriminator, where the caller gave some. */
  readonly realism: {
    readonly count: number;
    readonly mean: number;
    readonly median: number;
    readonly lowest: number;
  } | null;
  readonly distribution: {
    /** x 1e3, common field at 64 pixels, by scale and their mean. */
    readonly slicedWasserstein:
      | (Distance & { readonly scales: readonly { readonly side: number; readonly distance: number }[] })
      | null;
    /** Squared Fréchet distance of radiomic features. */
    readonly frechetRadiomics: Distance | null;
    readonly coverage: (Coverage & { readonly floor: Coverage | null }) | null;
    readonly histogram: {
      /** Earth mover's distance, HU. */
      readonly distance: number;
      readonly fakes: readonly number[];
      readonly reference: readonly number[];
    } | null;
  };
  readonly memorisation: {
    /** Median distance to the nearest reference slice, HU. */
    readonly distance: number;
    /** The same of slices of unseen subjects, HU. */
    readonly unseen: number | null;
    /** Well below 1: copies. */
    readonly ratio: number | null;
    /** Copied squares among the slices nearest to the reference; null without images of the reference. */
    readonly crops: { readonly looked: number; readonly copied: number; readonly highest: number } | null;
  } | null;
  readonly diversity: {
    readonly fakes: Diversity;
    readonly reference: Diversity;
    /** RMS over pairs, fakes over reference: 1 is as diverse. */
    readonly ratio: number;
  } | null;
  readonly slices: readonly AuditedSlice[];
  /** How many slices are flagged. */
  readonly flagged: number;
  /** What could not be said and why. */
  readonly notes: readonly string[];
}
