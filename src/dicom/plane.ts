/** Where a slice lies in the patient (Image Plane module, PS3.3 C.7.6.2). */
import { isVeritomeError } from '../errors.js';
import type { Plane } from '../image/frame.js';
import { type Attributes, decimalAttribute } from './attributes.js';
import { TAG } from './attributeTags.js';

/** Direction cosines are written with few digits; beyond this they are no right angle or no unit vectors. */
const COSINE_TOLERANCE = 1e-3;
/** In mm: from the pixels of a microscope to a whole body, with room. */
const SPACINGS = [1e-6, 1e4] as const;
const FARTHEST = 1e6;

/** Attributes of each group: the file's own, or the items of an enhanced image's functional groups. */
export interface PlaneSources {
  readonly measures: Attributes;
  readonly orientation: Attributes;
  readonly position: Attributes;
}

/**
 * The plane; undefined where anything of it is missing, malformed or impossible: a
 * slice without a trustworthy place is shown, but never measured or put into a volume.
 */
export function readPlane({ measures, orientation, position }: PlaneSources): Plane | undefined {
  const spacing = decimals(measures, TAG.PixelSpacing, 2);
  const cosines = decimals(orientation, TAG.ImageOrientationPatient, 6);
  const origin = decimals(position, TAG.ImagePositionPatient, 3);
  if (!spacing || !cosines || !origin) return undefined;
  if (spacing.some((mm) => mm < SPACINGS[0] || mm > SPACINGS[1])) return undefined;
  if (origin.some((mm) => Math.abs(mm) > FARTHEST) || !isOrthonormal(cosines)) return undefined;
  const thickness = decimals(measures, TAG.SliceThickness, 1)?.[0];
  return {
    pixelSpacing: [spacing[0], spacing[1]],
    orientation: [cosines[0], cosines[1], cosines[2], cosines[3], cosines[4], cosines[5]],
    position: [origin[0], origin[1], origin[2]],
    sliceThickness: thickness !== undefined && thickness > 0 ? thickness : undefined,
  };
}

function decimals(source: Attributes, tag: string, count: number): number[] | undefined {
  try {
    const values = decimalAttribute(source, tag);
    return values?.length === count ? values : undefined;
  } catch (error) {
    if (isVeritomeError(error, 'AttributeError')) return undefined;
    throw error;
  }
}

function isOrthonormal([rx, ry, rz, cx, cy, cz]: number[]): boolean {
  return (
    Math.abs(Math.hypot(rx, ry, rz) - 1) < COSINE_TOLERANCE &&
    Math.abs(Math.hypot(cx, cy, cz) - 1) < COSINE_TOLERANCE &&
    Math.abs(rx * cx + ry * cy + rz * cz) < COSINE_TOLERANCE
  );
}
