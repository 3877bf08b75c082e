/**
 * Loads a study: every file that can be used, sorted into series, and the reason
 * for each that cannot.
 *
 * ```ts
 * const study = await loadStudy(files, { signal, onProgress });
 * ```
 *
 * @module
 */
import { readFrames } from '../dicom/frames.js';
import { toSeries } from '../dicom/geometry.js';
import { studyLabels } from '../dicom/identity.js';
import { type Part10, parsePart10 } from '../dicom/part10.js';
import { AttributeError, isVeritomeError, NotDicomError, type VeritomeError } from '../errors.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Picture } from '../image/picture.js';
import type { Series, Study, StudyLabels } from '../image/series.js';
import { type JobOptions, progressMeter } from '../job.js';
import type { DownloadOptions } from './download.js';
import { isNiftiName } from './magic.js';
import { readSource, type Source, type SourceFile } from './source.js';

export type LoadOptions = JobOptions & DownloadOptions;

const NO_LABELS: StudyLabels = { patientName: '', patientID: '', studyDate: '', studyDescription: '' };
/** Longest work between two breaths, so that the page draws its progress. */
const BREATH_MS = 12;

/**
 * Loads `source`. Files of several studies come as one: it has the UID of the study
 * with the most slices, whose series come first, and only the labels that all share,
 * so that no picture ever stands under another patient's name.
 *
 * Rejects only when cancelled or for a source that is none; files that cannot be
 * used are in `refused`.
 */
export async function loadStudy(source: Source, options: LoadOptions = {}): Promise<Study<AcquiredFrame>> {
  const { signal } = options;
  const files = readSource(source, options);
  const loading = new Loading();
  const breathe = breather();
  let done = 0;
  let report: ((done: number) => void) | undefined;
  let total = 0;
  for await (const file of files) {
    signal?.throwIfAborted();
    if (done + 1 + file.remaining > total) {
      total = done + 1 + file.remaining;
      report = progressMeter('Opening', total, options.onProgress);
    }
    await loading.add(file);
    done += 1;
    report?.(done);
    await breathe();
  }
  signal?.throwIfAborted();
  return loading.finish();
}

class Loading {
  readonly #frames: AcquiredFrame[] = [];
  readonly #refused: VeritomeError[] = [];
  readonly #labels = new Map<string, StudyLabels>();
  /** The file that brought each SOP Instance. */
  readonly #instances = new Map<string, Uint8Array>();
  readonly #pictures: Series<Picture>[] = [];
  /** Names of series that have none in their files. */
  readonly #descriptions = new Map<string, string>();

  async add({ name, read }: SourceFile): Promise<void> {
    try {
      const bytes = await read();
      if (isNiftiName(name) && (await this.#addNifti(bytes, name))) return;
      const part10 = parsePart10(bytes, name);
      const frames = await readFrames(part10);
      if (this.#isRepeated(part10, frames[0])) return;
      const { studyInstanceUID } = frames[0].instance;
      if (!this.#labels.has(studyInstanceUID)) this.#labels.set(studyInstanceUID, studyLabels(part10));
      this.#frames.push(...frames);
    } catch (error) {
      this.#refused.push(isVeritomeError(error) ? error : unreadable(name, error));
    }
  }

  /** Volumes of numbers; false for a file that is none. The same one twice is used once. */
  async #addNifti(bytes: Uint8Array, name: string): Promise<boolean> {
    const { readNifti } = await import('./nifti.js');
    const volume = await readNifti(bytes, name);
    if (!volume) return false;
    const known = [...volume.descriptions.keys()].some((uid) => this.#descriptions.has(uid));
    if (known) return true;
    this.#frames.push(...volume.frames);
    this.#pictures.push(...volume.pictures);
    for (const [uid, description] of volume.descriptions) this.#descriptions.set(uid, description);
    return true;
  }

  finish(): Study<AcquiredFrame> {
    const { series: stacks, refused } = toSeries(this.#frames);
    const series = stacks.map((one) => {
      const description = this.#descriptions.get(one.seriesInstanceUID);
      return description === undefined ? one : { ...one, description };
    });
    const slices = new Map<string, number>();
    for (const { instance } of this.#frames) {
      slices.set(instance.studyInstanceUID, (slices.get(instance.studyInstanceUID) ?? 0) + 1);
    }
    const size = (studyInstanceUID: string) => slices.get(studyInstanceUID) ?? 0;
    series.sort((a, b) => size(b.studyInstanceUID) - size(a.studyInstanceUID));
    return {
      studyInstanceUID: series[0]?.studyInstanceUID ?? this.#pictures[0]?.studyInstanceUID ?? '',
      labels: sharedLabels([...this.#labels.values()]),
      series,
      ...(this.#pictures.length > 0 && { pictures: this.#pictures }),
      refused: [...this.#refused, ...refused],
    };
  }

  /** The same file twice is used once; another file under the same UID is a conflict that nobody can solve here. */
  #isRepeated({ bytes, file }: Part10, { instance }: AcquiredFrame): boolean {
    const known = this.#instances.get(instance.sopInstanceUID);
    if (!known) {
      this.#instances.set(instance.sopInstanceUID, bytes);
      return false;
    }
    if (known.length === bytes.length && known.every((byte, i) => byte === bytes[i])) return true;
    throw new AttributeError('Another file of this study has the same UID and other content.', {
      file,
      attribute: 'SOPInstanceUID (0008,0018)',
      remedy: 'Find out which of the two is right, and open it alone.',
    });
  }
}

function sharedLabels(all: readonly StudyLabels[]): StudyLabels {
  const [first = NO_LABELS, ...others] = all;
  const shared = (key: keyof StudyLabels) => (others.every((o) => o[key] === first[key]) ? first[key] : '');
  return {
    patientName: shared('patientName'),
    patientID: shared('patientID'),
    studyDate: shared('studyDate'),
    studyDescription: shared('studyDescription'),
  };
}

/** A file that vanished or may not be read: the browser's own error, which names no file. */
function unreadable(file: string, cause: unknown): NotDicomError {
  const remedy = 'Check that the file is still there and may be read.';
  return new NotDicomError('The file could not be read.', { file, remedy, cause });
}

/** Lets the event loop run when it has waited long enough. */
function breather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < BREATH_MS) return;
    await new Promise((resolve) => setTimeout(resolve));
    last = performance.now();
  };
}
