/**
 * One file, read, decoded, and asked what it declares of its making.
 *
 * @module
 */
import { parsePart10 } from '../../dicom/part10.js';
import { contentsOf, type FileContents } from '../../loaders/contents.js';
import type { SourceFile } from '../../loaders/source.js';
import { type Declared, declaredOrigin } from '../declaredOrigin.js';
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
  const part10 = parsePart10(bytes, name);
  const contents = await contentsOf(part10);
  const declared: Declared[] = [];
  for (const frame of [...contents.frames, ...contents.pictures]) {
    declared.push(await declaredOrigin(part10, frame, { manifest: pictureFinding }));
  }
  return { ...contents, declared };
}
