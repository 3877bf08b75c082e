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
import type { Study } from '../image/series.js';
import type { Source } from '../loaders/source.js';
import { type LoadOptions, loadStudy } from '../loaders/study.js';
import type { Frame } from '../provenance/markedFrame.js';
import type { Gate } from './gate.js';
import type { JudgingReader } from './reading/judgedFile.js';
import { defaultReader, gateLayers } from './reading/readers.js';

export interface OpenOptions extends Omit<LoadOptions, 'reader'> {
  /**
   * Hears the study as it grows, after the first slice and then a few times a second: the same
   * series (by UID) with more slices each time, sorted. Slices that their file declares generated
   * are marked in it from the first moment. Only a series in which nothing declares anything is
   * looked at by its pixels, at the end: its slices may be acquired here and marked in the study
   * that the call resolves with. Nothing but a stage should take them from here.
   */
  readonly onStudy?: (study: Study<Frame>) => void;
  /** Reads and decodes the files; workers on a page, this thread in Node when absent. */
  readonly reader?: JudgingReader;
}

/**
 * Opens `source`; files that cannot be used are listed in `refused`, the others are
 * done. Rejects only when cancelled or when the source itself cannot be read.
 */
export async function openStudy(source: Source, options: OpenOptions = {}): Promise<Study<Frame>> {
  const { onStudy, reader = defaultReader(), ...others } = options;
  let gate: Gate | undefined;
  // Not before the source is looked at: a drop is empty as soon as anything was awaited.
  const opened = openGate();
  const study = await loadStudy(source, {
    ...others,
    onGrowth: onStudy && ((growing) => gate && onStudy(gate.growing(growing))),
    reader: {
      width: reader.width,
      async read(file, signal) {
        gate = await opened;
        const { declared, ...contents } = await reader.read(file, signal);
        for (const [i, one] of [...contents.frames, ...contents.pictures].entries()) {
          gate.declare(one, declared[i]);
        }
        return contents;
      },
    },
  });
  return (await opened).whole(study, options);
}

async function openGate(): Promise<Gate> {
  const [{ Gate }, layers] = await Promise.all([import('./gate.js'), gateLayers()]);
  return new Gate(layers);
}
