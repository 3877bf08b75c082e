/**
 * One file, read, decoded, and asked what it declares of its making.
 *
 * @module
 */
import { type FileContents, openContents } from '../../loaders/contents.js';
import type { SourceFile } from '../../loaders/source.js';
import { type Declared, declaredOrigin, recordedOrigin } from '../declaredOrigin.js';
import { pictureFinding } from '../pictureFinding.js';

/** What a file holds, and what it declares of each of its slices, then of each picture. */
export interface JudgedFile extends FileContents {
  readonly declared: readonly Declared[];
}

/** Reads files and what they declare, in this thread or another. */
export interface JudgingReader {
  /** Files that it works on at the same time; more are not fetched ahead. */
  readonly width: number;
  /**
   * @throws errors of ours for this file alone; the signal's reason when cancelled.
   */
  read(file: SourceFile, signal: AbortSignal | undefined): Promise<JudgedFile>;
}

/**
 * Reads one file.
 *
 * @throws errors of ours.
 */
export async function readJudged(bytes: Uint8Array, name: string): Promise<JudgedFile> {
  const { contents, part10 } = await openContents(bytes, name);
  const declared: Declared[] = [];
  for (const frame of [...contents.frames, ...contents.pictures]) {
    declared.push(
      part10
        ? await declaredOrigin(part10, frame, { manifest: pictureFinding })
        : await recordedOrigin(frame),
    );
  }
  return { ...contents, declared };
}
