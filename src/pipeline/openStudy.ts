/**
 * Opens a study from whatever the reader has: files, a folder, a zip, URLs. Slices
 * that their file declares generated come out marked, whoever made them.
 *
 * ```ts
 * const study = await openStudy(input.files, { onProgress });
 * for (const { message } of study.refused) show(message);
 * ```
 *
 * @module
 */
import type { Series, Study } from '../image/series.js';
import type { Source } from '../loaders/source.js';
import { type LoadOptions, loadStudy } from '../loaders/study.js';
import type { Frame } from '../provenance/markedFrame.js';

export interface OpenOptions extends LoadOptions {
  /**
   * Hears the study as it grows, after the first slice and then a few times a second: the same
   * series (by UID) with more slices each time, sorted, every one past the gate.
   */
  readonly onStudy?: (study: Study<Frame>) => void;
}

/**
 * Opens `source`; files that cannot be used are listed in `refused`, the others are
 * done. Rejects only when cancelled or when the source itself cannot be read.
 */
export async function openStudy(source: Source, options: OpenOptions = {}): Promise<Study<Frame>> {
  const study = await loadStudy(source, options);
  const { admit } = await import('./gate.js');
  const series: Series<Frame>[] = [];
  // One after another: each hands its pixels to the mark's detector.
  for (const loaded of study.series) series.push(await admit(loaded, options));
  return { ...study, series };
}
