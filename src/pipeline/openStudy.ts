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
import { type Part10, parsePart10 } from '../dicom/part10.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Series, Study } from '../image/series.js';
import type { JobOptions } from '../job.js';
import type { Source } from '../loaders/source.js';
import { loadStudy } from '../loaders/study.js';
import type { Frame } from '../provenance/markedFrame.js';
import { adopt } from '../provenance/seal.js';
import { judge } from '../provenance/verdict.js';
import { frameDeclaration, isPhantom, isUnchanged } from './declaration.js';

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
  const files = new Map<Uint8Array, Part10>();
  const gate = gateOf((bytes, file) => {
    const part10 = files.get(bytes) ?? parsePart10(bytes, file);
    files.set(bytes, part10);
    return part10;
  });
  return { ...series, frames: await Promise.all(series.frames.map(gate)) };
}

/** Lets a frame through as what its file says of it; `open` parses each file once for all its frames. */
function gateOf(open: (bytes: Uint8Array, file: string) => Part10): (frame: AcquiredFrame) => Promise<Frame> {
  return async (frame) => {
    if (!frame.part10) return frame;
    const part10 = open(frame.part10, frame.file);
    const facts = await frameDeclaration(part10, frame);
    const verdict = judge(facts);
    // A denoised phantom whose record was stripped still says so in Image Type: only a plain phantom passes.
    if (verdict.class === 'none' || (verdict.class === 'unknown' && isPhantom(part10))) return frame;
    if (await isUnchanged(part10, frame)) return frame;
    const record = typeof facts.record === 'object' ? facts.record : undefined;
    return adopt(frame, { class: verdict.class, record });
  };
}
