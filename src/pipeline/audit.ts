/**
 * Is a set of slices good and safe to use? Realism, distribution, memorisation,
 * diversity, and slices that do not belong.
 *
 * ```ts
 * const report = await audit(fakes, { reference: series });
 * report.distribution.slicedWasserstein?.ratio;      // 1: as near as other people are
 * report.slices.filter(({ flags }) => flags.length > 0);
 * ```
 *
 * The report holds figures and places, no pixel, name or file.
 *
 * @module
 */
import type { Series } from '../image/series.js';
import type { JobOptions } from '../job.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { AuditReport } from './audit/report.js';

export type { AuditedSlice, AuditFlag, AuditReport, Distance } from './audit/report.js';

/** A set of slices: a series, or frames in any order. */
export type SliceSet = Series<Frame> | readonly Frame[];

export interface AuditOptions extends JobOptions {
  /** Real slices to compare with; without it the features of the training set that come with the package. */
  readonly reference?: SliceSet;
  /** Score of a discriminator for each slice, 0 to 1, larger is more like a scan. */
  readonly realism?: readonly (number | undefined)[];
}

/**
 * Audits a set of CT slices.
 *
 * Marked and acquired slices alike; a slice without Pixel Spacing is flagged and left out of the figures.
 *
 * @throws ArgumentError for no slice, a reference that is not CT, or scores that are not one a slice;
 *   AssetError and ModelIntegrityError when the shipped features cannot be had.
 */
export async function audit(fakes: SliceSet, options: AuditOptions = {}): Promise<AuditReport> {
  const { runAudit } = await import('./audit/run.js');
  return runAudit(fakes, options);
}
