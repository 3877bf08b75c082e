/**
 * What a DICOM file says of its own making, gathered for the verdict and for the
 * gate that every opened study passes.
 *
 * @module
 */

import { textAttribute } from '../dicom/attributes.js';
import { readFrames } from '../dicom/frames.js';
import type { Part10 } from '../dicom/part10.js';
import { readPrivateBlock } from '../dicom/privateBlock.js';
import { isVeritomeError } from '../errors.js';
import type { AcquiredFrame } from '../image/frame.js';
import { changedBlocks } from '../provenance/blocks.js';
import type { Facts } from '../provenance/judge.js';
import { type ProvenanceRecord, parseRecord, provePixels } from '../provenance/record.js';

/** Our private block: group, creator, and the element that holds the record as JSON. */
export const PRIVATE_BLOCK = {
  group: 0x0099,
  creator: 'VERITOME PROVENANCE',
  record: 0x01,
  pixelSha256: 0x02,
  /** The claim of a C2PA manifest, signed (COSE_Sign1). */
  claim: 0x03,
} as const;

/** The slices of a file; `damaged`, or `unreadable` for want of a codec. */
export type Decoded = readonly AcquiredFrame[] | 'damaged' | 'unreadable';

/** Decodes a file's slices; what is wrong with its pixels is part of the answer. */
export async function decodeFrames(part10: Part10): Promise<Decoded> {
  try {
    return await readFrames(part10);
  } catch (error) {
    return isVeritomeError(error, 'UnsupportedTransferSyntaxError') ? 'unreadable' : 'damaged';
  }
}

/** Facts for `judge`; decodes the pixels only when there is a record to hold them against. */
export async function declarationOf(part10: Part10, decoded?: Decoded): Promise<Facts> {
  const record = recordOf(part10);
  return {
    syntheticData: textAttribute(part10, 'x0008001c'),
    imageType: textAttribute(part10, 'x00080008'),
    record,
    ...(record ? await pixelsNow(record, decoded ?? (await decodeFrames(part10))) : { pixels: 'unreadable' }),
  };
}

/** True for a computer-made test object: synthetic, but nobody's anatomy and no network's work. */
export function isPhantom(part10: Part10): boolean {
  return textAttribute(part10, 'x00100200') === 'YES' && recordOf(part10) === undefined;
}

function recordOf(part10: Part10): ProvenanceRecord | 'unreadable' | undefined {
  const block = readPrivateBlock(part10, PRIVATE_BLOCK.group, PRIVATE_BLOCK.creator);
  if (!block) return undefined;
  const bytes = block.get(PRIVATE_BLOCK.record);
  // PS3.5 §6.2: text is padded to even length by a trailing space.
  return (bytes && parseRecord(new TextDecoder().decode(bytes).trimEnd())) ?? 'unreadable';
}

async function pixelsNow(
  record: ProvenanceRecord | 'unreadable',
  decoded: Decoded,
): Promise<Pick<Facts, 'pixels' | 'tampered'>> {
  if (typeof decoded === 'string') return { pixels: decoded };
  const [frame] = decoded;
  const pixels = await provePixels(frame, frame.stored);
  if (record === 'unreadable') return { pixels };
  const { sha256, rows, columns, blocks } = record.pixels;
  const moved = rows !== pixels.rows || columns !== pixels.columns || sha256 === pixels.sha256;
  if (moved || !blocks) return { pixels };
  return { pixels, tampered: await changedBlocks(blocks, frame.stored, rows, columns) };
}
