/**
 * Up to where a slice passes for an ordinary one.
 *
 * @module
 */

/** Limits that are learned from real slices: how unlike others an unseen subject's slices are. */
export interface AnomalyLimits {
  /** Hellinger distance of the body's histogram to the nearest of the reference. */
  readonly histogram: number;
  /** Distance of the layout to the nearest of the reference, HU. */
  readonly layout: number;
  /** Distance of the radiomic features to the nearest of the reference, SDs per feature. */
  readonly texture: number;
  /** Step across the strongest line, HU. */
  readonly seam: number;
  /** Fine detail over coarse detail; below is blurred. */
  readonly sharpness: number;
  /** Noise in soft tissue, HU. */
  readonly noise: number;
}

/** Air around a patient: -1000 by definition, more near the skin and where scanners clip. */
export const AIR_HU = [-1100, -880] as const;
/** Below this area nothing of a torso is in the slice, mm². */
export const LEAST_BODY = 4000;
/** A port or contrast agent reaches 170 mm², a hip some thousand. */
export const MOST_METAL = 250;
/** A body may touch the upper or lower border over so many mm. */
export const MOST_CUT = 60;
/** SDs that a seam must stand out of the other lines. */
export const LEAST_SEAM_Z = 6;
/** Opposite borders that correlate more are neighbours in the patient. */
export const MOST_BORDER = 0.9;
