/**
 * From slices in any order to stacks, sorted as they lie in the patient.
 *
 * ```ts
 * const { series, refused } = toSeries(frames);
 * for (const { message } of series[0].notes) show(message);
 * ```
 *
 * Slices of one Series Instance UID that lie in different directions (the three
 * planes of a localizer) become several stacks. Among slices that lie alike, those
 * that differ in size or meaning cannot share the stack: the most numerous kind is
 * kept, the others are refused by file and attribute. Pictures are never refused: each
 * size and meaning is a stack of its own.
 *
 * @module
 */
import { MixedSeriesError } from '../errors.js';
import type { AcquiredFrame, FrameInfo, Plane } from '../image/frame.js';
import type { Picture } from '../image/picture.js';
import type { Series, SpacingNote } from '../image/series.js';
import { attributeName, TAG } from './attributeTags.js';
import { seriesLabels } from './identity.js';
import { parsePart10 } from './part10.js';
import { dot, measureSpacing, normalOf } from './spacing.js';

/** Direction cosines of one scan differ in their last digits. */
const COSINE_TOLERANCE = 1e-3;

/** What all slices of a stack must share, with the attribute to name when they do not. */
const SHARED: readonly { readonly tag: string; readonly of: (frame: AcquiredFrame | Picture) => unknown }[] =
  [
    { tag: TAG.Rows, of: ({ rows }) => rows },
    { tag: TAG.Columns, of: ({ columns }) => columns },
    { tag: TAG.Modality, of: ({ modality }) => modality },
    { tag: TAG.SamplesPerPixel, of: (frame) => ('pixels' in frame && 'rgb' in frame.pixels ? 3 : 1) },
    { tag: TAG.PhotometricInterpretation, of: ({ photometric }) => photometric },
    { tag: TAG.RescaleType, of: ({ rescale }) => rescale.type },
    // To the micrometre: scanners write the same spacing with more or fewer digits.
    { tag: TAG.PixelSpacing, of: ({ plane }) => plane?.pixelSpacing.map((mm) => mm.toFixed(3)).join('\\') },
  ];

/**
 * Stacks in the order their first slices came, and the slices that fit none.
 *
 * @param labels description and number by a slice of the series, where they are known without its file.
 */
export function toSeries<F extends AcquiredFrame | Picture>(
  frames: readonly F[],
  labels: (frame: FrameInfo) => ReturnType<typeof seriesLabels> = labelsOf,
): { series: Series<F>[]; refused: MixedSeriesError[] } {
  const stacks: F[][] = [];
  for (const frame of frames) {
    const stack = stacks.find(([first]) => liesAlike(first, frame));
    if (stack) stack.push(frame);
    else stacks.push([frame]);
  }
  const sifted = stacks.map(sift);
  return {
    series: sifted.map(({ kept }) => describe(sortFrames(kept), labels)),
    refused: sifted.flatMap(({ refused }) => refused),
  };
}

/** Sorted along the slice normal; without positions by Instance Number, then by name. Frames of one file keep their order. */
export function sortFrames<F extends FrameInfo>(frames: readonly F[]): F[] {
  const [first] = frames;
  const normal = first?.plane && normalOf(first.plane.orientation);
  const at = ({ plane }: F) => (normal && plane ? dot(plane.position, normal) : 0);
  return [...frames].sort(
    (a, b) =>
      at(a) - at(b) ||
      (a.instanceNumber ?? Infinity) - (b.instanceNumber ?? Infinity) ||
      NAME_ORDER.compare(a.file, b.file),
  );
}

/** `slice 2` before `slice 10`. */
const NAME_ORDER = new Intl.Collator('en', { numeric: true });

/** Same series, same direction, same coordinate system: candidates for one stack. */
function liesAlike(a: AcquiredFrame | Picture, b: AcquiredFrame | Picture): boolean {
  if (a.instance.seriesInstanceUID !== b.instance.seriesInstanceUID) return false;
  if (isPicture(a) && (kindOf(a) !== kindOf(b) || isAnotherClip(a, b))) return false;
  if (!a.plane || !b.plane) return !a.plane && !b.plane;
  return (
    a.instance.frameOfReferenceUID === b.instance.frameOfReferenceUID &&
    sameDirection(a.plane.orientation, b.plane.orientation)
  );
}

/** Nothing is computed from pictures, so those that differ stand beside each other instead of being refused. */
function isPicture(frame: AcquiredFrame | Picture): boolean {
  return frame.kind === 'picture';
}

/** Moving pictures without a place in the patient: each is a stack of its own. */
function isAnotherClip(a: FrameInfo, b: FrameInfo): boolean {
  const clip = (frame: FrameInfo) => !frame.plane && frame.instance.frameNumber !== undefined;
  return (clip(a) || clip(b)) && a.instance.sopInstanceUID !== b.instance.sopInstanceUID;
}

function sameDirection(a: Plane['orientation'], b: Plane['orientation']): boolean {
  return a.every((cosine, i) => Math.abs(cosine - b[i]) < COSINE_TOLERANCE);
}

/** Keeps the kind of slice that most of the stack are; the first come where two are as many. */
function sift<F extends AcquiredFrame | Picture>(stack: F[]): { kept: F[]; refused: MixedSeriesError[] } {
  const kinds = new Map<string, F[]>();
  for (const frame of stack) {
    const kind = kindOf(frame);
    const same = kinds.get(kind);
    if (same) same.push(frame);
    else kinds.set(kind, [frame]);
  }
  const kept = [...kinds.values()].reduce((most, kind) => (kind.length > most.length ? kind : most));
  const fitting = new Set(kept);
  const odd = new Map(stack.filter((frame) => !fitting.has(frame)).map((frame) => [frame.file, frame]));
  return { kept, refused: [...odd.values()].map((frame) => misfit(frame, kept[0])) };
}

function kindOf(frame: AcquiredFrame | Picture): string {
  return JSON.stringify(SHARED.map(({ of }) => of(frame) ?? null));
}

function misfit(frame: AcquiredFrame | Picture, usual: AcquiredFrame | Picture): MixedSeriesError {
  const difference = SHARED.find(({ of }) => of(frame) !== of(usual));
  return new MixedSeriesError(
    'The slice differs from the rest of its series and cannot be stacked with it.',
    {
      file: frame.file,
      attribute: difference && attributeName(difference.tag),
      remedy: 'Open it alone.',
    },
  );
}

function describe<F extends FrameInfo>(frames: F[], labels: typeof labelsOf): Series<F> {
  const [first] = frames;
  const { description, number } = labels(first);
  const planes = frames.flatMap(({ plane }) => plane ?? []);
  const spacing =
    planes.length > 0
      ? measureSpacing(planes, normalOf(planes[0].orientation))
      : { sliceSpacing: undefined, notes: noPosition(frames) };
  return {
    seriesInstanceUID: first.instance.seriesInstanceUID,
    studyInstanceUID: first.instance.studyInstanceUID,
    modality: first.modality,
    description,
    number,
    frames,
    ...spacing,
  };
}

function labelsOf({ part10, file }: FrameInfo): ReturnType<typeof seriesLabels> {
  return part10 ? seriesLabels(parsePart10(part10, file)) : { description: '', number: undefined };
}

function noPosition(frames: readonly FrameInfo[]): SpacingNote[] {
  const message =
    frames.length === 1
      ? 'The slice has no usable position: it cannot be measured.'
      : 'The slices have no usable positions: they are sorted by number, and cannot be measured.';
  return [{ kind: 'no-position', index: 0, found: undefined, expected: undefined, message }];
}
