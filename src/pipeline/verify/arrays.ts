/**
 * Slices in files of numbers: `.npz` and NIfTI, as data sets are written in. Neither
 * has a place for a signature: what speaks is the record inside, the hash of the
 * stored values in it, and the mark in the values.
 *
 * @module
 */
import type { Gunzip } from 'fflate';
import { DecodeError, OutOfMemoryError } from '../../errors.js';
import { toStored } from '../../image/frame.js';
import type { Facts } from '../../provenance/judge.js';
import type { MarkPicture } from '../../provenance/mark/mark.js';
import { type ProvenanceRecord, parseRecord, provePixels } from '../../provenance/record.js';
import { MAX_PIXELS } from '../readPicture.js';

/** What was read of a file of numbers. */
export interface Arrays {
  readonly facts: Facts;
  readonly pictures: readonly MarkPicture[];
}

interface Slice extends MarkPicture {
  /** The record as text; undefined where the file holds none. */
  readonly text: string | undefined;
}

/** Two bytes a value, and a record beside them. */
const MAX_BYTES = 2 * MAX_PIXELS + 2 ** 20;
/** Bytes unpacked at a time: a small file may unpack to anything. */
const STEP = 2 ** 16;

/** The slice of an `.npz` or NIfTI file of one; undefined for bytes that are neither. */
export async function readArrays(bytes: Uint8Array, file: string): Promise<Arrays | undefined> {
  const slice = await readSlice(bytes, file);
  if (!slice) return undefined;
  const { text, ...picture } = slice;
  const record = text === undefined ? undefined : (parseRecord(text) ?? 'unreadable');
  const facts: Facts = {
    // These formats have no such attribute: the record in the file is what says it.
    syntheticData: record === undefined ? undefined : 'YES',
    imageType: undefined,
    record,
    pixels: typeof record === 'object' ? await proofOf(record, picture) : 'unreadable',
  };
  return { facts, pictures: [picture] };
}

/** The values on the grid that they were sealed on, to be held against the record. */
function proofOf({ pixels: { format, rescale } }: ProvenanceRecord, { values, rows, columns }: MarkPicture) {
  return provePixels({ rows, columns, format, rescale }, toStored(values, format, rescale));
}

async function readSlice(bytes: Uint8Array, file: string): Promise<Slice | undefined> {
  const [first, second] = bytes;
  const packed = first === 0x1f && second === 0x8b;
  if (!packed && !(first === 0x50 && second === 0x4b) && !isNifti(bytes)) return undefined;
  const { Gunzip, unzipSync } = await import('fflate');
  try {
    if (first === 0x50) {
      const members = unzipSync(bytes, {
        filter: ({ name, originalSize }) => {
          const wanted = name === 'hu.npy' || name === 'values.npy' || name === 'provenance.json';
          if (wanted && originalSize > MAX_BYTES) throw tooLarge(file);
          return wanted;
        },
      });
      const pixels = members['hu.npy'] ?? members['values.npy'];
      const array = pixels && readNpy(pixels);
      const record = members['provenance.json'];
      return array && { ...array, text: record && new TextDecoder().decode(record) };
    }
    if (!packed) return readNifti(bytes);
    const plain = unpacked(bytes, Gunzip, file);
    return isNifti(plain) ? readNifti(plain) : undefined;
  } catch (cause) {
    if (cause instanceof OutOfMemoryError) throw cause;
    throw new DecodeError('The file of numbers is damaged.', {
      file,
      remedy: 'Fetch it again from its source.',
      cause,
    });
  }
}

function unpacked(bytes: Uint8Array, Unpacker: typeof Gunzip, file: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let size = 0;
  const stream = new Unpacker((part) => {
    size += part.length;
    if (size > MAX_BYTES) throw tooLarge(file);
    parts.push(part);
  });
  for (let at = 0; at < bytes.length; at += STEP) {
    stream.push(bytes.subarray(at, at + STEP), at + STEP >= bytes.length);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Two axes of 16-bit integers (NEP 1), as data sets hold them. */
function readNpy(bytes: Uint8Array): MarkPicture | undefined {
  const start = 10 + viewOf(bytes).getUint16(8, true);
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, start));
  const shape = /'descr': '<i2', 'fortran_order': False, 'shape': \((\d+), (\d+)\)/.exec(header);
  return shape ? picture(bytes, start, Number(shape[1]), Number(shape[2])) : undefined;
}

const HEADER = 348;
const INT16 = 4;

function isNifti(bytes: Uint8Array): boolean {
  return bytes.length > HEADER && new TextDecoder('latin1').decode(bytes.subarray(344, 347)) === 'n+1';
}

/** One slice of 16-bit integers (nifti1.h); the comment extension holds the record. */
function readNifti(bytes: Uint8Array): Slice | undefined {
  const view = viewOf(bytes);
  const [columns, rows, slices] = [42, 44, 46].map((at) => view.getInt16(at, true));
  if (view.getInt16(70, true) !== INT16 || slices !== 1) return undefined;
  const start = view.getFloat32(108, true);
  const read = picture(bytes, start, rows, columns);
  const extended = bytes[HEADER] === 1 && start > HEADER + 12;
  const text = extended ? new TextDecoder().decode(bytes.subarray(HEADER + 12, start)) : '';
  return read && { ...read, text: text.startsWith('{') ? text.replace(/\0+$/, '') : undefined };
}

function picture(bytes: Uint8Array, start: number, rows: number, columns: number): MarkPicture | undefined {
  const count = rows * columns;
  const fits = rows > 0 && columns > 0 && Number.isInteger(start) && start > 0;
  if (!fits || start + 2 * count > bytes.length) throw new RangeError('The values end early.');
  const view = viewOf(bytes);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = view.getInt16(start + 2 * i, true);
  return { values, rows, columns };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function tooLarge(file: string): OutOfMemoryError {
  return new OutOfMemoryError('The file of numbers is too large to be read.', {
    file,
    remedy: 'Give one slice a file.',
  });
}
