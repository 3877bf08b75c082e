/**
 * A study that is read again and again as it grows: which series is which, and where a
 * slice has gone.
 *
 * @module
 */
import type { FrameInfo } from '../../image/frame.js';
import type { Series, Study } from '../../image/series.js';
import type { Frame } from '../../provenance/markedFrame.js';
import type { Shown } from '../../provenance/shown.js';

/** `veritome-loading`: the study so far. */
export interface LoadingDetail {
  /** Undefined where reading ended without a study: what was shown of it is to go. */
  readonly study: Study<Frame> | undefined;
  /** The chosen series as far as it is there. */
  readonly series: Series<Shown> | undefined;
  /** The first sight of this study: what was open before is closed. */
  readonly first: boolean;
}

/** All that can be chosen. */
export function seriesOf({ series, pictures = [] }: Study<Frame>): Series<Shown>[] {
  return [...series, ...pictures].filter(({ frames }) => frames.length > 0);
}

/** The series of `study` that `earlier` has become; the stacks of one UID are told apart by their slices. */
export function successorOf(
  study: Study<Frame>,
  earlier: Series<Shown> | undefined,
): Series<Shown> | undefined {
  const [first] = earlier?.frames ?? [];
  return seriesOf(study).find(
    (one) =>
      one.seriesInstanceUID === earlier?.seriesInstanceUID && first && indexOfSlice(one.frames, first) >= 0,
  );
}

/** Where a slice stands in a stack, whether it turned out to be marked or not; -1 where it does not. */
export function indexOfSlice(frames: readonly FrameInfo[], { instance }: FrameInfo): number {
  return frames.findIndex(
    (one) =>
      one?.instance.sopInstanceUID === instance.sopInstanceUID &&
      one.instance.frameNumber === instance.frameNumber,
  );
}
