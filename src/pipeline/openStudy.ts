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
import { parsePart10 } from '../dicom/part10.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Series, Study } from '../image/series.js';
import type { JobOptions } from '../job.js';
import type { Source } from '../loaders/source.js';
import { loadStudy } from '../loaders/study.js';
import type { Frame } from '../provenance/markedFrame.js';
import { adopt } from '../provenance/seal.js';
import { judge } from '../provenance/verdict.js';
import { declarationOf, isPhantom } from './declaration.js';

/**
 * Opens `source`; files that cannot be used are listed in `refused`, the others are
 * done. Rejects only when cancelled or when the source itself cannot be read.
 */
export async function openStudy(source: Source, options: JobOptions = {}): Promise<Study<Frame>> {
  const study = await loadStudy(source, options);
  const series = await Promise.all(study.series.map(admit));
  return { ...study, series };
}

async function admit(series: Series<AcquiredFrame>): Promise<Series<Frame>> {
  return { ...series, frames: await Promise.all(series.frames.map(gate)) };
}

async function gate(frame: AcquiredFrame): Promise<Frame> {
  if (!frame.part10) return frame;
  const part10 = parsePart10(frame.part10, frame.file);
  const facts = await declarationOf(part10);
  const verdict = judge(facts);
  // A denoised phantom whose record was stripped still says so in Image Type: only a plain phantom passes.
  if (verdict.class === 'none' || (verdict.class === 'unknown' && isPhantom(part10))) return frame;
  const record = typeof facts.record === 'object' ? facts.record : undefined;
  return adopt(frame, { class: verdict.class, record });
}
