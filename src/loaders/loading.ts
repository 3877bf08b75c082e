/**
 * A study while its files come in, in whatever order: what is told of it depends on the
 * files that are there, and at the end on nothing but the files.
 *
 * @module
 */
import { toSeries } from '../dicom/geometry.js';
import { AttributeError, type VeritomeError } from '../errors.js';
import type { AcquiredFrame, FrameInfo } from '../image/frame.js';
import type { Picture } from '../image/picture.js';
import type { Study, StudyLabels } from '../image/series.js';
import type { FileContents } from './contents.js';

const NO_LABELS: StudyLabels = { patientName: '', patientID: '', studyDate: '', studyDescription: '' };

/** What came of one file. */
interface Entry {
  readonly file: string;
  readonly contents?: FileContents;
  readonly error?: VeritomeError;
}

export class Loading {
  /** By the file's place in the source; holes where a file is still being read. */
  readonly #entries: Entry[] = [];
  readonly #labels = new WeakMap<FrameInfo, FileContents['series']>();
  /** By the two entries: a comparison of their bytes is made once. */
  readonly #compared = new WeakMap<FileContents, WeakMap<FileContents, boolean>>();
  #usable = 0;

  /** True until the first slice is there. */
  get isEmpty(): boolean {
    return this.#usable === 0;
  }

  add(index: number, file: string, contents: FileContents): void {
    this.#entries[index] = { file, contents };
    for (const frame of [...contents.frames, ...contents.pictures]) this.#labels.set(frame, contents.series);
    this.#usable += 1;
  }

  refuse(index: number, error: VeritomeError): void {
    this.#entries[index] = { file: error.file ?? '', error };
  }

  /** The study as far as it is there. */
  study(): Study<AcquiredFrame> {
    const { used, refused } = this.#sift();
    const labelsOf = (frame: FrameInfo) => this.#labels.get(frame) ?? { description: '', number: undefined };
    const stacks = toSeries(
      used.flatMap(({ frames }) => frames),
      labelsOf,
    );
    const pictures = toSeries(
      used.flatMap((contents) => contents.pictures),
      labelsOf,
    );
    const slices = new Map<string, number>();
    const labels = new Map<string, StudyLabels>();
    for (const contents of used) {
      const { studyInstanceUID } = firstOf(contents).instance;
      const size = contents.frames.length + contents.pictures.length;
      slices.set(studyInstanceUID, (slices.get(studyInstanceUID) ?? 0) + size);
      if (!labels.has(studyInstanceUID)) labels.set(studyInstanceUID, contents.labels);
    }
    const bySize = (a: { studyInstanceUID: string }, b: { studyInstanceUID: string }) =>
      (slices.get(b.studyInstanceUID) ?? 0) - (slices.get(a.studyInstanceUID) ?? 0);
    const series = stacks.series.sort(bySize);
    const looked = pictures.series.sort(bySize);
    return {
      studyInstanceUID: (series[0] ?? looked[0])?.studyInstanceUID ?? '',
      labels: sharedLabels([...labels.values()]),
      series,
      ...(looked.length > 0 && { pictures: looked }),
      refused: [...refused, ...stacks.refused, ...pictures.refused],
    };
  }

  /** The same file twice is used once; another file under the same UID is a conflict that nobody can solve here. */
  #sift(): { used: FileContents[]; refused: VeritomeError[] } {
    const used: FileContents[] = [];
    const refused: VeritomeError[] = [];
    const instances = new Map<string, FileContents>();
    for (const { file, contents, error } of this.#entries.filter(Boolean)) {
      if (error) refused.push(error);
      if (!contents) continue;
      const uid = firstOf(contents).instance.sopInstanceUID;
      const known = instances.get(uid);
      if (!known) {
        instances.set(uid, contents);
        used.push(contents);
      } else if (!this.#same(known, contents)) {
        refused.push(
          new AttributeError('Another file of this study has the same UID and other content.', {
            file,
            attribute: 'SOPInstanceUID (0008,0018)',
            remedy: 'Find out which of the two is right, and open it alone.',
          }),
        );
      }
    }
    return { used, refused };
  }

  #same(one: FileContents, other: FileContents): boolean {
    const compared = this.#compared.get(one) ?? new WeakMap<FileContents, boolean>();
    this.#compared.set(one, compared);
    const same = compared.get(other) ?? sameBytes(firstOf(one).part10, firstOf(other).part10);
    compared.set(other, same);
    return same;
  }
}

function firstOf({ frames, pictures }: FileContents): AcquiredFrame | Picture {
  return frames[0] ?? pictures[0];
}

function sameBytes(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (!a || !b || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
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
