/**
 * One file, whatever its format: the facts for its verdict, and the pictures to look
 * for the mark in.
 *
 * @module
 */
import { codeAttribute } from '../../dicom/attributes.js';
import { TAG } from '../../dicom/attributeTags.js';
import { type Part10, parsePart10 } from '../../dicom/part10.js';
import { type AcquiredFrame, toModality } from '../../image/frame.js';
import type { Trust } from '../../keys/signer.js';
import type { Facts } from '../../provenance/judge.js';
import type { MarkPicture } from '../../provenance/mark/mark.js';
import { parseRecord, provePixels } from '../../provenance/record.js';
import { declarationOf, decodeFrames } from '../declaration.js';
import type { VerifyLayers } from './layers.js';
import { isPng, pngText } from './pngText.js';

/** What was read of one file. */
export interface Reading {
  readonly facts: Facts;
  /** At most {@link MOST_PICTURES}, spread over the file's frames. */
  readonly pictures: readonly MarkPicture[];
  /** Files of one group are slices of one series. */
  readonly group: string;
}

/** More slices add little to what the mark's detector knows, and each is 1 MB of memory. */
export const MOST_PICTURES = 16;

/**
 * Reads one file.
 *
 * @throws NotDicomError, TruncatedError, … when it cannot be read at all.
 */
export async function readEvidence(
  bytes: Uint8Array,
  name: string,
  layers: VerifyLayers,
  trust: Trust | undefined,
): Promise<Reading> {
  if (isPicture(bytes)) return readRaster(bytes, name, layers, trust);
  if (!isDicom(bytes)) {
    const { readArrays } = await import('./arrays.js');
    const arrays = await readArrays(bytes, name);
    if (arrays) return { ...arrays, group: groupOf(name, arrays.pictures[0]) };
  }
  return readDicom(bytes, name, layers, trust);
}

function isDicom(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(128, 132)) === 'DICM';
}

/** A PNG or JPEG; a DICOM preamble may look like either, and its prefix decides. */
function isPicture(bytes: Uint8Array): boolean {
  if (isDicom(bytes)) return false;
  return isPng(bytes) || isJpeg(bytes);
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

async function readDicom(
  bytes: Uint8Array,
  name: string,
  layers: VerifyLayers,
  trust: Trust | undefined,
): Promise<Reading> {
  const part10 = parsePart10(bytes, name);
  const decoded = await decodeFrames(part10);
  const said = await declarationOf(part10, decoded);
  // Also without a record: a ledger may know the pixels.
  const facts =
    said.record === undefined && typeof decoded !== 'string'
      ? { ...said, pixels: await provePixels(decoded[0], decoded[0].stored) }
      : said;
  const [signature, c2pa] = await Promise.all([
    layers.signature(bytes, trust),
    layers.manifest(bytes, trust),
  ]);
  return {
    facts: { ...facts, signature, c2pa },
    pictures: typeof decoded === 'string' ? [] : spread(decoded, MOST_PICTURES).map(pictureOf),
    group: seriesOf(part10),
  };
}

function seriesOf(part10: Part10): string {
  return codeAttribute(part10, TAG.SeriesInstanceUID) ?? '';
}

async function readRaster(
  bytes: Uint8Array,
  name: string,
  layers: VerifyLayers,
  trust: Trust | undefined,
): Promise<Reading> {
  const text = isPng(bytes) ? pngText(bytes, 'Veritome') : undefined;
  const [c2pa, picture] = await Promise.all([layers.manifest(bytes, trust), layers.readPicture(bytes)]);
  return {
    facts: {
      syntheticData: undefined,
      imageType: undefined,
      record: text === undefined ? undefined : (parseRecord(text) ?? 'unreadable'),
      pixels: 'picture',
      c2pa,
    },
    pictures: picture ? [picture] : [],
    group: groupOf(name, picture),
  };
}

/** Files without a series: those of one size in one folder belong together. */
function groupOf(name: string, picture: MarkPicture | undefined): string {
  const folder = name.split('/').slice(0, -1).join('/');
  return picture ? `${folder}/ ${picture.rows} x ${picture.columns}` : `${folder}/`;
}

/** A slice as the detector takes it. */
export function pictureOf({ stored, rescale, rows, columns }: AcquiredFrame): MarkPicture {
  return { values: toModality(stored, rescale), rows, columns };
}

/** At most `most` of a list, evenly spread. */
export function spread<T>(list: readonly T[], most: number): T[] {
  if (list.length <= most) return [...list];
  return Array.from({ length: most }, (_, i) => list[Math.floor(((i + 0.5) * list.length) / most)]);
}
