/**
 * Which slices lie beside a slice, for networks that look at three at a time.
 *
 * @module
 */
import { dot, normalOf } from '../dicom/spacing.js';
import type { Series } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';

/** Wider than this times the usual distance is a gap, as `SpacingNote` says. */
const GAP = 1.5;
const SAME_POSITION_MM = 0.01;
/** As stacks are told apart when a study is sorted. */
const COSINE_TOLERANCE = 1e-3;

/** The slices before and after `index`; undefined at the ends, across a gap or a turn, and where positions are not known. */
export function neighboursOf(
  series: Pick<Series<Frame>, 'frames' | 'sliceSpacing'>,
  index: number,
): readonly [Frame | undefined, Frame | undefined] {
  return [beside(series, index, index - 1), beside(series, index, index + 1)];
}

function beside(
  { frames, sliceSpacing }: Pick<Series<Frame>, 'frames' | 'sliceSpacing'>,
  index: number,
  at: number,
): Frame | undefined {
  const [centre, other] = [frames[index], frames[at]];
  if (!other?.plane || !centre.plane || sliceSpacing === undefined) return undefined;
  if (other.rows !== centre.rows || other.columns !== centre.columns) return undefined;
  const { orientation, position } = centre.plane;
  const turned = orientation.some(
    (cosine, i) => Math.abs(cosine - (other.plane?.orientation[i] ?? 0)) >= COSINE_TOLERANCE,
  );
  if (turned) return undefined;
  const normal = normalOf(orientation);
  const distance = Math.abs(dot(other.plane.position, normal) - dot(position, normal));
  return distance >= SAME_POSITION_MM && distance <= GAP * sliceSpacing ? other : undefined;
}
