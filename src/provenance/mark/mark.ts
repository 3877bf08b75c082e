/**
 * The words of the pixel mark: what it carries, and what a detector answers.
 *
 * @module
 */
import type { GeneratedClass } from '../record.js';

/** The 64 bits that a series carries in its pixels. */
export interface MarkPayload {
  /** Version of the mark, 4 bits. */
  readonly version: number;
  readonly class: GeneratedClass | 'unknown';
  /** Who runs the installation, 14 bits; 0 when not registered. */
  readonly issuer: number;
  /** Model, 12 bits: the head of SHA-256 of its id. */
  readonly model: number;
  /** The series, 32 bits: the head of SHA-256 of its Series Instance UID. */
  readonly tag: number;
}

/** How strongly one slice was marked. */
export interface MarkStrength {
  /** RMS of what was added, over the pixels it was added to, in modality units. */
  readonly rms: number;
  /** Largest absolute change, in modality units. */
  readonly peak: number;
  /** Detection of this slice alone, without any search, right after embedding. */
  readonly z: number;
  /** The slice alone does not reach the threshold: only the series as a whole shows the mark. */
  readonly weak: boolean;
}

/** A picture to look for the mark in: grey values in any unit, C order. */
export interface MarkPicture {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

/** What the detector found. */
export interface MarkDetection {
  readonly detected: boolean;
  /** Standardised correlation; under the null P(any hypothesis ≥ z) ≤ `falsePositive`. */
  readonly z: number;
  readonly threshold: number;
  /** Bound on the probability that an unmarked picture answers so. */
  readonly falsePositive: number;
  /** How the picture lies to the marked one: 1 and 0 when untouched. */
  readonly scale: number;
  /** Degrees. */
  readonly rotation: number;
  /** Null when the pictures are too few or too poor to carry it. */
  readonly payload: MarkPayload | null;
}
