/**
 * Where pixels were changed: a short hash of every block of the stored values, beside
 * the hash of the whole. The whole decides whether anything changed; the blocks say
 * where. 32 bits a block: a block that changed goes unnoticed once in 2^32, and a
 * forger who wants more than that must first beat the hash of the whole.
 *
 * ```ts
 * const blocks = await hashBlocks(stored, 512, 512);
 * const { blocks: changed } = await changedBlocks(blocks, now, 512, 512);
 * ```
 *
 * @module
 */
import type { StoredPixels } from '../image/frame.js';

/** Pixels a side. 256 blocks of a 512² slice: 1.4 kB in the record. */
const SIDE = 32;
const BYTES = 4;

/** Hashes of the blocks of one slice. */
export interface BlockHashes {
  /** Pixels a side; the last of a row or column may be smaller. */
  readonly size: number;
  /** First four bytes of the SHA-256 of each block's stored values, row by row, in base64. */
  readonly sha256: string;
}

/** Places of changed blocks, counted in blocks from 0. */
export interface Tampered {
  readonly blockSize: number;
  readonly rows: number;
  readonly columns: number;
  readonly blocks: readonly { readonly row: number; readonly column: number }[];
}

/** Hashes every block of a slice. */
export async function hashBlocks(
  stored: StoredPixels,
  rows: number,
  columns: number,
  size = SIDE,
): Promise<BlockHashes> {
  const places = placesOf(rows, columns, size);
  const digests = await Promise.all(
    places.map(({ row, column }) => digestOf(stored, rows, columns, size, row, column)),
  );
  let binary = '';
  for (const digest of digests) for (const byte of digest) binary += String.fromCharCode(byte);
  return { size, sha256: btoa(binary) };
}

/**
 * The blocks that are not what they were; undefined where the hashes do not fit a
 * picture of this size, as those of a damaged record.
 */
export async function changedBlocks(
  { size, sha256 }: BlockHashes,
  stored: StoredPixels,
  rows: number,
  columns: number,
): Promise<Tampered | undefined> {
  // A record is input like any other: a block of one pixel would cost a digest each.
  if (!Number.isInteger(size) || size < 8 || size > 1024 || typeof sha256 !== 'string') return undefined;
  const then = decode(sha256);
  const places = placesOf(rows, columns, size);
  if (then?.length !== places.length * BYTES) return undefined;
  const now = decode((await hashBlocks(stored, rows, columns, size)).sha256) ?? new Uint8Array();
  const blocks = places.filter((_, i) =>
    [0, 1, 2, 3].some((byte) => then[i * BYTES + byte] !== now[i * BYTES + byte]),
  );
  return { blockSize: size, rows: Math.ceil(rows / size), columns: Math.ceil(columns / size), blocks };
}

/** Where the change lies, in pixels: the centre of the changed blocks. */
export function centreOf({ blocks, blockSize }: Tampered): { row: number; column: number } {
  const mean = (values: readonly number[]) =>
    Math.round((values.reduce((sum, value) => sum + value, 0) / values.length + 0.5) * blockSize);
  return { row: mean(blocks.map(({ row }) => row)), column: mean(blocks.map(({ column }) => column)) };
}

function placesOf(rows: number, columns: number, size: number): { row: number; column: number }[] {
  const places: { row: number; column: number }[] = [];
  for (let row = 0; row * size < rows; row++) {
    for (let column = 0; column * size < columns; column++) places.push({ row, column });
  }
  return places;
}

async function digestOf(
  stored: StoredPixels,
  rows: number,
  columns: number,
  size: number,
  row: number,
  column: number,
): Promise<Uint8Array> {
  const [top, left] = [row * size, column * size];
  const [high, wide] = [Math.min(size, rows - top), Math.min(size, columns - left)];
  const sample = stored.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(high * wide * sample);
  for (let y = 0; y < high; y++) {
    const start = stored.byteOffset + ((top + y) * columns + left) * sample;
    bytes.set(new Uint8Array(stored.buffer, start, wide * sample), y * wide * sample);
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).subarray(0, BYTES);
}

function decode(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
