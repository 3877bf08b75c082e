/**
 * What one file brings to a study: its slices or pictures, and the words that go with
 * them. Plain data, so that it may be read in another thread.
 *
 * @module
 */
import { seriesLabels, studyLabels } from '../dicom/identity.js';
import { type Part10, parsePart10 } from '../dicom/part10.js';
import { readAny } from '../dicom/pictures.js';
import { isVeritomeError, NotDicomError, type VeritomeError } from '../errors.js';
import type { AcquiredFrame } from '../image/frame.js';
import type { Picture } from '../image/picture.js';
import type { StudyLabels } from '../image/series.js';
import type { SourceFile } from './source.js';

/** One file, read and decoded: slices, or pictures that are only looked at. */
export interface FileContents {
  readonly frames: readonly AcquiredFrame[];
  readonly pictures: readonly Picture[];
  readonly labels: StudyLabels;
  readonly series: ReturnType<typeof seriesLabels>;
}

/** Reads files, here or elsewhere. */
export interface Reader {
  /** Files that it works on at the same time; more are not fetched ahead. */
  readonly width: number;
  /**
   * @throws errors of ours for this file alone; the signal's reason when cancelled.
   */
  read(file: SourceFile, signal: AbortSignal | undefined): Promise<FileContents>;
}

/** Reads files in this thread, one after another. */
export const here: Reader = {
  width: 1,
  read: async (file) => contentsOf(parsePart10(await bytesOf(file), file.name)),
};

/** Slices or pictures of a file. */
export async function contentsOf(part10: Part10): Promise<FileContents> {
  return {
    frames: [],
    pictures: [],
    ...(await readAny(part10)),
    labels: studyLabels(part10),
    series: seriesLabels(part10),
  };
}

/** Bytes of a file; a file that vanished or may not be read is refused like any other. */
export async function bytesOf({ name, read }: Pick<SourceFile, 'name' | 'read'>): Promise<Uint8Array> {
  try {
    return await read();
  } catch (error) {
    throw isVeritomeError(error) ? error : unreadable(name, error);
  }
}

/** The runtime's own error, which names no file. */
export function unreadable(file: string, cause: unknown): VeritomeError {
  const remedy = 'Check that the file is still there and may be read.';
  return new NotDicomError('The file could not be read.', { file, remedy, cause });
}
