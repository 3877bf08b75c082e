/**
 * Where slices are wanted between the slices of a series, and what stands in the way.
 *
 * @module
 */
import { dot, normalOf } from '../dicom/spacing.js';
import { ArgumentError, AttributeError } from '../errors.js';
import type { Plane } from '../image/frame.js';
import type { Series, SpacingNote } from '../image/series.js';
import type { Frame } from '../provenance/markedFrame.js';

/** How densely the new series is to lie: one of the two. */
export interface Density {
  /** Every gap is cut into so many parts, 2 to 8; 2 when neither is given. */
  readonly factor?: number;
  /** Distance of the new slices in mm, for series of uneven gaps: each gap is cut so that none is wider. */
  readonly spacing?: number;
}

/** One slice of the new series: a slice that is there, or a place between two. */
export type Place =
  | { readonly index: number }
  | {
      /** Index of the slice before. */
      readonly before: number;
      readonly fraction: number;
      readonly gapMm: number;
      readonly position: Plane['position'];
    };

export interface Plan {
  /** In the order of the new series. */
  readonly places: readonly Place[];
  /** The gaps that were left as they are. */
  readonly notes: readonly SpacingNote[];
}

const FACTORS = [2, 8] as const;
const SAME_POSITION_MM = 0.01;
/** Gaps of one series differ in the last digits of their positions. */
const ROUNDING = 0.02;
/** As stacks are told apart when a study is sorted. */
const COSINE_TOLERANCE = 1e-3;

/**
 * The places of the new series. Positions lie on the line from slice to slice, so a
 * tilted or sheared stack stays as it is.
 *
 * @throws ArgumentError for a density out of range or a series without two slices;
 *   AttributeError for slices without a place, or that do not lie alike.
 */
export function planBetween(
  { frames }: Pick<Series<Frame>, 'frames'>,
  density: Density,
  [shortest, longest]: readonly [number, number],
): Plan {
  const partsOf = readDensity(density);
  const places: Place[] = [];
  const notes: SpacingNote[] = [];
  let filled = 0;
  const planes = planesOf(frames);
  const normal = normalOf(planes[0].orientation);
  for (const [index, { position }] of planes.entries()) {
    places.push({ index });
    const next = planes[index + 1]?.position;
    if (!next) break;
    const gap = dot(next, normal) - dot(position, normal);
    if (gap < SAME_POSITION_MM) throw samePlace(frames[index + 1]);
    const gapMm = Math.round(gap * 1e4) / 1e4;
    const parts = partsOf(gapMm);
    if (gapMm < shortest || gapMm > longest * (1 + ROUNDING)) {
      notes.push(leftOpen(index, gapMm, gapMm < shortest ? shortest : longest));
      continue;
    }
    for (let part = 1; part < parts; part++) {
      const fraction = part / parts;
      const at = (axis: 0 | 1 | 2) => position[axis] + fraction * (next[axis] - position[axis]);
      places.push({ before: index, fraction, gapMm, position: [at(0), at(1), at(2)] });
      filled++;
    }
  }
  if (filled === 0) throw nothingToFill(notes[0], longest);
  return { places, notes };
}

/** Into how many parts a gap is cut. */
function readDensity({ factor, spacing }: Density): (gapMm: number) => number {
  const [least, most] = FACTORS;
  if (spacing !== undefined) {
    if (factor !== undefined) {
      throw new ArgumentError('Factor and spacing contradict each other.', {
        attribute: 'factor, spacing',
        remedy: 'Give one of the two.',
      });
    }
    if (!(spacing > 0 && spacing < Infinity)) {
      throw new ArgumentError('The spacing must be above 0 mm.', {
        attribute: 'spacing',
        remedy: 'Give the distance of the new slices in mm.',
      });
    }
    return (gapMm) => Math.min(most, Math.ceil(gapMm / spacing - ROUNDING));
  }
  const parts = factor ?? least;
  if (Number.isInteger(parts) && parts >= least && parts <= most) return () => parts;
  throw new ArgumentError(`The factor must be a whole number from ${least} to ${most}.`, {
    attribute: 'factor',
    remedy: '2 puts one slice into every gap, 3 two, and so on.',
  });
}

/** The planes of all slices; throws for those that make no stack. */
function planesOf(frames: readonly Frame[]): Plane[] {
  if (frames.length < 2) {
    throw new ArgumentError('There is no gap to fill: the series has fewer than two slices.', {
      file: frames[0]?.file,
      attribute: 'series',
      remedy: 'Choose a series of two or more slices.',
    });
  }
  const [first] = frames;
  return frames.map((frame) => {
    const { plane, rows, columns } = frame;
    if (!plane)
      throw misplaced(frame, 'The slice has no usable position.', 'ImagePositionPatient (0020,0032)');
    if (rows !== first.rows || columns !== first.columns) {
      throw misplaced(
        frame,
        'The slice has another size than the first.',
        'Rows (0028,0010), Columns (0028,0011)',
      );
    }
    const turned = plane.orientation.some(
      (cosine, i) => Math.abs(cosine - (first.plane?.orientation[i] ?? 0)) >= COSINE_TOLERANCE,
    );
    if (turned) {
      throw misplaced(frame, 'The slice lies in another direction.', 'ImageOrientationPatient (0020,0037)');
    }
    return plane;
  });
}

function misplaced({ file }: Frame, message: string, attribute: string): AttributeError {
  return new AttributeError(message, {
    file,
    attribute,
    remedy: 'Choose a series whose slices lie in one stack.',
  });
}

function samePlace({ file }: Frame): AttributeError {
  return new AttributeError('Two slices lie at the same place, so there is no one way between slices.', {
    file,
    attribute: 'ImagePositionPatient (0020,0032)',
    remedy: 'Choose a series with one slice at each place: a single phase or echo.',
  });
}

function leftOpen(index: number, found: number, limit: number): SpacingNote {
  const how = found > limit ? 'too wide' : 'too narrow';
  const message = `The gap of ${found.toFixed(2)} mm between slices ${index + 1} and ${index + 2} is ${how} for the model and is left as it is.`;
  return { kind: 'gap', index, found, expected: limit, message };
}

function nothingToFill(note: SpacingNote | undefined, longest: number): ArgumentError | AttributeError {
  if (!note) {
    return new ArgumentError('The slices lie no further apart than that already.', {
      attribute: 'spacing',
      remedy: 'Give a smaller distance.',
    });
  }
  return new AttributeError(`No gap of the series can be filled. ${note.message}`, {
    attribute: 'ImagePositionPatient (0020,0032)',
    remedy: `Choose a series whose slices lie at most ${longest} mm apart.`,
  });
}
