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
import { type ProvenanceRecord, parseRecord, provePixels } from '../provenance/record.js';
import type { Facts } from '../provenance/verdict.js';

/** Our private block: group, creator, and the element that holds the record as JSON. */
export const PRIVATE_BLOCK = {
  group: 0x0099,
  creator: 'VERITOME PROVENANCE',
  record: 0x01,
  pixelSha256: 0x02,
} as const;

/** Facts for {@link judge}; decodes the pixels only when there is a record to hold them against. */
export async function declarationOf(part10: Part10): Promise<Facts> {
  const record = recordOf(part10);
  return {
    syntheticData: textAttribute(part10, 'x0008001c'),
    imageType: textAttribute(part10, 'x00080008'),
    record,
    pixels: record ? await pixelsNow(part10) : 'unreadable',
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

async function pixelsNow(part10: Part10): Promise<Facts['pixels']> {
  try {
    const [frame] = await readFrames(part10);
    return await provePixels(frame, frame.stored);
  } catch (error) {
    return isVeritomeError(error, 'UnsupportedTransferSyntaxError') ? 'unreadable' : 'damaged';
  }
}
