/**
 * The worker's side of reading, whatever kind of worker it is.
 *
 * @module
 */
import { isVeritomeError } from '../../errors.js';
import { unreadable } from '../../loaders/contents.js';
import { detectMark } from '../../provenance/mark/detect.js';
import { wireError } from '../../wireError.js';
import { type JudgedFile, readJudged } from './judgedFile.js';
import type { FileRequest, FromReader, ToReader } from './protocol.js';

/** An answer, and the memory that goes with it. */
export interface Answer {
  readonly message: FromReader;
  readonly transfer: ArrayBuffer[];
}

/** Answers any message but the set-up; never throws. `tell` hears the size of a file before it is read. */
export async function answer(
  message: Exclude<ToReader, { setUp: unknown }>,
  tell: (size: FromReader) => void,
): Promise<Answer> {
  const { id } = message;
  const name = 'file' in message ? message.file.name : 'file';
  try {
    if ('look' in message) {
      const seen = await detectMark(message.look, { search: 'none' });
      return { message: { id, seen }, transfer: [] };
    }
    const { bytes } = message.file;
    tell({ id, bytes: bytes instanceof Uint8Array ? bytes.length : bytes.size });
    const read = await readRequest(message.file);
    return { message: { id, read }, transfer: buffersOf(read) };
  } catch (error) {
    const ours = isVeritomeError(error) ? error : unreadable(name, error);
    return { message: { id, error: wireError(ours) }, transfer: [] };
  }
}

async function readRequest({ name, bytes }: FileRequest): Promise<JudgedFile> {
  const own = bytes instanceof Uint8Array ? bytes : new Uint8Array(await bytes.arrayBuffer());
  return readJudged(own, name);
}

/** The memory behind all arrays of plain data, each once. */
export function buffersOf(data: unknown): ArrayBuffer[] {
  const seen = new Set<unknown>();
  const buffers = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
    } else for (const inner of Object.values(value)) visit(inner);
  };
  visit(data);
  return [...buffers];
}
