/**
 * Reads a zip archive (PKWARE APPNOTE 6.3) entry by entry through its central
 * directory, so that an archive of gigabytes never stands in memory at once.
 */
import { inflateSync } from 'fflate';
import { ArgumentError, DecodeError, OutOfMemoryError } from '../errors.js';
import type { ByteSource } from './bytes.js';
import { crc32 } from './crc32.js';

/** One file of an archive; its name is a label below the archive, never a path to write to. */
export interface ZipEntry {
  readonly name: string;
  readonly size: number;
  read(): Promise<Uint8Array>;
}

/** What an archive and all archives in it may unpack to, together. */
export class UnpackBudget {
  #left: number;

  constructor(bytes = MAX_TOTAL_BYTES) {
    this.#left = bytes;
  }

  /** @throws OutOfMemoryError where `bytes` more are too many. */
  take(bytes: number, file: string): void {
    this.#left -= bytes;
    if (!(this.#left >= 0)) throw tooLarge(file);
  }
}

const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const ZIP64_END = 0x06064b50;
const ZIP64_EXTRA = 1;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const LOCATOR_BYTES = 20;
const ZIP64_END_BYTES = 56;
const ENTRY_BYTES = 46;
/** What stands in a field of 32 or 16 bits whose value is in the zip64 record. */
const ELSEWHERE = 0xffffffff;
const ELSEWHERE_SHORT = 0xffff;
const MAX_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/** No slice is larger; a multi-frame file may be. */
const MAX_ENTRY_BYTES = 512 * 2 ** 20;
/** All entries of an archive together: what a bomb of many small files may cost. */
const MAX_TOTAL_BYTES = 8 * 2 ** 30;
/** Entries of an archive: a study of that many slices is none. */
const MAX_ENTRIES = 500_000;

/**
 * The files of an archive, without folders.
 *
 * @param budget shared by archives that lie in one another.
 * @throws DecodeError for a directory that is damaged or contradicts itself,
 *   OutOfMemoryError for more than the budget, ArgumentError for what is not supported.
 */
export async function listZip(archive: ByteSource, budget = new UnpackBudget()): Promise<ZipEntry[]> {
  const { count, offset, size } = await readEnd(archive);
  const directory = await archive.read(offset, offset + size);
  const entries: ZipEntry[] = [];
  let packed = 0;
  let position = 0;
  for (let i = 0; i < count; i++) {
    const { location, next } = readLocation(archive, directory, position);
    budget.take(location.size, archive.name);
    packed += location.compressedSize;
    // Entries that share their bytes: how a small file unpacks to a very large one.
    if (packed > archive.size) throw damaged(archive.name);
    const name = labelOf(location.name);
    if (name !== '' && !/[\\/]$/.test(location.name)) {
      const named = { ...location, name: `${archive.name}/${name}` };
      entries.push({ name, size: location.size, read: () => readEntry(archive, named) });
    }
    position = next;
  }
  return entries;
}

/** A name without what leads out of the archive: drive, root, dots, control characters. */
function labelOf(name: string): string {
  return name
    .replace(/\p{Cc}/gu, '')
    .replace(/^[A-Za-z]:/, '')
    .split(/[\\/]+/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

interface Location {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly header: number;
}

function readLocation(
  archive: ByteSource,
  directory: Uint8Array,
  position: number,
): { location: Location; next: number } {
  const view = viewOf(directory);
  if (position + ENTRY_BYTES > directory.length || view.getUint32(position, true) !== DIRECTORY_ENTRY) {
    throw damaged(archive.name);
  }
  const field = (at: number) => view.getUint16(position + at, true);
  const long = (at: number) => view.getUint32(position + at, true);
  const extra = position + ENTRY_BYTES + field(28);
  const after = extra + field(30);
  if (after > directory.length) throw damaged(archive.name);
  const wide = wideValues(directory.subarray(extra, after));
  // In this order, and only those that did not fit (APPNOTE 4.5.3).
  const fitted = (short: number) => (short === ELSEWHERE ? (wide.next().value ?? Number.NaN) : short);
  const size = fitted(long(24));
  const compressedSize = fitted(long(20));
  const header = fitted(long(42));
  if (![size, compressedSize, header].every(Number.isSafeInteger)) throw damaged(archive.name);
  const name = new TextDecoder().decode(directory.subarray(position + ENTRY_BYTES, extra));
  const [flags, method, crc] = [field(8), field(10), long(16)];
  return {
    location: { name, flags, method, crc, compressedSize, size, header },
    next: after + field(32),
  };
}

/** The values of 64 bits in an entry's extra fields. */
function* wideValues(extra: Uint8Array): Generator<number, undefined> {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === ZIP64_EXTRA) {
      for (let i = at + 4; i + 8 <= Math.min(end, extra.length); i += 8) {
        yield Number(view.getBigUint64(i, true));
      }
      return undefined;
    }
    at = end;
  }
  return undefined;
}

interface Directory {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
}

/** The end record stands last, before a comment of unknown length. */
async function readEnd(archive: ByteSource): Promise<Directory> {
  const start = Math.max(0, archive.size - END_BYTES - MAX_COMMENT - LOCATOR_BYTES);
  const tail = await archive.read(start, archive.size);
  const view = viewOf(tail);
  for (let i = tail.length - END_BYTES; i >= 0; i--) {
    if (view.getUint32(i, true) !== END_OF_DIRECTORY) continue;
    const size = view.getUint32(i + 12, true);
    const offset = view.getUint32(i + 16, true);
    const count = view.getUint16(i + 10, true);
    const locator = i - LOCATOR_BYTES;
    const elsewhere = size === ELSEWHERE || offset === ELSEWHERE || count === ELSEWHERE_SHORT;
    const found =
      elsewhere && locator >= 0 && view.getUint32(locator, true) === ZIP64_LOCATOR
        ? await readWideEnd(archive, Number(view.getBigUint64(locator + 8, true)))
        : { count, offset, size };
    if (!(found.offset + found.size <= archive.size && found.count * ENTRY_BYTES <= found.size)) {
      throw damaged(archive.name);
    }
    if (found.count > MAX_ENTRIES) throw tooLarge(archive.name);
    return found;
  }
  throw damaged(archive.name);
}

/** The zip64 end record, for more than 65,534 files or 4 GB. */
async function readWideEnd(archive: ByteSource, at: number): Promise<Directory> {
  if (!(at + ZIP64_END_BYTES <= archive.size)) throw damaged(archive.name);
  const view = viewOf(await archive.read(at, at + ZIP64_END_BYTES));
  if (view.byteLength < ZIP64_END_BYTES || view.getUint32(0, true) !== ZIP64_END) throw damaged(archive.name);
  const value = (offset: number) => Number(view.getBigUint64(offset, true));
  return { count: value(32), size: value(40), offset: value(48) };
}

async function readEntry(archive: ByteSource, location: Location): Promise<Uint8Array> {
  const { name, flags, method, crc, compressedSize, size, header } = location;
  if (flags & ENCRYPTED) throw unsupported(name, 'Encryption');
  if (method !== STORED && method !== DEFLATED) throw unsupported(name, `Compression method ${method}`);
  if (size > MAX_ENTRY_BYTES) throw tooLarge(name);
  const local = viewOf(await archive.read(header, header + 30));
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL_HEADER) throw damaged(name);
  const start = header + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const packed = await archive.read(start, start + compressedSize);
  if (packed.length < compressedSize) throw damaged(name);
  const bytes = method === STORED ? packed : inflate(packed, size, name);
  if (bytes.length !== size || crc32(bytes) !== crc) throw damaged(name);
  return bytes;
}

/** Into an array of the promised size: fflate never grows it, so a lying entry cannot take more. */
function inflate(packed: Uint8Array, size: number, name: string): Uint8Array {
  try {
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLarge(name, cause);
    throw damaged(name, cause);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged(file: string, cause?: unknown): DecodeError {
  const remedy = 'Fetch the archive again from its source.';
  return new DecodeError('The zip archive is damaged or incomplete.', { file, remedy, cause });
}

function tooLarge(file: string, cause?: unknown): OutOfMemoryError {
  const remedy = 'Unpack the archive and open its folder.';
  return new OutOfMemoryError('The zip archive unpacks to more than the memory budget.', {
    file,
    remedy,
    cause,
  });
}

function unsupported(file: string, what: string): ArgumentError {
  const remedy = 'Unpack the archive and open its folder.';
  return new ArgumentError(`${what} of zip archives is not supported.`, { file, remedy });
}
