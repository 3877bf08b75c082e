/**
 * Study and series as the rest of the house sees them: frames sorted by geometry,
 * and what was noticed about their spacing. Generic over the frame, because a
 * marked frame is known only two floors up.
 *
 * @module
 */
import type { VeritomeError } from '../errors.js';
import type { FrameInfo } from './frame.js';
import type { Picture } from './picture.js';

/** One irregularity of a stack, in words and numbers, for the page and the command line. */
export interface SpacingNote {
  readonly kind: 'gap' | 'uneven' | 'duplicate' | 'no-position' | 'tilted';
  /** Index of the frame before the irregularity, after sorting. */
  readonly index: number;
  /** Found distance in mm, where there is one. */
  readonly found: number | undefined;
  /** Usual distance of the series in mm, where there is one. */
  readonly expected: number | undefined;
  readonly message: string;
  /** How many more of this kind are not listed; the message says so. */
  readonly more?: number;
}

/** A stack of slices of one kind, size and orientation, sorted along their normal. */
export interface Series<F extends FrameInfo = FrameInfo> {
  readonly seriesInstanceUID: string;
  readonly studyInstanceUID: string;
  readonly modality: string;
  readonly description: string;
  readonly number: number | undefined;
  readonly frames: readonly F[];
  /** Median distance of neighbouring slice centres in mm; undefined for a single slice or no positions. */
  readonly sliceSpacing: number | undefined;
  readonly notes: readonly SpacingNote[];
}

/** What a screen shows of the patient; never logged, stored or sent. */
export interface StudyLabels {
  readonly patientName: string;
  readonly patientID: string;
  readonly studyDate: string;
  readonly studyDescription: string;
}

/** What was opened: series that can be used, and files that were refused with the reason. */
export interface Study<F extends FrameInfo = FrameInfo> {
  readonly studyInstanceUID: string;
  readonly labels: StudyLabels;
  readonly series: readonly Series<F>[];
  /** Series to look at only: colour, palette, floating point. */
  readonly pictures?: readonly Series<Picture>[];
  /** One error per refused file; the others are in `series`. */
  readonly refused: readonly VeritomeError[];
}
