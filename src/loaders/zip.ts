/**
 * Reads a zip archive (PKWARE APPNOTE 6.3) entry by entry through its central
 * directory, so that an archive of gigabytes never stands in memory at once.
 */
import { inflateSync } from 'fflate';
import { ArgumentError, DecodeError, OutOfMemoryError } from '../errors.js';
import type { ByteSource } from './bytes.js';
import { crc32 } from './crc32.js';

/** One file of an archive; its name is a label, never a path to write to. */
export interface ZipEntry {
  readonly name: string;
  read(): Promise<Uint8Array>;
}

const END_OF_DIRECTORY = 0x06054b50;
const ZIP64_LOCATOR = 0x07064b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/** No slice is larger; a multi-frame file may be. */
const MAX_ENTRY_BYTES = 512 * 2 ** 20;
/** All entries of an archive together: what a bomb of many small files may cost. */
const MAX_TOTAL_BYTES = 8 * 2 ** 30;

/** True for the first bytes of a zip: a local header, or the end of an empty directory. */
export function isZip(head: Uint8Array): boolean {
  return (
    head[0] === 0x50 &&
    head[1] === 0x4b &&
    ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))
  );
}

/** The files of an archive, without folders. */
export async function listZip(archive: ByteSource): Promise<ZipEntry[]> {
  const { count, offset, size } = await readEnd(archive);
  const directory = await archive.read(offset, offset + size);
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  let total = 0;
  let position = 0;
  for (let i = 0; i < count; i++) {
    if (position + 46 > directory.length || view.getUint32(position, true) !== DIRECTORY_ENTRY) {
      throw damaged(archive.name);
    }
    const field = (at: number) => view.getUint16(position + at, true);
    const end = position + 46 + field(28);
    const name = new TextDecoder().decode(directory.subarray(position + 46, end));
    const location: Location = {
      name: `${archive.name}/${name}`,
      flags: field(8),
      method: field(10),
      crc: view.getUint32(position + 16, true),
      compressedSize: view.getUint32(position + 20, true),
      size: view.getUint32(position + 24, true),
      header: view.getUint32(position + 42, true),
    };
    total += location.size;
    if (total > MAX_TOTAL_BYTES) throw tooLarge(archive.name);
    if (!name.endsWith('/')) entries.push({ name, read: () => readEntry(archive, location) });
    position = end + field(30) + field(32);
  }
  return entries;
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

/** The end record stands last, before a comment of unknown length. */
async function readEnd(archive: ByteSource): Promise<{ count: number; offset: number; size: number }> {
  const start = Math.max(0, archive.size - END_BYTES - MAX_COMMENT);
  const tail = await archive.read(start, archive.size);
  const view = viewOf(tail);
  for (let i = tail.length - END_BYTES; i >= 0; i--) {
    if (view.getUint32(i, true) !== END_OF_DIRECTORY) continue;
    if (i >= 20 && view.getUint32(i - 20, true) === ZIP64_LOCATOR) throw unsupported(archive.name, 'Zip64');
    const size = view.getUint32(i + 12, true);
    const offset = view.getUint32(i + 16, true);
    if (offset + size > archive.size) throw damaged(archive.name);
    return { count: view.getUint16(i + 10, true), offset, size };
  }
  throw damaged(archive.name);
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
